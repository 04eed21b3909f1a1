"""What is written over the photo: which version it is, how it is shown, what is measured of it."""

from review_desk.domain.photo import Version
from review_desk.domain.viewplan import DrawPlan, Pane
from review_desk.imaging.badge import badge
from review_desk.ui.review.frames import Frames
from review_desk.ui.review.heats import Heats
from review_desk.ui.review.masks import Masks
from review_desk.ui.session import Session

_DIFFERENCES = {
    "absolute": "Difference × {:g}",
    "red": "Difference in red × {:g}",
    "green": "Difference in green × {:g}",
    "blue": "Difference in blue × {:g}",
    "delta_e": "ΔE2000, black 0 to light yellow 10",
}


class Captions:
    """Words of a plan and of its panes. It draws nothing."""

    def __init__(self, session: Session, frames: Frames, masks: Masks, heats: Heats) -> None:
        self._session, self._frames, self._masks, self._heats = session, frames, masks, heats

    def empty(self) -> tuple[str, str]:
        """What to say instead of a photo, and what to do about it."""
        if self._session.batch is None:
            return "No photos yet", "Drop a folder on this window, or press Ctrl+O, to bring in a batch."
        if self._session.photos:
            unlike = f"No photo of this batch is “{self._session.filter}”. Choose another filter."
            return "Nothing left here", unlike
        return "This batch has no photos", "What could not be taken in is listed in Intake."

    def difference(self, plan: DrawPlan, figures: str) -> str:
        """How the difference is shown, its figures, and what keeps a pane from being sharp."""
        view = plan.view
        over = f"over {view.threshold:g} codes" if view.threshold and view.difference != "delta_e" else ""
        words = [_DIFFERENCES[view.difference].format(view.gain), over, figures]
        words += [self._frames.remark(self._version(pane), pane) for pane in plan.panes]
        return "   ".join(filter(None, words))

    def nup(self, plan: DrawPlan) -> str:
        """How many stand beside each other, and the keys that choose one."""
        count = len(self._session.lineup)
        if plan.view.chosen:
            return f"{plan.view.chosen} of {count}   1–{count}: another   0: all"
        return f"{count} {self._session.beside.kind}   1–{count}: one of them   N: leave"

    def onion(self, plan: DrawPlan) -> str:
        """Which version lies under which, and how much of the upper is seen."""
        a, b = (self.of(pane, full=False) for pane in plan.panes)
        return f"{a}   under   {b}   {plan.view.opacity:.0%}".replace("%", " %")

    def of(self, pane: Pane, *, full: bool) -> str:
        """Which version a pane shows and how; with its size, format and profile where `full`."""
        shown, version = self._session.seat(pane.side), self._version(pane)
        assert shown is not None
        parts = [f"{pane.side.upper()}  {shown.name}"]
        if proof := self._frames.colours.proof_words:
            parts.append(proof)
        if remark := self._frames.remark(version, pane):
            parts.append(remark)
        if self._session.view.analysis != "normal":
            from review_desk.ui.review.analysing import titled

            parts.append(titled(self._session.view.analysis))
        if self._session.view.analysis == "mask" and self._session.current:
            parts += filter(None, [self._masks.words(self._session.current)])
        if self._session.view.analysis == "artefacts" and pane.side == "b":
            parts.append(self._heats.words())
        parts += self._standing(pane)
        if full:
            told = badge(mode=version.mode, profile=version.profile, state=version.profile_state)
            parts += [f"{version.width} × {version.height}", version.format, told]
        return "   ".join(parts)

    def _standing(self, pane: Pane) -> list[str]:
        """Whether a pane does not stand as it came."""
        session = self._session
        matched = pane.side == "a" and session.beside.match(session.version("a"), session.version("b"))
        moved = pane.side in dict(session.view.offsets)
        return ["lined up"] * bool(matched) + ["moved alone"] * moved

    def _version(self, pane: Pane) -> Version:
        version = self._session.version(pane.side)
        assert version is not None
        return version
