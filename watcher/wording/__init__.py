"""Words for people: catalogues (Indonesian by default, English complete), dates, numbers."""

from watcher.wording.catalogue import N_, Words, words

__all__ = ["N_", "Words", "words"]
