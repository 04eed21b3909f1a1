"""Remove: what is marked goes, and what lies round it goes on in its place.

On smooth ground its slow surface goes on, with grain like the ground's own; elsewhere patches of the
surroundings are taken, texture and edges with them. Nothing outside of the grown mark is changed.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.decode import Source
from review_desk.imaging.measures.masks import grown
from review_desk.passes.exemplar import exemplar_fill
from review_desk.passes.full_size import Map, resized
from review_desk.passes.holes import Hole, holes
from review_desk.passes.membrane import membrane
from review_desk.passes.refine import refined
from review_desk.passes.session import Session
from review_desk.passes.tools import Tools

Mask = NDArray[np.bool_]

_MOST = 120_000
"""Pixels whose patches are compared; of a larger hole those of half the size."""

_RING = 20
"""Pixels round a hole that tell whether its ground is smooth."""

_SLOW = 3.0
_WAVES = 0.35
_CODE = 0.7 / 255
"""Ground is smooth where, once its slow surface is taken off and the grain blurred away by sigma 3, no more
is left than this share of the grain, or this: sigma 3 leaves a tenth of white noise, a third of what JPEG
made of it.
"""


def remove(source: Source, tools: Tools, *, grow: float, seed: float) -> Source:
    """The photo without what its region marks, grown by `grow` pixels; another `seed` fills it otherwise.

    A studio's model of the task fills it instead, where there is one.

    Raises Refused where too much is marked, or nothing whole is left to fill it from.
    """
    out = source.pixels.copy()
    for hole in holes(source, tools.marked, grow=round(grow)):
        photo = hole.codes(out)
        if tools.model is None:
            hole.put(_filled(photo, hole, seed=int(seed)), out)
        else:
            hole.put(_by_model(photo, hole, tools.model, seed=int(seed)), out)
    return replace(source, pixels=out)


def _by_model(photo: Map, hole: Hole, model: Session, *, seed: int) -> Map:
    """Filled by a studio's model: it is given the whole place, made smaller where its tile is, and what it
    answers is matched to the ring, for what was made smaller has no grain.
    """
    height, width = hole.marked.shape
    scale = min(1.0, model.card.tile / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    mask = (cv2.resize(hole.marked.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0).astype(
        np.float32
    )
    three = photo.repeat(3, axis=2) if photo.shape[2] == 1 else photo
    bare = resized(three, size) * (1 - mask[..., None])
    given = np.ascontiguousarray(bare.transpose(2, 0, 1)[None], np.float32)
    answer = np.clip(model.run(given, mask=mask[None, None])[0].transpose(1, 2, 0), 0, 1)
    large = resized(answer, (width, height), cv2.INTER_CUBIC)
    own = large.mean(axis=2, keepdims=True) if photo.shape[2] == 1 else large
    found = np.where(hole.marked[..., None], own, photo).astype(np.float32)
    return refined(found, hole.marked, hole.usable, colour=1, grain=1, seed=seed)


def _filled(photo: Map, hole: Hole, *, seed: int) -> Map:
    ring = grown(hole.marked, 2 * _RING + 1) & hole.usable
    surface = _slow_surface(photo, ring, hole.marked)
    if surface is not None:
        bare = np.where(hole.marked[..., None], surface, photo)
        return refined(bare, hole.marked, hole.usable, colour=0, grain=1, seed=seed)
    found = exemplar_fill(photo, hole.marked, hole.usable, seed=seed, most=_MOST)
    if found is None:
        raise Refused("Too little is left round a mark to fill it from: mark less, or in parts.")
    return refined(found, hole.marked, hole.usable, colour=1, grain=0, seed=seed)


def _slow_surface(photo: Map, ring: Mask, hole: Mask) -> Map | None:
    """(h, w, C) a smooth ground carried on over the hole; None where it is not smooth."""
    if np.count_nonzero(ring) < 50:
        return None
    plain = _quadric(photo, ring)
    rest = (photo - plain) * ring[..., None]
    there = cv2.GaussianBlur(ring.astype(np.float32), (0, 0), _SLOW)
    soft = cv2.GaussianBlur(rest, (0, 0), _SLOW).reshape(rest.shape)
    slow = np.asarray(soft / np.maximum(there, 1e-3)[..., None], np.float32)
    waves, grain = slow[ring].std(axis=0), (rest - slow)[ring].std(axis=0)
    if (waves > np.maximum(_WAVES * grain, _CODE)).any():
        return None
    return np.asarray(plain + membrane(slow, ring | ~grown(hole, 2 * _RING + 1)), np.float32)


def _quadric(photo: Map, where: Mask) -> Map:
    """(h, w, C) the surface of second degree nearest to the photo at `where`, by least squares."""
    y, x = np.indices(where.shape, np.float32)
    y, x = (y / where.shape[0] - 0.5), (x / where.shape[1] - 0.5)
    terms = np.stack((np.ones_like(x), x, y, x * x, x * y, y * y), axis=-1)
    factors = np.linalg.lstsq(terms[where], photo[where], rcond=None)[0]
    return np.asarray(terms @ factors, np.float32)
