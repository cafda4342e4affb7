"""Write the figures as sentences, shared by pages, workbook and JSON."""
