"""The history that reports read, and the closed months."""
