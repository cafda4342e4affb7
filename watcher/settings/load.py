"""One TOML file becomes the settings, or one sentence with file, key and wish."""

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

DEFAULT_PATHS = (Path("config/watcher.toml"), Path("/etc/watcher/watcher.toml"))


def find(path: Path | None) -> Path:
    """Find the configuration: the one that was named, $WATCHER_CONFIG, or the usual places.

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
        raise SettingsError(f"There is no configuration at {places}. Make one: watcher init")
    return found


def load(path: Path) -> Settings:
    """Read the settings. Relative paths in them are those of the folder the office works in.

    Raises:
        SettingsError: the file cannot be read, or a value in it cannot be used.
    """
    try:
        return Settings.model_validate(document_of(path))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise SettingsError(f"{path}: {_sentence(first)}") from error


def document_of(path: Path) -> dict[str, Any]:
    """Read a file of TOML.

    Raises:
        SettingsError: it cannot be read, or is none.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: is not valid TOML: {error}") from error


def effective(settings: Settings) -> Iterator[tuple[str, str, object, bool]]:
    """List every setting as section, key, value, and whether it is the default."""
    for section, field in type(settings).model_fields.items():
        part = getattr(settings, section)
        for key in type(part).model_fields:
            is_default = (
                key not in part.model_fields_set or section not in settings.model_fields_set
            )
            yield section, key, getattr(part, key), is_default
        del field


def _sentence(error: ErrorDetails) -> str:
    """Say which key is wrong and what is wanted there."""
    location = tuple(str(part) for part in error["loc"])
    section, keys = location[0], location[1:]
    if error["type"] == "extra_forbidden":
        return _unknown_key(location)
    if not keys:
        no_section = error["type"].startswith("model")
        wish = "must be a section with settings" if no_section else error["msg"]
        return f"[{section}]: {wish.removeprefix('Value error, ')}"
    where = f"[{section}] {'.'.join(keys[:1] if section != 'registry' else keys)}"
    field = _field(location)
    wish = field.description if field is not None and field.description else error["msg"]
    return f"{where}: must be {wish}; it says {error['input']!r}"


def _unknown_key(location: tuple[str, ...]) -> str:
    known: Mapping[str, Any] = _model_at(location[:-1]).model_fields
    near = difflib.get_close_matches(location[-1], known, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    if len(location) == 1:
        return f"[{location[0]}]: there is no such section{hint}"
    return f"[{location[0]}] {'.'.join(location[1:])}: there is no such setting{hint}"


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
