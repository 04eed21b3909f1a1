"""A sheet with the panels of drift around it, over a desk of mugs of which some are off."""

from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw
from PySide6.QtWidgets import QWidget

from review_desk.domain.drift.measure import BY_ID
from review_desk.domain.drift.settings import Settings
from review_desk.operations.drift import Drift, judged
from review_desk.ui.grid.drift.panels import DriftPanels
from review_desk.ui.grid.page import Page
from review_desk.ui.grid.sheet import Sheet
from review_desk.ui.widgets.pieces import column, row
from tests.domain.drift.subjects import batch, compared, grouped, moved
from tests.ui.person import Person

WARM, B = 2.4, BY_ID["background_b"]


def mug(file: Path, *, light: float = 1.0, dx: int = 0) -> None:
    """A mug of a kind on pale paper: a box with a rounded handle, a little further right."""
    photo = Image.new("RGB", (480, 480), tuple(round(236 * light) for _ in range(3)))
    pen = ImageDraw.Draw(photo)
    body = tuple(round(value * light) for value in (150, 70, 60))
    pen.rounded_rectangle((140 + dx, 130, 320 + dx, 360), 26, fill=body)
    pen.ellipse((300 + dx, 180, 390 + dx, 300), outline=body, width=24)
    photo.save(file)


def mugs(folder: Path, count: int = 16, dark: int = 6) -> Path:
    """Mugs of one SKU with a manifest, one of them a third of a stop darker."""
    folder.mkdir()
    rows = ["before,sku,shot"]
    for number in range(count):
        mug(folder / f"m{number}.png", light=0.72 if number == dark else 1.0, dx=number % 3)
        rows.append(f"m{number}.png,MG-{number},front")
    (folder / "manifest.csv").write_text("\n".join(rows))
    return folder


def drifting(count: int = 24, warm: range = range(8, 12), settings: Settings | None = None) -> Drift:
    """A judged batch of made-up measures: some photos, all of one preset, are warm."""
    photos = [
        moved(grouped(each, {"preset": "packshot 2.3"}), background_b=WARM)
        if number in warm
        else grouped(each, {"preset": "house"})
        for number, each in enumerate(batch(count))
    ]
    return judged(compared(photos, settings or Settings()), settings or Settings())


@dataclass
class Room:
    """What a person sees of drift, with the sheet in the middle."""

    person: Person
    limits: str = ""
    ran: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        window = self.person.window
        self.page = Page(self.person.session)
        self.sheet = Sheet(self.page, window.thumbnails, main=True)
        self.panels = DriftPanels(self.person.session, self.page, self.sheet, self.ran.append, self.limits)
        self.widget = QWidget(window)
        self.widget.setLayout(column(row(self.sheet, self.panels.beside), self.panels.below))
        self.widget.resize(1100, 760)
        self.widget.show()
        self.sheet.lay_out()

    def measures(self) -> "Room":
        """Measure the batch and wait for it."""
        self.panels.measuring.begin()
        self.person.settle()
        return self

    def title(self, photo: str) -> str:
        """What a photo is called."""
        found = self.person.session.photo(photo)
        assert found is not None
        return found.title

    @property
    def selected(self) -> list[str]:
        """The titles of the selected photos."""
        return sorted(self.title(photo) for photo in self.page.selection)
