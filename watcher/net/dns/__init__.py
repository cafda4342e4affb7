"""Names to addresses: DNS messages, their exchange, and the resolver over them."""
