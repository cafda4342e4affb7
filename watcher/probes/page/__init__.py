"""Reading pages: character sets, markup, the kind of page, the reason of a look."""
