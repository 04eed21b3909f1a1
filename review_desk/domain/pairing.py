"""Which photos belong together: the file names of a folder become pairs, lone photos and orphans.

Three layouts are recognised, each for its own folder, so one tree may mix them:

- two folders: ``before/`` with ``after/``, ``after_v2/``, ``after-2/`` or ``mask/`` beside it, matched by
  stem; an after may add a suffix (``x_v2``, ``x-ai``), the longest matching before wins;
- one folder a photo: ``NAME/before.*`` with any ``after*.*`` and ``mask.png``;
- by name: ``x.jpg`` with ``x_after.*``, ``x_ai.*``, ``x_retouched.*`` and ``x_mask.png``.

Names are compared without case and in Unicode NFC, so a folder copied from a Mac still matches.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from review_desk.domain.filename import extension, fold, folder, natural_key, stem

_MASK_TYPES = frozenset({"png", "tif", "tiff"})  # a mask saved as JPEG has lost its edge
_LOOSE = re.I | re.A
_SEPARATOR = re.compile(r"[_\-. (]")
_SIDE = re.compile(r"(?P<side>before|after|mask)s?(?P<rest>(?:v?\d+)?(?:[_\-. ].*)?)", _LOOSE)
_VERSION = re.compile(r"[_\-. ]*(?:v?\d+)?", _LOOSE)
_BARE_AFTER = re.compile(r"after[_\-. ]*(?:v?\d+)?", _LOOSE)
_WORD = re.compile(r"(?=[_\-. ](?P<word>after|ai|retouched)(?P<rest>(?:v?\d+)?(?:[_\-. (].*)?)$)", _LOOSE)
_AFTER_START = re.compile(r"^after(?![a-z])", _LOOSE)
_MASK_END = re.compile(r"(?:^|[_\-. ])mask$", _LOOSE)
_BEFORE_END = re.compile(r"[_\-. ]before$", _LOOSE)
_ASIDE = "stands beside before.* but is neither an after nor a mask"


@dataclass(frozen=True)
class After:
    """A retouched version; `label` tells it from its siblings and is empty for a plain ``after``."""

    file: str
    label: str


@dataclass(frozen=True)
class PairFiles:
    """One photo: its original, its versions in natural order, its mask. `name` is unique in the pairing."""

    name: str
    before: str
    afters: tuple[After, ...] = ()
    mask: str | None = None


@dataclass(frozen=True)
class Orphan:
    """A file that is no photo of its own; `reason` reads on from its name."""

    file: str
    reason: str


@dataclass(frozen=True)
class Pairing:
    """Every file exactly once: as a before, an after or a mask of `pairs`, or among `orphans`."""

    pairs: tuple[PairFiles, ...]
    orphans: tuple[Orphan, ...]


@dataclass(frozen=True)
class _Claim:
    """A before (its stem, spelt as the claimant spells it) that a file may belong to."""

    base: str
    label: str = ""
    as_mask: bool = False


@dataclass(frozen=True)
class _Seen:
    """One file and what its name says: the folder it is matched in, its part, befores it may belong to."""

    file: str
    group: tuple[str, ...]
    part: Literal["before", "after", "maybe mask", "aside"]
    stem: str
    name: str
    claims: tuple[_Claim, ...] = ()


@dataclass
class _Places:
    """Where the files of one group end up, while they are being placed."""

    befores: dict[str, list[_Seen]] = field(default_factory=lambda: defaultdict(list))
    afters: dict[str, list[After]] = field(default_factory=lambda: defaultdict(list))
    masks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    orphans: list[Orphan] = field(default_factory=list)


def pair_up(files: Iterable[str]) -> Pairing:
    """Sort the photos of a source folder into pairs, lone photos and orphans.

    `files` are relative POSIX paths of photos only, in any order; the answer does not depend on it.
    """
    groups: dict[tuple[str, ...], list[_Seen]] = defaultdict(list)
    for seen in _read_names(sorted(set(files), key=natural_key)):
        groups[seen.group].append(seen)
    placed = [_place(group) for group in groups.values()]
    orphans = [orphan for places in placed for orphan in places.orphans]
    pairs = [pair for places in placed for pair in _pairs(places, orphans)]
    pairs.sort(key=lambda pair: natural_key(pair.before))
    return Pairing(_with_unique_names(pairs), tuple(sorted(orphans, key=lambda o: natural_key(o.file))))


# --- what a name says -------------------------------------------------------------------------------------


def _read_names(files: Sequence[str]) -> Iterator[_Seen]:
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


def _read_name(file: str, parts: Sequence[str], *, side: int | None, beside: set[str]) -> _Seen:
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


def _in_side_folder(file: str, parts: Sequence[str], side: int) -> _Seen:
    home, rest = parts[:side], parts[side + 1 :]
    group = ("sides", *_key(home), "/", *_key(rest))
    seen = _Seen(file, group, "before", stem(file), "/".join([*home, *rest, stem(file)]))
    if _is_before(parts[side]):
        return _perhaps_mask(seen)
    return replace(seen, part="after", claims=tuple(_suffix_claims(file, parts[side])))


def _in_own_folder(file: str, parts: Sequence[str]) -> _Seen:
    name = stem(file)
    seen = _Seen(file, ("own", *_key(parts)), "aside", "before", "/".join(parts) or name)
    if fold(name) == "before":
        return replace(seen, part="before")
    if fold(name).startswith("after"):
        return replace(seen, part="after", claims=(_Claim("before", _clean(name[len("after") :])),))
    if fold(name) == "mask" and extension(file) in _MASK_TYPES:
        return replace(seen, part="after", claims=(_Claim("before", as_mask=True),))
    return seen


def _by_name(file: str, parts: Sequence[str]) -> _Seen:
    seen = _Seen(file, ("names", *_key(parts)), "before", stem(file), "/".join([*parts, stem(file)]))
    if _BARE_AFTER.fullmatch(seen.stem):
        return replace(seen, part="after", claims=(_Claim("before"),))
    claims = tuple(_word_claims(file))
    return replace(seen, part="after", claims=claims) if claims else _perhaps_mask(seen)


def _perhaps_mask(seen: _Seen) -> _Seen:
    """``face_mask.png`` is the mask of ``face.jpg``, or, where there is none, a photo of a face mask."""
    base = _MASK_END.sub("", seen.stem)
    if base in {"", seen.stem} or extension(seen.file) not in _MASK_TYPES:
        return seen
    return replace(seen, part="maybe mask", claims=(_Claim(base, as_mask=True),))


def _suffix_claims(file: str, side: str) -> Iterator[_Claim]:
    """Befores that a file of an after or mask folder may belong to: its whole stem, then shorter ones."""
    found = _SIDE.fullmatch(side)
    assert found is not None
    name = stem(file)
    for end in [len(name), *(gap.start() for gap in reversed([*_SEPARATOR.finditer(name)]))]:
        suffix = _clean(_AFTER_START.sub("", _clean(name[end:])))
        is_mask = found["side"].casefold() == "mask" or _ends_as_mask(file, suffix)
        if name[:end]:
            yield _Claim(name[:end], _label(_clean(found["rest"]), suffix), is_mask)


def _word_claims(file: str) -> Iterator[_Claim]:
    """Befores that ``x_after``, ``x_ai`` or ``x_retouched`` may belong to, the longest first."""
    name = stem(file)
    for found in reversed([*_WORD.finditer(name)]):
        word = found["word"].casefold().removeprefix("after")
        if found.start():
            rest = found["rest"]
            yield _Claim(name[: found.start()], _label(word, _clean(rest)), _ends_as_mask(file, rest))


# --- who belongs to whom ----------------------------------------------------------------------------------


def _place(group: Sequence[_Seen]) -> _Places:
    """Give every file of one group its place."""
    places = _Places()
    for seen in group:
        if seen.part == "before":
            places.befores[_before_key(seen.stem)].append(seen)
    # shortest first: face_mask_mask.png asks whether face_mask.png turned out to be a photo
    for seen in sorted((s for s in group if s.part == "maybe mask"), key=lambda s: len(fold(s.stem))):
        if not _belongs(seen, places):
            places.befores[_before_key(seen.stem)].append(seen)
    for seen in group:
        if seen.part == "after" and not _belongs(seen, places):
            places.orphans.append(Orphan(seen.file, _why_alone(seen)))
    places.orphans += [Orphan(seen.file, _ASIDE) for seen in group if seen.part == "aside"]
    return places


def _belongs(seen: _Seen, places: _Places) -> bool:
    """Put `seen` with the first before it claims; False where none of them is there."""
    for claim in seen.claims:
        candidates = places.befores.get(_before_key(claim.base))
        if candidates:
            before = _likest(seen.file, claim.base, candidates).file
            if claim.as_mask:
                places.masks[before].append(seen.file)
            else:
                places.afters[before].append(After(seen.file, claim.label))
            return True
    return False


def _likest(file: str, base: str, candidates: Sequence[_Seen]) -> _Seen:
    """Of befores with the same stem: the same extension, then the same spelling, then the first in order."""
    spelt = unicodedata.normalize("NFC", base)

    def unlike(seen: _Seen) -> tuple[bool, bool]:
        return extension(seen.file) != extension(file), unicodedata.normalize("NFC", seen.stem) != spelt

    return min(candidates, key=unlike)


def _why_alone(seen: _Seen) -> str:
    claim = seen.claims[-1 if seen.group[0] == "names" else 0]
    what = "a mask" if claim.as_mask else "an 'after'"
    return f"is {what} but its 'before' {claim.base}.* is missing"


def _pairs(places: _Places, orphans: list[Orphan]) -> Iterator[PairFiles]:
    for before in (seen for same in places.befores.values() for seen in same):
        afters = sorted(places.afters[before.file], key=lambda a: (natural_key(a.label), natural_key(a.file)))
        masks = sorted(places.masks[before.file], key=natural_key)
        orphans += [
            Orphan(mask, f"is a second mask of {before.file}, after {masks[0]}") for mask in masks[1:]
        ]
        yield PairFiles(before.name, before.file, tuple(afters), masks[0] if masks else None)


def _with_unique_names(pairs: Sequence[PairFiles]) -> tuple[PairFiles, ...]:
    """A name that photos would share gives way to the whole path; where only case differs, to a number."""
    names, shorter = [pair.name for pair in pairs], [""]
    while names != shorter:
        shorter, counts = names, Counter(fold(name) for name in names)
        names = [
            pair.before if counts[fold(name)] > 1 else name for pair, name in zip(pairs, shorter, strict=True)
        ]
    return tuple(replace(pair, name=name) for pair, name in zip(pairs, _numbered(names), strict=True))


def _numbered(names: Sequence[str]) -> Iterator[str]:
    used: set[str] = set()
    reserved = {fold(name) for name in names}
    for name in names:
        unique, number = name, 2
        while fold(unique) in used or (unique != name and fold(unique) in reserved):
            unique, number = f"{name} ({number})", number + 1
        used.add(fold(unique))
        yield unique


# --- small words ------------------------------------------------------------------------------------------


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part not in {"", "."})


def _key(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(part) for part in parts)


def _before_key(name: str) -> str:
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
