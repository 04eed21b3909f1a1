"""Which photos belong together: the file names of a folder become pairs, lone photos and orphans.

Three layouts are recognised, each for its own folder, so one tree may mix them:

- two folders: ``before/`` with ``after/``, ``after_v2/``, ``human/`` or ``mask/`` beside it, matched by
  stem; an after may add a suffix (``x_v2``, ``x-ai``), the longest matching before wins;
- one folder a photo: ``NAME/before.*`` with any ``after*.*``, ``human*.*`` and ``mask.png``;
- by name: ``x.jpg`` with ``x_after.*``, ``x_ai.*``, ``x_retouched.*``, ``x_human.*`` and ``x_mask.png``.

Names are compared without case and in Unicode NFC, so a folder copied from a Mac still matches.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from review_desk.domain.filename import extension, fold, natural_key, path_key, stem
from review_desk.domain.pairing_name import Seen, before_key, read_names

_ASIDE = "stands beside before.* but is neither an after nor a mask"


@dataclass(frozen=True)
class After:
    """A retouched version; `label` tells it from its siblings and is empty for a plain ``after``.

    `by_hand`: a person made it, not the AI.
    """

    file: str
    label: str
    by_hand: bool = False


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


@dataclass
class _Places:
    """Where the files of one group end up, while they are being placed."""

    befores: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    afters: dict[str, list[After]] = field(default_factory=lambda: defaultdict(list))
    masks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    orphans: list[Orphan] = field(default_factory=list)


def pair_up(files: Iterable[str]) -> Pairing:
    """Sort the photos of a source folder into pairs, lone photos and orphans.

    `files` are relative POSIX paths of photos only, in any order; the answer does not depend on it.
    """
    groups: dict[tuple[str, ...], list[Seen]] = defaultdict(list)
    for seen in read_names(sorted(set(files), key=path_key)):
        groups[seen.group].append(seen)
    placed = [_place(group) for group in groups.values()]
    orphans = [orphan for places in placed for orphan in places.orphans]
    pairs = [pair for places in placed for pair in _pairs(places, orphans)]
    pairs.sort(key=lambda pair: path_key(pair.before))
    return Pairing(
        _with_unique_names(pairs), tuple(sorted(orphans, key=lambda orphan: path_key(orphan.file)))
    )


def _place(group: Sequence[Seen]) -> _Places:
    """Give every file of one group its place."""
    places = _Places()
    for seen in group:
        if seen.part == "before":
            places.befores[before_key(seen.stem)].append(seen)
    # shortest first: face_mask_mask.png asks whether face_mask.png turned out to be a photo
    for seen in sorted((s for s in group if s.part == "maybe"), key=lambda s: len(fold(s.stem))):
        if not _belongs(seen, places):
            places.befores[before_key(seen.stem)].append(seen)
    for seen in group:
        if seen.part == "after" and not _belongs(seen, places):
            places.orphans.append(Orphan(seen.file, _why_alone(seen)))
    places.orphans += [Orphan(seen.file, _ASIDE) for seen in group if seen.part == "aside"]
    return places


def _belongs(seen: Seen, places: _Places) -> bool:
    """Put `seen` with the first before it claims; False where none of them is there."""
    for claim in seen.claims:
        candidates = places.befores.get(before_key(claim.base))
        if candidates:
            before = _likest(seen.file, claim.base, candidates).file
            if claim.as_mask:
                places.masks[before].append(seen.file)
            else:
                places.afters[before].append(After(seen.file, claim.label, claim.by_hand))
            return True
    return False


def _likest(file: str, base: str, candidates: Sequence[Seen]) -> Seen:
    """Of befores with the same stem: the same extension, then the same spelling, then the first in order."""
    spelt = unicodedata.normalize("NFC", base)

    def unlike(seen: Seen) -> tuple[bool, bool]:
        return extension(seen.file) != extension(file), unicodedata.normalize("NFC", seen.stem) != spelt

    return min(candidates, key=unlike)


def _why_alone(seen: Seen) -> str:
    claim = seen.claims[-1 if seen.group[0] == "names" else 0]
    what = "a mask" if claim.as_mask else "an 'after'"
    return f"is {what} but its 'before' {claim.base}.* is missing"


def _pairs(places: _Places, orphans: list[Orphan]) -> Iterator[PairFiles]:
    for before in (seen for same in places.befores.values() for seen in same):
        afters = sorted(places.afters[before.file], key=_turn)
        masks = sorted(
            places.masks[before.file], key=lambda mask: (len(stem(mask)), path_key(mask))
        )  # its own first
        orphans += [
            Orphan(mask, f"is a second mask of {before.file}, after {masks[0]}") for mask in masks[1:]
        ]
        yield PairFiles(before.name, before.file, tuple(afters), masks[0] if masks else None)


def _turn(after: After) -> tuple[object, ...]:
    """What the AI made first, for a person goes on from there; then by label and name."""
    return after.by_hand, natural_key(after.label), path_key(after.file)


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
    for name in names:
        unique, number = name, 2
        while fold(unique) in used:
            unique, number = f"{name} ({number})", number + 1
        used.add(fold(unique))
        yield unique
