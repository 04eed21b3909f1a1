"""`make soak`: kill the desk at random moments for a long time and look for losses.

The test of sixty kills, without an end: a fresh desk after every hundred kills, other moments in each run.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_KILLS_A_DESK = 100


def main() -> int:
    """Exit 0 when nothing was lost, 1 at the first loss, 2 for wrong use."""
    parser = argparse.ArgumentParser(prog="make soak", description="Kill the desk at random moments.")
    parser.add_argument("--minutes", type=float, default=10, help="how long (default 10)")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**6, help="to see a run again")
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    _say(f"Killing for {arguments.minutes:g} minutes, seed {arguments.seed}.")
    chance, until = random.Random(arguments.seed), time.monotonic() + arguments.minutes * 60
    kills = kept = 0
    while time.monotonic() < until:
        with tempfile.TemporaryDirectory(prefix="desk-soak-") as folder:
            found = _one_desk(Path(folder) / "desk", chance, until)
        if isinstance(found, str):
            _say(f"LOST after {kills} kills and more on one desk: {found}")
            return 1
        kills, kept = kills + found[0], kept + found[1]
        _say(f"{kills} kills, {kept} acknowledged decisions, nothing lost.")
    return 0


def _one_desk(desk: Path, chance: random.Random, until: float) -> tuple[int, int] | str:
    """Kill up to a hundred times: (kills, decisions acknowledged), or what is wrong."""
    from tests.builders import new_desk
    from tests.store.killing import Killer

    new_desk(desk, photos=6)
    acknowledged: dict[int, str] = {}
    with Killer() as killer:
        for number in range(_KILLS_A_DESK):
            if time.monotonic() > until:
                return number, len(acknowledged)
            seed = chance.randrange(10**9)
            said = killer.kill_after(chance.uniform(0.02, 0.5), "take decisions", desk, seed)
            acknowledged |= {told["seq"]: told["hash"] for told in said if "seq" in told}
            if wrong := _loss(desk, acknowledged):
                return f"{wrong} (kill {number + 1})"
    return _KILLS_A_DESK, len(acknowledged)


def _loss(desk: Path, acknowledged: dict[int, str]) -> str:
    """What is missing or broken; nothing when all is well."""
    from review_desk.operations import keep
    from review_desk.store import log
    from tests.builders import open_store

    with open_store(desk) as store:
        kept = {event.desk_seq: event.hash for event in log.read_events(store.db)}
        missing = [seq for seq, seal in acknowledged.items() if kept.get(seq) != seal]
        problems = keep.verify(store).problems
    return f"events {missing[:5]} are gone" if missing else " ".join(problems[:3])


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
