"""The tables as a set of migrations made them, whatever the models of today say.

A backup holds the rows as its database had them. So an older database is read, and an older backup
is taken in, by the models of its own time; the migrations since then bring it up to date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

from drawdown.site.operations.backup.errors import BackupError

Applied = dict[str, list[str]]
"""The names of the migrations that were applied, by app."""

LEFT_OUT = frozenset({"sessions", "usersessions", "contenttypes", "auth", "messages"})
"""Apps whose tables are not backed up: who is signed in, and what the framework makes itself."""


def applied() -> Applied:
    """The migrations that this database has had, those of other programs left out."""
    loader = MigrationExecutor(connection).loader
    found: Applied = {}
    for app, name in sorted(loader.applied_migrations):
        if app in loader.migrated_apps:
            found.setdefault(app, []).append(name)
    return found


def is_current() -> bool:
    """Whether the tables are those of the models of today."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def check_known(had: Mapping[str, Sequence[str]]) -> None:
    """See that every migration of a backup is known here.

    Raises:
        BackupError: One is not.
    """
    loader = MigrationExecutor(connection).loader
    known = set(loader.disk_migrations)
    unknown = [f"{app}.{name}" for app, names in had.items() for name in names
               if (app, name) not in known]  # fmt: skip
    if unknown:
        raise BackupError(
            f"the backup has tables that this version does not know ({unknown[0]}); expected a "
            "version of Drawdown that is not older than the one that made it"
        )


def tables(had: Mapping[str, Sequence[str]]) -> dict[str, type[models.Model]]:
    """The models of a state, by `app.Model`, those that are not backed up left out.

    Args:
        had: The migrations applied.
    """
    loader = MigrationExecutor(connection).loader
    nodes = [(app, name) for app, names in had.items() for name in names]
    apps = loader.project_state(nodes).apps
    found: dict[str, type[models.Model]] = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.app_label not in LEFT_OUT and not meta.proxy and meta.managed:
            found[f"{meta.app_label}.{meta.object_name}"] = model
    return dict(sorted(found.items()))


def make_tables(had: Mapping[str, Sequence[str]]) -> None:
    """Make the tables of a state in an empty database.

    Raises:
        BackupError: The database has tables of a later state.
    """
    executor = MigrationExecutor(connection)
    there = set(executor.loader.applied_migrations)
    wanted = {(app, name) for app, names in had.items() for name in names}
    if later := sorted(there - wanted):
        raise BackupError(
            f"the database has newer tables than the backup ({'.'.join(later[0])}); expected an "
            "empty database, made anew"
        )
    graph = executor.loader.graph
    last = [node for node in wanted if not any(
        child.key in wanted and child.key[0] == node[0] for child in graph.node_map[node].children
    )]  # fmt: skip
    executor.migrate(sorted(last))


def fields_of(model: type[models.Model]) -> list[Any]:
    """The fields of a model that are columns, in order."""
    return list(model._meta.concrete_fields)
