"""Write the files an office begins with: its settings and an empty list."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

from watcher.core.errors import SettingsError
from watcher.settings.load import settings_of

HEADINGS = (
    "Nama Usaha", "Website", "Nama Pemilik", "Email", "No. WA", "Sapaan", "Komunitas",
    "Tanggal Serah Terima", "Hibah Selesai", "Tgl Expired", "Hosting Habis", "Registrar",
    "Hosting", "Catatan",
)  # fmt: skip
COMMUNITY_HEADINGS = ("Komunitas", "Koordinator", "Email", "No. WA", "Kuota")

_TEMPLATE = """\
# Settings of watcher. What is not set here has its default; config/watcher.example.toml in the
# source tells every setting with its unit, default and reason.

[programme]
office = {office}
zone = {zone}

[database]
url = {database}

[reports]
folder = {reports}

[mail]
sender = {sender}
channel = "folder"          # "smtp" once host, port and security are set
folder = {letters}
"""


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What was written."""

    paths: tuple[Path, ...]
    register: Path
    database_url: str


def set_up(folder: Path, *, office: str, zone: str, sender: str) -> NewOffice:
    """Write the settings and an empty list; nothing that is there is overwritten.

    Raises:
        SettingsError: there are settings already, an answer cannot be used, or the folder cannot
            be written. Nothing was written.
    """
    config = folder / "config" / "watcher.toml"
    if config.exists():
        raise SettingsError("{config}: is there already; nothing was written", config=config)
    url = f"sqlite:///{folder / 'data' / 'watcher.db'}"
    text = _TEMPLATE.format(
        office=_quoted(office),
        zone=_quoted(zone),
        sender=_quoted(sender),
        database=_quoted(url),
        reports=_quoted(str(folder / "reports")),
        letters=_quoted(str(folder / "letters")),
    )
    settings_of(tomllib.loads(text), config)  # what every later command would refuse, now
    try:
        config.parent.mkdir(parents=True, exist_ok=True)
        (folder / "data").mkdir(exist_ok=True)
        config.write_text(text, "utf-8")
        register = _write_register(folder)
    except OSError as error:
        raise SettingsError(
            "{folder}: cannot be written ({why})", folder=folder, why=error.strerror
        ) from error
    return NewOffice((config, *register), register[0], url)


def _write_register(folder: Path) -> tuple[Path, Path]:
    """An empty list to fill in, as a workbook and as a CSV that Indonesian Excel opens."""
    book = openpyxl.Workbook()
    sites = book.active
    sites.title = "Situs"
    communities = book.create_sheet("Komunitas")
    for sheet, headings in ((sites, HEADINGS), (communities, COMMUNITY_HEADINGS)):
        sheet.append(headings)
        sheet.freeze_panes = "A2"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = max(14, len(str(cell.value)) + 4)
    workbook, text = folder / "daftar.xlsx", folder / "daftar.csv"
    book.save(workbook)
    text.write_text("\ufeff" + ";".join(HEADINGS) + "\r\n", "utf-8")
    return workbook, text


def _quoted(text: str) -> str:
    """A TOML basic string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
