"""All evidence of one photo."""

from dataclasses import dataclass
from pathlib import Path

from review_desk.imaging.evidence.ground import busy_background, ground_tone
from review_desk.imaging.evidence.metal import metal
from review_desk.imaging.evidence.seen import Seen, seen
from review_desk.imaging.evidence.sheer import sheer
from review_desk.imaging.evidence.skin import person, skin
from review_desk.imaging.evidence.texture import fine_texture
from review_desk.imaging.measures.photo import mask_for
from review_desk.imaging.measures.picture import picture


@dataclass(frozen=True)
class Found:
    """Evidence in per cent, keyed as `domain.pixel_evidence` names it, and the tone of the ground.

    `cautions` say why some is missing.
    """

    values: dict[str, float]
    cautions: tuple[str, ...] = ()


def evidence_of(path: Path, *, mask: Path | None = None) -> Found:
    """Measure one photo. Raises BadInput where its file cannot be read; MemoryError.

    `mask` is a picture of the photo's shape, light on the product.
    """
    shown = picture(path)
    return measured(seen(shown, mask_for(mask, shown) if mask else None))


def measured(found: Seen) -> Found:
    """All evidence of a picture. On a ground with no even tone only that, and texture, can be told."""
    values = {"busy_background": busy_background(found), "fine_texture": fine_texture(found)}
    if found.told_apart:
        share = skin(found)
        values |= {
            "metal": metal(found),
            "skin": share,
            "person": person(found, share),
            "sheer": sheer(found),
        }
    cautions = (
        () if found.told_apart else ("The ground has no even tone: nothing can be told of the product.",)
    )
    values |= ground_tone(found)
    return Found({name: round(value, 2) for name, value in values.items() if value is not None}, cautions)
