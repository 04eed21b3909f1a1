"""The gates and checklists in force: those that ship with the desk, and the studio's own on top.

A studio's file is kept in the desk as events: undone, backed up and audited like a verdict. A gate replaces
the one of its number, a checklist the one of its id; any other stands beside them. A text with a slip is
refused with its line and reason, and what held before goes on holding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.domain.gate.checklist import Checklist, parse_checklist
from review_desk.domain.gate.gate import Gate, parse_gate
from review_desk.domain.rule_place import line_of
from review_desk.domain.toml_table import read_toml
from review_desk.errors import BadInput
from review_desk.operations.studio_file import put_in_force, require_in_force
from review_desk.paths import asset
from review_desk.store.desk import Reader, Store
from review_desk.store.studio_files import studio_files


@dataclass(frozen=True)
class Ways:
    """What holds: gates in their order, checklists in the order in which they are asked."""

    gates: tuple[Gate, ...]
    checklists: tuple[Checklist, ...]

    def gate(self, number: int) -> Gate:
        """The gate of that number. Raises BadInput naming those there are."""
        found = next((each for each in self.gates if each.number == number), None)
        if found is None:
            known = ", ".join(str(each.number) for each in self.gates)
            raise BadInput(f"There is no gate {number}: there is {known}.")
        return found


def ways(reader: Reader) -> Ways:
    """The gates and checklists in force."""
    return laid_on_top(tuple(studio_files(reader.db, "gate_file").items()))


@lru_cache(maxsize=8)
def laid_on_top(files: tuple[tuple[str, str], ...] = ()) -> Ways:
    """The starting set with these files (name, text) on top; without any, as it ships.

    Raises BadInput for a slip, or where two of the files are of one gate or one checklist.
    """
    own = [(name, read_own(text, name)) for name, text in files]
    _require_one_each(own)
    gates = {each.number: each for each in (*_shipped_gates(), *(g for _, g in own if isinstance(g, Gate)))}
    lists = {each.id: each for each in (*_shipped_lists(), *(c for _, c in own if isinstance(c, Checklist)))}
    return Ways(tuple(gates[number] for number in sorted(gates)), tuple(lists[key] for key in sorted(lists)))


def read_own(text: str, name: str) -> Gate | Checklist:
    """A studio's file: with a [[point]] a checklist, else a gate. Raises BadInput with the line of a slip."""
    try:
        is_list = read_toml(text, lambda tables: "point" in tables, name=name)
        return parse_checklist(text, name=name) if is_list else parse_gate(text, name=name)
    except BadInput as error:
        line = line_of(text, str(error).removeprefix(name))
        raise BadInput(f"{error}" if line is None else f"Line {line} of {error}") from None


def use_gate_file(store: Store, *, text: str, actor: str, at: str, name: str) -> Changes:
    """Put a studio's gate or checklist in force, in place of the file of that name.

    Raises BadInput for a slip, and nothing changes. What was released or signed before stays so; a gate that
    asks for more holds what comes next, and a checklist with another point has to be signed again.
    """
    who = require_reviewer(actor)
    laid_on_top(tuple({**studio_files(store.db, "gate_file"), name: text}.items()))
    with store.step(f"{name} in force", actor=who, at=at) as step:
        put_in_force(step, "gate_file", name=name, text=text, author=who, at=at)
    return step.changes


def drop_gate_file(store: Store, *, actor: str, at: str, name: str) -> Changes:
    """Take a studio's file out of force. Raises BadInput where there is none of that name."""
    require_in_force(store, "gate_file", name, called="file of a gate or checklist")
    with store.step(f"{name} no longer in force", actor=require_reviewer(actor), at=at) as step:
        step.remove("gate_file", name=name)
    return step.changes


def _require_one_each(own: list[tuple[str, Gate | Checklist]]) -> None:
    seen: dict[str, str] = {}
    for name, each in own:
        what = each.name if isinstance(each, Gate) else f"checklist '{each.id}'"
        key = str(each.number) if isinstance(each, Gate) else each.id
        if key in seen:
            raise BadInput(f"{name}: {what} is in {seen[key]} as well.")
        seen[key] = name


def _shipped_gates() -> tuple[Gate, ...]:
    return tuple(parse_gate(text, name=name) for name, text in _texts("gates").items())


def _shipped_lists() -> tuple[Checklist, ...]:
    return tuple(parse_checklist(text, name=name) for name, text in _texts("checklists").items())


def _texts(folder: str) -> Mapping[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted(asset(folder).glob("*.toml"))}
