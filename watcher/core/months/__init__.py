"""What a month adds up to for a programme."""
