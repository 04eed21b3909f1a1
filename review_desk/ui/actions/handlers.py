"""What each action does: a few lines that turn a key into a wish."""

from dataclasses import replace
from typing import get_args

from review_desk.domain.annotation import SEVERITIES
from review_desk.domain.decision import Verdict
from review_desk.domain.viewplan import Difference, Mode, Side
from review_desk.operations.annotate import End
from review_desk.ui.actions.window import Window
from review_desk.ui.beside import REFERENCE
from review_desk.ui.review.marking.tools import ToolName
from review_desk.ui.review.tuning import stepped, with_defaults


def decide(verdict: Verdict, window: Window) -> None:
    if window.workspace == "grid":
        window.grid.judging.decide(verdict)
    else:
        window.session.decide(verdict)


def decide_and_stay(verdict: Verdict, window: Window) -> None:
    window.session.decide(verdict, stay=True)


def clear_verdict(window: Window) -> None:
    if window.workspace == "grid":
        window.grid.judging.clear()
    else:
        window.session.clear_verdict()


def ask_note(window: Window) -> None:
    window.questions.note()


def toggle_auto_advance(window: Window) -> None:
    session = window.session
    session.auto_advance = not session.auto_advance
    session.told.emit(f"Going on after a verdict is {'on' if session.auto_advance else 'off'}.")


def undo(window: Window) -> None:
    window.session.undo()


def redo(window: Window) -> None:
    window.session.redo()


def tag(number: int, window: Window) -> None:
    """Note a failure mode; among photos side by side, the keys choose which one is on screen."""
    modes, in_grid = window.session.family.modes, window.workspace == "grid"
    if window.session.view.mode == "nup" and not in_grid:
        window.session.choose_of_lineup(number)
    elif number <= len(modes) and in_grid:
        window.grid.judging.tag(modes[number - 1].id)
    elif number <= len(modes):
        window.session.toggle_tag(modes[number - 1].id)


def next_family(window: Window) -> None:
    if window.session.view.mode == "nup" and window.workspace != "grid":
        window.session.choose_of_lineup(0)
        return
    window.session.next_family()


def search_tag(window: Window) -> None:
    (window.grid.judging if window.workspace == "grid" else window.review).ask_tag()


def move(step: int, window: Window) -> None:
    window.session.move(step)


def move_to_end(last: bool, window: Window) -> None:
    window.session.go_to_end(last=last)


def toggle_to_do(window: Window) -> None:
    window.session.set_filter("all" if window.session.filter == "to do" else "to do")


def toggle_zoom(window: Window) -> None:
    window.review.canvas.toggle_zoom()


def zoom_to(zoom: float | None, window: Window) -> None:
    window.review.canvas.zoom_to(zoom)


def zoom_step(closer: bool, window: Window) -> None:
    window.review.canvas.zoom_step(closer=closer)


def pan(across: int, down: int, window: Window) -> None:
    window.review.canvas.pan_step(across, down)


def set_mode(mode: Mode, window: Window) -> None:
    """The key of a mode takes it up, and lays it down again for a single photo."""
    view = window.session.view
    window.session.set_view(replace(view, mode="single" if view.mode == mode else mode, showing="b"))


def toggle_sides(window: Window) -> None:
    """Flip between before and after in place."""
    view = window.session.view
    flipped: Side = "a" if view.showing == "b" else "b"
    window.session.set_view(replace(view, mode="toggle", showing=flipped))


def show_lineup(window: Window) -> None:
    window.session.show_lineup()


def next_lineup(window: Window) -> None:
    """Side by side: versions, or colourways."""
    beside = window.session.beside
    window.session.show_lineup("colourways" if beside.kind == "versions" else "versions")


def pin_reference(window: Window) -> None:
    if window.workspace == "grid":
        window.grid.page.pin_or_unpin()
    else:
        window.session.pin_or_unpin()


def line_up(window: Window) -> None:
    window.session.line_up()


def link_panes(window: Window) -> None:
    window.session.link()


def next_loupe(window: Window) -> None:
    window.review.canvas.next_loupe()


def turn_wipe(step: float, window: Window) -> None:
    """Lean the wipe's edge."""
    view = window.session.view
    window.session.set_view(replace(view, mode="wipe", angle=(view.angle + step) % 180))


