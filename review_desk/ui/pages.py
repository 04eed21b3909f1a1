"""The pages that open over the rooms. Each is loaded when it is first wanted."""

from review_desk.ui.host import Host


class Pages:
    """Opens them over the window."""

    def __init__(self, window: Host) -> None:
        self._window, self._session = window, window.session

    def display(self) -> None:
        """Show what is known of the display, and judge it by."""
        from review_desk.ui.display.page import DisplayPage

        DisplayPage(self._window.widget(), self._window.seat, self._window.scheme).open()

    def tolerances(self) -> None:
        """How the batch lies against each tolerance, and the limits to set."""
        from review_desk.ui.tolerances.page import TolerancesPage

        window = self._window
        TolerancesPage(window.widget(), self._session, window.dispatch.run, window.scheme).open()

    def presets(self) -> None:
        """What repeats over a preset, and what is noted on it."""
        from review_desk.ui.presets.page import PresetsPage

        window = self._window
        PresetsPage(window.widget(), self._session, window.dispatch.run, self.show_photos).open()

    def inputs(self) -> None:
        """The originals of the batch as shots: their light, and how clean they are."""
        from review_desk.ui.inputs.page import InputsPage

        window = self._window
        run = window.dispatch.run
        InputsPage(window.widget(), self._session, run, self.show_photos, window.scheme).open()

    def passes(self) -> None:
        """Choose a pass, and try it."""
        from review_desk.ui.passing.page import PassesPage

        window = self._window
        if not self._session.only_tried():
            trial, run = window.review.trial, window.dispatch.run
            PassesPage(window.widget(), self._session, trial, trial.wanted, window.chosen(), run=run).open()

    def models(self) -> None:
        """The models there are, and which of them run."""
        from review_desk.ui.models.page import ModelsPage

        ModelsPage(self._window.widget(), self._session).open()

    def show_photos(self, photos: tuple[str, ...]) -> None:
        """These photos in the grid, chosen."""
        self._window.show_workspace("grid")
        grid = self._window.grid
        grid.page.choose_nothing()
        grid.page.select(photos, photos[0])
        grid.sheet.reveal(photos[0])

    def gates(self) -> None:
        """Where the batch stands, what holds it, and what a person can do about it."""
        from review_desk.ui.gates.page import GatesPage

        window = self._window
        GatesPage(window.widget(), self._session, window.dispatch.run, window.scheme, self.show_held).open()

    def show_held(self, reason: str) -> None:
        """The photos that one reason holds, in the grid."""
        self._window.show_workspace("grid")
        self._window.grid.page.choose_nothing()
        self._window.grid.page.choose("gate", reason)

    def audit(self) -> None:
        """Who did what; not while a sample is inspected blind, for it tells the verdicts."""
        from review_desk.ui.audit.page import AuditPage

        if self._session.lot is not None:
            self._session.refused.emit("The audit tells verdicts: leave the blind sample first (Ctrl+Alt+S).")
        else:
            AuditPage(self._window.widget(), self._session, self.show_photo).open()

    def show_photo(self, photo: str) -> None:
        """A photo in Review, of whatever batch."""
        self._window.show_workspace("review")
        self._session.bring_back(photo)

    def export(self) -> None:
        """Choose a format and a slice, and export."""
        from review_desk.ui.exporting.page import ExportPage

        if self._session.batch is None:
            self._session.refused.emit("There is no batch to export yet.")
        else:
            ExportPage(self._window.widget(), self._session).open()

    def sheet(self) -> None:
        """Show every key."""
        from review_desk.ui.sheet import ShortcutSheet

        ShortcutSheet(self._window.widget(), self._window.dispatch.shortcuts()).open()
