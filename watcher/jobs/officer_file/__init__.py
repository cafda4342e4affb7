"""The officer's file, whatever program wrote it, as tables of cells. Knows no column's meaning.

Light to import: the confined process that reads workbooks loads this package and little else.
"""
