"""What a person does with the originals: have them checked as shots."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from review_desk.domain.check.tolerance_file import Overrides
from review_desk.domain.photo import Photo
from review_desk.errors import Cancelled, DeskError
from review_desk.operations.check import Checked, Task, inputs_checked, look, tasks
from review_desk.operations.tolerances import overrides_in_force
from review_desk.store.desk import Reader
from review_desk.ui.presets.noting import Noting

_Asked = tuple[list[Photo], list[Task], Overrides]


class Looking(Noting):
    """The state with the check of the originals; it is stopped as any check.

    Attributes:
        inputs: what was found of the originals of the batch on screen; None before they were checked.

    Signals:
        inputs_changed(): other findings of the originals.
    """

    inputs_changed = Signal()

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.inputs: Checked | None = None
        self._inputs_of = ""
        self.list_changed.connect(self._forget_inputs)

    def check_inputs(self) -> None:
        """Check the originals of the batch on screen as shots; not while another check runs."""
        if not self.photos:
            self.refused.emit("There is no batch to check yet.")
        elif self.progress is None:
            self._begin_check(len(self.photos))
            self.tasks.read(partial(_asked, list(self.photos)), self._look_at_inputs, self._not_checked)

    def _look_at_inputs(self, asked: _Asked) -> None:
        work = partial(self._inputs_found, asked)
        self.tasks.run(work, partial(self._take_inputs, self._batch_id()), self._not_checked)

    def _inputs_found(self, asked: _Asked) -> Checked:
        """On the errand thread."""
        photos, todo, overrides = asked
        pool, cache = self.tasks.pool, self.tasks.cache
        assert cache is not None
        seen = look(todo, pool=pool, cache=cache, progress=self._post, stop=self._stop)
        return inputs_checked(photos, seen, overrides=overrides)

    def _take_inputs(self, batch: str, found: Checked) -> None:
        self.progress = None
        if batch == self._batch_id():
            self.inputs, self._inputs_of = found, batch
        self.findings_changed.emit()
        self.inputs_changed.emit()

    def _forget_inputs(self) -> None:
        if self._inputs_of != self._batch_id():
            self.inputs, self._inputs_of = None, self._batch_id()
            self.inputs_changed.emit()

    def _not_checked(self, error: DeskError) -> None:
        super()._not_checked(error)
        if isinstance(error, Cancelled):
            self.inputs_changed.emit()


def _asked(photos: list[Photo], reader: Reader) -> _Asked:
    return photos, tasks(reader, photos, inputs=True), overrides_in_force(reader)
