"""Read the settings from one TOML file; an error names file, key and what is expected there."""

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from watcher.core.errors import SettingsError
from watcher.settings.model import Settings

A_SECTION = "must be a section with settings"
DEFAULT_PATHS = (Path("config/watcher.toml"), Path("/etc/watcher/watcher.toml"))


def find(path: Path | None) -> Path:
    """Return the path of the configuration: `path`, $WATCHER_CONFIG, or one of DEFAULT_PATHS.

    Raises:
        SettingsError: there is none.
    """
    if path is None and "WATCHER_CONFIG" in os.environ:
        path = Path(os.environ["WATCHER_CONFIG"])
    if path is not None:
        return path
    found = next((usual for usual in DEFAULT_PATHS if usual.exists()), None)
    if found is None:
        places = " or ".join(map(str, DEFAULT_PATHS))
        raise SettingsError(
            "There is no configuration at {places}. Make one: watcher init", places=places
        )
    return found


def load(path: Path) -> Settings:
    """Read the settings. Relative paths in them are relative to the working directory.

    Raises:
        SettingsError: the file cannot be read, or a value in it cannot be used.
    """
    return settings_of(document_of(path), path)


def settings_of(document: Mapping[str, Any], path: Path) -> Settings:
    """Validate a document; `path` is named in the error.

    Raises:
        SettingsError: a key is unknown or a value is invalid.
    """
    try:
        return Settings.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise _settings_error(first, path) from error


def document_of(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        SettingsError: it cannot be read, or is not valid TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(
            "{path}: cannot be read ({why})", path=path, why=error.strerror
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError("{path}: is not valid TOML: {why}", path=path, why=error) from error


def effective(settings: Settings) -> Iterator[tuple[str, str, object, bool]]:
    """Yield every setting as section, key, value, and whether it is the default."""
    for section, field in type(settings).model_fields.items():
        part = getattr(settings, section)
        for key in type(part).model_fields:
            is_default = (
                key not in part.model_fields_set or section not in settings.model_fields_set
            )
            yield section, key, getattr(part, key), is_default
        del field


def _settings_error(error: ErrorDetails, path: Path) -> SettingsError:
    """Return an error that names the key and what is expected there."""
    location = tuple(str(part) for part in error["loc"])
    section, keys = location[0], location[1:]
    if error["type"] == "extra_forbidden":
        return _unknown_key(location, path)
    if not keys:
        no_section = error["type"].startswith("model")
        wish = A_SECTION if no_section else error["msg"].removeprefix("Value error, ")
        return SettingsError("{path}: [{section}]: {wish}", path=path, section=section, wish=wish)
    field = _field(location)
    return SettingsError(
        "{path}: [{section}] {key}: must be {wish}; it says {value}",
        path=path,
        section=section,
        key=".".join(keys[:1] if section != "registry" else keys),
        wish=field.description if field is not None and field.description else error["msg"],
        value=repr(error["input"]),
    )


def _unknown_key(location: tuple[str, ...], path: Path) -> SettingsError:
    known: Mapping[str, Any] = _model_at(location[:-1]).model_fields
    near = next(iter(difflib.get_close_matches(location[-1], known, n=1)), "")
    section, key = location[0], ".".join(location[1:])
    values = {"path": path, "where": f"[{section}] {key}".rstrip(), "near": near}
    if key and near:
        return SettingsError(
            "{path}: {where}: there is no such setting; did you mean {near}?", **values
        )
    if key:
        return SettingsError("{path}: {where}: there is no such setting", **values)
    if near:
        return SettingsError(
            "{path}: {where}: there is no such section; did you mean {near}?", **values
        )
    return SettingsError("{path}: {where}: there is no such section", **values)


def _field(location: tuple[str, ...]) -> FieldInfo | None:
    model: type[BaseModel] = Settings
    found: FieldInfo | None = None
    for part in location:
        field = model.model_fields.get(part)
        if field is None:
            continue
        found, model = field, _nested(field) or model
    return found


def _model_at(location: tuple[str, ...]) -> type[BaseModel]:
    model: type[BaseModel] = Settings
    for part in location:
        field = model.model_fields.get(part)
        model = (_nested(field) if field is not None else None) or model
    return model


def _nested(field: FieldInfo) -> type[BaseModel] | None:
    kinds = (field.annotation, *get_args(field.annotation))
    return next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), None)
