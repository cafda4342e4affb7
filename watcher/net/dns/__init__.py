"""DNS: messages, their exchange with one server, and the resolver that uses both."""
