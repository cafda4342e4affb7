"""The probes: each makes one kind of look at a site, through net; table.py lists them."""
