"""The page of tolerances: how a batch's values lie against each limit, and the limit to set by it."""

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from review_desk.domain.channel.standard import Standard
from review_desk.domain.check.finding import Finding
from review_desk.domain.check.spread import Spread, spreads
from review_desk.domain.check.tolerance import Tolerance
from review_desk.operations.standards import standards
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.tolerances.row import ToleranceRow
from review_desk.ui.undo_button import UndoButton
from review_desk.ui.widgets.pieces import Run, button, clear, column, label, line, menu_button, row
from review_desk.ui.widgets.undoing_page import UndoingPage

_EVERY = "every channel"
_EXPLAINED = (
    "Hatched is what a limit flags, crossed what it fails. “Set” holds for {whom}, and can be undone."
)


class TolerancesPage(UndoingPage):
    """Every check of the batch on screen; those that flag nearly all stand first."""

    def __init__(self, parent: QWidget | None, session: Session, run: Run, scheme: tokens.Scheme) -> None:
        super().__init__(parent, "Tolerances", run)
        self._session, self._scheme = session, scheme
        self.channel: Standard | None = None
        self.rows: dict[str, ToleranceRow] = {}
        self.resize(760, 780 if parent is None else min(780, parent.height() - 40))
        self._build(run)
        session.findings_changed.connect(self.refill)
        session.refused.connect(self.say)
        self.refill()

    def _build(self, run: Run) -> None:
        batch = self._session.batch
        self._channels = menu_button("Channel", "Whose limits are shown and set", self._fill_channels)
        self._words, self._list = label("", "second", wrap=True), column(gap=tokens.GAP_M)
        title = f"Tolerances, by {batch.name}" if batch else "Tolerances"
        head = column(row(label(title, "large"), None, self._channels), self._words)
        self.lay_out(
            head, self._list, row(UndoButton(self._session, run), None, button("Close", self.accept))
        )

    # --- whose limits ------------------------------------------------------------------------------------

    def _fill_channels(self, menu: QMenu) -> None:
        photos = self._session.checked.looked_for if self._session.checked else {}
        for each in (None, *standards()):
            words = f"{each.title}: {photos.get(each.title, 0):,} photos" if each else _EVERY.capitalize()
            entry = menu.addAction(words)
            entry.setCheckable(True)
            entry.setChecked(each == self.channel)
            entry.triggered.connect(partial(self._on_channel_triggered, each))

    def _on_channel_triggered(self, channel: Standard | None, _: bool = False) -> None:
        self.show_channel(channel)

    def show_channel(self, channel: Standard | None) -> None:
        """Show and set the limits of one channel; of none: those of every photo."""
        self.channel = channel
        self._forget_rows()
        self.refill()

    def _forget_rows(self) -> None:
        clear(self._list)
        self.rows = {}

    # --- what is shown -----------------------------------------------------------------------------------

    def _findings(self) -> list[Finding]:
        """What the batch's photos come to: by their own channels, or by the one that is shown.

        A channel to which no photo of the batch goes shows all of them as if they did.
        """
        found = list(self._session.checked.findings) if self._session.checked else []
        if self.channel is None:
            return found
        title, channel = self.channel.title, self.channel
        held = self._session.overrides.over(channel.tolerances, channel.id)
        own = [each for each in found if each.standard == title] or found
        return [each.held_to(held.get(each.check.id, each.check.tolerance)) for each in own]

    def refill(self) -> None:
        """Show how the batch lies now. Rows stay where they are while somebody types."""
        found = {each.check.id: each for each in spreads(self._findings())}
        if found.keys() != self.rows.keys() or not found:
            self._lay_out(sorted(found.values(), key=lambda each: (not each.tells_nothing, not each.off)))
        for check, made in self.rows.items():
            made.show_spread(found[check], self._whose(found[check]), own=self._is_own(check))
        self._tell(list(found.values()))

    def _lay_out(self, found: list[Spread]) -> None:
        self._forget_rows()
        if not found:
            self._list.addWidget(label("Check this batch first (Ctrl+Shift+C).", "second", wrap=True))
        for each in found:
            if self.rows:
                self._list.addWidget(line())
            made = self.rows[each.check.id] = ToleranceRow(each, self._set, self.say, self._scheme)
            self._list.addWidget(made)
        self._list.addStretch(1)

    def _tell(self, found: list[Spread]) -> None:
        nothing = sum(each.tells_nothing for each in found)
        whom = self.channel.title if self.channel else _EVERY
        self._channels.setText(f"For {whom}  ▾")
        said = _EXPLAINED.format(whom=whom)
        if nothing:
            said = (
                f"▲  {nothing} of {len(found)} tolerances flag almost everything and so tell nothing. {said}"
            )
        self._words.setText(said)

    def _whose(self, spread: Spread) -> str:
        """Whose limit it is that holds for most of the photos."""
        check, held, channel = spread.check, self._session.overrides, self.channel
        if channel and check.id in held.channels.get(channel.id, {}):
            return f"the studio’s own, for {channel.title}"
        if check.id in held.every:
            return "the studio’s own"
        if channel and check.id in channel.tolerances:
            return f"{channel.title}, {channel.date}"
        theirs = [each.title for each in standards() if each.tolerances.get(check.id) == spread.tolerance]
        whose = " or ".join(theirs) if theirs and not channel else "the desk’s own"
        return f"{whose}. {spread.others:,} photos go by another" if spread.others else whose

    def _is_own(self, check: str) -> bool:
        held = self._session.overrides
        return check in (held.channels.get(self.channel.id, {}) if self.channel else held.every)

    def _set(self, check: str, tolerance: Tolerance | None) -> None:
        self.say_nothing()
        self._session.set_tolerance(check, tolerance, channel=self.channel.id if self.channel else "")
