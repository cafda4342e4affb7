"""Pages: figures and sentences through Jinja, and from there to PDF."""
