"""Sites, owners, communities, and the acts of people about them."""
