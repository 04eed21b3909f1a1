"""The seal of a batch on the page of its gates: whole or broken, by what, and what to do."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLayout, QWidget

from review_desk.operations.seal import FILE
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import Section, button, label, row

_TOLD = 6


class SealSection(Section):
    """Follows the seal of the batch on screen."""

    def __init__(self, session: Session) -> None:
        super().__init__("Seal")
        self._session = session
        session.seal_changed.connect(self.refill)
        self.refill()

    def refill(self) -> None:
        """Show the seal as it stands now."""
        broken, told = self._session.all_breaches, self._session.seal and not self._session.lot
        self.set_heading("Seal", ("broken" if broken else "whole") if told else "")
        self.fill(self._pieces())

    def _pieces(self) -> Iterator[QWidget | QLayout]:
        session, found, broken = self._session, self._session.seal, self._session.all_breaches
        if session.lot is not None:
            yield label("Not told while a sample is inspected blind.", "second", wrap=True)
            return
        if found is None:
            yield label("Not sealed. What passes the last gate is sealed by itself.", "second", wrap=True)
            yield row(button("Seal now", session.seal_now), None)
            return
        yield label(
            f"{'■' if broken else '✓'}  {found.seal.words[0].upper()}{found.seal.words[1:]}.", wrap=True
        )
        for each in broken[:_TOLD]:
            yield label(f"·  {each.words}", "second", wrap=True)
        if len(broken) > _TOLD:
            yield label(f"·  and {len(broken) - _TOLD:,} more", "second")
        files = button("Check the files", session.look_at_files, tip="Read every sealed file again")
        save = button("Save…", self._on_save_clicked, tip="Write the seal, to lie beside what is delivered")
        yield row(files, save, *([button("Seal anew", session.seal_now)] if broken else []), None)

    def _on_save_clicked(self) -> None:
        proposed = str(Path.home() / FILE)
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the seal", proposed, "Seals (*.json)")
        if chosen:
            self._session.write_seal(Path(chosen))
