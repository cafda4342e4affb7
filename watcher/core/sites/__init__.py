"""What is known of a site, and what is said of it."""
