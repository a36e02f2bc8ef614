"""The kinds of clause, one file each: parameters, rule, explanation.

A new file here is a new kind of clause; nothing else changes. Importing this package imports every
module in it, and so fills `drawdown.order.clauses.clause.KINDS`.
"""

from __future__ import annotations

import importlib
import pkgutil

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")
