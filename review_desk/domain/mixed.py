"""What is mixed in a batch: photos of one set-up together, as the manifest tells it or the pixels show it."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from review_desk.domain.photo import Photo
from review_desk.domain.pixel_evidence import BY_ID, NONE, Evidence
from review_desk.domain.rule_words import normal_word

By = Literal["light", "surface", "channel"]
WAYS: tuple[By, ...] = get_args(By)
TITLES: Mapping[By, str] = {"light": "Light and background", "surface": "Surface", "channel": "Channel"}

Lab = tuple[float, float, float]

_BIN = 2.0
_SAME = 5.0
_NEAR = 12.0
_FEWEST = 2
_FEW_SHARE = 0.02
_ODD = "odd"


@dataclass(frozen=True)
class Group:
    """Photos that belong together, by id in batch order, under a name, with reasons in words."""

    name: str
    photos: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def key(self) -> str:
        """Names the group by its photos, so that an answer about it is known again."""
        return hashlib.sha256("\n".join(sorted(self.photos)).encode()).hexdigest()[:16]


def groups(photos: Sequence[Photo], evidence: Mapping[str, Evidence], by: By = "light") -> tuple[Group, ...]:
    """The photos of a batch by set-up, surface or channel, the largest group first.

    Each photo goes by what its manifest says of it; where that says nothing, by its pixels; where neither
    does, with the others of which nothing is known.
    """
    found: dict[tuple[str, str], list[Photo]] = defaultdict(list)
    unsaid = [photo for photo in photos if not _told(photo, by)]
    for photo in photos:
        if told := _told(photo, by):
            found["told", told].append(photo)
    for name, some in _seen(unsaid, evidence, by).items():
        found["seen", name] += some
    made = [_group(how, name, members, evidence, by) for (how, name), members in found.items()]
    return tuple(sorted(made, key=lambda group: -len(group.photos)))


def merged(found: Sequence[Group], numbers: Iterable[int]) -> tuple[Group, ...]:
    """The groups with those of these numbers, from 1, as one, in the place of the first of them."""
    wanted = sorted(set(numbers))
    some = [found[number - 1] for number in wanted]
    whole = Group(
        " + ".join(group.name for group in some),
        tuple(photo for group in some for photo in group.photos),
        tuple(dict.fromkeys(reason for group in some for reason in group.reasons)),
    )
    rest = [group for number, group in enumerate(found, start=1) if number not in wanted[1:]]
    return tuple(whole if group is some[0] else group for group in rest)


def without_refused(found: Sequence[Group], refused: Iterable[str]) -> tuple[Group, ...]:
    """The groups that nobody refused. `refused` are keys of groups; what was refused stays where it is."""
    known = set(refused)
    return tuple(group for group in found if group.key not in known)


# --- what the manifest says -------------------------------------------------------------------------------


_FIELDS: Mapping[By, tuple[str, ...]] = {
    "light": ("lighting", "background"),
    "surface": ("surface",),
    "channel": ("channel",),
}


def _told(photo: Photo, by: By) -> str:
    """What is told of a photo, so that two spellings are one; "" for nothing."""
    values = [normal_word(str(photo.fields.get(name) or "")) for name in _FIELDS[by]]
    return "|".join(values) if any(values) else ""


def _group(how: str, key: str, members: Sequence[Photo], evidence: Mapping[str, Evidence], by: By) -> Group:
    ids = tuple(photo.id for photo in members)
    if how == "told":
        words = [(name, str(members[0].fields.get(name) or "")) for name in _FIELDS[by]]
        name = ", ".join(word for _, word in words if word)
        return Group(
            _capital(name), ids, tuple(f"The manifest says {f}: {word}." for f, word in words if word)
        )
    if key == _ODD:
        return Group("Odd ones", ids, ("Each is like no other photo of the batch.",))
    name, reasons = _described(ids, evidence, by)
    return Group(name, ids, reasons)


# --- what the pixels show ---------------------------------------------------------------------------------


def _seen(photos: Sequence[Photo], evidence: Mapping[str, Evidence], by: By) -> dict[str, list[Photo]]:
    if by == "channel":
        return {"": list(photos)} if photos else {}
    names = _setups(photos, evidence) if by == "light" else _surfaces(photos, evidence)
    counts = Counter(names.values())
    found: dict[str, list[Photo]] = defaultdict(list)
    for photo in photos:
        name = names[photo.id]
        found[_ODD if counts[name] < _FEWEST < len(photos) else name].append(photo)
    return found


def _surfaces(photos: Sequence[Photo], evidence: Mapping[str, Evidence]) -> dict[str, str]:
    return {photo.id: _surface(evidence.get(photo.id, NONE)) for photo in photos}


def _surface(seen: Evidence) -> str:
    """The first of what is seen: somebody, metal, sheer, fine texture."""
    for measure in ("person", "metal", "sheer", "fine_texture"):
        if seen.get(measure, 0.0) >= BY_ID[measure].tells_from:
            return measure
    return "plain" if seen else ""


def _setups(photos: Sequence[Photo], evidence: Mapping[str, Evidence]) -> dict[str, str]:
    """By photo the name of its set-up: the kind of ground, its tone in this batch, whether it is worn."""
    seen = {photo.id: evidence.get(photo.id, NONE) for photo in photos}
    tones = {photo: _tone(each) for photo, each in seen.items() if _kind(each) == "plain"}
    clusters = _clusters(tones)
    return {
        photo: f"{_kind(each)} {clusters.get(photo, '')} {'worn' if _worn(each) else ''}"
        for photo, each in seen.items()
    }


def _kind(seen: Evidence) -> str:
    if not seen:
        return "unknown"
    if seen.get("transparent", 0.0) > 0:
        return "transparent"
    plain = "ground_l" in seen and seen.get("busy_background", 0.0) < BY_ID["busy_background"].tells_from
    return "plain" if plain else "busy"


def _worn(seen: Evidence) -> bool:
    return seen.get("person", 0.0) >= BY_ID["person"].tells_from


def _tone(seen: Evidence) -> Lab:
    return seen["ground_l"], seen["ground_a"], seen["ground_b"]


def _clusters(tones: Mapping[str, Lab]) -> dict[str, int]:
    """By photo the number of its tone. Tones within 5 ΔE76 of each other, or linked by others, are one.

    Single linkage over bins of 2 ΔE (Sneath, "The application of computers to taxonomy", 1957); bins with
    fewer photos than two, or one in fifty, link nothing and go to the nearest tone within 12, or stay alone.
    """
    bins: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for photo, tone in tones.items():
        bins[tuple(round(part / _BIN) for part in tone)].append(photo)
    fewest = max(_FEWEST, _FEW_SHARE * len(tones))
    middles = {key: _middle([tones[photo] for photo in some]) for key, some in bins.items()}
    cores = [key for key, some in bins.items() if len(some) >= fewest] or list(bins)
    numbers = _linked(cores, middles)
    for key in bins:
        if key not in numbers:
            nearest = min(cores, key=lambda core: math.dist(middles[key], middles[core]))
            close = math.dist(middles[key], middles[nearest]) < _NEAR
            numbers[key] = numbers[nearest] if close else -1
    return {photo: numbers[key] for key, some in bins.items() for photo in some}


def _linked(
    cores: Sequence[tuple[int, ...]], middles: Mapping[tuple[int, ...], Lab]
) -> dict[tuple[int, ...], int]:
    """By bin the number of the cluster it is in: bins closer than `_SAME` share one."""
    numbers = {core: number for number, core in enumerate(cores)}
    for place, core in enumerate(cores):
        for other in cores[:place]:
            if numbers[core] != numbers[other] and math.dist(middles[core], middles[other]) < _SAME:
                old, new = numbers[core], numbers[other]
                numbers = {key: new if number == old else number for key, number in numbers.items()}
    return numbers


def _middle(tones: Sequence[Lab]) -> Lab:
    sums = [math.fsum(parts) / len(tones) for parts in zip(*tones, strict=True)]
    return sums[0], sums[1], sums[2]


# --- in words ---------------------------------------------------------------------------------------------


_SURFACES = {
    "person": ("Somebody wears it", "Skin beside the product, and the frame cuts it."),
    "metal": ("Polished metal", "Light and dark lie side by side as in polished metal."),
    "sheer": ("Sheer", "The background shows through the product."),
    "fine_texture": ("Fine texture", "A fine texture repeats itself."),
    "plain": ("Other surfaces", "The pixels show no metal, skin, sheer or fine texture."),
    "": ("Not looked at yet", "Nothing is told of them, and nobody looked at their pixels."),
}


def _described(ids: Sequence[str], evidence: Mapping[str, Evidence], by: By) -> tuple[str, tuple[str, ...]]:
    first = evidence.get(ids[0], NONE)
    if by == "channel":
        return "No channel", ("The manifest names no channel.",)
    if by == "surface":
        name, reason = _SURFACES[_surface(first)]
        return name, (reason,)
    kind = _kind(first)
    if kind == "unknown":
        return _SURFACES[""][0], (_SURFACES[""][1],)
    worn = _worn(first)
    name, reason = _ground(kind, [evidence[photo] for photo in ids])
    reasons = (reason, "Somebody is in them.") if worn else (reason,)
    return (f"{name}, worn" if worn else name), reasons


def _ground(kind: str, seen: Sequence[Evidence]) -> tuple[str, str]:
    if kind == "transparent":
        return "Cut out", "Their background is transparent."
    if kind == "busy":
        return "Grounds that are not plain", "Their ground has edges in it, or no tone of its own."
    tone = _middle([_tone(each) for each in seen])
    spread = max(math.dist(tone, _tone(each)) for each in seen)
    if spread > 2 * _NEAR:
        return "Grounds of their own", "Each has a plain ground that no other has."
    lightness, a, b = tone
    return (
        f"{_capital(_colour(tone))} ground",
        f"Their ground is L* {lightness:.0f}, a* {a:+.0f}, b* {b:+.0f}.",
    )


def _colour(tone: Lab) -> str:
    lightness, a, b = tone
    chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360
    if chroma < 4.5:
        return (
            "white"
            if lightness > 97
            else "light grey"
            if lightness > 75
            else "grey"
            if lightness > 35
            else "dark"
        )
    if lightness > 80 and 50 < hue < 110:
        return "cream"
    for end, word in (
        (35, "red"),
        (70, "orange"),
        (110, "yellow"),
        (190, "green"),
        (290, "blue"),
        (345, "purple"),
    ):
        if hue < end:
            return word
    return "red"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
