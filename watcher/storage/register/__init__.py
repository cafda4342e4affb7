"""Sites, owners, communities, and the acts of staff about them."""
