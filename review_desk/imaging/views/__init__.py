"""Analysis views: pure functions from the visible pane to a picture that shows one quality of it."""

from review_desk.imaging.views.halo import HaloProfile, halo_profile
from review_desk.imaging.views.legend import Mark
from review_desk.imaging.views.table import VIEWS, Parameter, ViewKind

__all__ = ["VIEWS", "HaloProfile", "Mark", "Parameter", "ViewKind", "halo_profile"]
