"""What a page is, whose it is, and when it last changed."""
