"""Programmes whose truth is known, driven through the real jobs, and compared with what is told."""
