"""Small pictures of photos, for lists and the grid: from the cache, or made by a worker."""

from review_desk.ui.thumbnails.drawing import draw_fitted
from review_desk.ui.thumbnails.ladder import LADDER, rung
from review_desk.ui.thumbnails.provider import Thumbnails

__all__ = ["LADDER", "Thumbnails", "draw_fitted", "rung"]
