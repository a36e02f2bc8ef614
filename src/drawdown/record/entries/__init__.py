"""The kinds of entry, one file each. A new file here is a new kind of entry; nothing else changes.

Importing this package imports every module in it, and so fills `drawdown.record.entry.KINDS`.
"""

from __future__ import annotations

import importlib
import pkgutil

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")
