"""The 28 photos of the demo batch: raw looks, manifest rows and planted faults. No bpy here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from . import plan
from .plan import Fault, Photo, RawLook
from .products import PRODUCTS, samples_for

# The faults of each AI version. A name that is missing has one clean version; an empty tuple is a lone photo.
VERSIONS: dict[str, tuple[tuple[Fault, ...], ...]] = {
    "rg-0409-front": ((Fault("prong-lost", "critical", 15.0),),),
    "rg-0412-front": (
        (Fault("over-smoothed", "major", 9.0),),
        (Fault("reflection-invented", "major", 120.0), Fault("halo", "minor", 3.0)),
    ),
    "rg-0412-angle": ((Fault("facets-warped", "major", 9.0),),),
    "rg-0415-angle": ((Fault("leftover-stand", "major", 34.0),),),
    "rg-0418-front": ((Fault("ring-hole-filled", "critical", 42.0),),),
    "rg-0424-front": ((Fault("facets-warped", "critical", 12.0), Fault("leftover-dust", "minor", 4.0)),),
    "rg-0430-detail": (),
    "bt-1101-front": ((Fault("print-distorted", "critical", 4.5),),),
    "bt-1120-front": ((Fault("banding", "minor", 4.0),),),
    "bt-1121-front": ((Fault("colour-cast", "major", 5.0),),),
    "bt-1140-front": ((Fault("print-distorted", "major", 3.5), Fault("crop-off", "minor", 46.0)), ()),
    "bt-1141-angle": ((Fault("shadow-wrong", "major", 2.2),),),
    "mg-2201-forest-front": ((Fault("exposure-shift", "major", 0.32),),),
    "mg-2201-ink-front": ((Fault("tilt-left", "minor", 0.9),),),
    "mg-2204-blush-front": ((Fault("leftover-dust", "minor", 6.0), Fault("colour-cast", "minor", 3.0)),),
    "bg-3301-tan-front": (
        (Fault("background-off-white", "major", 4.5), Fault("repeated-patch", "major", 44.0)),
    ),
    "bg-3301-black-front": ((Fault("background-off-white", "major", 4.0),),),
    "bg-3301-olive-front": ((Fault("halo", "minor", 3.0), Fault("background-off-white", "minor", 3.0)),),
    "kn-4401-cream-front": ((Fault("texture-flattened", "major", 82.0),),),
    "kn-4401-rust-front": (),
}
CHANNELS = (("brand.com", "pdp"), ("brand.com", "plp"), ("marketplace", "catalogue"), ("zalando", "pdp"))
HEROES = {"rg-0424-front": "hero", "bt-1140-front": "campaign", "bg-3301-tan-front": "hero"}


def raw_look(index: int, studio: str, seed: int) -> RawLook:
    """A seeded raw look; studio A runs warm, studio B cool and a little dark."""
    rng = np.random.default_rng([seed, index, 7])
    tilt = float(rng.uniform(0.5, 2.5) * rng.choice([-1, 1]))
    hue = float(rng.normal(74, 8) if studio == "A" else rng.normal(256, 8))
    ev = float(rng.uniform(-0.28, 0.22) - (0.10 if studio == "B" else 0.0))
    return RawLook(
        cast_de=round(float(rng.uniform(2.0, 4.8)), 2),
        cast_hue_deg=round(hue, 1),
        exposure_ev=round(ev, 3),
        tilt_deg=round(tilt, 2),
        dust=int(rng.integers(14, 30)),
        hairs=int(rng.integers(1, 3)),
        noise=round(float(rng.uniform(0.006, 0.011)), 4),
        seed=seed * 100 + index,
    )


def studio_of(name: str) -> str:
    """Rings and beauty are shot in studio A, mugs in either, bags and knitwear in studio B."""
    if name.startswith(("bg", "kn")):
        return "B"
    return (
        "B"
        if name in ("mg-2201-ink-front", "mg-2201-clay-front", "mg-2204-blush-front", "bt-1121-front")
        else "A"
    )


def manifest_row(index: int, name: str, kind: str, shot: str) -> dict[str, str]:
    """The manifest cells that do not name files: line, channel, studio, time of the shot, preset, model."""
    line = plan.LINES[kind]
    channel, use = CHANNELS[index % len(CHANNELS)]
    day = datetime(2026, 11, 9 + index // 7, 8, 30, tzinfo=UTC)
    at = day + timedelta(minutes=17 * (index % 7) + 4 * (index % 3))
    return {
        "category": line.category,
        "surface": line.surface,
        "content_type": "detail" if shot == "detail" else "packshot",
        "channel": channel,
        "use": HEROES.get(name, use),
        "lighting": line.lighting,
        "background": line.background,
        "studio": studio_of(name),
        "shot_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sla_hours": "120" if kind == "ring" or name in HEROES else "144",
        "preset": line.preset,
        "model": line.model,
    }


def photos(seed: int = plan.SEED, quality: float = 1.0) -> list[Photo]:
    """The whole batch as a plan; the same seed gives the same plan."""
    result = []
    for index, item in enumerate(PRODUCTS):
        look = raw_look(index, studio_of(item.name), seed)
        cells = {"sku": item.sku, "colourway": item.colourway, "shot": item.shot}
        result.append(
            Photo(
                item.name,
                item.sku,
                item.shot,
                item.colourway,
                item.kind,
                item.build,
                item.camera,
                samples_for(item.kind, quality),
                {**cells, **manifest_row(index, item.name, item.kind, item.shot)},
                look,
                VERSIONS.get(item.name, ((),)),
            )
        )
    return result
