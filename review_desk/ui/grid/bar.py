"""The bar below the page: how many photos are chosen, the verdicts for all of them, and undo."""

from review_desk.ui import tokens
from review_desk.ui.grid.page import Page
from review_desk.ui.undo_button import UndoButton
from review_desk.ui.widgets.pieces import Bar, Run, label, row
from review_desk.ui.widgets.verdict_buttons import VerdictButtons


class GridBar(Bar):
    """Verdicts on everything that is chosen."""

    def __init__(self, page: Page, run: Run) -> None:
        super().__init__()
        self._page = page
        self.setProperty("surface", "window")
        self.setFixedHeight(54)
        self._verdicts, self._chosen, self._family = VerdictButtons(run), label(""), label("", "second")
        layout = row(
            self._verdicts,
            tokens.GAP_M,
            self._chosen,
            tokens.GAP_S,
            self._family,
            None,
            UndoButton(page.session, run),
        )
        layout.setContentsMargins(tokens.GAP_M, tokens.GAP_S, tokens.GAP_L, tokens.GAP_S)
        self.set_row(layout)
        for signal in (
            page.selected,
            page.arranged,
            page.session.photos_changed,
            page.session.person_changed,
        ):
            signal.connect(self.refill)
        self.refill()

    def dress(self, scheme: tokens.Scheme) -> None:
        """Colour the shapes for a scheme."""
        self._verdicts.dress(scheme)

    def refill(self, *_: object) -> None:
        """Show what is chosen, and the verdict that all of it has."""
        chosen = [photo for photo in map(self._page.photo, self._page.selection) if photo]
        verdicts = {photo.verdict for photo in chosen}
        same = verdicts.pop() if len(verdicts) == 1 else None
        self._verdicts.show_verdict(same, enabled=bool(chosen))
        total = sum(len(row.photos) for row in self._page.rows)
        self._chosen.setText(f"{len(chosen)} of {total} chosen" if total else "")
        family = self._page.session.family
        self._family.setText(f"1-{len(family.modes[:9])}: {family.name}" if chosen else "")
        self._family.setToolTip("\n".join(f"{n}  {mode.name}" for n, mode in enumerate(family.modes[:9], 1)))
