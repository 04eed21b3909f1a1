"""Small questions to the person, and what is done with the answers."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QFileDialog

from review_desk.domain.decision import Verdict
from review_desk.domain.preset.repeated import preset_of
from review_desk.operations.editing.editors import editors
from review_desk.ui import tokens
from review_desk.ui.host import Host
from review_desk.ui.widgets.ask import AskLine

if TYPE_CHECKING:
    from review_desk.domain.gate.gate import Gate


class Questions:
    """Asks in a dialog over the window."""

    def __init__(self, window: Host) -> None:
        self._window, self._session = window, window.session

    def reviewer(self) -> None:
        """Who sits here?"""
        name = self._session.reviewer
        self._ask("Who is reviewing?", lambda said, _: self._session.set_reviewer(said), text=name)

    def editor(self) -> None:
        """Which program are photos edited in? Those found on this machine are proposed."""
        outside = self._window.outside
        found = editors()
        names = ", ".join(found) or "none found on this machine"
        self._ask(
            f"Edit in which program? ({names})",
            self._edit_in,
            text=outside.command or next(iter(found.values()), ""),
        )

    def _edit_in(self, command: str, _: int | None) -> None:
        self._window.outside.choose(command)
        if command:
            self._window.outside.edit()

    def note(self) -> None:
        """A note on the selected mark, or else on the photo on screen."""
        session, photo = self._session, self._session.current
        if photo is None:
            return
        mark = next((m for m in session.annotations if m.id == session.selected_mark), None)
        noted = photo.decision.note if photo.decision else ""
        title = "Note on this mark" if mark else f"Note on {photo.title}"
        self._ask(title, lambda note, _: session.set_note(note), text=mark.note if mark else noted)

    def escalation(self) -> None:
        """To whom the chosen photos go, or the one on screen, and what they are asked."""
        from review_desk.ui.threads.ask_escalation import AskEscalation

        session, photos = self._session, self._window.chosen()
        first = session.photo(photos[0]) if photos else None
        if first is None:
            return
        if session.lot is not None:
            session.decide(Verdict.ESCALATE)  # it says why not
            return
        known = {event.actor for event in session.history}
        what = first.title if len(photos) == 1 else f"{len(photos)} photos"
        asked = partial(self._escalate, photos)
        AskEscalation(self._window.widget(), what, sorted(known - {session.reviewer}), asked).open()

    def _escalate(self, photos: list[str], to: str, question: str) -> None:
        if self._window.workspace == "grid":
            self._session.decide_many(photos, Verdict.ESCALATE, to=to, question=question)
        else:
            self._session.decide(Verdict.ESCALATE, to=to, question=question)

    def comment(self) -> None:
        """Something to say about the selected mark, or else about the photo."""
        session, photo = self._session, self._session.current
        if photo is not None and self._may_talk():
            title = "Comment on this mark" if session.selected_mark else f"Comment on {photo.title}"
            self._ask(title, lambda text, _: session.say(text), text="")

    def answer(self) -> None:
        """An answer to what was said last, or about the selected mark."""
        session = self._session
        thread = session.spoken_of
        if thread is None:
            session.refused.emit("Nothing was said yet that could be answered: Alt+N says something.")
        elif self._may_talk():
            last = thread.comments[-1]
            self._ask(
                f"Answer {last.author}: “{last.text}”", lambda said, _: session.answer(thread, said), text=""
            )

    def sidecars(self) -> None:
        """Where sidecars for the judged photos of the batch go: beside the photos, or into a folder."""
        judged = sum(photo.verdict is not None for photo in self._session.photos)
        if not judged or self._session.lot is not None:
            self._session.refused.emit("No photo of this batch has a verdict yet that could be written.")
            return
        AskLine(
            self._window.widget(), f"Write XMP sidecars for {judged:,} judged photos",
            placeholder="beside the photos; or a folder to write them to", act="Write",
            answered=lambda folder, _: self._window.errands.write_sidecars(folder),
        ).open()  # fmt: skip

    def _may_talk(self) -> bool:
        """A sample is inspected without words of others, and without words to them."""
        if self._session.lot is not None:
            self._session.refused.emit("Leave the sample first (Ctrl+Alt+S): it is inspected blind.")
        return self._session.lot is None

    def preset_note(self) -> None:
        """What is to change in the preset of the chosen photos, for the fault that most of them have."""
        chosen = [photo for photo in map(self._session.photo, self._window.chosen()) if photo]
        presets = {preset_of(photo) for photo in chosen}
        if len(presets) != 1 or "" in presets:
            self._session.refused.emit("Choose photos that were made with one preset, to note on it.")
            return
        photos = [photo.id for photo in chosen]
        fault, title = self._session.common_fault(chosen)
        asked = f"Note on preset {presets.pop()}, {len(photos)} photos"
        AskLine(
            self._window.widget(), f"{asked}: {title}" if title else asked,
            placeholder="What is to change in the preset?",
            answered=lambda text, _: self._session.note_preset(photos, text, fault=fault, title=title),
        ).open()  # fmt: skip

    def overrule(self) -> None:
        """A level and a reason, for the photos chosen or the one on screen."""
        photos = self._window.chosen()
        first = self._session.photo(photos[0]) if photos else None
        if first is None:
            return
        what = first.title if len(photos) == 1 else f"{len(photos)} photos"
        level = first.assignment.level if first.assignment else 2
        AskLine(
            self._window.widget(), f"Overrule the level of {what}", placeholder="Why?", chosen=level,
            choices=[(n, f"{tokens.LEVEL_SHAPES[n]}  Level {n}") for n in (1, 2, 3)],
            answered=lambda reason, chosen: self._session.overrule(photos, chosen or level, reason),
        ).open()  # fmt: skip

    def at_gate(self, gate: "Gate", what: Literal["override", "hold"]) -> None:
        """The reason for an override, or for holding a batch."""
        if self._session.batch is None:
            return
        title = f"{'Override' if what == 'override' else 'Hold'} “{self._session.batch.name}” at {gate.name}"
        act = self._session.override if what == "override" else self._session.hold
        AskLine(
            self._window.widget(), title, placeholder="Why?", answered=lambda why, _: act(gate.number, why)
        ).open()

    def marks(self) -> None:
        """A labelling tool's file, to bring its marks in."""
        over = self._window.widget()
        chosen, _ = QFileDialog.getOpenFileName(over, "Bring in marks", "", "Label Studio, COCO (*.json)")
        if chosen:
            self._window.errands.bring_in_marks(Path(chosen))

    def crops(self) -> None:
        """Where the crops for every channel shall lie, of the photos that are chosen or the one on screen."""
        photos = self._window.chosen() or ([self._session.current.id] if self._session.current else [])
        if not photos:
            self._session.refused.emit("There is no photo to crop yet.")
            return
        over, title = self._window.widget(), f"Crops of {len(photos):,} photos: into a new folder in …"
        folder = QFileDialog.getExistingDirectory(over, title, "")
        if folder:
            from review_desk.ui.passing.cropping import crop_for_channels  # channels: not at the start

            crop_for_channels(self._session, Path(folder), photos)

    def gate_file(self) -> None:
        """A studio's gate or checklist, to lay on top of those that ship."""
        over, title = self._window.widget(), "Lay a gate or checklist of the studio's on top"
        chosen, _ = QFileDialog.getOpenFileName(over, title, "", "Gates and checklists (*.toml)")
        if chosen:
            self._session.use_gate_file(Path(chosen))

    def mode_file(self) -> None:
        """A studio's family of failure modes, to lay on top of those that ship."""
        over, title = self._window.widget(), "Lay failure modes of the studio's on top"
        chosen, _ = QFileDialog.getOpenFileName(over, title, "", "Failure modes (*.toml)")
        if chosen:
            self._session.use_mode_file(Path(chosen))

    def proof(self) -> None:
        """The profile of a print or a delivery, to simulate it."""
        colours, over = self._window.colours, self._window.widget()
        chosen, _ = QFileDialog.getOpenFileName(over, "Soft proof by a profile", "", "Profiles (*.icc *.icm)")
        if chosen:
            colours.set_proof(chosen, warn_gamut=colours.warn_gamut)

    def _ask(self, title: str, answered: Callable[[str, int | None], None], *, text: str) -> None:
        AskLine(self._window.widget(), title, text=text, answered=answered).open()
