"""The inspector: what is known of the photo on screen, in words."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLayout, QWidget

from review_desk.domain.annotation import Annotation
from review_desk.domain.carrying import came_from
from review_desk.domain.escalation import named
from review_desk.domain.photo import Photo
from review_desk.domain.provenance import in_words
from review_desk.domain.rule import ROUTE_WORDS
from review_desk.ui import tokens
from review_desk.ui.gates.words import claim_words
from review_desk.ui.review.checklist import ChecklistSection
from review_desk.ui.review.examples import tip
from review_desk.ui.review.findings import FindingsSection
from review_desk.ui.review.frames import Frames
from review_desk.ui.review.history import HistorySection
from review_desk.ui.review.marking.card import MarkCard
from review_desk.ui.review.samplers import SamplersSection
from review_desk.ui.review.starred import starred
from review_desk.ui.review.tones import TonesSection
from review_desk.ui.seals.words import sealed_words
from review_desk.ui.session import Session
from review_desk.ui.threads.section import ThreadsSection
from review_desk.ui.widgets.panel import Panel
from review_desk.ui.widgets.pieces import RowButton, Run, Section, button, key_cap, label, row


class Inspector(Panel):
    """The right panel of the review room."""

    def __init__(self, session: Session, frames: Frames, run: Run) -> None:
        self._session, self._run = session, run
        self._photo, self._modes = Section("Photo"), Section("Failure modes")
        self._noted, self._marks = Section("Noted"), Section("Marks")
        self.tones = TonesSection(session, frames)
        self.samplers = SamplersSection(session, frames)
        self.findings = FindingsSection(session, run)
        self._recipe = Section("How it was made")
        self.checklist, self.threads = ChecklistSection(session, run), ThreadsSection(session, run)
        self.history = HistorySection(session, run)
        sections = (
            self.tones,
            self.samplers,
            self._photo,
            self.findings,
            self._modes,
            self._noted,
            self._marks,
            self.threads,
            self._recipe,
            self.checklist,
            self.history,
        )
        super().__init__(tokens.INSPECTOR_WIDTH, *sections)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._connect()
        self.refill()

    def _connect(self) -> None:
        session = self._session
        for signal in (
            session.current_changed,
            session.photos_changed,
            session.around_changed,
            session.person_changed,
            session.gates_changed,
            session.seal_changed,
        ):
            signal.connect(self._refill_soon)
        self._soon.timeout.connect(self.refill)

    def _refill_soon(self, *_: object) -> None:
        """Once for all that changed in this turn, after the canvas was painted: the photo comes first."""
        self._soon.start(0)

    def refill(self) -> None:
        """Show what holds now."""
        photo = self._session.current
        self._photo.fill(
            self._photo_pieces(photo) if photo else [label("No photo is open.", "second", wrap=True)]
        )
        self._fill_modes(photo)
        self._fill_noted(photo)
        self._fill_marks()
        self.threads.refill()
        self._fill_recipe()
        self.history.refill()

    def _photo_pieces(self, photo: Photo) -> Iterable[QWidget | QLayout]:
        yield label(" · ".join(filter(None, (photo.title, photo.colourway, photo.shot))), "strong", wrap=True)
        told = [
            str(photo.fields[name])
            for name in ("category", "content_type", "channel")
            if photo.fields.get(name)
        ]
        if told:
            yield label(" · ".join(told), "second", wrap=True)
        version = self._session.version("b")
        if version:
            yield label(
                f"{version.width} × {version.height} px, {version.bit_depth} bit {version.format}", "second"
            )
        if said := starred(photo):
            yield label(said, "second", wrap=True)
        if claim := self._session.holder(photo.id):
            yield label(claim_words(claim, self._session.reviewer), wrap=True)
        if (broken := self._session.seal_breaches(photo.id)) is not None:
            yield label(sealed_words(broken), wrap=True)
        if photo.assignment:
            yield from self._assignment_pieces(photo)

    def _fill_recipe(self) -> None:
        """How the version judged came about, as far as is known: a generator, a pass, a person's hand."""
        version = self._session.version("b")
        told = in_words(version.recipe) if version and version.recipe else []
        self._recipe.setVisible(bool(told))
        self._recipe.fill([label(f"{title}: {value}", "second", wrap=True) for title, value in told])

    def _assignment_pieces(self, photo: Photo) -> Iterable[QWidget | QLayout]:
        assignment = photo.assignment
        assert assignment is not None
        shape = tokens.LEVEL_SHAPES[assignment.level]
        chips = [
            label(f"{shape} Level {assignment.level}", "chip"),
            label(ROUTE_WORDS[assignment.route], "chip"),
        ]
        overrule = button("Overrule…", partial(self._run, "desk.level"), role="flat", keys="Shift+L")
        overrule.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        yield row(*chips, None, overrule)
        if assignment.overruled_by:
            yield label(
                f"Set by {assignment.overruled_by}: {assignment.overrule_reason}", "second", wrap=True
            )
        for reason in assignment.reasons:
            yield label(f"“{reason.sentence}”", "second", wrap=True)

    def _fill_modes(self, photo: Photo | None) -> None:
        family = self._session.family
        noted = self._tags_now(photo)
        self._modes.set_heading(f"Failure modes · {family.name}", "0  next")
        rows = []
        for number, mode in enumerate(family.modes[:9], 1):
            pressed = partial(self._session.toggle_tag, mode.id)
            made = RowButton(mode.name, pressed, right=key_cap(str(number)), tip=tip(mode))
            made.setChecked(mode.id in noted)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.setEnabled(photo is not None)
            rows.append(made)
        self._modes.fill(rows)

    def _tags_now(self, photo: Photo | None) -> tuple[str, ...]:
        mark = next((m for m in self._session.annotations if m.id == self._session.selected_mark), None)
        if mark:
            return mark.tags
        return photo.decision.tags if photo and photo.decision else ()

    def _fill_noted(self, photo: Photo | None) -> None:
        decision = photo.decision if photo else None
        pieces: list[QWidget | QLayout] = []
        if decision and decision.verdict:
            shape = tokens.VERDICT_SHAPES[decision.verdict]
            pieces.append(
                label(f"{shape} {decision.verdict.past.capitalize()} by {decision.reviewer}", "strong")
            )
        if photo and photo.second_look:
            asked = f"{tokens.SECOND_LOOK} Second look asked for by {photo.second_look.asked_by}"
            pieces.append(label(asked, wrap=True))
        if decision and decision.question:
            to = f"{named(decision.escalated_to)} is asked" if decision.escalated_to else "asked"
            pieces.append(label(f"{to}: “{decision.question}”", wrap=True))
        for tag in decision.tags if decision else ():
            pieces.append(label(f"· {self._session.taxonomy.name_of(tag)}", wrap=True))
        if decision and decision.note:
            pieces.append(label(f"“{decision.note}”", wrap=True))
        self._noted.fill(pieces or [label("Nothing yet. 1-9 note what is wrong.", "second", wrap=True)])

    def _fill_marks(self) -> None:
        marks = self._session.marks_seen
        self._marks.set_heading("Marks", str(len(marks)) if marks else "")
        rows: list[QWidget | QLayout] = []
        for mark in reversed(marks):  # the topmost first, as in any list of layers
            rows.append(self._mark_row(mark))
            if mark.id == self._session.selected_mark:
                rows.append(MarkCard(mark, self._session, self._run))
        self._marks.fill(
            rows or [label("None. R marks a rectangle, the strip on the left has more.", "second", wrap=True)]
        )

    def _mark_row(self, mark: Annotation) -> QWidget:
        names = (
            ", ".join(self._session.taxonomy.name_of(tag) for tag in mark.tags) or mark.note or "no words yet"
        )
        made = RowButton(f"{_shape_of(mark)} {names}", partial(self._session.select_mark, mark.id))
        before = came_from(mark, self._session.annotations, photo) if (photo := self._session.current) else ""
        state = f", from {before}" * bool(before) + ", resolved" * mark.resolved + ", locked" * mark.locked
        made.setToolTip(
            f"{mark.severity} {mark.shape.kind}{state}, by {mark.author}"
            + (f": {mark.note}" if mark.note else "")
        )
        made.setChecked(mark.id == self._session.selected_mark)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made


def _shape_of(mark: Annotation) -> str:
    """How grave it is, or that it is resolved."""
    return "✓" if mark.resolved else tokens.SEVERITY_SHAPES[mark.severity]
