"""What each pass does worst, case by case: a place at 100 % before and after, and how bad it is."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from worst_pieces import (
    BUSY,
    Case,
    Cases,
    apart,
    case,
    far,
    middle,
    model,
    overlaid,
    photo,
    plain,
    planted,
    product_of,
    psnr,
    small,
    stored,
)

from review_desk.imaging.lab_space import lab_space
from review_desk.passes.artefacts import find_harm
from review_desk.passes.background_clean import background_clean
from review_desk.passes.background_extend import background_extend
from review_desk.passes.colourway import colourway
from review_desk.passes.denoise import denoise
from review_desk.passes.normalise_exposure import normalise_exposure
from review_desk.passes.refine import refine
from review_desk.passes.remove import remove
from review_desk.passes.skin import skin_of
from review_desk.passes.skin_finish import skin_finish
from review_desk.passes.skin_level import skin_level
from review_desk.passes.straighten_frame import straighten_frame
from review_desk.passes.subject_mask import subject_mask
from review_desk.passes.tools import Tools
from review_desk.passes.upscale import upscale


def denoised(path: Path) -> Iterator[Case]:
    """Noise of 8 codes is put on: how little nearer to the photo it comes, and where texture goes with it."""
    loaded, chance = model("guided-denoise"), np.random.default_rng(7)
    true = middle(path, 600).pixels
    noisy = np.clip(np.rint(true + chance.normal(0, 8, true.shape)), 0, 255).astype(np.uint8)
    found = denoise(plain(noisy), Tools(path, model=loaded), strength=8 / 25).pixels
    gain = psnr(true, found) - psnr(true, noisy)
    yield case(-gain, f"{gain:+.1f} dB", noisy, found, apart(true, found))


def normalised(path: Path) -> Iterator[Case]:
    """0.7 stops lighter: how much of the product is burnt out in a channel that was not."""
    source, product = photo(path), product_of(path)
    found = normalise_exposure(source, Tools(path), target=0, stops=0.7).pixels
    burnt = (found.max(axis=2) > 254) & (source.pixels.max(axis=2) < 255) & product
    share = 100 * float(burnt.sum() / max(product.sum(), 1))
    yield case(share, f"{share:.1f} % burnt", source.pixels, found, burnt)


def cleaned(path: Path) -> Iterator[Case]:
    """A cut-out laid on a grey ground that is lit from a side, and brought to 255: ΔE2000 to the same cut-out
    on white, along its outline, six pixels to each side; holes and what was taken for ground show there.
    """
    source = photo(path)
    if source.alpha is None:
        return
    true = source.alpha > np.iinfo(source.alpha.dtype).max // 2
    y, x = np.indices(true.shape, np.float32)
    lit = 232 - 22 * x / true.shape[1] - 14 * y / true.shape[0]
    grain = np.random.default_rng(3).normal(0, 1, true.shape)
    whole = cv2.GaussianBlur(true.astype(np.float32), (0, 0), 0.8)[..., None]
    ground = np.rint(lit + grain)[..., None]
    laid, wanted = (
        np.rint(source.pixels * whole + under * (1 - whole)).astype(np.uint8) for under in (ground, 255.0)
    )
    with TemporaryDirectory() as folder:
        tools = Tools(stored(laid, folder))
        found = background_clean(plain(laid), tools, white=255, shadow="drop").pixels
    around = cv2.morphologyEx(true.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((13, 13))) > 0
    off = far(wanted, found, 0.8)
    mean = float(off[around].mean())
    yield case(mean, f"dE {mean:.2f} at its edge", laid, found, off)


def framed(path: Path) -> Iterator[Case]:
    """Each as it is and turned by 3°: how far the two results stand apart that ought to be one."""
    source = photo(path)
    high, wide = source.pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -3, 0.9)
    leant = cv2.warpAffine(
        source.pixels, turn, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    with TemporaryDirectory() as folder:
        found = [
            straighten_frame(plain(p), Tools(stored(p, folder)), turn="upright", fill=85, ratio="1:1")
            for p in (source.pixels, np.asarray(leant, np.uint8))
        ]
    off = abs(found[0].place[3] - found[1].place[3] - 3)
    shown = [small(each.source.pixels) for each in found]
    yield Case(off, f"{off:.2f}° apart", *shown)


def masked(path: Path) -> Iterator[Case]:
    """A cut-out on grey and on a busy photo: how little of the true outline is found, as IoU; shown whole."""
    source = photo(path)
    if source.alpha is None:
        return
    true = source.alpha > np.iinfo(source.alpha.dtype).max // 2
    busy = cv2.resize(photo(BUSY).pixels, true.shape[::-1], interpolation=cv2.INTER_LINEAR)
    for told, ground in (("grey", np.full_like(source.pixels, 190)), ("busy", busy)):
        laid = np.where(true[..., None], source.pixels, ground).astype(np.uint8)
        with TemporaryDirectory() as folder:
            tools = Tools(stored(laid, folder), model=model("subject-mask"))
            found = subject_mask(plain(laid), tools, grow=0).pixels[..., 0] > 127
        iou = float((found & true).sum() / max((found | true).sum(), 1))
        drawn = overlaid(laid, found.astype(np.uint8) * 255)
        yield Case(-iou, f"IoU {iou:.2f}, {told}", small(laid), small(drawn))


def upscaled(path: Path) -> Iterator[Case]:
    """Halved and doubled: how little nearer to the photo than by bicubic interpolation."""
    loaded = model("upscale")
    true = middle(path, 600).pixels
    low = cv2.resize(true, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    bicubic = cv2.resize(low, true.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    found = upscale(plain(np.asarray(low)), Tools(path, model=loaded), factor="2").source.pixels
    gain = psnr(true, found) - psnr(true, np.asarray(bicubic, np.uint8))
    yield case(-gain, f"{gain:+.2f} dB", np.asarray(bicubic, np.uint8), found, apart(true, found))


def extended(path: Path) -> Iterator[Case]:
    """A tenth cut off each side that has room, and grown again: ΔE2000 of the blurred ground."""
    source = photo(path)
    high, wide = source.pixels.shape[:2]
    if source.alpha is not None:
        return
    cut = source.pixels[:, wide // 10 : wide - wide // 10]
    with TemporaryDirectory() as folder:
        tools = Tools(stored(cut, folder))
        ratio = "16:9" if wide > 1.9 * high else "3:2" if wide > 1.3 * high else "1:1"
        found = background_extend(plain(cut), tools, ratio=ratio, margin=8, place="middle")
    made, (left, top) = found.source.pixels, (round(v) for v in found.place[:2])
    shift = wide // 10 - left
    over = slice(max(0, -shift), min(made.shape[1], wide - shift))
    body = made[top : top + high, over]
    true = source.pixels[:, over.start + shift : over.stop + shift]
    off = far(true, body)
    new = np.ones(off.shape, bool)
    new[:, max(0, left - over.start) : left - over.start + cut.shape[1]] = False
    if new.any():
        off[~new] = 0
        yield case(float(off[new].mean()), f"dE {off[new].mean():.2f}", true, body, off)


def finished(path: Path) -> Iterator[Case]:
    """Skin found by its colour, at setting 2: how much texture it takes (what is no skin shows itself so)."""
    source = photo(path)
    skin = skin_of(source, Tools(path))
    if skin.mean() < 0.02 or source.alpha is not None:
        return
    tools = Tools(path, skin)
    found = skin_finish(source, tools, finish=2)
    levels = [skin_level(each, tools)["texture"] for each in (source, found)]
    left = 100 * levels[1] / max(levels[0], 1e-6)
    yield case(
        -left, f"{left:.0f} % texture", source.pixels, found.pixels, apart(source.pixels, found.pixels)
    )


def recoloured(path: Path) -> Iterator[Case]:
    """A cut-out that there is in other colours too, in one shape: ΔE2000 to those where both differ."""
    parts, space = path.stem.split("_"), lab_space(None)
    if len(parts) < 3:
        return
    for other in sorted(path.parent.glob("_".join([*parts[:-2], "*", parts[-1]]) + path.suffix)):
        if other == path or len(other.stem.split("_")) != len(parts):
            continue
        one, true = (photo(p).pixels for p in (path, other))
        area = cv2.GaussianBlur(np.linalg.norm(space.lab(one) - space.lab(true), axis=-1), (0, 0), 1.5) > 8
        light, a, b = map(float, space.lab(true)[area].mean(axis=0))
        found = colourway(plain(one), Tools(path, area), lightness=light, a=a, b=b).pixels
        off = far(true, found, 1) * area
        mean = float(off[area].mean())
        yield case(mean, f"dE {mean:.1f}, was {parts[-2]}", true, found, off)


def removed(path: Path) -> Iterator[Case]:
    """A place filled where nothing was wrong: ΔE2000 of the blurred filling to what was there."""
    chance = np.random.default_rng(5)
    source, hole = planted(path, chance)
    wiped = np.where(hole[..., None], np.uint8(255) - source.pixels, source.pixels)
    found = remove(plain(wiped), Tools(path, hole), grow=0, seed=0).pixels
    off = far(source.pixels, found, 2) * hole
    yield case(float(off[hole].mean()), f"dE {off[hole].mean():.1f}", source.pixels, found, off)


def refined(path: Path) -> Iterator[Case]:
    """A place made warmer and blurred, as a filling might be: ΔE2000 that is left after."""
    chance = np.random.default_rng(6)
    source, hole = planted(path, chance)
    soft = cv2.GaussianBlur(source.pixels, (0, 0), 1.2).astype(np.float32) + np.array((8, 2, -6))
    spoilt = np.where(hole[..., None], np.clip(soft, 0, 255), source.pixels).astype(np.uint8)
    found = refine(plain(spoilt), Tools(path, hole), colour=1, grain=1, seed=0).pixels
    off = far(source.pixels, found, 2) * hole
    yield case(float(off[hole].mean()), f"dE {off[hole].mean():.1f} left", spoilt, found, off)


def alarmed(path: Path) -> Iterator[Case]:
    """A sound version, only lightened by a tenth and coded as JPEG at 88: how much of it is hot."""
    loaded = model("artefacts")
    source = middle(path)
    lighter = np.clip(source.pixels * 1.1, 0, 255).astype(np.uint8)
    with TemporaryDirectory() as folder:
        was = stored(source.pixels, folder, "before.png")
        after = Path(folder) / "after.jpg"
        cv2.imwrite(str(after), lighter[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, 88))
        heat = find_harm(after, was, loaded).map
    hot = 100 * float((heat > 127).mean())
    grown = np.ascontiguousarray(cv2.resize(heat, lighter.shape[1::-1]))
    drawn = overlaid(lighter, grown)
    yield case(hot, f"{hot:.1f} % hot", lighter, drawn, grown)


PASSES: dict[str, Cases] = {
    "denoise": denoised,
    "normalise-exposure": normalised,
    "background-clean": cleaned,
    "straighten-frame": framed,
    "subject-mask": masked,
    "upscale": upscaled,
    "background-extend": extended,
    "skin-finish": finished,
    "colourway": recoloured,
    "remove": removed,
    "refine": refined,
    "artefacts": alarmed,
}

OF_CUT_OUTS = {"background-clean", "colourway", "subject-mask"}
"""Passes that are measured on cut-outs alone, of which there are few."""
