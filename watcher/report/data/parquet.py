"""Write days of sites as Parquet, for further evaluation. pyarrow is an optional extra."""

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from watcher.core.errors import WatcherError
from watcher.core.sites.site import Site

#: Site id, day, seconds up, seconds down, looks, conclusive looks.
ParquetDay = tuple[int, date, int, int, int, int]


def write_days(
    file: Path,
    parts: Iterable[Sequence[ParquetDay]],
    sites: Mapping[int, Site],
    communities: Mapping[int, str],
) -> int:
    """Write all days, a part at a time. Return the number of rows.

    Args:
        file: where to write; an existing file is replaced.
        parts: the rows, in parts that fit into memory.
        sites: site id -> site.
        communities: community id -> name.

    Raises:
        WatcherError: the extra is not installed, or the file cannot be written.
    """
    if importlib.util.find_spec("pyarrow") is None:
        raise WatcherError("Parquet needs the extra export, see docs/operations.md")
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema = _schema(pyarrow)
    rows = 0
    try:
        with ParquetWriter(file, schema, compression="zstd") as writer:
            for part in parts:
                columns = _columns(part, sites, communities)
                writer.write_table(pyarrow.table(columns, schema=schema))
                rows += len(part)
    except OSError as error:
        raise WatcherError(
            "{file}: cannot be written ({why})", file=file, why=error.strerror
        ) from error
    return rows


def _schema(pyarrow: Any) -> Any:
    number, word = pyarrow.int32(), pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    return pyarrow.schema(
        [
            ("site", number),
            ("url", word),
            ("community", word),
            ("day", pyarrow.date32()),
            ("up_seconds", number),
            ("down_seconds", number),
            ("looks", number),
            ("conclusive_looks", number),
        ]
    )


def _columns(
    part: Sequence[ParquetDay], sites: Mapping[int, Site], communities: Mapping[int, str]
) -> dict[str, list[Any]]:
    ids, days, up, down, looks, conclusive = (list(column) for column in zip(*part, strict=True))
    return {
        "site": ids,
        "url": [sites[site_id].url for site_id in ids],
        "community": [communities.get(sites[site_id].community_id, "") for site_id in ids],
        "day": days,
        "up_seconds": up,
        "down_seconds": down,
        "looks": looks,
        "conclusive_looks": conclusive,
    }
