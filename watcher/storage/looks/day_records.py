"""Read and write the rows of day strips: one row holds a day of a site."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from watcher.core.looks.uptime import Strip, Tally
from watcher.storage.row import table_of
from watcher.storage.tables import DayStripRow

_STRIP = table_of(DayStripRow)
Day = tuple[int, date]  #: site id and day: the key of a row


@dataclass(frozen=True, slots=True)
class DayRecord:
    """One day of one site.

    Attributes:
        strip: what was measured, a quarter hour at a time.
        looks: how many looks were made; `conclusive` of them proved something.
        blips: failures that were over before they were confirmed.
    """

    strip: Strip = field(default_factory=Strip)
    looks: int = 0
    conclusive: int = 0
    blips: int = 0

    def with_look(self, *, conclusive: bool, blip: bool) -> "DayRecord":
        """Return the record with one more look counted."""
        return replace(
            self,
            looks=self.looks + 1,
            conclusive=self.conclusive + conclusive,
            blips=self.blips + blip,
        )


def load_days(connection: Connection, days: set[Day]) -> dict[Day, DayRecord]:
    """Read some days; those that have no row are left out."""
    if not days:
        return {}
    rows = connection.execute(
        select(_STRIP).where(
            _STRIP.c.site_id.in_({site_id for site_id, _ in days}),
            _STRIP.c.day.between(min(d for _, d in days), max(d for _, d in days)),
        )
    )
    return {
        (r.site_id, r.day): DayRecord(
            Strip(Tally(timedelta(seconds=r.up_s), timedelta(seconds=r.down_s)), r.strip),
            r.looks, r.conclusive, r.blips,
        )
        for r in rows if (r.site_id, r.day) in days
    }  # fmt: skip


def save_days(connection: Connection, days: Mapping[Day, DayRecord]) -> None:
    """Write days; existing rows of the same days are replaced."""
    if not days:
        return
    statement = insert(_STRIP)
    changed = ("up_s", "down_s", "looks", "conclusive", "blips", "strip")
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["site_id", "day"],
            set_={name: statement.excluded[name] for name in changed},
        ),
        [
            {
                "site_id": site_id,
                "day": day,
                "up_s": round(record.strip.tally.up.total_seconds()),
                "down_s": round(record.strip.tally.down.total_seconds()),
                "looks": record.looks,
                "conclusive": record.conclusive,
                "blips": record.blips,
                "strip": record.strip.slots,
            }
            for (site_id, day), record in days.items()
        ],
    )
