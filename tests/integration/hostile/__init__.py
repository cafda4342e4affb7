"""Hostile servers of our own, and what the product says of each: the fault catalogue, acted out."""

import pytest

pytest.register_assert_rewrite("hostile.survival")  # a failure there shows its values too
