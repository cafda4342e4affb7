"""How an answer is read: its letters, its markup, what kind of page it is, which reason it gets."""
