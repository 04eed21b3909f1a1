"""What a person does to the marks of the photo on screen."""

from collections.abc import Callable, Sequence
from functools import partial

from review_desk.domain.annotation import Annotation, Severity
from review_desk.domain.carrying import left_out, roots, seen_on
from review_desk.domain.changes import Changes
from review_desk.domain.mask.mask import Mask
from review_desk.domain.photo import Version
from review_desk.domain.shapes.shape import Shape
from review_desk.domain.viewplan import Match
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.operations import annotate
from review_desk.operations.annotate import End
from review_desk.operations.carry import carry, told_of
from review_desk.operations.clock import now
from review_desk.operations.editing.returning import changed_outlines
from review_desk.operations.paint import paint, paint_outlines
from review_desk.store.desk import Store
from review_desk.ui.comparing import Comparing


class Marks(Comparing):
    """The state with the verbs of marking."""

    @property
    def mark(self) -> Annotation | None:
        """The selected mark."""
        return next((mark for mark in self.annotations if mark.id == self.selected_mark), None)

    @property
    def marks_seen(self) -> tuple[Annotation, ...]:
        """The marks to see on the version judged: its own, and of others what did not come along to it."""
        version = self.version("b")
        if version is None or self.current is None:
            return ()
        return seen_on(self.annotations, version.number, left_out(self.current.versions))

    def kin(self, annotation: str | None) -> frozenset[str]:
        """A mark with those it came along from, and those that it became on newer versions."""
        first = roots(self.annotations)
        if annotation not in first:
            return frozenset({annotation} if annotation else ())
        return frozenset(key for key, root in first.items() if root == first[annotation])

    def came_along(self, photo: str) -> str:
        """What marks the newest version of a photo on screen brought along, as words after a space."""
        if self.current is None or self.current.id != photo:
            return ""
        told = told_of(self.current, self.annotations)
        return f" {told[0].upper()}{told[1:]}." if told else ""

    def carry_marks(self) -> None:
        """Line the newest version up with the one before that bears open marks, and bring these along."""
        if self.current is None:
            return
        newest = self.current.latest
        waiting = [m.version for m in self.marks_seen if not m.resolved and m.version != newest.number]
        if not waiting or self.version("b") != newest:
            self.refused.emit("The newest version is not on side B, or no older one has open marks.")
            return
        old = self.current.version(max(waiting))
        path, other = self.resolve(newest.file), self.resolve(old.file)
        self.tasks.compute("align", partial(self._carry_by, old, newest), path=path, other=str(other))

    def _carry_by(self, old: Version, new: Version, reply: Reply) -> None:
        found = reply.values
        if not found["sure"]:
            self.refused.emit("These two could not be lined up for sure: the marks stay where they are.")
            return
        match = Match(found["dx"], found["dy"], found["scale"], found["rotation"])
        self.write(
            partial(
                carry, photo=new.photo, old=old.number, new=new.number, match=match, author=self.reviewer,
                at=now(),
            ),
            then=lambda _: self.told.emit(self.came_along(new.photo).strip()),
        )  # fmt: skip

    def add_mark(self, shape: Shape, *, tags: Sequence[str], note: str, severity: Severity = "major") -> None:
        """Mark a shape on the version judged."""
        if self.current is None or self.only_tried():
            return
        photo, version = self.current.id, self.sides["b"]

        def operation(store: Store) -> Changes:
            return annotate.add(
                store, photo=photo, version=version, shape=shape, author=self.reviewer, at=now(), tags=tags,
                note=note, severity=severity,
            )[1]  # fmt: skip

        self.write(operation)

    def mark_changed(self) -> None:
        """Mark where a person changed the version judged elsewhere: one mask that can be painted on."""
        if self.only_tried():
            return
        version = self.version("b")
        outlines = changed_outlines(version) if version else []
        if self.current is None or version is None or not outlines:
            self.refused.emit(
                "Nothing is known of what was changed in this version: it did not come from an editor."
            )
            return
        points = [[(x, y) for x, y in outline] for outline in outlines]
        self.write(
            partial(
                paint_outlines, photo=self.current.id, version=version.number, outlines=points,
                author=self.reviewer, at=now(), note="changed by hand", severity="minor",
            )
        )  # fmt: skip

    def paint_mark(
        self,
        annotation: str,
        version: Version,
        mask: Mask,
        *,
        then: Callable[[], None],
        failed: Callable[[DeskError], None],
    ) -> None:
        """Store what is painted now as the mask of a mark, which is made with its first stroke."""
        operation = partial(
            paint, annotation=annotation, photo=version.photo, version=version.number, mask=mask,
            author=self.reviewer, at=now(),
        )  # fmt: skip
        self.write(operation, then=lambda _: then(), failed=failed)

    def change_mark(
        self,
        *,
        tags: Sequence[str] | None = None,
        note: str | None = None,
        severity: Severity | None = None,
        locked: bool | None = None,
        resolved: bool | None = None,
    ) -> None:
        """Change what the selected mark says, or how it stands."""
        if self.selected_mark:
            self.write(
                partial(
                    annotate.change,
                    annotation=self.selected_mark,
                    author=self.reviewer,
                    at=now(),
                    tags=tags,
                    note=note,
                    severity=severity,
                    locked=locked,
                    resolved=resolved,
                )
            )

    def reshape_mark(self, annotation: str, shape: Shape) -> None:
        """Give a mark another shape, in pixels of its own version."""
        self.write(
            partial(annotate.change, annotation=annotation, shape=shape, author=self.reviewer, at=now()),
            then=self._tell_around,
        )

    def _tell_around(self, changes: Changes) -> None:
        """A hand that brought a mark back to where it was changed nothing; who shows it must let go."""
        if not changes:
            self.around_changed.emit()

    def duplicate_mark(self) -> None:
        """The selected mark once more; the copy is selected then."""
        if self.selected_mark is None:
            return
        original, made = self.selected_mark, []

        def operation(store: Store) -> Changes:
            key, changes = annotate.duplicate(store, annotation=original, author=self.reviewer, at=now())
            made.append(key)
            return changes

        self.write(operation, then=lambda _: self.select_mark(made[0]))

    def restack_mark(self, end: End) -> None:
        """Bring the selected mark over all others, or under them."""
        self._to_selected(partial(annotate.restack, end=end))

    def remove_mark(self) -> None:
        """Take the selected mark away."""
        self.in_turn(partial(self._to_selected, annotate.remove))

    def _to_selected(self, operation: Callable[..., Changes]) -> None:
        if self.selected_mark:
            self.write(partial(operation, annotation=self.selected_mark, author=self.reviewer, at=now()))

    def select_mark(self, annotation: str | None) -> None:
        """Select a mark, or none; of one that came along, the one to see on the version judged."""
        kin = self.kin(annotation)
        if annotation not in (seen := [mark.id for mark in self.marks_seen]):
            annotation = next((key for key in seen if key in kin), annotation)
        if annotation != self.selected_mark:
            self.selected_mark = annotation
            self.around_changed.emit()
