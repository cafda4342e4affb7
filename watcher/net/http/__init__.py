"""HTTP/1.1 as browsers read it: heads, chunks, packed bodies, redirects."""
