"""Taking an inspected source into the desk: one transaction for the whole batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from review_desk.domain.changes import Changes
from review_desk.domain.manifest import RowError
from review_desk.domain.photo import FIELDS, photo_id
from review_desk.domain.pixel_evidence import NONE, Evidence
from review_desk.domain.route import told_of
from review_desk.domain.rule import Rule
from review_desk.operations.carry import carry_along
from review_desk.operations.home import Home, home_of
from review_desk.operations.inspect import Inspection, source_path
from review_desk.operations.measure import task_of
from review_desk.operations.quarantine import settle
from review_desk.operations.route import assignment_row
from review_desk.operations.survey import Planned
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.log import Step
from review_desk.store.projections import Row

TAKE_IN = "Take in"
"""How the label of an intake's step begins: undo asks before it takes a whole batch out again."""


@dataclass
class IntakeReport:
    """What an intake did. `photos` and `versions` count what was added.

    `batch_id` is empty when there was nothing to make a batch for.
    """

    batch: str
    batch_id: str = ""
    photos: int = 0
    versions: int = 0
    already_known: int = 0
    relinked: int = 0
    quarantined: list[tuple[str, str]] = field(default_factory=list)
    manifest_errors: Sequence[RowError] = ()
    changes: Changes = field(default_factory=lambda: Changes(TAKE_IN))


def intake(
    store: Store,
    inspection: Inspection,
    *,
    rules: Sequence[Rule],
    actor: str,
    at: str,
    batch: str | None = None,
    evidence: Mapping[str, Evidence] | None = None,
) -> IntakeReport:
    """Add what is new of an inspected source, give each photo its level and route, quarantine the rest.

    Doing it twice adds nothing twice: photos are known by name and content, or by content when the file they
    were taken from is gone (then the link is mended). `evidence` is what was measured before, by
    `measure.Task.content`: a photo that comes again keeps what it was raised for.
    """
    known = table.known_versions(store.db, {facts["sha256"] for facts in inspection.facts.values()})
    home = home_of(store, inspection.survey.source, known, wanted=batch, at=at)
    report = IntakeReport(home.name, manifest_errors=inspection.survey.errors)
    with store.step(f"{TAKE_IN} “{home.name}”", actor=actor, at=at) as step:
        _Taking(store, step, inspection, rules, known, home, report, evidence or {}).take()
        report.changes = step.changes
    return report


