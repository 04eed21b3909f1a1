"""All that is known of a batch when its gates are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from review_desk.domain.check.finding import Finding
from review_desk.domain.gate.checklist import Checklist, checklist_for
from review_desk.domain.gate.gate import Gate
from review_desk.domain.gate.record import Release, Role, Signature
from review_desk.domain.photo import Photo
from review_desk.domain.sampling.lot import Inspected, Lot
from review_desk.domain.sampling.plan import DefectClass
from review_desk.domain.sampling.switching import Switch


@dataclass(frozen=True)
class Known:
    """A batch's photos, what checks and people said of them, and what was decided at its gates.

    `findings` are those that are off on each photo's newest version; `looked` are the photos that were
    checked; `lots` are the batch's, the oldest first; `inspected` is by lot and photo; `changed` are by gate
    the photos that are not as they were when it was released; `switches` are by gate and class of defect.
    """

    photos: Sequence[Photo]
    findings: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    looked: frozenset[str] = frozenset()
    signatures: Mapping[tuple[str, Role], Signature] = field(default_factory=dict)
    lots: Sequence[Lot] = ()
    inspected: Mapping[str, Mapping[str, Inspected]] = field(default_factory=dict)
    releases: Mapping[int, Release] = field(default_factory=dict)
    changed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    gates: Sequence[Gate] = ()
    checklists: Sequence[Checklist] = ()
    switches: Mapping[int, Mapping[DefectClass, Switch]] = field(default_factory=dict)

    @cached_property
    def off(self) -> Mapping[str, Sequence[Finding]]:
        """The findings that are off, by the id of their check."""
        found: dict[str, list[Finding]] = {}
        for findings in self.findings.values():
            for each in findings:
                found.setdefault(each.check.id, []).append(each)
        return found

    def checklist(self, photo: Photo) -> Checklist:
        """What is to be looked at on a photo."""
        told = tuple(str(photo.fields.get(name, "")) for name in ("content_type", "surface", "category"))
        if told not in self._lists:
            self._lists[told] = checklist_for(photo, self.checklists)
        return self._lists[told]

    @cached_property
    def _lists(self) -> dict[tuple[str, ...], Checklist]:
        return {}

    def signed(self, photo: Photo, role: Role) -> Signature | None:
        """A whole signature on the newest version; a begun one, or one on an older version, is none."""
        found = self.signatures.get((photo.id, role))
        if found is None or found.version != photo.latest.number:
            return None
        asked = {point.id for point in self.checklist(photo).points}
        return found if asked <= set(found.points) else None

    def newest_lot(self, gate: int) -> Lot | None:
        """The lot offered last at a gate."""
        return next((lot for lot in reversed(self.lots) if lot.gate == gate and lot.plan is not None), None)

    @property
    def signers(self) -> frozenset[str]:
        """Who signed the first checks of this batch: the people who worked on it."""
        return frozenset(each.person for (_, role), each in self.signatures.items() if role == "self")
