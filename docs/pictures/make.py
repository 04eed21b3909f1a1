"""Makes the guide's pictures from the demo desk, offscreen: `python docs/pictures/make.py [NAME…]`.

With names only those pictures are kept; all scenes are played, for each begins where the last ended.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from checks_sheet import sheet
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication, QScrollArea

from review_desk import app
from review_desk.app import Desk
from review_desk.domain.changes import Changes
from review_desk.domain.decision import Verdict
from review_desk.domain.guided import answered, proposed_rule
from review_desk.domain.sampler import Spot
from review_desk.domain.shapes.kinds import SHAPES
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.viewplan import Size
from review_desk.operations import demo
from review_desk.operations.clock import now
from review_desk.operations.editing.handing import handed
from review_desk.store.desk import Store
from review_desk.ui import theme, tokens
from review_desk.ui.audit.page import AuditPage
from review_desk.ui.exporting.page import ExportPage
from review_desk.ui.gates.page import GatesPage
from review_desk.ui.intake.guiding import GuidedQuestions
from review_desk.ui.passing.page import PassesPage
from review_desk.ui.threads.ask_escalation import AskEscalation
from review_desk.ui.tolerances.page import TolerancesPage

HERE = Path(__file__).parent
SIZE = (1440, 900)
Scene = Callable[[Desk], None]


def keys(*actions: str) -> Scene:
    """Run these actions one after another."""

    def play(desk: Desk) -> None:
        for action in actions:
            desk.window.dispatch.run(action)
            app.settle(desk)

    return play


def at_full_size(place: tuple[float, float], *actions: str) -> Scene:
    """Run actions, then look at a place of the photo (shares of its size) at 100 %."""

    def play(desk: Desk) -> None:
        keys(*actions)(desk)
        canvas, plan = desk.window.review.canvas, desk.window.review.canvas.drawn()
        sizes = canvas.sizes()
        assert plan is not None
        assert sizes is not None
        canvas.zoom_to(1.0, QPointF(*plan.panes[-1].point_at(place, sizes["b"])))
        app.settle(desk)

    return play


def searched(desk: Desk) -> None:
    """A failure mode searched by a word, with its picture."""
    desk.window.review.prompt.leave()
    keys("tag.search")(desk)
    desk.window.review.prompt.field.setText("facet")


def marked(desk: Desk) -> None:
    """One mark of each shape with its failure mode, the last one selected."""
    desk.window.review.prompt.leave()
    keys("view.fit", "view.wipe", "view.single")(desk)
    version = desk.session.version("b")
    assert version is not None
    width, height = version.width, version.height
    for number, kind in enumerate(SHAPES.values()):
        x, y = width * (0.1 + 0.42 * (number % 2)), height * (0.05 + 0.24 * (number // 2))
        shape = kind.within((x, y, x + width * 0.3, y + height * 0.13))
        desk.session.add_mark(shape, tags=[desk.session.family.modes[number].id], note="")
        app.settle(desk)
    desk.session.select_mark(desk.session.annotations[-1].id)
    app.settle(desk)


def painted(desk: Desk) -> None:
    """A stroke over a part of the photo, the brush still in hand."""
    desk.session.go_to(desk.session.photos[2].id)
    app.settle(desk)
    keys("mark.brush")(desk)
    canvas, version = desk.window.review.canvas, desk.session.version("b")
    assert version is not None
    for _ in range(5):
        canvas.resize_tip(larger=True)
    line = [(0.17, 0.62), (0.22, 0.72), (0.32, 0.80), (0.45, 0.85), (0.58, 0.85)]
    plan = canvas.drawn()
    assert plan is not None
    size = Size(version.width, version.height)
    places = [QPointF(*plan.panes[-1].point_at(place, size)) / canvas.ratio for place in line]
    canvas.press_tool(places[0])
    for place in places[1:]:
        canvas.drag_tool(place)
    canvas.release_tool(moved=True)
    app.settle(desk)


def sampled(desk: Desk) -> None:
    """Two samplers, and the numbers of a difference."""
    keys("view.analysis_off", "view.difference")(desk)
    for spot in (Spot(0.3, 0.2), Spot(0.55, 0.5, 0.1, 0.08)):
        desk.session.pin_sampler(spot)
        app.settle(desk)
    desk.session.set_view(replace(desk.session.view, threshold=2.0))


def edited(desk: Desk) -> None:
    """A version that came back from another program with a mark come along, and what was changed marked."""
    keys("desk.back", "view.single", "view.fit")(desk)
    desk.session.go_to(desk.session.photos[1].id)
    app.settle(desk)
    desk.session.add_mark(Rectangle(380, 830, 330, 230), tags=["halo"], note="")
    app.settle(desk)
    desk.window.outside.choose("true")
    keys("edit.outside")(desk)
    (out,) = handed(desk.folder)
    with Image.open(out.path) as opened:
        photo, profile = opened.convert("RGB"), opened.info.get("icc_profile")
    spot = photo.crop((420, 150, 600, 320)).filter(ImageFilter.GaussianBlur(6))
    photo.paste(spot, (420, 150))
    photo.save(out.path, icc_profile=profile)
    os.utime(out.path, (1_700_000_000, 1_700_000_000))
    desk.window.outside.look()
    while len(desk.session.current.versions) < 3:  # type: ignore[union-attr]
        app.settle(desk)
    keys("edit.mark_changed")(desk)


def routed(desk: Desk) -> None:
    """The intake room after its pixels were looked at, one of the groups that are mixed pointed at."""
    keys("desk.intake", "intake.sort")(desk)
    while desk.window.intake.sorting.progress is not None:
        app.settle(desk)
    keys("intake.mixed", "intake.mixed")(desk)
    desk.window.notice.hide()


def guided(desk: Desk) -> None:
    """The guided questions for a mug, both answered."""
    desk.window.intake.select_photos([next(p.id for p in desk.session.photos if p.colourway == "clay")])
    keys("intake.questions")(desk)
    page = QApplication.activeModalWidget()
    assert isinstance(page, GuidedQuestions)
    page.say(True)
    page.say(False)


def ruled(desk: Desk) -> None:
    """The rules editor with a rule for ceramics, and what it would move."""
    mug = next(p for p in desk.session.photos if p.colourway == "clay")
    wide = replace(mug, shot="", fields={"category": mug.fields["category"]})
    answer = answered(noticed=True, sells=True)
    desk.window.intake.asking.rules(proposed_rule(wide, answer, source="the studio", day="2026-11-21"))


def colourways(desk: Desk) -> None:
    """N-up of the colourways of a SKU."""
    session = desk.session
    keys("view.analysis_off", "view.single")(desk)
    session.go_to(next(p.id for p in session.photos if p.colourway == "olive"))
    session.show_lineup("colourways")


def loupe(desk: Desk) -> None:
    """The loupe over both sides."""
    keys("view.nup", "view.side", "view.loupe", "view.loupe")(desk)
    canvas = desk.window.review.canvas
    canvas.cursor().setPos(canvas.mapToGlobal(QPoint(canvas.width() // 4, canvas.height() * 2 // 5)))
    app.settle(desk)
    canvas.update()


def around_product(desk: Desk) -> None:
    """Denoise around the product, by a mask of what is not background, as a manifest would bring it."""
    desk.session.go_to(desk.session.photos[2].id)
    keys("desk.back", "view.single", "view.fit")(desk)
    photo, version = desk.session.current, desk.session.version("b")
    assert photo is not None
    assert version is not None
    path = desk.folder / "product.png"
    with Image.open(desk.session.resolve(version.file)) as opened:
        upright = opened.convert("RGB")
    paper = Image.new("RGB", upright.size, upright.getpixel((0, 0)))
    ImageChops.difference(upright, paper).convert("L").point(lambda code: 255 * (code > 24)).save(path)

    def give_mask(store: Store) -> Changes:
        with store.step("Give a mask", actor=desk.session.reviewer, at=now()) as step:
            step.put("photo", {**(step.get("photo", id=photo.id) or {}), "mask": str(path)})
        return step.changes

    desk.session.write(give_mask)
    app.settle(desk)
    tried(desk, "denoise", protect="own")


def cleaned(desk: Desk) -> None:
    """The background of a mug cleaned, and not kept yet."""
    keys("desk.back")(desk)
    desk.session.go_to(next(p.id for p in desk.session.photos if p.colourway == "clay"))
    keys("view.single", "view.fit")(desk)
    desk.session.set_side("b", 1)
    tried(desk, "background-clean")


def tried(desk: Desk, name: str, *, protect: str = "") -> None:
    """A pass on the photo on screen, looked at under the wipe."""
    trial = desk.window.review.trial
    trial.run(name, {}, protect=protect)
    while not trial.results:
        app.settle(desk)
    desk.window.notice.hide()


def compared(desk: Desk) -> None:
    """Two presets on the mug, beside the photo they began from."""
    keys("desk.back")(desk)
    trial = desk.window.review.trial
    trial.compare(("preset:packshot", "preset:knit"))
    while not trial.results:
        app.settle(desk)
    desk.window.notice.hide()


def preset_page(desk: Desk) -> None:
    """The page of passes with a preset chosen."""
    keys("desk.back", "view.single", "pass.choose")(desk)
    page = QApplication.activeModalWidget()
    assert isinstance(page, PassesPage)
    app.settle(desk)
    page.choose("preset:jewellery")


def grid_page(desk: Desk) -> None:
    """The batch as the brand's listing page, three photos chosen."""
    keys("desk.grid")(desk)
    while desk.window.grid.drift.measuring.stage != "done":
        app.settle(desk)
    desk.window.grid.sheet.verticalScrollBar().setValue(0)
    keys("grid.right", "grid.to_right", "grid.to_right")(desk)


