"""The same figures for programs and spreadsheets: JSON, workbook, CSV, Parquet."""
