"""What a page is, and when it last changed."""