def unasked(desk: Desk) -> None:
    """Back to the listing page with nothing to answer."""
    desk.window.grid.judging.prompt.leave()
    keys("grid.rows", "grid.end")(desk)


def checked(desk: Desk) -> None:
    """The batch checked, and the place of a halo on the photo."""
    keys("desk.back", "desk.review", "view.single", "view.fit", "desk.check")(desk)
    while desk.session.progress is not None or desk.session.checked is None:
        app.settle(desk)
    desk.session.go_to(next(p.id for p in desk.session.photos if p.colourway == "olive"))
    app.settle(desk)
    desk.session.select_finding("halo")


def originals(desk: Desk) -> None:
    """The originals as shots, checked."""
    keys("desk.inputs")(desk)
    while desk.session.progress is not None or desk.session.inputs is None:
        app.settle(desk)


def tolerances(desk: Desk) -> None:
    """The page of tolerances, at checks whose values lie apart."""
    keys("desk.tolerances")(desk)
    page = QApplication.activeModalWidget()
    assert isinstance(page, TolerancesPage)
    bar = page.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(page.rows["frame-fill"].y())


def gates(desk: Desk) -> None:
    """The page of gates at the last one, with a sample to inspect."""
    desk.session.draw_sample(3)
    app.settle(desk)
    gates_at(desk, 3)


