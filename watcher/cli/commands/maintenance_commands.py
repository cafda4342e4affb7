"""db, config, backup and restore: for the sysadmin, at installation and upgrade."""

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli import show
from watcher.cli.invocation import current, spoken
from watcher.cli.open_office import open_office
from watcher.cli.questions import confirm

_ = spoken


def add_to(app: typer.Typer) -> None:
    """Register the commands of this group."""
    db = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_("The database."))
    db.command("upgrade", help=_("Make the database, or bring it to this program's schema."))(
        upgrade
    )
    config = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_("The settings."))
    config.command("check", help=_("Read the settings and print what is in force."))(check)
    app.command("backup", help=_("Copy the database while watcher runs."))(backup)
    app.command("restore", help=_("Put a copy in the database's place."))(restore)
    app.add_typer(db, name="db")
    app.add_typer(config, name="config")


def upgrade() -> None:
    """Migrate to the newest schema."""
    from watcher.storage.engine import path_of
    from watcher.storage.upkeep.migrate import upgrade as migrate

    settings = current().settings()
    revision = migrate(settings.database.url)
    path = path_of(settings.database.url)
    show.say(_("{path}: schema {revision}", path=path, revision=revision))


def backup(file: Annotated[Path, typer.Argument(help=_("The copy."))]) -> None:
    """Copy the database at one consistent moment."""
    from watcher.storage.upkeep.backup import back_up

    with open_office() as (_settings, database):
        size = back_up(database, file)
    show.say(_("{path}: {size} kB", path=file, size=size // 1024))


def restore(
    file: Annotated[Path, typer.Argument(help=_("The copy."))],
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask."))] = False,
) -> None:
    """Replace the database; the daemon must be stopped."""
    from watcher.app import utc_now
    from watcher.storage.engine import path_of
    from watcher.storage.upkeep.backup import restore as put_back

    path = path_of(current().settings().database.url)
    if path.exists() and not yes:
        confirm(_("Replace {path}? What it holds is kept beside it.", path=path))
    kept = put_back(file, path, utc_now())
    show.say(_("{path}: restored", path=path))
    if kept is not None:
        show.say(_("What was there is kept: {path}", path=kept))


def check(
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Print every setting in force with its origin."""
    from watcher.settings import effective, find

    path = find(current().config)
    values = list(effective(current().settings()))
    if json:
        show.as_json(
            [
                {
                    "section": section,
                    "key": key,
                    "value": _plain(value),
                    "origin": _origin(path, default),
                }
                for section, key, value, default in values
            ]
        )
        return
    for section, key, value, default in values:
        show.say(f"[{section}] {key} = {_plain(value)!r}  ({_origin(path, default)})")


def _origin(path: Path, is_default: bool) -> str:
    return _("default") if is_default else str(path)


def _plain(value: object) -> object:
    """Convert a value to JSON types. No value is secret: secrets are in files of their own."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    return value if isinstance(value, int | float | str | bool) or value is None else str(value)
