"""Write figures for programs and spreadsheets: JSON, workbook, CSV, Parquet."""
