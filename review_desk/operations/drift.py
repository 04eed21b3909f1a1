"""The drift of a batch: what was measured, judged, charted and traced to its causes."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from review_desk.domain.drift import cause, chart, flag, flicker, gaps
from review_desk.domain.drift.cause import Cause
from review_desk.domain.drift.chart import Chart
from review_desk.domain.drift.compare import Comparison, compare
from review_desk.domain.drift.flag import Count, Deviation
from review_desk.domain.drift.flicker import Flicker
from review_desk.domain.drift.measure import Measure
from review_desk.domain.drift.settings import Settings
from review_desk.domain.drift.style import StyleGuide, read_style
from review_desk.domain.drift.subject import Lab, Subject, subject_of
from review_desk.domain.photo import Photo
from review_desk.errors import BadInput
from review_desk.operations.measure import Measured
from review_desk.paths import asset


@dataclass(frozen=True)
class Drift:
    """A batch judged, in the order of the page.

    `flags` holds, by photo id, the flagged deviations of each photo that has any, the worst first.
    Causes and flicker are worked out when they are first asked for, charts each time.
    """

    comparison: Comparison
    settings: Settings
    flags: Mapping[str, tuple[Deviation, ...]]

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """All photos with their values, also those that could not be measured."""
        return self.comparison.subjects

    @functools.cached_property
    def places(self) -> Mapping[str, int]:
        """Place on the page by photo id."""
        return {subject.photo: place for place, subject in enumerate(self.subjects)}

    @functools.cached_property
    def unmeasured(self) -> Mapping[str, str]:
        """Why a photo has no measures, by photo id."""
        return {subject.photo: subject.reason for subject in self.subjects if subject.reason}

    @functools.cached_property
    def partly(self) -> Mapping[str, tuple[Measure, ...]]:
        """The measures that a photo lacks and most photos like it have, by photo id."""
        return gaps.gaps(self.subjects)

    @property
    def count(self) -> Count:
        """How many of the photos that could be measured are flagged."""
        return Count(len(self.flags), len(self.subjects) - len(self.unmeasured))

    def charts(self) -> Iterator[Chart]:
        """The control chart of every measure along the shoot, one after another."""
        return chart.charts(self.subjects, self.settings)

    @functools.cached_property
    def causes(self) -> tuple[Cause, ...]:
        """Studio, day, lighting, preset and model behind the measures, the likely ones first."""
        return cause.causes(self.subjects, self.settings)

    @functools.cached_property
    def flicker(self) -> tuple[Flicker, ...]:
        """The jumps down each column of the page."""
        return flicker.flicker(self.subjects, self.settings.columns)

    def subject(self, photo: str) -> Subject:
        """One photo with its values. Raises KeyError."""
        return self.subjects[self.places[photo]]

    def deviations(self, photo: str) -> tuple[Deviation, ...]:
        """All deviations of one photo, flags first. Raises KeyError."""
        return flag.deviations(self.comparison, self.places[photo], self.settings)

    def would_flag(self, settings: Settings) -> Count:
        """What other limits would flag; the order, columns, reference and style stay as they are."""
        return flag.would_flag(self.comparison, settings)


def drift(photos: Sequence[Photo], measured: Mapping[str, Measured], settings: Settings) -> Drift:
    """Judge photos, in the order of the page, by what was measured of them.

    A photo that was not measured is there with its reason. Raises BadInput for a reference that is not one
    of the photos.
    """
    if settings.reference and settings.reference not in {photo.id for photo in photos}:
        raise BadInput(f"The reference “{settings.reference}” is not among these photos.")
    subjects = [_subject(photo, measured.get(photo.id)) for photo in photos]
    return judged(compare(subjects, settings, apart=_apart), settings)


def judged(comparison: Comparison, settings: Settings) -> Drift:
    """The same comparison under other limits, without comparing anew."""
    flags = {}
    for place in sorted(flag.flagged_places(comparison, settings)):
        found = flag.deviations(comparison, place, settings)
        flags[comparison.subjects[place].photo] = tuple(each for each in found if each.flagged)
    return Drift(comparison, settings, flags)


def style_of(desk: Path) -> StyleGuide:
    """The studio's style guide, `style.toml` in its desk, or the one that comes with it. Raises BadInput."""
    own = desk / "style.toml"
    return style_guide(own if own.is_file() else asset("drift", "style.toml"))


def style_guide(file: Path) -> StyleGuide:
    """A style guide by its file. Raises BadInput."""
    try:
        return read_style(file.read_text("utf-8"), name=file.name)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The style guide {file} cannot be read: {error}.") from error


def _subject(photo: Photo, found: Measured | None) -> Subject:
    if found is None:
        return subject_of(photo, photo.latest.number, {}, reason="It has not been measured yet.")
    return subject_of(photo, found.version, found.values, reason=found.reason, cautions=found.cautions)


def _apart(one: Sequence[Lab], other: Sequence[Lab]) -> Sequence[float]:
    """CIEDE2000 pair by pair."""
    if not one:
        return ()
    import numpy as np

    from review_desk.imaging.delta_e import ciede2000

    found: list[float] = ciede2000(np.array(one, np.float64), np.array(other, np.float64)).tolist()
    return found
