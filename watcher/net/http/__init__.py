"""HTTP/1.1 as browsers read it: heads, chunks, compressed bodies, redirects, cookies."""
