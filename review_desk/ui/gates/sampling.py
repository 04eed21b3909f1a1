"""The part of the page of gates that is about a gate's sample: its plan, its curve, how far it is."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QLayout, QProgressBar, QWidget

from review_desk.domain.gate.gate import Gate
from review_desk.domain.gate.known import Known
from review_desk.domain.gate.standing import Standing
from review_desk.domain.sampling.curve import curve
from review_desk.domain.sampling.lot import Lot, is_of
from review_desk.domain.sampling.plan import Plan
from review_desk.ui import tokens
from review_desk.ui.gates.curve import CurveChart
from review_desk.ui.session import Session
from review_desk.ui.widgets.ask import AskLine
from review_desk.ui.widgets.pieces import Section, button, label, row


class SampleSection(Section):
    """Draws a sample, leads to its inspection, and says what its plan lets through."""

    def __init__(self, session: Session, scheme: tokens.Scheme, leave: partial[None]) -> None:
        super().__init__("Sample")
        self._session, self._scheme, self._leave = session, scheme, leave

    def show_standing(self, standing: Standing, known: Known) -> None:
        """The sample of one gate."""
        gate = standing.gate
        if gate.sampling is None:
            self.fill([label("This gate draws no sample: every photo is judged.", "second", wrap=True)])
            return
        lot = known.newest_lot(gate.number)
        if lot is not None and not is_of(lot, [photo.id for photo in known.photos]):
            lot = None  # of another batch, by now
        plan = self._plan(gate, known, lot)
        self.fill([*self._words(gate, known, lot, plan), *self._next(gate, known, lot)])

    def _plan(self, gate: Gate, known: Known, lot: Lot | None) -> Plan | None:
        """That of the sample drawn, else the one that would be drawn now."""
        if lot is not None and lot.state in ("open", "accepted"):
            return lot.plan
        if gate.sampling is None or not known.photos:
            return None
        now = {name: each.strictness for name, each in known.switches.get(gate.number, {}).items()}
        return gate.sampling.plan(len(known.photos), now)

    def _words(
        self, gate: Gate, known: Known, lot: Lot | None, plan: Plan | None
    ) -> Iterator[QWidget | QLayout]:
        if plan is None:
            return
        yield label(plan.words, wrap=True)
        for each in plan.classes:
            yield label(each.words, "second", wrap=True)
        if plan.code:
            why = dict.fromkeys(each.why for each in known.switches.get(gate.number, {}).values())
            yield label(" ".join(why), "second", wrap=True)
        if lot is not None and lot.plan is not None:
            yield from self._progress(lot, known)
        chart = CurveChart(self._scheme)
        chart.show_curves([curve(each, lot=plan.lot) for each in plan.classes])
        yield label("A lot’s chance to pass, by its share of defective photos", "second", wrap=True)
        yield chart

    def _progress(self, lot: Lot, known: Known) -> Iterator[QWidget | QLayout]:
        found = known.inspected.get(lot.id, {})
        done = sum(photo in found for photo in lot.photos)
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setMaximum(len(lot.photos))
        bar.setValue(done)
        bar.setAccessibleName("Photos of the sample inspected")
        counts = ", ".join(f"{count} {name}" for name, count in lot.counts.items() if count)
        told = f"{done} of {len(lot.photos)} inspected, {lot.state}" + (f": {counts}" if counts else "")
        drawn = f"Drawn by {lot.drawn_by} on {lot.drawn_at[:10]}, by {lot.strata}, seed {lot.seed}."
        yield label(f"{told}. {drawn}", "second", wrap=True)
        yield bar

    def _next(self, gate: Gate, known: Known, lot: Lot | None) -> Iterator[QWidget | QLayout]:
        stopped = any(each.stopped for each in known.switches.get(gate.number, {}).values())
        if lot is not None and lot.state == "open":
            inspect = partial(self._inspect, gate.number)
            begin = button("Inspect the sample", inspect, role="main", keys="Ctrl+Alt+S")
            yield row(begin, None)
            yield label("Blind: no earlier verdict, mark or note is shown.", "second", wrap=True)
        elif stopped:
            yield row(button("Resume sampling…", partial(self._ask_resume, gate)), None)
        elif known.photos and (lot is None or lot.state == "refused"):
            yield row(button("Draw a sample", partial(self._session.draw_sample, gate.number)), None)

    def _inspect(self, gate: int) -> None:
        self._leave()
        self._session.inspect(gate)

    def _ask_resume(self, gate: Gate) -> None:
        resume = partial(self._session.resume_sampling, gate.number)
        AskLine(
            self.window(), "What was mended?", placeholder="The preset, the model, the brief …",
            answered=lambda why, _: resume(why),
        ).open()  # fmt: skip
