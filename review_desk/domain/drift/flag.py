"""Deviations of a photo, and which of them are flags: both an outlier and a visible difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from review_desk.domain.drift.column import Column, Held
from review_desk.domain.drift.compare import Comparison
from review_desk.domain.drift.measure import MEASURES, Measure, way_of
from review_desk.domain.drift.peers import SMALLEST_GROUP
from review_desk.domain.drift.settings import AGAINST, Against, Settings
from review_desk.domain.drift.subject import Lab, Subject

_BESIDE = {
    "row": "the photos around it",
    "siblings": "its siblings",
    "batch": "the batch",
    "reference": "the reference photo",
    "target": "the style guide allows",
}
_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far one measure of a photo is from what it is held against.

    `amount` is signed, in the measure's unit (ΔE has no sign); `value` and `expected` are the values
    themselves, L* for a colour. `z` is the modified z, `count` how many photos stand behind `expected`.
    """

    measure: Measure
    against: Against
    value: float
    expected: float
    amount: float
    z: float
    count: int
    outlier: bool
    visible: bool
    words: str

    @property
    def flagged(self) -> bool:
        """Both: out of the ordinary, and to be seen."""
        return self.outlier and self.visible


@dataclass(frozen=True)
class Count:
    """What some settings would flag: “would flag 14 of 480”."""

    flagged: int
    photos: int

    @property
    def words(self) -> str:
        """As the preview of the settings says it."""
        return f"would flag {self.flagged} of {self.photos}"

    @property
    def nearly_all(self) -> bool:
        """Most of a batch is flagged: that says something of the limits, and nothing of the files."""
        return self.photos >= SMALLEST_GROUP and self.flagged >= _NEARLY_ALL * self.photos


def _flagged(measure: Measure, column: Column, settings: Settings) -> Iterator[int]:
    """The places of a column that are flagged under these settings."""
    visible = settings.visible_of(measure)
    for place, z in enumerate(column.z):
        if _outlier(measure, z, settings) and abs(column.amount[place]) >= visible:
            yield place


def _outlier(measure: Measure, z: float, settings: Settings) -> bool:
    return (z if measure.scale == "colour" else abs(z)) > settings.outlier


def flagged_places(comparison: Comparison, settings: Settings) -> set[int]:
    """Places of all photos with a flag."""
    found: set[int] = set()
    for measure in MEASURES:
        for against in settings.against:
            found.update(_flagged(measure, comparison.columns[measure.id, against], settings))
    return found


def would_flag(comparison: Comparison, settings: Settings) -> Count:
    """The preview of settings; what decides whom a photo is held against stays that of the comparison."""
    return Count(len(flagged_places(comparison, settings)), len(comparison.subjects))


def deviations(comparison: Comparison, place: int, settings: Settings) -> tuple[Deviation, ...]:
    """All deviations of one photo, the flagged ones first, the farthest beyond what is visible first."""
    found = [
        _deviation(comparison.subjects[place], measure, against, held, settings)
        for measure in MEASURES
        for against in AGAINST
        if against in settings.against and (held := comparison.columns[measure.id, against].at(place))
    ]
    return tuple(sorted(found, key=lambda d: (not d.flagged, -severity(d, settings))))


def severity(deviation: Deviation, settings: Settings) -> float:
    """How often a visible difference goes into a deviation: what measures in different units share."""
    return abs(deviation.amount) / settings.visible_of(deviation.measure)


def _deviation(
    subject: Subject, measure: Measure, against: Against, held: Held, settings: Settings
) -> Deviation:
    value = subject.lab(measure) if isinstance(held.expected, tuple) else subject.value(measure)
    assert value is not None
    return Deviation(
        measure,
        against,
        _first(value),
        _first(held.expected),
        held.amount,
        held.z,
        held.count,
        outlier=_outlier(measure, held.z, settings),
        visible=abs(held.amount) >= settings.visible_of(measure),
        words=_words(measure, against, held.amount, value, held.expected),
    )


def _first(value: float | Lab) -> float:
    return value[0] if isinstance(value, tuple) else value


def _words(
    measure: Measure, against: Against, amount: float, value: float | Lab, expected: float | Lab
) -> str:
    """“Exposure 0.42 EV darker than the photos around it”."""
    way = colour_way(value, expected) if isinstance(value, tuple) else way_of(measure, amount)
    size = f"{abs(amount):.{measure.decimals}f}"
    space = "" if measure.unit == "°" else " "
    return f"{measure.title} {size}{space}{measure.unit} {way} than {_BESIDE[against]}"


def colour_way(value: Lab | float, expected: Lab | float) -> str:
    """Which way a colour went: the largest of its three differences."""
    assert isinstance(value, tuple)
    assert isinstance(expected, tuple)
    pairs: Sequence[tuple[str, str]] = (("lighter", "darker"), ("redder", "greener"), ("yellower", "bluer"))
    apart = [one - other for one, other in zip(value, expected, strict=True)]
    most = max(range(3), key=lambda axis: abs(apart[axis]))
    return pairs[most][apart[most] < 0]
