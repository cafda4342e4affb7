"""Write the first files of a new office: its settings and an empty list of sites."""

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
# source lists every setting with its unit, default and reason.

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
    """The files that were written.

    Attributes:
        paths: all of them.
        register: the workbook to fill in.
        database_url: where the database will be.
    """

    paths: tuple[Path, ...]
    register: Path
    database_url: str


def set_up(folder: Path, *, office: str, zone: str, sender: str) -> NewOffice:
    """Write the settings and an empty list.

    Args:
        folder: of the office; it is created where it is missing.
        office: the office's name.
        zone: an IANA time zone.
        sender: the address that letters come from.

    Raises:
        SettingsError: there are settings already, an argument is invalid, or the folder cannot
            be written.
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
    settings_of(tomllib.loads(text), config)  # refuse now what every later command would refuse
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
    """Write an empty list as a workbook and as a CSV with `;`, which Indonesian Excel opens."""
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
    """Quote a text as a TOML basic string, on one line."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
