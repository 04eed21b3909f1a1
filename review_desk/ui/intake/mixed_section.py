"""“Mixed in here”: each proposed group with its strip, its count and its reason."""

from functools import partial

from PySide6.QtWidgets import QLayout, QWidget

from review_desk.domain.mixed import TITLES, Group
from review_desk.domain.photo import Photo
from review_desk.ui import tokens
from review_desk.ui.intake.faces import Strip
from review_desk.ui.intake.mixing import Mixing
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails
from review_desk.ui.widgets.pieces import RichButton, Run, Section, button, column, label, row

_SHOWN = 8
_FACE = 38
_FACES = 6


class MixedSection(Section):
    """Fills itself as the groups change."""

    def __init__(self, session: Session, mixing: Mixing, thumbnails: Thumbnails, run: Run) -> None:
        super().__init__("Mixed in here")
        self._session, self._mixing, self._thumbnails, self._run = session, mixing, thumbnails, run
        mixing.changed.connect(self.refill)
        self.refill()

    def refill(self) -> None:
        """Show what is proposed now."""
        found = self._mixing.groups
        self.set_heading("Mixed in here", f"{len(found)} groups" if len(found) > 1 else "")
        way = button(f"{TITLES[self._mixing.by]}  ▾", partial(self._run, "intake.mixed_way"), role="flat",
                     tip="What sets groups apart", keys="Shift+G")  # fmt: skip
        pieces: list[QWidget | QLayout] = [row(way, None)]
        if len(found) < 2:
            said = "Nothing is mixed in here." if found else "No groups are proposed."
            pieces.append(label(f"{said} Ctrl+R looks at the pixels.", "second", wrap=True))
        else:
            for place, group in enumerate(found[:_SHOWN]):
                pieces += [self._group(place, group), *self._buttons(place)]
        if len(found) > _SHOWN:
            pieces.append(label(f"and {len(found) - _SHOWN} smaller ones", "second"))
        self.fill(pieces)

    def _group(self, place: int, group: Group) -> QWidget:
        chosen = place == self._mixing.chosen
        head = row(label(group.name, "strong"), None, label(str(len(group.photos)), "second"))
        inside = column(head, Strip(self._thumbnails, self._faces(group), edge=_FACE), gap=tokens.GAP_XS)
        if chosen:
            for reason in group.reasons:
                inside.addWidget(label(reason, "second", wrap=True))
        inside.setContentsMargins(tokens.GAP_S, tokens.GAP_XS, tokens.GAP_S, tokens.GAP_XS)
        made = RichButton(inside)
        made.setProperty("role", "row")
        made.setCheckable(True)
        made.setChecked(chosen)
        made.setAccessibleName(f"{group.name}, {len(group.photos)} photos. {' '.join(group.reasons)}")
        made.setToolTip(" ".join(group.reasons))
        made.clicked.connect(partial(self._on_group_clicked, place))
        return made

    def _on_group_clicked(self, place: int, _checked: bool = False) -> None:
        self._mixing.choose(place)

    def _faces(self, group: Group) -> list[Photo]:
        found = (self._session.photo(photo) for photo in group.photos[:_FACES])
        return [photo for photo in found if photo]

    def _buttons(self, place: int) -> list[QLayout]:
        """What can be done with the chosen group, below it."""
        if place != self._mixing.chosen:
            return []
        off = button("Split off", partial(self._run, "intake.split_off"), keys="Shift+M")
        merge = button(
            "Merge", partial(self._run, "intake.merge"), keys="Alt+M", tip="Merge with the next group"
        )
        return [row(off, merge, button("Keep here", partial(self._run, "intake.keep"), keys="Ctrl+M"), None)]
