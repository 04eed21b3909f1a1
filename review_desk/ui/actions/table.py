"""Everything a person can do."""

from functools import partial

from review_desk.domain.decision import Verdict
from review_desk.ui.actions import handlers as do
from review_desk.ui.actions.action import Action
from review_desk.ui.actions.drift_table import DRIFT
from review_desk.ui.actions.editing import EDITING
from review_desk.ui.actions.gate_table import GATES
from review_desk.ui.actions.grid_table import GRID
from review_desk.ui.actions.intake_table import INTAKE
from review_desk.ui.actions.record_table import RECORD
from review_desk.ui.actions.talking import TALKING

_REVIEW = ("review",)
_JUDGING = ("review", "grid")

_DECISIONS = (
    Action("decision.approve", "Approve", ("P",), partial(do.decide, Verdict.APPROVE), where=_JUDGING),
    Action("decision.correct", "Correct", ("C",), partial(do.decide, Verdict.CORRECT), where=_JUDGING),
    Action("decision.reject", "Reject", ("X",), partial(do.decide, Verdict.REJECT), where=_JUDGING),
    Action("decision.escalate", "Escalate", ("E",), partial(do.decide, Verdict.ESCALATE), where=_JUDGING),
    Action("decision.clear", "Clear the verdict", ("U",), do.clear_verdict, where=_JUDGING),
    Action(
        "decision.approve_stay",
        "Approve and stay",
        ("Shift+P",),
        partial(do.decide_and_stay, Verdict.APPROVE),
        where=_REVIEW,
    ),
    Action(
        "decision.correct_stay",
        "Correct and stay",
        ("Shift+C",),
        partial(do.decide_and_stay, Verdict.CORRECT),
        where=_REVIEW,
    ),
    Action(
        "decision.reject_stay",
        "Reject and stay",
        ("Shift+X",),
        partial(do.decide_and_stay, Verdict.REJECT),
        where=_REVIEW,
    ),
    Action(
        "decision.escalate_stay",
        "Escalate and stay",
        ("Shift+E",),
        partial(do.decide_and_stay, Verdict.ESCALATE),
        where=_REVIEW,
    ),
    Action("decision.note", "Write a note…", ("Ctrl+N",), do.ask_note, where=_REVIEW),
    Action("decision.auto_advance", "Go on after a verdict: on or off", (), do.toggle_auto_advance),
    Action("edit.undo", "Undo", ("Ctrl+Z",), do.undo),
    Action("edit.redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), do.redo),
)

_TAGS = (
    *(
        Action(
            f"tag.{n}",
            f"Failure mode {n} of the open family; in N-up: photo {n} alone",
            (str(n),),
            partial(do.tag, n),
            where=_JUDGING,
        )
        for n in range(1, 10)
    ),
    Action(
        "tag.family", "Next family of failure modes; in N-up: all", ("0",), do.next_family, where=_JUDGING
    ),
    Action("tag.search", "Search a failure mode", ("`",), do.search_tag, where=_JUDGING),
    Action("tag.file", "Lay failure modes of the studio's on top…", (), do.ask_mode_file),
)

_MOVING = (
    Action("photo.next", "Next photo", ("Right",), partial(do.move, 1), where=_REVIEW, repeats=True),
    Action("photo.previous", "Previous photo", ("Left",), partial(do.move, -1), where=_REVIEW, repeats=True),
    Action("photo.first", "First photo", ("Home",), partial(do.move_to_end, False), where=_REVIEW),
    Action("photo.last", "Last photo", ("End",), partial(do.move_to_end, True), where=_REVIEW),
    Action(
        "photo.next_to_do",
        "Show only photos without a verdict, or all",
        ("Ctrl+Shift+F",),
        do.toggle_to_do,
        where=_REVIEW,
    ),
)

_VIEW = (
    Action("view.toggle_zoom", "Fit or 100 % at the cursor", ("Z",), do.toggle_zoom, where=_REVIEW),
    Action("view.fit", "Fit", ("Ctrl+0",), partial(do.zoom_to, None), where=_REVIEW),
    Action("view.full", "100 %", ("Ctrl+1",), partial(do.zoom_to, 1.0), where=_REVIEW),
    Action(
        "view.closer",
        "Zoom in",
        ("Ctrl+=", "Ctrl++"),
        partial(do.zoom_step, True),
        where=_REVIEW,
        repeats=True,
    ),
    Action(
        "view.further", "Zoom out", ("Ctrl+-",), partial(do.zoom_step, False), where=_REVIEW, repeats=True
    ),
    Action("view.pan_left", "Pan left", ("Ctrl+Left",), partial(do.pan, -1, 0), where=_REVIEW, repeats=True),
    Action(
        "view.pan_right", "Pan right", ("Ctrl+Right",), partial(do.pan, 1, 0), where=_REVIEW, repeats=True
    ),
    Action("view.pan_up", "Pan up", ("Ctrl+Up",), partial(do.pan, 0, -1), where=_REVIEW, repeats=True),
    Action("view.pan_down", "Pan down", ("Ctrl+Down",), partial(do.pan, 0, 1), where=_REVIEW, repeats=True),
    Action("view.single", "Single", (), partial(do.set_mode, "single"), where=_REVIEW),
    Action("view.side", "Side by side", ("S",), partial(do.set_mode, "side"), where=_REVIEW),
    Action("view.wipe", "Wipe", ("W",), partial(do.set_mode, "wipe"), where=_REVIEW),
    Action("view.toggle", "Toggle before and after in place", ("T",), do.toggle_sides, where=_REVIEW),
    Action(
        "view.difference_kind",
        "Difference: all channels, one, ΔE2000",
        ("Shift+D",),
        do.next_difference,
        where=_REVIEW,
    ),
    Action("view.onion", "Onion skin", ("O",), partial(do.set_mode, "onion"), where=_REVIEW),
    Action("view.stack", "Top and bottom", ("Alt+S",), partial(do.set_mode, "stack"), where=_REVIEW),
    Action("view.mirror", "Mirrored side by side", ("Alt+M",), partial(do.set_mode, "mirror"), where=_REVIEW),
    Action("view.loupe", "Loupe: 100 %, 200 %, 400 %, off", ("M",), do.next_loupe, where=_REVIEW),
    Action("view.nup", "N-up: versions or colourways", ("N",), do.show_lineup, where=_REVIEW),
    Action("view.nup_kind", "N-up: of the other kind", ("Shift+N",), do.next_lineup, where=_REVIEW),
    Action(
        "view.reference",
        "Pin this photo as the reference, or unpin it",
        ("Alt+R",),
        do.pin_reference,
        where=_JUDGING,
    ),
    Action("view.line_up", "Line B up with A by what both show", ("Alt+L",), do.line_up, where=_REVIEW),
    Action("view.link", "Link the panes again", ("Alt+0",), do.link_panes, where=_REVIEW),
    Action("view.analysis", "Next analysis view", ("V",), partial(do.next_analysis, 1), where=_REVIEW),
    Action(
        "view.analysis_back",
        "Previous analysis view",
        ("Alt+V",),
        partial(do.next_analysis, -1),
        where=_REVIEW,
    ),
    Action(
        "view.analysis_off", "Back to the photo", ("Shift+V",), partial(do.next_analysis, 0), where=_REVIEW
    ),
    Action("probe.area", "Average an area by dragging", ("J",), do.toggle_averaging, where=_REVIEW),
    Action("probe.pin", "Pin a sampler at the cursor, or on the area", ("K",), do.pin_sampler, where=_REVIEW),
    Action("probe.unpin", "Take the last sampler off", ("Alt+K",), do.unpin_newest, where=_REVIEW),
    Action("probe.unpin_all", "Take all samplers off", ("Shift+K",), do.unpin_samplers, where=_REVIEW),
    Action("view.histogram", "Histogram: on or off", ("Shift+H",), do.toggle_histogram, where=_REVIEW),
    Action(
        "view.tune_up",
        "First number of the view: up",
        ("Alt+]",),
        partial(do.tune, 0, 1),
        where=_REVIEW,
        repeats=True,
    ),
    Action(
        "view.tune_down",
        "First number of the view: down",
        ("Alt+[",),
        partial(do.tune, 0, -1),
        where=_REVIEW,
        repeats=True,
    ),
    Action(
        "view.tune_second_up",
        "Second number of the view: up",
        ("Ctrl+Alt+]",),
        partial(do.tune, 1, 1),
        where=_REVIEW,
        repeats=True,
    ),
    Action(
        "view.tune_second_down",
        "Second number of the view: down",
        ("Ctrl+Alt+[",),
        partial(do.tune, 1, -1),
        where=_REVIEW,
        repeats=True,
    ),
    Action("view.untune", "Numbers of the view as they came", (), do.untune, where=_REVIEW),
    Action(
        "view.wipe_turn", "Lean the wipe's edge", ("Shift+W",), partial(do.turn_wipe, 15.0), where=_REVIEW
    ),
    Action(
        "view.opaquer",
        "Onion skin: more of B",
        ("Alt+Up",),
        partial(do.change_opacity, 0.1),
        where=_REVIEW,
        repeats=True,
    ),
    Action(
        "view.thinner",
        "Onion skin: less of B",
        ("Alt+Down",),
        partial(do.change_opacity, -0.1),
        where=_REVIEW,
        repeats=True,
    ),
    Action("view.difference", "Difference", ("D",), partial(do.set_mode, "difference"), where=_REVIEW),
    Action(
        "view.wipe_left",
        "Wipe edge to the left; brush smaller",
        ("[",),
        partial(do.move_wipe, -0.05),
        where=_REVIEW,
        repeats=True,
    ),
    Action(
        "view.wipe_right",
        "Wipe edge to the right; brush larger",
        ("]",),
        partial(do.move_wipe, 0.05),
        where=_REVIEW,
        repeats=True,
    ),
    Action(
        "view.gain_up",
        "Amplify the difference more",
        ("Shift+Up",),
        partial(do.change_gain, 2.0),
        where=_REVIEW,
        repeats=True,
    ),
    Action(
        "view.gain_down",
        "Amplify the difference less",
        ("Shift+Down",),
        partial(do.change_gain, 0.5),
        where=_REVIEW,
        repeats=True,
    ),
    Action(
        "view.other_a", "Next version on side A", ("Alt+A",), partial(do.next_version, "a"), where=_REVIEW
    ),
    Action(
        "view.other_b", "Next version on side B", ("Alt+B",), partial(do.next_version, "b"), where=_REVIEW
    ),
    Action("view.before", "Show the before while held", ("\\",), held=do.hold_before, where=_JUDGING),
    Action("view.bare", "Hide every overlay while held", ("H",), held=do.hold_bare, where=_REVIEW),
    Action(
        "view.information",
        "Information on the photo: off, short, full",
        ("I",),
        do.cycle_information,
        where=_REVIEW,
    ),
    Action(
        "spot.next",
        "Next artefact",
        ("Ctrl+Alt+H",),
        partial(do.step_spot, 1),
        where=_REVIEW,
    ),
    Action(
        "spot.previous", "Previous artefact", ("Ctrl+Alt+Shift+H",), partial(do.step_spot, -1), where=_REVIEW
    ),
    Action("finding.next", "Next finding", ("Shift+F",), partial(do.step_finding, 1), where=_REVIEW),
    Action("finding.previous", "Previous finding", ("Alt+F",), partial(do.step_finding, -1), where=_REVIEW),
    Action(
        "photo.history",
        "History: all steps of this photo, or the newest",
        ("Alt+H",),
        do.toggle_history,
        where=_REVIEW,
    ),
    Action("view.panels", "Show or hide the panels", ("Tab",), do.toggle_panels, where=_JUDGING),
    Action("view.full_screen", "Full screen", ("F",), do.toggle_full_screen),
    Action("view.lights", "Lights out: darker surround", ("L",), do.lights_out, where=_REVIEW),
    Action("view.theme", "Theme: dark, light, as the system", (), do.next_theme),
)

_MARKS = (
    Action("mark.rectangle", "Mark a rectangle", ("R",), partial(do.take_up, "rectangle"), where=_REVIEW),
    Action("mark.ellipse", "Mark an ellipse", ("Shift+R",), partial(do.take_up, "ellipse"), where=_REVIEW),
    Action("mark.polygon", "Mark a polygon", ("Y",), partial(do.take_up, "polygon"), where=_REVIEW),
    Action("mark.freehand", "Mark freehand", ("Shift+A",), partial(do.take_up, "freehand"), where=_REVIEW),
    Action("mark.arrow", "Mark with an arrow", ("A",), partial(do.take_up, "arrow"), where=_REVIEW),
    Action("mark.pin", "Mark with a pin", ("F9",), partial(do.take_up, "pin"), where=_REVIEW),
    Action("mark.path", "Mark a clipping path", ("Alt+C",), partial(do.take_up, "path"), where=_REVIEW),
    Action(
        "mark.brush",
        "Paint a mark; again: erase, and paint",
        ("B",),
        partial(do.take_up, "brush"),
        where=_REVIEW,
    ),
    Action(
        "brush.softer",
        "Brush softer",
        ("Shift+[",),
        partial(do.harden_tip, False),
        where=_REVIEW,
        repeats=True,
    ),
    Action(
        "brush.harder",
        "Brush harder",
        ("Shift+]",),
        partial(do.harden_tip, True),
        where=_REVIEW,
        repeats=True,
    ),
    Action(
        "mark.hold",
        "Move the selected mark with the arrows",
        ("Ctrl+Shift+M",),
        do.hold_mark,
        where=_REVIEW,
    ),
    Action("mark.duplicate", "Duplicate the selected mark", ("Ctrl+D",), do.duplicate_mark, where=_REVIEW),
    Action(
        "mark.front",
        "Selected mark over all others",
        ("Ctrl+]",),
        partial(do.restack_mark, "top"),
        where=_REVIEW,
    ),
    Action(
        "mark.back",
        "Selected mark under all others",
        ("Ctrl+[",),
        partial(do.restack_mark, "bottom"),
        where=_REVIEW,
    ),
    Action("mark.lock", "Lock or unlock the selected mark", ("Ctrl+L",), do.toggle_lock, where=_REVIEW),
    Action(
        "mark.resolve",
        "Selected mark: resolved, or open again",
        ("Ctrl+R",),
        do.toggle_resolved,
        where=_REVIEW,
    ),
    Action(
        "mark.carry",
        "Bring marks of an older version along to the newest",
        ("Ctrl+Alt+M",),
        do.carry_marks,
        where=_REVIEW,
    ),
    Action("mark.next", "Select the next mark", ("Ctrl+M",), do.select_next_mark, where=_REVIEW),
    Action("mark.remove", "Remove the selected mark", ("Delete", "Backspace"), do.remove_mark, where=_REVIEW),
    Action(
        "mark.severity",
        "Severity of the selected mark: minor, major, critical",
        ("Shift+S",),
        do.next_severity,
        where=_REVIEW,
    ),
)


_DESK = (
    Action("desk.intake", "Intake", ("Ctrl+Shift+I",), partial(do.show_workspace, "intake")),
    Action("desk.review", "Review", ("Ctrl+Shift+R", "Ctrl+Return"), partial(do.show_workspace, "review")),
    Action("desk.grid", "Grid", ("G",), partial(do.show_workspace, "grid")),
    Action("desk.bring_in", "Bring in a folder…", ("Ctrl+O",), do.bring_in_folder),
    Action("desk.manifest", "Bring in a folder with a manifest…", ("Ctrl+Shift+O",), do.bring_in_manifest),
    Action("desk.find_moved", "Find moved photos…", (), do.find_moved),
    Action(
        "desk.export",
        "Export this batch: training sets, marks, tables, a report…",
        ("Ctrl+Shift+E",),
        do.export_batch,
    ),
    Action("desk.back_up", "Back up now", (), do.back_up),
    Action("desk.verify", "Check that the desk is whole", (), do.verify),
    Action("desk.reviewer", "Who is reviewing…", ("Ctrl+Shift+P",), do.ask_reviewer),
    Action("desk.batch", "Open another batch…", ("Ctrl+B",), do.open_batch_menu),
    Action("desk.level", "Overrule level and route…", ("Shift+L",), do.overrule),
    Action(
        "pass.choose", "Passes: try one, or run it on all that are chosen…", ("Ctrl+Shift+D",), do.open_passes
    ),
    Action(
        "pass.compare",
        "Compare two presets on this photo, the same as last time",
        ("Ctrl+Alt+D",),
        do.compare_presets,
        where=_REVIEW,
    ),
    Action(
        "pass.match",
        "Normalise the exposure to the pinned reference: try it",
        ("Ctrl+Alt+R",),
        do.match_reference,
        where=_REVIEW,
    ),
    Action("pass.crops", "Crops for every channel, of the chosen photos…", (), do.write_crops),
    Action("pass.models", "Models: which runs, add, verify, compare…", ("Ctrl+Alt+O",), do.open_models),
    Action(
        "pass.keep",
        "Keep what the pass made as a new version",
        ("Return", "Enter"),
        do.keep_trial,
        where=_REVIEW,
    ),
    Action(
        "pass.skin_level",
        "Measure the skin of what side B shows",
        ("Alt+J",),
        do.measure_skin,
        where=_REVIEW,
    ),
    Action("desk.palette", "Command palette", ("Ctrl+K",), do.open_palette),
    Action("colour.proof", "Soft proof: off, sRGB, marketplace", ("Alt+P",), do.next_proof, where=_REVIEW),
    Action("colour.proof_profile", "Soft proof by a profile…", (), do.ask_proof, where=_REVIEW),
    Action(
        "colour.gamut", "Gamut warning of the soft proof", ("Alt+G",), do.toggle_gamut_warning, where=_REVIEW
    ),
    Action("colour.intent", "Rendering intent: relative or perceptual", (), do.next_intent, where=_REVIEW),
    Action(
        "colour.black_point", "Black-point compensation: on or off", (), do.toggle_black_point, where=_REVIEW
    ),
    Action("desk.display", "Display and calibration…", ("Ctrl+Shift+K",), do.open_display),
    Action("desk.tolerances", "Tolerances of the checks…", ("Ctrl+Shift+T",), do.open_tolerances),
    Action("desk.presets", "Repeated faults: notes on presets…", ("Ctrl+Shift+N",), do.open_presets),
    Action("desk.inputs", "Check the originals as shots…", ("Ctrl+Alt+C",), do.open_inputs),
    Action("desk.check", "Check this batch, or stop checking", ("Ctrl+Shift+C",), do.check_batch),
    Action("desk.sheet", "Shortcuts", ("F1", "?"), do.open_sheet),
    Action("desk.back", "Back: leave the tool, the selection, full screen", ("Esc",), do.go_back),
    Action("desk.quit", "Quit", ("Ctrl+Q",), do.leave),
)


def _grouped(name: str, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    return tuple(Action(**{**vars(action), "group": name}) for action in actions)


ACTIONS: tuple[Action, ...] = (
    *_grouped("Deciding", (*_DECISIONS, *TALKING)),
    *_grouped("Failure modes", _TAGS),
    *_grouped("Moving", _MOVING),
    *_grouped("Looking", _VIEW),
    *_grouped("Marking", _MARKS),
    *_grouped("In other programs", EDITING),
    *_grouped("The grid", GRID),
    *_grouped("Drift", DRIFT),
    *_grouped("Intake", INTAKE),
    *_grouped("Gates", GATES),
    *_grouped("The record", RECORD),
    *_grouped("The desk", _DESK),
)
