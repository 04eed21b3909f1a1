"""What is mixed in the batch on screen: groups that are chosen, merged, split off or kept."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from review_desk.domain.changes import Changes
from review_desk.domain.mixed import TITLES, WAYS, By, Group, merged
from review_desk.operations import split
from review_desk.operations.clock import now
from review_desk.store.desk import Store
from review_desk.ui.intake.sorting import Sorting
from review_desk.ui.session import Session


class Mixing(QObject):
    """Proposes anew whenever photos, fields or what is seen of them change.

    Attributes:
        groups: what is proposed, the largest first. `chosen`: the place of one of them, or None.
        by: what sets groups apart.

    Signals:
        changed(): any of them.
        pointed(tuple[str, ...]): the photos of the group that was chosen.
    """

    changed = Signal()
    pointed = Signal(object)

    def __init__(self, session: Session, sorting: Sorting) -> None:
        super().__init__()
        self._session, self._sorting = session, sorting
        self.groups: tuple[Group, ...] = ()
        self.chosen: int | None = None
        self.by: By = "light"
        self._turn, self._watched = 0, False
        for signal in (session.list_changed, session.photos_changed, sorting.changed):
            signal.connect(self.propose)

    @property
    def group(self) -> Group | None:
        """The group that is chosen."""
        return None if self.chosen is None else self.groups[self.chosen]

    def watch(self, watched: bool) -> None:
        """Whether anybody sees what is proposed."""
        self._watched = watched
        self.propose()

    def propose(self, *_: object) -> None:
        """Ask what is mixed here; while pixels are looked at, or nobody looks, that can wait."""
        batch = self._session.batch
        if self._sorting.progress is not None or not self._watched:
            return
        self._turn += 1
        if batch is None or not self._session.photos:
            self._take(self._turn, ())
            return
        photos, seen = list(self._session.photos), dict(self._sorting.evidence)
        ask = partial(split.proposed, batch_id=batch.id, photos=photos, evidence=seen, by=self.by)
        self._session.tasks.read(ask, partial(self._take, self._turn))

    def _take(self, turn: int, found: tuple[Group, ...]) -> None:
        if turn != self._turn or found == self.groups:
            return
        kept = self.group
        self.groups = found
        self.chosen = found.index(kept) if kept in found else None
        self.changed.emit()

    # --- choosing ----------------------------------------------------------------------------------------

    def choose(self, place: int) -> None:
        """Point at a group and its photos; the same again: at none."""
        self.chosen = None if place == self.chosen else place
        self.changed.emit()
        if found := self.group:
            self.pointed.emit(found.photos)

    def next(self) -> None:
        """Point at the next group."""
        if len(self.groups) < 2:
            self._session.told.emit(
                "Nothing is mixed in here, as far as anybody looked: Ctrl+R looks at the pixels."
            )
            return
        self.choose(0 if self.chosen is None else (self.chosen + 1) % len(self.groups))

    def next_way(self) -> None:
        """Set groups apart by something else: light, surface, channel."""
        self.by = WAYS[(WAYS.index(self.by) + 1) % len(WAYS)]
        self.chosen = None
        self._session.told.emit(f"Mixed by: {TITLES[self.by].lower()}.")
        self.changed.emit()
        self.propose()

    def merge(self) -> None:
        """Take the chosen group and the next for one, until something is stored."""
        if self.chosen is None or len(self.groups) < 2:
            self._session.refused.emit("Choose a group first (M).")
            return
        after = (self.chosen + 1) % len(self.groups)
        both = self.group, self.groups[after]
        self.groups = merged(self.groups, (self.chosen + 1, after + 1))
        self.chosen = next(
            n for n, g in enumerate(self.groups) if both[0] and set(both[0].photos) <= set(g.photos)
        )
        self.changed.emit()
        self.pointed.emit(self.groups[self.chosen].photos)

    # --- answering ---------------------------------------------------------------------------------------

    def split_off(self) -> None:
        """Take the chosen group into a batch of its own."""
        self._answer(
            lambda store, **how: split.split_off(store, **how)[1], "Split off “{}”: it is a batch now."
        )

    def keep(self) -> None:
        """Refuse to split the chosen group off."""
        self._answer(split.keep, "“{}” stays, and is not proposed again.")

    def _answer(self, operation: Callable[..., Changes], said: str) -> None:
        group, batch = self.group, self._session.batch
        if group is None or batch is None:
            self._session.refused.emit("Choose a group first (M).")
            return
        actor = self._session.reviewer

        def run(store: Store) -> Changes:
            return operation(store, batch_id=batch.id, group=group, actor=actor, at=now())

        self._session.write(run, partial(self._answered, said.format(group.name)))

    def _answered(self, said: str, _: Changes) -> None:
        self._session.told.emit(said)
        self.propose()
