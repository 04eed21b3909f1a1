"""What the name of a photo's file says: before, after or mask, and which befores it could belong to.

The layouts are told in `pairing`. Only `read_names` sees all files, to tell one side of a pair of folders
from a folder that merely sounds like it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from review_desk.domain.filename import extension, fold, folder, stem

_MASK_TYPES = frozenset({"png", "tif", "tiff"})  # a mask saved as JPEG has lost its edge
_LOOSE = re.I | re.A
_SEPARATOR = re.compile(r"[_\-. (]")
_SIDE = re.compile(r"(?P<side>before|after|human|mask)s?(?P<rest>(?:v?\d+)?(?:[_\-. ].*)?)", _LOOSE)
_VERSION = re.compile(r"[_\-. (]*(?:v?\d+)?\)?", _LOOSE)
_BARE_AFTER = re.compile(r"after[_\-. ]*(?:v?\d+)?", _LOOSE)
_WORD = re.compile(
    r"(?=[_\-. ](?P<word>after|ai|retouched|human)(?P<rest>(?:v?\d+)?(?:[_\-. (].*)?)$)", _LOOSE
)
_AFTER_START = re.compile(r"^after(?![a-z])", _LOOSE)
_MASK_END = re.compile(r"(?:^|[_\-. ])mask$", _LOOSE)
_BEFORE_END = re.compile(r"[_\-. ]before$", _LOOSE)


@dataclass(frozen=True)
class Claim:
    """A before (its stem, spelt as the claimant spells it) that a file may belong to.

    `by_hand`: a person made it, not the AI.
    """

    base: str
    label: str = ""
    as_mask: bool = False
    by_hand: bool = False


@dataclass(frozen=True)
class Seen:
    """One file and what its name says: the folder it is matched in, its part, befores it may belong to.

    A "maybe" is a photo of its own where none of those befores is there.
    """

    file: str
    group: tuple[str, ...]
    part: Literal["before", "after", "maybe", "aside"]
    stem: str
    name: str
    claims: tuple[Claim, ...] = ()


def read_names(files: Sequence[str]) -> Iterator[Seen]:
    """What each of `files` (relative POSIX paths, all of a source folder) says by its name and folders."""
    folders = {path: _parts(path) for path in {folder(file) for file in files}}
    homes = {
        _key(parts[:depth])
        for parts in folders.values()
        for depth, part in enumerate(parts)
        if _is_before(part)
    }
    stems: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for file in files:
        stems[_key(folders[folder(file)])].add(fold(stem(file)))
    sides = {path: _side(parts, homes) for path, parts in folders.items()}
    for file in files:
        path = folder(file)
        yield _read_name(file, folders[path], side=sides[path], beside=stems[_key(folders[path])])


def _read_name(file: str, parts: Sequence[str], *, side: int | None, beside: set[str]) -> Seen:
    own = "before" in beside and (side is None or any(name.startswith("after") for name in beside))
    if own:
        return _in_own_folder(file, parts)
    return _by_name(file, parts) if side is None else _in_side_folder(file, parts, side)


def _side(parts: Sequence[str], homes: set[tuple[str, ...]]) -> int | None:
    """Index of the innermost ``before``/``after``/``mask`` folder, None for an ordinary one.

    A folder that only might be one (``after-sun``, ``masks``) counts where a ``before/`` stands beside it.
    """
    for index in reversed(range(len(parts))):
        found = _SIDE.fullmatch(parts[index])
        if found is None:
            continue
        plain = found["side"].casefold() == "after" and _VERSION.fullmatch(found["rest"])
        if _is_before(parts[index]) or plain or _key(parts[:index]) in homes:
            return index
    return None


def _in_side_folder(file: str, parts: Sequence[str], side: int) -> Seen:
    home, rest = parts[:side], parts[side + 1 :]
    group = ("sides", *_key(home), "/", *_key(rest))
    seen = Seen(file, group, "before", stem(file), "/".join([*home, *rest, stem(file)]))
    if _is_before(parts[side]):
        return _perhaps_mask(seen)
    return replace(seen, part="after", claims=tuple(_suffix_claims(file, parts[side])))


def _in_own_folder(file: str, parts: Sequence[str]) -> Seen:
    name = stem(file)
    seen = Seen(file, ("own", *_key(parts)), "aside", "before", "/".join(parts) or name)
    if fold(name) == "before":
        return replace(seen, part="before")
    if fold(name).startswith("after"):
        return replace(seen, part="after", claims=(Claim("before", _clean(name[len("after") :])),))
    if fold(name).startswith("human"):
        claim = Claim("before", _clean(name[len("human") :]), by_hand=True)
        return replace(seen, part="after", claims=(claim,))
    if fold(name) == "mask" and extension(file) in _MASK_TYPES:
        return replace(seen, part="after", claims=(Claim("before", as_mask=True),))
    return seen


def _by_name(file: str, parts: Sequence[str]) -> Seen:
    seen = Seen(file, ("names", *_key(parts)), "before", stem(file), "/".join([*parts, stem(file)]))
    if _BARE_AFTER.fullmatch(seen.stem):
        return replace(seen, part="after", claims=(Claim("before"),))
    claims = tuple(_word_claims(file))
    if not claims:
        return _perhaps_mask(seen)
    return replace(seen, part="after" if _is_surely_after(seen.stem) else "maybe", claims=claims)


def _is_surely_after(name: str) -> bool:
    """``dress_after``, ``dress_after_v2``, ``dress_ai-flux`` are; ``x_after-party``, ``x_human`` may not."""
    for found in _WORD.finditer(name):
        a_version = _VERSION.fullmatch(_MASK_END.sub("", found["rest"]))
        word = found["word"].casefold()
        if word in ("ai", "retouched") or (word == "after" and a_version):
            return True
    return False


def _perhaps_mask(seen: Seen) -> Seen:
    """``face_mask.png`` is the mask of ``face.jpg``, or, where there is none, a photo of a face mask."""
    base = _MASK_END.sub("", seen.stem)
    if base in {"", seen.stem} or extension(seen.file) not in _MASK_TYPES:
        return seen
    return replace(seen, part="maybe", claims=(Claim(base, as_mask=True),))


def _suffix_claims(file: str, side: str) -> Iterator[Claim]:
    """Befores that a file of an after or mask folder may belong to: its whole stem, then shorter ones."""
    found = _SIDE.fullmatch(side)
    assert found is not None
    name = stem(file)
    for end in [len(name), *(gap.start() for gap in reversed([*_SEPARATOR.finditer(name)]))]:
        suffix = _clean(_AFTER_START.sub("", _clean(name[end:])))
        is_mask = found["side"].casefold() == "mask" or _ends_as_mask(file, suffix)
        if name[:end]:
            by_hand = found["side"].casefold() == "human"
            yield Claim(name[:end], _label(_clean(found["rest"]), suffix), is_mask, by_hand)


def _word_claims(file: str) -> Iterator[Claim]:
    """Befores that ``x_after``, ``x_ai`` or ``x_retouched`` may belong to, the longest first."""
    name = stem(file)
    for found in reversed([*_WORD.finditer(name)]):
        word = found["word"].casefold()
        if found.start():
            rest, by_hand = found["rest"], word == "human"
            told = "" if word in ("after", "human") else word
            label = _label(told, _clean(rest))
            yield Claim(name[: found.start()], label, _ends_as_mask(file, rest), by_hand)


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part not in {"", "."})


def _key(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(part) for part in parts)


def before_key(name: str) -> str:
    """``x`` and ``x_before`` are the same before."""
    return fold(_BEFORE_END.sub("", name) or name)


def _is_before(part: str) -> bool:
    return fold(part) in {"before", "befores"}


def _ends_as_mask(file: str, rest: str) -> bool:
    return extension(file) in _MASK_TYPES and _MASK_END.search(rest) is not None


def _label(*words: str) -> str:
    return " ".join(filter(None, words))


def _clean(label: str) -> str:
    return label.strip("_-. ()")
