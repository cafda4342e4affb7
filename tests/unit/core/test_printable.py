"""Text of strangers becomes one printable line, whatever it holds."""

import pytest

from watcher.core.printable import LIMIT, one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Ibu \t Dewi ", "Ibu Dewi"),
        ("Dewi\r\nBcc: x", "Dewi Bcc: x"),
        ("a\x00b\x85c\u2028d\u2029e", "a b c d e"),
        ("a\u202eb\u2066c\u200bd\ufeffe\u00adf", "abcdef"),
        ("a\ud800b\ue000c", "abc"),
        ("Ñyai 鈴木 \N{HONEY POT}", "Ñyai 鈴木 \N{HONEY POT}"),
        ("x" * LIMIT, "x" * LIMIT),
        ("x" * (LIMIT + 1), "x" * (LIMIT - 1) + "…"),
        ("", ""),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line