def gates_at(desk: Desk, gate: int) -> None:
    """The page of gates at one of them."""
    keys("gate.page")(desk)
    page = QApplication.activeModalWidget()
    assert isinstance(page, GatesPage)
    page.choose(gate)
    app.settle(desk)


def checklist(desk: Desk) -> None:
    """The checklist of a ring, three points ticked."""
    desk.session.go_to(desk.session.photos[4].id)
    keys("desk.review", "view.single", "view.fit", *["gate.tick"] * 3)(desk)
    app.settle(desk)
    inspector = desk.window.review.inspector
    inspector.verticalScrollBar().setValue(inspector.checklist.y() - 40)
    desk.window.notice.hide()


def sample(desk: Desk) -> None:
    """A sample, some of it inspected."""
    keys("gate.sample", "decision.approve", "decision.approve", "tag.2", "photo.next")(desk)
    desk.window.review.inspector.verticalScrollBar().setValue(0)


def audited(desk: Desk) -> None:
    """The audit of the whole batch, after the sample."""
    keys("gate.sample", "desk.audit")(desk)
    page = QApplication.activeModalWidget()
    assert isinstance(page, AuditPage)
    page.asking.choose_scope("batch")
    while page.table.currentIndex().row() < 0:
        app.settle(desk)


def sealed(desk: Desk) -> None:
    """The page of gates after the batch was let through the last one, and a verdict was changed since."""
    session = desk.session
    session.decide_many([photo.id for photo in session.photos[:6]], Verdict.APPROVE)
    app.settle(desk)
    session.override(3, "the shop waits")
    app.settle(desk)
    session.decide_many([session.photos[0].id], Verdict.REJECT, tags=["halo"])
    app.settle(desk)
    gates_at(desk, 3)


