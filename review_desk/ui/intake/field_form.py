"""Correcting what is told of photos: one field, on all that are selected."""

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QLineEdit, QWidget

from review_desk.domain.photo import Photo
from review_desk.operations.edit_fields import EDITABLE, OWN_COLUMNS
from review_desk.ui import tokens
from review_desk.ui.widgets.pieces import button, column, label, row

_FIRST = "category"


class FieldForm(QDialog):
    """Asks for a field and its value; an empty value clears it. `answered(name, value)` on Enter."""

    def __init__(
        self,
        parent: QWidget,
        photos: Sequence[Photo],
        batch: Sequence[Photo],
        answered: Callable[[str, str], None],
    ) -> None:
        super().__init__(parent)
        self._photos, self._batch, self._answered = list(photos), list(batch), answered
        what = photos[0].title if len(photos) == 1 else f"{len(photos)} photos"
        self.setWindowTitle(f"A field of {what}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(480)
        self.fields = QComboBox()
        self.fields.addItems([_words(name) for name in EDITABLE])
        self.fields.setAccessibleName("Field")
        self.value = QLineEdit()
        self.value.setAccessibleName("Value")
        self._now = label("", "second", wrap=True)
        store = button("Store", self.accept, role="main")
        store.setDefault(True)
        hint = "The rules are asked again; an overruled level stays. Nothing at all clears the field."
        self.setLayout(
            column(
                label(self.windowTitle(), "strong"),
                row(self.fields, self.value),
                self._now,
                label(hint, "second", wrap=True),
                row(None, button("Cancel", self.reject), store),
                gap=tokens.GAP_M,
                margin=tokens.GAP_XL,
            )
        )
        self.fields.currentIndexChanged.connect(self._on_field_changed)
        self.fields.setCurrentIndex(EDITABLE.index(_FIRST))
        self._on_field_changed()
        self.value.setFocus()

    @property
    def name(self) -> str:
        """The field that is chosen."""
        return EDITABLE[self.fields.currentIndex()]

    def _on_field_changed(self, *_: object) -> None:
        values = Counter(_value(photo, self.name) for photo in self._photos)
        told = [
            f"“{value}” on {count}" if value else f"nothing on {count}"
            for value, count in values.most_common(4)
        ]
        self._now.setText(f"Now: {', '.join(told)}.")
        self.value.setText(next(iter(values)) if len(values) == 1 else "")
        self.value.selectAll()
        known = sorted({_value(photo, self.name) for photo in self._batch} - {""})
        completer = QCompleter(known, self.value)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.value.setCompleter(completer)

    def accept(self) -> None:
        """Answer and close."""
        super().accept()
        self._answered(self.name, self.value.text().strip())


def _value(photo: Photo, name: str) -> str:
    return str(getattr(photo, name) if name in OWN_COLUMNS else photo.fields.get(name, ""))


def _words(name: str) -> str:
    return {"sku": "SKU", "sla_hours": "SLA hours", "shot_at": "shot at"}.get(name, name.replace("_", " "))
