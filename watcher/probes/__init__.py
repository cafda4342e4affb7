"""Each asks one question of one site, through net; table.py has them all."""