def talked(desk: Desk) -> None:
    """Two people about one mark."""
    keys("desk.back", "mark.next")(desk)
    session, me = desk.session, desk.session.reviewer
    session.say("Is the edge meant to be this soft?")
    app.settle(desk)
    session.reviewer = "Lea"
    assert session.spoken_of is not None
    session.answer(session.spoken_of, "No. The camera has it sharp, see the original.")
    app.settle(desk)
    session.reviewer = me
    inspector = desk.window.review.inspector
    inspector.verticalScrollBar().setValue(inspector.threads.y() - 300)
    desk.window.notice.hide()


def escalating(desk: Desk) -> None:
    """To whom a photo goes, and what they are asked."""
    keys("decision.escalate_ask")(desk)
    page = QApplication.activeModalWidget()
    assert isinstance(page, AskEscalation)
    page.to.setText("Lea")
    page.question.setText("May this go out with the softer edge?")


def exporting(desk: Desk) -> None:
    """The page of exports: a PDF of what a gate holds."""
    keys("desk.export")(desk)
    page = QApplication.activeModalWidget()
    assert isinstance(page, ExportPage)
    page.formats.setCurrentRow(page.formats.count() - 1)
    page.form.choose_gate("held 2")


def scenes() -> Iterator[tuple[str, Scene]]:
    """The pictures by name, in the order in which one desk plays them."""
    yield "intake", routed
    yield "intake-questions", guided
    yield "intake-rules", ruled
    yield "review", keys("desk.review", "view.single")
    yield "side-by-side", keys("view.side")
    yield "wipe", at_full_size((0.5, 0.4), "view.wipe")
    yield "difference", keys("view.fit", "view.difference")
    yield "reject", keys("view.single", "decision.reject")
    yield "failure-modes", searched
    yield "marked", marked
    yield "painted", painted
    yield "edited", edited
    yield "threads", talked
    yield "escalate", escalating
    yield "onion", keys("desk.back", "view.onion")
    yield "clipping", keys("view.wipe", *["view.analysis"] * 8)
    yield "samplers", sampled
    yield "nup", colourways
    yield "loupe", loupe
    yield "display", keys("view.loupe", "view.loupe", "view.single", "desk.display")
    yield "around-product", around_product
    yield "try", cleaned
    yield "preset-compare", compared
    yield "preset-page", preset_page
    yield "models", keys("pass.models")
    yield "grid", grid_page
    yield "grid-reject", keys("decision.reject")
    yield "grid-strips", unasked
    yield "drift", keys("grid.rows", "grid.rows", "grid.drift_next")
    yield "drift-map", keys("grid.drift_map")
    yield "drift-limits", keys("grid.drift_map", "grid.drift_limits")
    yield "findings", checked
    yield "tolerances", tolerances
    yield "presets", keys("desk.presets")
    yield "inputs", originals
    yield "gates", gates
    yield "checklist", checklist
    yield "sample", sample
    yield "audit", audited
    yield "seal", sealed
    yield "sidecars", keys("desk.sidecars")
    yield "export", exporting
    yield "palette", keys("desk.palette")


def main() -> None:
    """Play every scene on a fresh demo desk and keep a JPEG of each."""
    with tempfile.TemporaryDirectory() as folder:
        desk_folder = Path(folder) / "demo"
        app.application()
        sheet(tokens.DARK, theme.interface_font()).save(str(Path(folder) / "checks.png"))
        keep("checks", Path(folder) / "checks.png")
        if sys.argv[1:] == ["checks"]:
            return
        demo.prepare(desk_folder)
        desk = Desk(desk_folder)
        try:
            play_all(desk, Path(folder))
        finally:
            desk.close()


def play_all(desk: Desk, scratch: Path) -> None:
    """Grab each scene once nothing is on its way any more."""
    desk.window.resize(*SIZE)
    desk.window.show()
    app.settle(desk)
    for name, scene in scenes():
        scene(desk)
        app.settle(desk)
        grabbed = scratch / f"{name}.png"
        dialog = QApplication.activeModalWidget()
        (dialog or desk.window).grab().save(str(grabbed))
        if dialog:
            dialog.close()
        keep(name, grabbed)


def keep(name: str, grabbed: Path) -> None:
    """As a JPEG beside this file, where it was asked for."""
    if not sys.argv[1:] or name in sys.argv[1:]:
        Image.open(grabbed).convert("RGB").save(HERE / f"{name}.jpg", quality=88, optimize=True)


if __name__ == "__main__":
    main()
