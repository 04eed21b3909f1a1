"""Tables of a studio's own TOML files, read with an eye for slips: each says where and what is wrong."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from review_desk.errors import BadInput

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_Read = TypeVar("_Read")


class TableError(Exception):
    """A slip in a TOML table; `read_toml` adds the file's name and makes it a BadInput."""


def read_toml(text: str, reader: Callable[[dict[str, Any]], _Read], *, name: str) -> _Read:
    """What `reader` makes of a TOML text. Any slip is a BadInput that begins with `name`."""
    try:
        return reader(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{name} is not TOML: {error}.") from None
    except TableError as error:
        said = str(error)
        raise BadInput(f"{name}: {said}" if said.endswith("?") else f"{name}: {said}.") from None


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The end of a sentence about an unknown word: empty where nothing comes close."""
    close = get_close_matches(word, known, n=1)
    return f"; did you mean '{close[0]}'?" if close else ""


def table_in(found: Any, where: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise TableError(f"{where} must be a table")
    return found


def only(table: Mapping[str, Any], known: Collection[str], where: str) -> None:
    """Refuse a key that nobody reads: a slip there would change nothing and be seen by no one."""
    for key in table:
        if key not in known:
            raise TableError(f"{where}: unknown field '{key}'{did_you_mean(key, known)}")


def text_in(table: Mapping[str, Any], key: str, where: str) -> str:
    text = table.get(key)
    if not isinstance(text, str) or not text.strip():
        raise TableError(f"{where}: {key} is missing")
    return text.strip()


def id_in(table: Mapping[str, Any], where: str) -> str:
    found = text_in(table, "id", where)
    if not _ID.fullmatch(found):
        raise TableError(f"{where}: the id '{found}' is not lower-case words joined by hyphens")
    return found


def texts(words: Any, where: str) -> tuple[str, ...]:
    """A list of words; one word alone may stand without brackets."""
    many = [words] if isinstance(words, str) else words
    if not isinstance(many, list) or not all(isinstance(word, str) and word.strip() for word in many):
        raise TableError(f"{where} must be a list of words")
    return tuple(many)
