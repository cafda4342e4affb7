"""Read .xls, .xlsb and .ods workbooks with calamine.

calamine allocates every cell between the first and the last one, and reports neither hidden rows
nor hyperlinks: hence it reads only the formats that ooxml.py cannot.
"""

from io import BytesIO

import python_calamine as calamine

from watcher.jobs.officer_file.grid import FileFault, Grid, UnreadableError


def read_other(body: bytes) -> list[Grid]:
    """Read every sheet of a workbook.

    Raises:
        UnreadableError: it is damaged or locked.
    """
    try:
        with calamine.load_workbook(BytesIO(body)) as book:
            return [_grid(book, sheet) for sheet in book.sheets_metadata if _is_table(sheet)]
    except calamine.PasswordError as error:
        raise UnreadableError(FileFault.LOCKED) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableError(FileFault.TORN) from error


def _is_table(sheet: calamine.SheetMetadata) -> bool:
    return sheet.typ == calamine.SheetTypeEnum.WorkSheet


def _grid(book: calamine.CalamineWorkbook, sheet: calamine.SheetMetadata) -> Grid:
    table = book.get_sheet_by_name(sheet.name)
    grid = Grid(sheet.name, hidden=sheet.visible != calamine.SheetVisibleEnum.Visible)
    for number, row in enumerate(table.to_python(skip_empty_area=False), 1):
        cells = {column: _whole(cell) for column, cell in enumerate(row) if cell != ""}
        if cells:
            grid.rows[number] = cells
    for (top, left), (bottom, right) in table.merged_cell_ranges or ():
        grid.fill_merged((top + 1, left), (bottom + 1, right))
    return grid


def _whole(cell: object) -> object:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
