"""Zones of light in a photo, and their intersections, as words."""

from review_desk.errors import BadInput

ZONES: dict[str, tuple[int, int]] = {
    "deep-darks": (0, 3),
    "darks": (0, 1),
    "dark-mids": (1, 2),
    "mids": (1, 1),
    "light-mids": (2, 1),
    "lights": (1, 0),
    "bright-lights": (3, 0),
}
"""How often the light, and how often the dark, is a factor of the mask."""


def factors(zone: str) -> tuple[int, int]:
    """Of “lights”, or of an intersection such as “lights*mids”. Raises BadInput for a zone there is not."""
    lights = darks = 0
    for name in zone.split("*"):
        if name.strip() not in ZONES:
            raise BadInput(f"“{name.strip()}” is no zone of light: there are {', '.join(ZONES)}.")
        one, other = ZONES[name.strip()]
        lights, darks = lights + one, darks + other
    return lights, darks
