"""Everything a person can do."""

from review_desk.ui.actions.action import Action
from review_desk.ui.actions.colouring import COLOURING
from review_desk.ui.actions.comparing import COMPARING
from review_desk.ui.actions.deciding import DECIDING
from review_desk.ui.actions.desk import DESK
from review_desk.ui.actions.drift import DRIFT
from review_desk.ui.actions.editing import EDITING
from review_desk.ui.actions.failure_modes import FAILURE_MODES
from review_desk.ui.actions.gates import GATES
from review_desk.ui.actions.grid import GRID
from review_desk.ui.actions.intake import INTAKE
from review_desk.ui.actions.looking import LOOKING
from review_desk.ui.actions.marking import MARKING
from review_desk.ui.actions.measuring import MEASURING
from review_desk.ui.actions.moving import MOVING
from review_desk.ui.actions.passing import PASSING
from review_desk.ui.actions.record import RECORD
from review_desk.ui.actions.talking import TALKING


def _grouped(name: str, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    return tuple(Action(**{**vars(action), "group": name}) for action in actions)


ACTIONS: tuple[Action, ...] = (
    *_grouped("Deciding", (*DECIDING, *TALKING)),
    *_grouped("Failure modes", FAILURE_MODES),
    *_grouped("Moving", MOVING),
    *_grouped("Looking", LOOKING),
    *_grouped("Comparing", COMPARING),
    *_grouped("Measuring", MEASURING),
    *_grouped("Marking", MARKING),
    *_grouped("Passes", PASSING),
    *_grouped("In other programs", EDITING),
    *_grouped("The grid", GRID),
    *_grouped("Drift", DRIFT),
    *_grouped("Intake", INTAKE),
    *_grouped("Gates", GATES),
    *_grouped("The record", RECORD),
    *_grouped("Colour", COLOURING),
    *_grouped("The desk", DESK),
)
