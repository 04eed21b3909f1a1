"""Where in a rule file a mistake is: from what is said of it back to its line."""

import re
from collections.abc import Sequence

_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(line (\d+)\)")
_RULE = re.compile(r"rule '([^']+)'|rule (\d+)\b")
_HEADER = re.compile(r"\[\[?([^\]]+)\]\]?")
_SUBJECT = re.compile(r".*?(?:rule '[^']+'|rule \d+\b|\[\[?[^\]]+\]\]?)")


def line_of(text: str, said: str) -> int | None:
    """The line, from 1, that a sentence about a mistake is about; None where it is about none in particular.

    TOML's own reader says a line. Else the sentence names the rule (by id, or by its number in the file) or
    the table, then the keys inside it, then the word that is wrong in quotes.
    """
    if told := _TOML_LINE.search(said):
        return int(told[1] or told[2])
    lines = text.splitlines()
    first, last = _block(lines, said)
    about = _SUBJECT.sub("", said, count=1).partition(";")[0]
    for word in (*re.findall(r"'([^']+)'", about), *_keys(about)):
        for number in range(first, last):
            if _mentions(lines[number], word):
                return number + 1
    return first + 1 if (first, last) != (0, len(lines)) else None


def _block(lines: Sequence[str], said: str) -> tuple[int, int]:
    """The lines (first, past the last) of the rule or table that is spoken of; all where none is."""
    if (told := _RULE.search(said)) and (found := _rule(lines, told)):
        return found
    if header := _HEADER.search(said):
        for number, line in enumerate(lines):
            if line.strip().startswith(f"[{header[1].split('.')[0]}"):
                return number, _end(lines, number)
    return 0, len(lines)


def _rule(lines: Sequence[str], told: "re.Match[str]") -> tuple[int, int] | None:
    starts = [number for number, line in enumerate(lines) if line.strip().startswith("[[rule]]")]
    blocks = [(start, end) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    if told[2]:
        return blocks[int(told[2]) - 1] if int(told[2]) <= len(blocks) else None
    named = [b for b in blocks if any(_is_id(line, told[1]) for line in lines[b[0] : b[1]])]
    return named[-1] if named else None


def _end(lines: Sequence[str], start: int) -> int:
    later = (n for n in range(start + 1, len(lines)) if lines[n].strip().startswith("["))
    return next(later, len(lines))


def _is_id(line: str, name: str) -> bool:
    return re.match(rf"""\s*id\s*=\s*["']{re.escape(name)}["']""", line) is not None


def _keys(about: str) -> list[str]:
    """The keys that are named before anything is said of them, the innermost first."""
    return re.findall(r"[a-z_]+", re.split(r"\b(?:must|may|is|are|names|unknown)\b", about, maxsplit=1)[0])[
        ::-1
    ]


def _mentions(line: str, word: str) -> bool:
    bare = line.split("#", maxsplit=1)[0]
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", bare, re.I) is not None
