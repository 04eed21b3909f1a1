"""Taking an inspected source into the desk: one transaction for the whole batch."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from review_desk.domain.changes import Changes
from review_desk.domain.manifest import RowError
from review_desk.domain.photo import FIELDS, photo_id
from review_desk.domain.rule import Rule
from review_desk.operations.inspect import Inspection, source_path
from review_desk.operations.route import assignment_row, told_of
from review_desk.operations.survey import Planned
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.log import Step
from review_desk.store.projections import Row


@dataclass
class IntakeReport:
    """What an intake did. `photos` and `versions` count what was added."""

    batch: str
    batch_id: str = ""
    photos: int = 0
    versions: int = 0
    already_known: int = 0
    relinked: int = 0
    quarantined: list[tuple[str, str]] = field(default_factory=list)
    manifest_errors: Sequence[RowError] = ()
    changes: Changes = field(default_factory=lambda: Changes("Take in"))


def intake(
    store: Store, inspection: Inspection, *, rules: Sequence[Rule], actor: str, at: str, batch: str | None = None
) -> IntakeReport:
    """Add what is new of an inspected source, give each photo its level and route, quarantine the rest.

    Doing it twice adds nothing twice: photos are known by name and content, or by content when the file they
    were taken from is gone (then the link is mended).
    """
    source = inspection.survey.source.absolute()
    taking = _Taking(store, inspection, rules, _known(store, inspection))
    with store.step("Take in", actor=actor, at=at) as step:
        name, batch_id = _batch(store, source, batch)
        report = IntakeReport(name, batch_id, manifest_errors=inspection.survey.errors)
        step.label = f"Take in “{name}”"
        taking.take(step, report, Row(id=batch_id, name=name, source=str(source), created_at=at))
        report.changes = step.changes
    return report


@dataclass
class _Taking:
    store: Store
    inspection: Inspection
    rules: Sequence[Rule]
    known: dict[str, list[Row]]

    def take(self, step: Step, report: IntakeReport, batch: Row) -> None:
        position = len(table.photos(self.store.db, batch=batch["id"]))
        for planned in self.inspection.survey.photos:
            refused = self._refusals(planned)
            report.quarantined += refused
            facts = self.inspection.facts.get(planned.before)
            if facts is not None:
                position += self._take_photo(step, report, batch, planned, facts, position)
        report.quarantined += self.inspection.survey.refused
        self._quarantine(step, report, batch)

    def _take_photo(
        self, step: Step, report: IntakeReport, batch: Row, planned: Planned, facts: Mapping[str, Any], position: int
    ) -> int:
        """Add one photo, or what is new of a known one. Returns 1 for a new photo."""
        path = source_path(self.inspection.survey, planned.before)
        key = photo_id(planned.name, facts["sha256"])
        known = self._known_photo(step, key, facts["sha256"], path)
        if known is None:
            self._ensure_batch(step, batch)
            step.put("photo", self._photo_row(planned, key, batch["id"], position))
            step.put("version", _version_row(key, 1, "original", "", path, facts))
            report.photos += 1
            report.versions += 1
        else:
            report.already_known += 1
            report.relinked += self._relink(step, known, 1, path)
            self._refresh_fields(step, known, planned)
        self._assign(step, known or key, planned)
        self._take_afters(step, report, known or key, planned)
        return int(known is None)

    def _known_photo(self, step: Step, key: str, sha256: str, path: str) -> str | None:
        if step.get("photo", id=key) is not None:
            return key
        for row in self.known.get(sha256, []):
            gone = not self.store.resolve(row["file"]).exists()
            if row["number"] == 1 and (row["file"] == path or gone):
                return str(row["photo_id"])
        return None

    def _take_afters(self, step: Step, report: IntakeReport, photo: str, planned: Planned) -> None:
        versions = table.photos(self.store.db, ids=[photo])[0].versions
        number, by_content = versions[-1].number, {v.sha256: v.number for v in versions if v.number > 1}
        for file, label in planned.afters:
            facts = self.inspection.facts.get(file)
            if facts is None:
                continue
            path = source_path(self.inspection.survey, file)
            if facts["sha256"] in by_content:
                report.relinked += self._relink(step, photo, by_content[facts["sha256"]], path)
                continue
            number += 1
            step.put("version", _version_row(photo, number, "ai", label, path, facts))
            by_content[facts["sha256"]] = number
            report.versions += 1

    def _refusals(self, planned: Planned) -> list[tuple[str, str]]:
        """The files of a photo that could not be read; with the before, its afters stay out too."""
        refused = self.inspection.refused
        found = [(f, refused[f]) for f in (planned.before, *(a for a, _ in planned.afters)) if f in refused]
        if planned.before in refused:
            reason = f"Its before, {Path(planned.before).name}, could not be read."
            found += [(after, reason) for after, _ in planned.afters if after not in refused]
        return found

    def _photo_row(self, planned: Planned, key: str, batch_id: str, position: int) -> Row:
        fields, survey = planned.fields, self.inspection.survey
        return {
            "id": key,
            "batch_id": batch_id,
            "position": position,
            "name": planned.name,
            **{name: str(fields.get(name, "")) for name in ("sku", "colourway", "shot")},
            "fields": _told(fields),
            "mask": source_path(survey, planned.mask) if planned.mask else None,
        }

    def _refresh_fields(self, step: Step, photo: str, planned: Planned) -> None:
        """A corrected manifest corrects what is known of a photo."""
        row = step.get("photo", id=photo)
        if row is None or not planned.fields:
            return
        spoken = {n: str(planned.fields[n]) for n in ("sku", "colourway", "shot") if planned.fields.get(n)}
        step.put("photo", {**row, **spoken, "fields": {**row["fields"], **_told(planned.fields)}})

    def _assign(self, step: Step, photo: str, planned: Planned) -> None:
        """Level and route by the rules, unless a person has overruled them."""
        assigned = step.get("assignment", photo_id=photo)
        if assigned is None or (planned.fields and not assigned["overruled_by"]):
            row = step.get("photo", id=photo)
            assert row is not None  # it was put a moment ago
            step.put("assignment", assignment_row(photo, told_of(row), self.rules))

    def _relink(self, step: Step, photo: str, number: int, path: str) -> int:
        """Point a version at where its file is now, when it is no longer where it was. Returns 1 if so."""
        row = step.get("version", photo_id=photo, number=number)
        if row is None or row["file"] == path or self.store.resolve(row["file"]).exists():
            return 0
        step.put("version", {**row, "file": path})
        return 1

    def _quarantine(self, step: Step, report: IntakeReport, batch: Row) -> None:
        taken = {source_path(self.inspection.survey, f) for f in self.inspection.facts}
        for row in table.quarantined(self.store.db):
            if row.file in taken:
                step.remove("quarantine", id=row.id)
        for file, reason in report.quarantined:
            path = source_path(self.inspection.survey, file)
            self._ensure_batch(step, batch)
            key = hashlib.sha256(path.encode()).hexdigest()[:16]
            home = (step.get("quarantine", id=key) or {}).get("batch_id", batch["id"])
            step.put("quarantine", {"id": key, "batch_id": home, "file": path, "reason": reason})

    def _ensure_batch(self, step: Step, batch: Row) -> None:
        if step.get("batch", id=batch["id"]) is None:
            step.put("batch", batch)


def _known(store: Store, inspection: Inspection) -> dict[str, list[Row]]:
    return table.known_versions(store.db, {facts["sha256"] for facts in inspection.facts.values()})


def _batch(store: Store, source: Path, wanted: str | None) -> tuple[str, str]:
    """Name and id of the batch to add to: the named one, the one from this source, or a new one."""
    known = table.batches(store.db)
    for batch in known:
        if wanted in (batch.name, batch.id) or (wanted is None and batch.source == str(source)):
            return batch.name, batch.id
    name = (wanted or source.name or "Batch").strip()
    return _unused(name, {batch.name for batch in known}), uuid.uuid4().hex[:12]


def _unused(name: str, names: Iterable[str]) -> str:
    taken, candidate, count = set(names), name, 1
    while candidate in taken:
        count += 1
        candidate = f"{name} ({count})"
    return candidate


def _told(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in FIELDS if fields.get(name) not in (None, "")}


def _version_row(photo: str, number: int, role: str, label: str, path: str, facts: Mapping[str, Any]) -> Row:
    named = ("sha256", "size", "width", "height", "bit_depth", "mode", "format", "orientation")
    return {
        "photo_id": photo,
        "number": number,
        "role": role,
        "label": label,
        "file": path,
        **{name: facts[name] for name in (*named, "profile", "profile_state")},
        "recipe": None,
    }
