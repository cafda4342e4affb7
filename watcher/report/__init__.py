"""History becomes figures (pure), figures become sections, sections become files."""
