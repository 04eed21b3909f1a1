"""What a person does to compare: photos side by side, a reference, two versions lined up."""

from dataclasses import replace
from functools import partial

from review_desk.domain.lineup import Kind
from review_desk.domain.photo import Version
from review_desk.domain.sampler import Spot
from review_desk.domain.view_steps import linked
from review_desk.domain.viewplan import Match
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.operations import pin_samplers
from review_desk.operations.clock import now
from review_desk.ui.state import State


class Comparing(State):
    """The state with the verbs of comparing."""

    def show_lineup(self, kind: Kind | None = None) -> None:
        """N-up: of this photo's versions, or of its colourways where it has but one; again: leave it."""
        if kind is None and self.view.mode == "nup":
            self.set_view(replace(self.view, mode="single", chosen=0))
            return
        for wanted in (kind,) if kind else ("versions", "colourways"):
            self.beside.kind = wanted
            if len(self.lineup) > 1:
                self.set_view(replace(self.view, mode="nup", chosen=0))
                self.view_changed.emit()
                return
        self.refused.emit(_ALONE[kind])

    def choose_of_lineup(self, number: int) -> None:
        """Put one of N-up on screen alone; 0, or the same again: all of them."""
        if number <= len(self.lineup):
            chosen = 0 if number == self.view.chosen else number
            self.set_view(replace(self.view, chosen=chosen))

    def pin_or_unpin(self) -> None:
        """Keep this photo as the reference that others are compared with; where there is one, let it go."""
        if self.beside.reference:
            self.pin(None)
            self.told.emit("The reference is unpinned.")
        elif self.current and not self.only_tried():
            self.pin(self.current, self.sides["b"])
            assert self.beside.reference is not None
            self.told.emit(f"Pinned as {self.beside.reference.name}. Go on to another photo to compare.")

    def line_up(self) -> None:
        """Find where B lies on A, in a worker, and lay A there."""
        a, b = self.version("a"), self.version("b")
        if a is None or b is None or a.sha256 == b.sha256:
            self.refused.emit("There are no two different versions here to line up.")
            return
        first, second = self.resolve(a.file), self.resolve(b.file)
        self.tasks.compute("align", partial(self._lined_up, a, b), path=first, other=str(second))

    def _lined_up(self, a: Version, b: Version, reply: Reply) -> None:
        found = reply.values
        if not found["sure"]:
            self.refused.emit("These two could not be lined up for sure: too little in them is the same.")
            return
        match = Match(found["dx"], found["dy"], found["scale"], found["rotation"])
        self.beside.registered(a, b, match)
        self.told.emit(f"Lined up: {_match_words(match)}. Alt+0 goes back.")
        self.view_changed.emit()

    def pin_sampler(self, spot: Spot) -> None:
        """Keep a spot of the photo on screen."""
        if self.current:
            photo = self.current.id
            self.write(
                partial(pin_samplers.pin, photo=photo, spot=spot, author=self.reviewer, at=now()),
                failed=self._not_pinned,
            )

    def unpin_sampler(self, number: int | None) -> None:
        """Take one sampler off the photo on screen, or all."""
        if self.current and self.samplers:
            photo, numbers = self.current.id, None if number is None else (number,)
            self.write(
                partial(pin_samplers.unpin, photo=photo, numbers=numbers, author=self.reviewer, at=now()),
                failed=self._not_pinned,
            )

    def _not_pinned(self, error: DeskError) -> None:
        self.refused.emit(str(error))

    def toggle_histogram(self) -> None:
        """Show the histogram of side B, or not."""
        self.histogram_shown = not self.histogram_shown
        self.person_changed.emit()

    def link(self) -> None:
        """All panes together again, as they came."""
        unmatched = self.beside.link(self.version("a"), self.version("b"))
        if unmatched or self.view.offsets:
            self.set_view(linked(self.view))
            self.view_changed.emit()
            self.told.emit("The panes are linked again.")


_ALONE = {
    None: "This photo has one version and no other colourway to stand beside it.",
    "versions": "This photo has one version only.",
    "colourways": "There is no other colourway of this SKU in the same shot.",
}


def _match_words(match: Match) -> str:
    """How B lies on A, as people say it."""
    words = [f"B is moved by {match.dx:+.1f}, {match.dy:+.1f} px"]
    if abs(match.scale - 1) > 0.0005:
        words.append(f"{match.scale:.2%} the size".replace("%", " %"))
    if abs(match.rotation) > 0.02:
        words.append(f"turned by {match.rotation:+.2f}°")
    return ", ".join(words)