@dataclass
class _Taking:
    """One intake, inside its transaction."""

    store: Store
    step: Step
    inspection: Inspection
    rules: Sequence[Rule]
    known: Mapping[str, Sequence[Row]]
    home: Home
    report: IntakeReport
    evidence: Mapping[str, Evidence]
    met: str = ""
    """The first photo that was known already."""

    def take(self) -> None:
        for planned in self.inspection.survey.photos:
            self.report.quarantined += self._refusals(planned)
            if planned.before in self.inspection.facts:
                self._take_photo(planned)
        self.report.quarantined += self.inspection.survey.refused
        if self.report.quarantined or self.home.moved_from:
            self.home.ensure(self.step)
        settle(self.store, self.step, self.inspection, self.home, self.report.quarantined)
        self._name_batch()

    def _refusals(self, planned: Planned) -> list[tuple[str, str]]:
        """The files of a photo that could not be read; with the before, its afters stay out too."""
        refused = self.inspection.refused
        files = (planned.before, *(after for after, _ in planned.afters))
        found = [(file, refused[file]) for file in files if file in refused]
        if planned.before in refused:
            reason = f"Its before, {Path(planned.before).name}, could not be read."
            found += [(after, reason) for after, _ in planned.afters if after not in refused]
        return found

    def _take_photo(self, planned: Planned) -> None:
        facts = self.inspection.facts[planned.before]
        path = self._path(planned.before)
        key = photo_id(planned.name, facts["sha256"])
        known = self._known_photo(key, facts["sha256"], path)
        if known is None:
            self._add_photo(planned, key, facts)
        else:
            self.met = self.met or known
            self.report.already_known += 1
            self._relink(known, 1, path)
            self._refresh(known, planned)
        self._assign(known or key, planned)
        self._take_afters(known or key, planned)

    def _path(self, file: str) -> str:
        return source_path(self.inspection.survey, file)

    def _known_photo(self, key: str, sha256: str, path: str) -> str | None:
        """The photo that this one is: of the same name and content, or of the same content and moved."""
        if self.step.get("photo", id=key) is not None:
            return key
        for row in self.known.get(sha256, []):
            now = self.step.get("version", photo_id=row["photo_id"], number=row["number"])
            if now and now["number"] == 1 and (now["file"] == path or self._is_gone(now["file"])):
                return str(now["photo_id"])
        return None

    def _is_gone(self, file: str) -> bool:
        try:
            return not self.store.resolve(file).exists()
        except OSError:  # a folder one may not look into: it is where it was, for all we know
            return False

    def _add_photo(self, planned: Planned, key: str, facts: Mapping[str, Any]) -> None:
        self.home.ensure(self.step)
        row = self._photo_row(planned, key)
        row["fields"] |= self._spoken(planned, facts)
        self.step.put("photo", row)
        path = self._path(planned.before)
        self.step.put("version", _version_row(key, 1, facts, role="original", label="", path=path))
        self.report.photos += 1
        self.report.versions += 1

    def _spoken(self, planned: Planned, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What somebody said of the photo in another program: in its sidecar, or else inside its file."""
        return {**(facts.get("xmp") or {}), **self._beside(planned)}

    def _beside(self, planned: Planned) -> dict[str, Any]:
        from review_desk.imaging.xmp import beside  # XML is not for the start of the window

        return beside(Path(self._path(planned.before)))

    def _photo_row(self, planned: Planned, key: str) -> Row:
        fields = planned.fields
        return {
            "id": key,
            "batch_id": self.home.id,
            "position": self.home.next_position(),
            "name": planned.name,
            **{name: str(fields.get(name, "")) for name in ("sku", "colourway", "shot")},
            "fields": _told(fields),
            "mask": self._path(planned.mask) if planned.mask else None,
        }

    def _refresh(self, photo: str, planned: Planned) -> None:
        """A corrected manifest corrects what is known of a photo; a mask that is new or moved is noted."""
        row = self.step.get("photo", id=photo)
        assert row is not None  # it was found a moment ago
        spoken = {n: str(planned.fields[n]) for n in ("sku", "colourway", "shot") if planned.fields.get(n)}
        said = self._beside(planned)
        row |= {**spoken, "fields": {**row["fields"], **said, **_told(planned.fields)}}
        if planned.mask and (row["mask"] is None or self._is_gone(row["mask"])):
            row["mask"] = self._path(planned.mask)
        self.step.put("photo", row)

    def _assign(self, photo: str, planned: Planned) -> None:
        """Level and route by the rules, unless a person has overruled them."""
        assigned = self.step.get("assignment", photo_id=photo)
        if assigned is None or (planned.fields and not assigned["overruled_by"]):
            row = self.step.get("photo", id=photo)
            assert row is not None  # it was put a moment ago
            self.step.put("assignment", assignment_row(photo, told_of(row), self.rules, self._seen(photo)))

    def _seen(self, photo: str) -> Evidence:
        """What was measured of a photo when it was here before."""
        if not self.evidence:
            return NONE
        [taken] = table.photos(self.store.db, ids=[photo])
        return self.evidence.get(task_of(self.store, taken, taken.original).content, NONE)

    def _take_afters(self, photo: str, planned: Planned) -> None:
        versions = table.photos(self.store.db, ids=[photo])[0].versions
        number, by_content = versions[-1].number, {v.sha256: v.number for v in versions if v.number > 1}
        for file, label in planned.afters:
            facts = self.inspection.facts.get(file)
            if facts is None:
                continue
            if facts["sha256"] in by_content:
                self._relink(photo, by_content[facts["sha256"]], self._path(file))
                continue
            number += 1
            role = "human" if file in planned.by_hand else "ai"
            row = _version_row(photo, number, facts, role=role, label=label, path=self._path(file))
            self.step.put("version", row)
            if table.annotations(self.store.db, photo):
                now = table.photos(self.store.db, ids=[photo])[0]
                carry_along(self.store, self.step, now, now.versions[-2], now.versions[-1])
            by_content[facts["sha256"]] = number
            self.report.versions += 1

    def _relink(self, photo: str, number: int, path: str) -> None:
        """Point a version at where its file is now, when it is no longer where it was."""
        row = self.step.get("version", photo_id=photo, number=number)
        if row is not None and row["file"] != path and self._is_gone(row["file"]):
            self.step.put("version", {**row, "file": path})
            self.report.relinked += 1

    def _name_batch(self) -> None:
        """Say which batch this was: its home, or the one that holds what was known already."""
        if self.step.get("batch", id=self.home.id) is not None:
            self.report.batch_id = self.home.id
        elif self.met:
            photo = table.photos(self.store.db, ids=[self.met])[0]
            row = self.step.get("batch", id=photo.batch)
            assert row is not None  # photos refer to their batch
            self.report.batch, self.report.batch_id = row["name"], photo.batch


def _told(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in FIELDS if fields.get(name) not in (None, "")}


def _version_row(
    photo: str, number: int, facts: Mapping[str, Any], *, role: str, label: str, path: str
) -> Row:
    named = ("sha256", "size", "width", "height", "bit_depth", "mode", "format", "orientation")
    return {
        "photo_id": photo,
        "number": number,
        "role": role,
        "label": label,
        "file": path,
        **{name: facts[name] for name in (*named, "profile", "profile_state")},
        "recipe": facts.get("provenance"),
    }