def change_opacity(step: float, window: Window) -> None:
    view = window.session.view
    if view.mode == "onion":
        window.session.set_view(replace(view, opacity=round(min(1.0, max(0.0, view.opacity + step)), 2)))


def next_analysis(step: int, window: Window) -> None:
    """Step through the analysis views; 0 goes back to the photo."""
    window.review.step_analysis(step)


def step_spot(step: int, window: Window) -> None:
    window.review.step_spot(step)


def move_wipe(step: float, window: Window) -> None:
    view = window.session.view
    if window.review.canvas.brush_up:
        window.review.canvas.resize_tip(larger=step > 0)
    elif view.mode == "wipe":
        window.review.canvas.set_wipe(view.wipe + step)


def change_gain(factor: float, window: Window) -> None:
    view = window.session.view
    if view.mode == "difference":
        window.session.set_view(replace(view, gain=min(64.0, max(1.0, view.gain * factor))))


def pin_sampler(window: Window) -> None:
    """Keep the area that is averaged, or the pixel under the cursor."""
    spot = window.review.canvas.spot()
    if spot is None:
        window.session.refused.emit("Point at the photo first, or drag an area with Ctrl.")
    else:
        window.session.pin_sampler(spot)
        window.review.canvas.set_area(None)


def unpin_samplers(window: Window) -> None:
    window.session.unpin_sampler(None)


def unpin_newest(window: Window) -> None:
    """Take the last sampler off."""
    if samplers := window.session.samplers:
        window.session.unpin_sampler(samplers[-1].number)


def toggle_averaging(window: Window) -> None:
    """The tool that averages an area, up or down."""
    canvas = window.review.canvas
    canvas.set_averaging(not canvas.averaging)
    if not canvas.averaging:
        canvas.set_area(None)


def ask_mode_file(window: Window) -> None:
    window.questions.mode_file()


def toggle_history(window: Window) -> None:
    window.review.inspector.history.toggle()


def toggle_histogram(window: Window) -> None:
    window.session.toggle_histogram()


def tune(which: int, step: int, window: Window) -> None:
    """A step of the first or second number of the difference or the analysis view in force."""
    window.session.set_view(stepped(window.session.view, which, step))


def untune(window: Window) -> None:
    window.session.set_view(with_defaults(window.session.view))


_KINDS = get_args(Difference)


def next_difference(window: Window) -> None:
    """All channels, one of them, or the map of ΔE2000."""
    view = window.session.view
    kind = (
        _KINDS[(_KINDS.index(view.difference) + 1) % len(_KINDS)]
        if view.mode == "difference"
        else view.difference
    )
    window.session.set_view(replace(view, mode="difference", difference=kind))


def next_version(side: Side, window: Window) -> None:
    session = window.session
    if session.current and not (side == "b" and session.only_tried()):
        numbers = [version.number for version in session.current.versions]
        if side == "a" and session.beside.stands_on_a(session.current):
            numbers.append(REFERENCE)
        session.set_side(side, numbers[(numbers.index(session.sides[side]) + 1) % len(numbers)])


def hold_before(window: Window, held: bool) -> None:
    if window.workspace == "grid":
        window.grid.page.look_with(before=held)
    else:
        window.review.canvas.hold_before(held)


def hold_bare(window: Window, held: bool) -> None:
    window.review.canvas.hide_overlays(held)


def cycle_information(window: Window) -> None:
    canvas = window.review.canvas
    canvas.information = (canvas.information + 1) % 3
    canvas.update()


def toggle_panels(window: Window) -> None:
    room = window.grid if window.workspace == "grid" else window.review
    room.show_panels(not room.panels_shown)


def toggle_full_screen(window: Window) -> None:
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()


def lights_out(window: Window) -> None:
    canvas = window.review.canvas
    canvas.set_surround(canvas.surround_step + 1)


def next_theme(window: Window) -> None:
    window.next_theme()


def take_up(tool: ToolName, window: Window) -> None:
    """The key of a tool takes it up; the same key again begins anew."""
    window.review.canvas.setFocus()
    window.review.canvas.set_tool(tool)


def carry_marks(window: Window) -> None:
    window.session.carry_marks()


def harden_tip(harder: bool, window: Window) -> None:
    window.review.canvas.harden_tip(harder=harder)


def select_next_mark(window: Window) -> None:
    session = window.session
    ids = [mark.id for mark in session.marks_seen]
    if ids:
        here = ids.index(session.selected_mark) if session.selected_mark in ids else -1
        session.select_mark(ids[(here + 1) % len(ids)])


