"""Workbooks written part by part, as other programs write them; openpyxl would mend them."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = ("Nama Usaha", "Website", "No. WA", "Komunitas", "Tgl Expired")
ROW = ("Kopi Musi", "kopimusi.example", "081234567890", "Melati", "31/10/2027")


def cell(reference: str, value: object, more: str = "") -> str:
    if isinstance(value, int | float):
        return f'<c r="{reference}"{more}><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"{more}><is><t>{escape(str(value))}</t></is></c>'


def row(number: int, values: Sequence[object], more: str = "") -> str:
    cells = "".join(cell(f"{chr(65 + n)}{number}", v) for n, v in enumerate(values) if v != "")
    return f'<row r="{number}"{more}>{cells}</row>'


def rows(*tables: Sequence[object]) -> str:
    return "".join(row(number, values) for number, values in enumerate(tables, 1))


def sheet(data: str, before: str = "", after: str = "", space: str = MAIN) -> str:
    body = f"{before}<sheetData>{data}</sheetData>{after}"
    return f'<worksheet xmlns="{space}" xmlns:r="{REL}">{body}</worksheet>'


def relations(*parts: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{REL}/{kind}" Target="{to}"/>' for key, kind, to in parts
    )
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def workbook(
    *sheets: str,
    parts: Mapping[str, str] | None = None,
    properties: str = "",
    states: Mapping[int, str] | None = None,
    names: Sequence[str] = ("Data", "Lama", "Lain"),
) -> bytes:
    """Zip a workbook; `parts` are added, or stand in place of what would be written."""
    listed = "".join(
        f'<sheet name="{names[n]}" sheetId="{n + 1}" r:id="r{n}"'
        + (f' state="{states[n]}"' if states and n in states else "") + "/>"
        for n in range(len(sheets))
    )  # fmt: skip
    all_parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("a", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            *((f"r{n}", "worksheet", f"worksheets/s{n}.xml") for n in range(len(sheets))),
            ("s", "styles", "styles.xml"), ("t", "sharedStrings", "sharedStrings.xml"),
        ),
        **{f"xl/worksheets/s{n}.xml": text for n, text in enumerate(sheets)},
    } | dict(parts or {})  # fmt: skip
    return _zipped(all_parts)


def opened(*tables: Sequence[object]) -> bytes:
    """Zip an OpenDocument spreadsheet."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(str(one))}</text:p></table:table-cell>"
            for one in values
        )
        + "</table:table-row>"
        for values in tables
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Data">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return _zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content,
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}"/>',
    })  # fmt: skip


def _zipped(parts: Mapping[str, str]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()
