"""`watcher demo`: servers on loopback, an invented programme with its history, and a tour.

The servers are also used by the integration tests. They need neither root nor internet, and do
not depend on the rest of watcher.
"""
