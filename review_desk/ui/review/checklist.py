"""The checklist of the photo on screen: ticked point by point, signed by one person or two."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLayout, QWidget

from review_desk.domain.photo import Photo
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.widgets.check_row import CheckRow
from review_desk.ui.widgets.pieces import Run, Section, button, label, row

if TYPE_CHECKING:
    from review_desk.domain.gate.known import Known
    from review_desk.domain.gate.record import Role, Signature

_WORDS_PX = tokens.INSPECTOR_WIDTH - 76
"""What the panel's margins, its scroll bar and the box leave for the words of a point."""


class ChecklistSection(Section):
    """Its points with what this person has ticked; who has signed, and whether a second person has to."""

    def __init__(self, session: Session, run: Run) -> None:
        super().__init__("Checklist")
        self._session, self._run = session, run
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refill)
        for signal in (session.gates_changed, session.current_changed, session.person_changed):
            signal.connect(self._refill_soon)
        self.refill()

    def _refill_soon(self, *_: object) -> None:
        self._soon.start(0)

    def refill(self) -> None:
        """Show what holds now."""
        photo, found = self._session.current, self._session.at_gates
        if photo is None or found is None or self._session.lot is not None:
            self.set_heading("Checklist")
            hidden = "A sample is inspected without it." if self._session.lot else "No photo is open."
            self.fill([label(hidden, "second", wrap=True)])
            return
        asked = found.known.checklist(photo)
        self.set_heading(f"Checklist · {asked.title}", ".  next")
        self.fill(self._pieces(photo, found.known))

    def _pieces(self, photo: Photo, known: "Known") -> Iterator[QWidget | QLayout]:
        own, peer = known.signed(photo, "self"), known.signed(photo, "peer")
        ticked = self._ticked(photo, known, own)
        for point in known.checklist(photo).points:
            pressed = partial(self._session.tick, point.id)
            yield CheckRow(point.text, point.id in ticked, pressed, width=_WORDS_PX)
        yield from (label(_signed(each), "second", wrap=True) for each in (own, peer) if each)
        if needed := self._needed(photo, known, own, peer):
            yield label(needed, "second", wrap=True)
        whole = button("Sign it whole", partial(self._run, "gate.sign"), role="flat", keys="Ctrl+.")
        whole.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        whole.setEnabled(not (own and peer))
        yield row(whole, None)

    def _ticked(self, photo: Photo, known: "Known", own: "Signature | None") -> frozenset[str]:
        """What this person ticked: for themselves, or as the second one."""
        me = self._session.reviewer.casefold()
        role: Role = "peer" if own and own.person.casefold() != me else "self"
        found = known.signatures.get((photo.id, role))
        mine = found and found.version == photo.latest.number and found.person.casefold() == me
        return frozenset(found.points) if found and mine else frozenset()

    def _needed(self, photo: Photo, known: "Known", own: "Signature | None", peer: "Signature | None") -> str:
        peers = [gate.peer for gate in known.gates if gate.peer and gate.peer.needs(photo)]
        if not peers or peer:
            return ""
        if own is None:
            return "High risk or hero: two people sign."
        return f"High risk or hero: somebody other than {own.person} signs as well."


def _signed(each: "Signature") -> str:
    what = "Signed" if each.role == "self" else "Signed second"
    return f"✓  {what} by {each.person}, {each.at[:10]} {each.at[11:16]}"
