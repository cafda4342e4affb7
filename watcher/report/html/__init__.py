"""Render figures and sentences as HTML pages with Jinja, and these as PDF."""
