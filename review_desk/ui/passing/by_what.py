"""By what a pass leaves the product as it is: what the photo brings along, or a path in its file."""

from PySide6.QtWidgets import QComboBox

from review_desk.domain.protecting import OWN, PATH, by_path
from review_desk.operations.passing.protecting import Protectors


class ByWhat(QComboBox):
    """To be shown only where the file brings paths along: else there is nothing to choose."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self._wanted = wanted
        self.setAccessibleName("By what the product is known")
        self.addItem("by what the photo brings along", OWN)
        self.hide()

    def words(self) -> str:
        """What is chosen, as `protecting` has it."""
        return str(self.currentData())

    def offer(self, found: Protectors) -> None:
        """Offer what there is of the photo on screen; what was chosen before stays so where it is there."""
        self.setItemText(0, f"by {found.own}")
        for name in found.paths:
            clips = name == found.clipping
            text = f"by the path “{name}” in its file{', which clips' if clips else ''}"
            self.addItem(text, PATH if clips else by_path(name))
        self.setCurrentIndex(max(0, self.findData(self._wanted)))
