"""Reports: history -> figures (pure) -> sentences and sections -> files."""
