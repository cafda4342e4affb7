"""What reports read, and the closed months."""
