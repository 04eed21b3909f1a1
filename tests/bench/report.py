"""`make bench`: measure the desk, print one table, write one JSON file.

Timings of a busy machine say little by themselves: each stands beside a peer's of the same run, is repeated,
and the best of the medians is kept. PASS and MISS stand beside limits; those in brackets are asked for later.
"""

import argparse
import importlib
import sys
import tempfile
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
MEASURES = (
    "viewers",
    "panning",
    "marks",
    "sharp",
    "intake_stall",
    "decisions",
    "large_desk",
    "memory",
    "large_photo",
    "thumbnails",
    "checks",
    "drift_speed",
    "drift_truth",
    "many_photos",
    "evidence",
    "splits",
    "routing",
    "gates",
    "passes",
)


def main() -> int:
    """Exit 0 when every limit of today holds, 1 when one is missed, 2 for wrong use."""
    arguments = _parser().parse_args()
    sys.path.insert(0, str(ROOT))
    from tests.bench import line, machine

    about = machine.about()
    machine.compile_all()
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as own:
        work = Path(arguments.work or own)
        work.mkdir(parents=True, exist_ok=True)
        lines, not_measured = _measure(arguments.only or list(MEASURES), work, arguments.repeat)
    _say(f"\n{line.table(lines)}\n")
    for name, reason in not_measured.items():
        _say(f"not measured: {name}. {reason}")
    _say(f"{about['cores']} cores, {about['processor']}, load {about['load_at_start']:.1f} at the start.")
    _say(f"The best of {arguments.repeat} runs. PASS and MISS in brackets: limits of later work.")
    line.save(lines, {**about, "repeat": arguments.repeat, "not_measured": not_measured}, arguments.json)
    _say(f"Wrote {arguments.json}.")
    return int(any(each.holds is False and not each.outlook for each in lines))


def _measure(names: list[str], work: Path, repeat: int) -> tuple[list, dict[str, str]]:
    from tests.bench.machine import NotMeasured

    lines, not_measured = [], {}
    for name in names:
        _say(f"measuring: {name} …")
        module: ModuleType = importlib.import_module(f"tests.bench.{name}")
        try:
            lines += module.measure(work, repeat)
        except NotMeasured as reason:
            not_measured[name] = str(reason)
    return lines, not_measured


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure the desk beside its peers.")
    parser.add_argument("--only", nargs="+", choices=MEASURES, help="some of the measures")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; the best counts (default 3)")
    parser.add_argument("--work", type=Path, help="keep the photos and desks here for the next time")
    parser.add_argument(
        "--json", type=Path, default=ROOT / "build" / "bench.json", help="where to write the figures"
    )
    return parser


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
