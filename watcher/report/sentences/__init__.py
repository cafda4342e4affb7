"""The figures in whole sentences, shared by pages, workbook and JSON."""
