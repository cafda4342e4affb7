"""Texts for people: messages (English in the code, translated to Indonesian), dates, numbers."""

from watcher.wording.catalogue import N_, Words, words

__all__ = ["N_", "Words", "words"]