def remove_mark(window: Window) -> None:
    window.session.remove_mark()


def hold_mark(window: Window) -> None:
    window.review.canvas.setFocus()
    window.review.canvas.hold_selected()


def duplicate_mark(window: Window) -> None:
    window.session.duplicate_mark()


def restack_mark(end: End, window: Window) -> None:
    window.session.restack_mark(end)


def toggle_lock(window: Window) -> None:
    if mark := window.session.mark:
        window.session.change_mark(locked=not mark.locked)


def toggle_resolved(window: Window) -> None:
    if mark := window.session.mark:
        window.session.change_mark(resolved=not mark.resolved)


def next_severity(window: Window) -> None:
    if mark := window.session.mark:
        following = SEVERITIES[(SEVERITIES.index(mark.severity) + 1) % len(SEVERITIES)]
        window.session.change_mark(severity=following)


def show_workspace(name: str, window: Window) -> None:
    window.show_workspace(name)


def bring_in_folder(window: Window) -> None:
    window.intake.ask_folder()


def bring_in_manifest(window: Window) -> None:
    window.intake.ask_manifest()


def find_moved(window: Window) -> None:
    window.intake.ask_moved()


def export_batch(window: Window) -> None:
    window.pages.export()


def back_up(window: Window) -> None:
    window.errands.back_up()


def verify(window: Window) -> None:
    window.errands.verify()


def open_passes(window: Window) -> None:
    window.pages.passes()


def open_models(window: Window) -> None:
    window.pages.models()


def compare_presets(window: Window) -> None:
    """Compare the same two presets on the photo on screen; at first the page asks which."""
    trial = window.review.trial
    if trial.wanted.compared:
        trial.compare(trial.wanted.compared)
    else:
        window.pages.passes()


def match_reference(window: Window) -> None:
    window.review.trial.match_reference()


def write_crops(window: Window) -> None:
    window.questions.crops()


def keep_trial(window: Window) -> None:
    window.review.trial.keep()


def measure_skin(window: Window) -> None:
    window.review.skin.measure()


def ask_reviewer(window: Window) -> None:
    window.questions.reviewer()


def open_batch_menu(window: Window) -> None:
    window.top_bar.open_batches()


def overrule(window: Window) -> None:
    window.questions.overrule()


def open_palette(window: Window) -> None:
    window.open_palette()


_PROOFS = (None, "srgb", "marketplace")


def next_proof(window: Window) -> None:
    """Soft proof: off, sRGB, a marketplace's JPEG; after a profile of one's own, off."""
    colours = window.colours
    here = _PROOFS.index(colours.proof) if colours.proof in _PROOFS else len(_PROOFS) - 1
    colours.set_proof(_PROOFS[(here + 1) % len(_PROOFS)], warn_gamut=colours.warn_gamut)


def toggle_gamut_warning(window: Window) -> None:
    colours = window.colours
    colours.set_proof(colours.proof or "srgb", warn_gamut=not colours.warn_gamut)


def ask_proof(window: Window) -> None:
    window.questions.proof()


def next_intent(window: Window) -> None:
    """Relative colorimetric or perceptual."""
    colours = window.colours
    intent = "perceptual" if colours.intent == "relative" else "relative"
    colours.set_conversion(intent=intent, bpc=colours.bpc)
    window.session.told.emit(f"Rendering intent: {intent}.")


def toggle_black_point(window: Window) -> None:
    colours = window.colours
    colours.set_conversion(intent=colours.intent, bpc=not colours.bpc)
    window.session.told.emit(f"Black-point compensation is {'on' if colours.bpc else 'off'}.")


def open_display(window: Window) -> None:
    window.pages.display()


def check_batch(window: Window) -> None:
    window.session.check_or_stop()


def open_inputs(window: Window) -> None:
    window.pages.inputs()


def open_presets(window: Window) -> None:
    window.pages.presets()


def open_tolerances(window: Window) -> None:
    window.pages.tolerances()


def step_finding(step: int, window: Window) -> None:
    """The next finding of this photo, or of the next photo that has any."""
    window.session.step_finding(step)


def open_sheet(window: Window) -> None:
    window.pages.sheet()


def go_back(window: Window) -> None:
    window.go_back()


def leave(window: Window) -> None:
    window.close()
