"""Colours, sizes and spacing: the only place where they stand as numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scheme:
    """One achromatic look of the chrome. Hue is for state only and is the same in every scheme."""

    name: str
    window: str
    panel: str
    raised: str
    pressed: str
    line: str
    text: str
    second: str
    selection: str
    on_selection: str
    approve: str
    correct: str
    reject: str
    escalate: str


DARK = Scheme(
    "dark", window="#2B2B2B", panel="#333333", raised="#3C3C3C", pressed="#484848", line="#474747",
    text="#E8E8E8", second="#A6A6A6", selection="#E6E6E6", on_selection="#222222",
    approve="#5FA777", correct="#C9A24B", reject="#D98074", escalate="#9D92D3",
)  # fmt: skip
LIGHT = Scheme(
    "light", window="#DEDEDE", panel="#E9E9E9", raised="#F4F4F4", pressed="#D2D2D2", line="#BDBDBD",
    text="#1E1E1E", second="#565656", selection="#2E2E2E", on_selection="#F4F4F4",
    approve="#24713F", correct="#7A5800", reject="#A3392C", escalate="#5848A8",
)  # fmt: skip
SCHEMES = {scheme.name: scheme for scheme in (DARK, LIGHT)}

SURROUNDS = ("#777777", "#474747", "#1B1B1B", "#000000")
"""Canvas surround: L* 50 grey, then three darker steps (lights out). Neutral in every scheme."""

FONT_PX = 13
SMALL_PX = 11
RADIUS = 4
GAP_XS, GAP_S, GAP_M, GAP_L, GAP_XL = 4, 8, 12, 16, 24
FILMSTRIP_WIDTH = 128
INSPECTOR_WIDTH = 308

MARK_LINE = "#FFFFFF"
MARK_CASING = "#1B1B1B"
OVERLAY = "#E0262626"
OVERLAY_TEXT = "#F2F2F2"
"""Labels that lie over a photo: neutral, the same in every scheme."""

VERDICT_SHAPES = {"approve": "✓", "correct": "↻", "reject": "✕", "escalate": "↑"}
SECOND_LOOK = "◎"
LEVEL_SHAPES = {1: "○", 2: "◐", 3: "●"}
OUTCOME_SHAPES = {"pass": "✓", "flag": "▲", "fail": "✕"}
OUTCOME_COLOURS = {"pass": DARK.approve, "flag": DARK.correct, "fail": DARK.reject}
"""Over a photo or a thumbnail, on dark ground in every scheme."""

SEVERITY_SHAPES = {"minor": "△", "major": "▲", "critical": "◆"}
SEVERITY_COLOURS = {"minor": DARK.correct, "major": DARK.reject, "critical": DARK.reject}
