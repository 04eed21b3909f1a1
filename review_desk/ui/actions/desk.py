"""What a person can do with the desk as a whole."""

from functools import partial

from review_desk.ui.actions.action import Action
from review_desk.ui.actions.window import Window


def _show_workspace(name: str, window: Window) -> None:
    window.show_workspace(name)


def _bring_in_folder(window: Window) -> None:
    window.intake.ask_folder()


def _bring_in_manifest(window: Window) -> None:
    window.intake.ask_manifest()


def _find_moved(window: Window) -> None:
    window.intake.ask_moved()


def _export_batch(window: Window) -> None:
    window.pages.export()


def _back_up(window: Window) -> None:
    window.errands.back_up()


def _verify(window: Window) -> None:
    window.errands.verify()


def _ask_reviewer(window: Window) -> None:
    window.questions.reviewer()


def _open_batch_menu(window: Window) -> None:
    window.top_bar.open_batches()


def _overrule(window: Window) -> None:
    window.questions.overrule()


def _open_palette(window: Window) -> None:
    window.open_palette()


def _check_batch(window: Window) -> None:
    window.session.check_or_stop()


def _open_inputs(window: Window) -> None:
    window.pages.inputs()


def _open_presets(window: Window) -> None:
    window.pages.presets()


def _open_tolerances(window: Window) -> None:
    window.pages.tolerances()


def _open_sheet(window: Window) -> None:
    window.pages.sheet()


def _go_back(window: Window) -> None:
    window.go_back()


def _leave(window: Window) -> None:
    window.close()


DESK = (
    Action("desk.intake", "Intake", ("Ctrl+Shift+I",), partial(_show_workspace, "intake")),
    Action("desk.review", "Review", ("Ctrl+Shift+R", "Ctrl+Return"), partial(_show_workspace, "review")),
    Action("desk.grid", "Grid", ("G",), partial(_show_workspace, "grid")),
    Action("desk.bring_in", "Bring in a folder…", ("Ctrl+O",), _bring_in_folder),
    Action("desk.manifest", "Bring in a folder with a manifest…", ("Ctrl+Shift+O",), _bring_in_manifest),
    Action("desk.find_moved", "Find moved photos…", (), _find_moved),
    Action(
        "desk.export",
        "Export this batch: training sets, marks, tables, a report…",
        ("Ctrl+Shift+E",),
        _export_batch,
    ),
    Action("desk.back_up", "Back up now", (), _back_up),
    Action("desk.verify", "Check that the desk is whole", (), _verify),
    Action("desk.reviewer", "Who is reviewing…", ("Ctrl+Shift+P",), _ask_reviewer),
    Action("desk.batch", "Open another batch…", ("Ctrl+B",), _open_batch_menu),
    Action("desk.level", "Overrule level and route…", ("Shift+L",), _overrule),
    Action("desk.palette", "Command palette", ("Ctrl+K",), _open_palette),
    Action("desk.tolerances", "Tolerances of the checks…", ("Ctrl+Shift+T",), _open_tolerances),
    Action("desk.presets", "Repeated faults: notes on presets…", ("Ctrl+Shift+N",), _open_presets),
    Action("desk.inputs", "Check the originals as shots…", ("Ctrl+Alt+C",), _open_inputs),
    Action("desk.check", "Check this batch, or stop checking", ("Ctrl+Shift+C",), _check_batch),
    Action("desk.sheet", "Shortcuts", ("F1", "?"), _open_sheet),
    Action("desk.back", "Back: leave the tool, the selection, full screen", ("Esc",), _go_back),
    Action("desk.quit", "Quit", ("Ctrl+Q",), _leave),
)
