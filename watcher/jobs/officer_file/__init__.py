"""Read the officer's file, whatever program wrote it, as tables of cells.

What columns mean is in jobs/intake. Imports little: the sandboxed worker that reads workbooks
loads this package.
"""
