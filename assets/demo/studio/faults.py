"""The catalogue of planted faults: id to function, and how a plan of faults is carried out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import faults_frame as whole
from . import faults_local as local
from .frame import Damage, Frame
from .plan import Fault

Plant = Callable[[Frame, float, np.random.Generator], tuple[Frame, Damage]]

FAULTS: dict[str, Plant] = {
    "background-off-white": whole.background_off_white,
    "colour-cast": whole.colour_cast,
    "exposure-shift": whole.exposure_shift,
    "halo": local.halo,
    "over-smoothed": local.over_smoothed,
    "repeated-patch": local.repeated_patch,
    "banding": whole.banding,
    "leftover-dust": local.leftover_dust,
    "leftover-stand": local.leftover_stand,
    "ring-hole-filled": local.ring_hole_filled,
    "facets-warped": local.facets_warped,
    "reflection-invented": local.reflection_invented,
    "prong-lost": local.prong_lost,
    "print-distorted": local.print_distorted,
    "shadow-wrong": whole.shadow_wrong,
    "texture-flattened": local.texture_flattened,
    "tilt-left": whole.tilt_left,
    "crop-off": whole.crop_off,
}
GEOMETRY = ("tilt-left", "crop-off")


def plant(frame: Frame, faults: Sequence[Fault], seed: int) -> tuple[Frame, list[dict[str, Any]]]:
    """Plant the faults, those that move the picture first; the finished frame and a truth record each."""
    order = sorted(faults, key=lambda fault: fault.id not in GEOMETRY)
    records = []
    for index, fault in enumerate(order):
        rng = np.random.default_rng([seed, index])
        frame, damage = FAULTS[fault.id](frame, fault.amount, rng)
        records.append(record(fault, damage))
    return frame, records


def record(fault: Fault, damage: Damage) -> dict[str, Any]:
    """The truth of one fault, as it is written to truth.json."""
    bbox = None if damage.bbox is None else list(damage.bbox)
    return {
        "id": fault.id,
        "bbox": bbox,
        "severity": fault.severity,
        "amount": damage.amount,
        "unit": damage.unit,
    }
