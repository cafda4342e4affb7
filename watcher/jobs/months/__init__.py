"""The months: closed, frozen and printed."""
