"""From the page on screen to paper: what is asked, and what is told when it is done."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from review_desk.domain.annotation import Annotation
from review_desk.operations import browse
from review_desk.operations.prints import prints
from review_desk.ui.grid import contact_sheet
from review_desk.ui.grid.contact_sheet import ContactSheet
from review_desk.ui.grid.page import Page

_KINDS = "PDF, with pages (*.pdf);;PNG, one tall picture (*.png)"


class Printing:
    """Puts the page on paper, on another thread."""

    def __init__(self, page: Page, over: QWidget) -> None:
        self._page, self._session, self._over = page, page.session, over

    def ask_file(self) -> None:
        """Ask for a file and save the page there."""
        name = self._session.batch.name if self._session.batch else "page"
        proposed = str(Path.home() / f"{name} {self._page.template.id}.pdf")
        chosen, kind = QFileDialog.getSaveFileName(
            self._over, "Save the page as a contact sheet", proposed, _KINDS
        )
        if chosen:
            end = ".png" if "png" in kind else ".pdf"
            self.save(Path(chosen) if Path(chosen).suffix else Path(chosen + end))

    def save(self, output: Path) -> None:
        """Save the page: a PNG by that ending, else a PDF."""
        png = output.suffix.lower() == ".png"
        write = partial(contact_sheet.save_png, scale=2.0) if png else contact_sheet.save_pdf
        self._begin(lambda sheet, fetch: write(sheet, output, fetch), f"Saved the page to {output}.")

    def ask_printer(self) -> None:
        """Ask for a printer and print the page."""
        if not self._page.rows:
            self._session.refused.emit("There is no photo on this page to print.")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        contact_sheet.on_paper(printer)
        dialog = QPrintDialog(printer, self._over)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self.print_on, printer))
        QDialog.open(dialog)

    def print_on(self, printer: QPrinter) -> None:
        """Print the page."""
        self._begin(
            lambda sheet, fetch: contact_sheet.paint_pages(sheet, printer, fetch), "Sent to the printer."
        )

    def _begin(self, write: Callable[[ContactSheet, contact_sheet.Fetch], object], done: str) -> None:
        batch = self._session.batch
        if batch is None or not self._page.rows:
            self._session.refused.emit("There is no photo on this page to save.")
            return
        self._session.told.emit("Putting the page on paper …")
        question = partial(browse.all_annotations, batch_id=batch.id)
        self._session.tasks.read(question, partial(self._draw, write, done))

    def _draw(
        self, write: Callable[[ContactSheet, contact_sheet.Fetch], object], done: str, marks: list[Annotation]
    ) -> None:
        own, sheet = self._session.tasks, self._sheet(marks)
        assert own.cache is not None
        fetch = partial(
            prints, edge=contact_sheet.EDGE, folder=self._session.folder, pool=own.pool, cache=own.cache
        )
        own.run(lambda: write(sheet, fetch), lambda _: self._session.told.emit(done))

    def _sheet(self, marks: Iterable[Annotation]) -> ContactSheet:
        page, batch = self._page, self._session.batch
        photos = {photo.id: photo for photo in page.photos}
        modes = {mode.id: mode.name for mode in self._session.taxonomy.modes}
        remarks = {photo: words[0] for photo in photos if (words := page.remarks(photo))}
        return ContactSheet(
            f"{batch.name if batch else ''} · {page.template.title}",
            page.template,
            page.rows,
            page.columns,
            photos,
            look=page.look,
            notes=replace(contact_sheet.notes_of(photos.values(), marks, modes), remarks=remarks),
        )
