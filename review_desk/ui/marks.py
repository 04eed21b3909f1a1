"""What a person does to the marks of the photo on screen."""

from collections.abc import Callable, Sequence
from functools import partial

from review_desk.domain.annotation import Annotation, Severity
from review_desk.domain.changes import Changes
from review_desk.domain.mask.mask import Mask
from review_desk.domain.photo import Version
from review_desk.domain.shapes.shape import Shape
from review_desk.errors import DeskError
from review_desk.operations import annotate
from review_desk.operations.annotate import End
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
        """Select a mark, or none."""
        if annotation != self.selected_mark:
            self.selected_mark = annotation
            self.around_changed.emit()
