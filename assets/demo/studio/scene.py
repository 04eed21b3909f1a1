"""The studio: sweep, softboxes, flags, camera, and the renders (linear colour and part masks)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from bpy_extras.object_utils import world_to_camera_view
from mathutils import Vector

from . import materials
from .build import Product, add
from .geometry import Mesh, grid_faces

Point = tuple[float, float, float]


@dataclass
class Shot:
    """Where the camera stands and how the set is lit. Lengths in scene units, angles in degrees."""

    target: Point = (0.0, 0.0, 1.2)
    distance: float = 14.0
    elevation: float = 10.0
    frame_height: float = 3.5
    aperture: float = 0.2
    focus: Point | None = None
    key: float = 1.0
    fill: float = 1.0
    top: float = 1.0
    front: float = 1.0
    back: float = 1.0
    flags: bool = True
    sweep_grey: float = 0.62
    ambient: float = 0.5


def reset(samples: int, seed: int, guides: str = "FAST") -> Any:
    """An empty scene with Cycles on the processor and the denoiser on; guides is its prefilter, or NONE."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device, cycles.samples, cycles.seed = "CPU", samples, seed
    cycles.use_adaptive_sampling, cycles.adaptive_threshold = True, 0.05
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.denoising_prefilter = guides
    cycles.denoising_input_passes = "RGB" if guides == "NONE" else "RGB_ALBEDO_NORMAL"
    cycles.max_bounces, cycles.glossy_bounces, cycles.transmission_bounces = 14, 6, 14
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 6.0
    scene.view_settings.view_transform = "Raw"
    return scene


def set_world(scene: Any, ambient: float) -> None:
    """A dim even room: what polished metal shows where no softbox stands."""
    world = bpy.data.worlds.new("room")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs[0].default_value = (ambient, ambient, ambient, 1.0)
    scene.world = world


def add_sweep(grey: float) -> Any:
    """The paper sweep: floor, curve and wall in one sheet."""
    turn = [(6 + 4 * math.sin(a), 4 - 4 * math.cos(a)) for a in np.linspace(0, math.pi / 2, 24)]
    line = np.array([(-16.0, 0.0), (-4.0, 0.0), *turn, (10.0, 26.0)])
    xs = np.array([-30.0, 30.0])
    verts = np.array([(x, y, z) for y, z in line for x in xs])
    mat = materials.principled("sweep", (grey, grey, grey), Roughness=0.75)
    return add(Mesh(verts, grid_faces(len(line), 2, wrap=False)), mat, "sweep", smooth=60)


def add_panel(name: str, at: Point, size: tuple[float, float], mat: Any, aim: Point = (0.0, 0.0, 1.0)) -> Any:
    """A flat panel (softbox or flag) at a place, facing a point; unseen by the camera itself."""
    w, h = size[0] / 2, size[1] / 2
    obj = add(
        Mesh(np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)]) * 1.0, [(0, 1, 2, 3)]),
        mat,
        name,
        None,
    )
    obj.location = at
    obj.rotation_euler = (Vector(at) - Vector(aim)).to_track_quat("Z", "Y").to_euler()
    obj.scale = (w, h, 1.0)
    obj.visible_camera = False
    return obj


def add_lights(shot: Shot) -> None:
    """Key softbox on the left, strip on the right, overhead bank, wash for the wall, black flags."""
    white = (1.0, 1.0, 1.0)
    for name, at, size, power in (
        ("key", (-6.0, -4.5, 5.0), (4.5, 6.0), 9.0 * shot.key),
        ("fill", (7.0, -3.0, 3.0), (2.2, 7.0), 6.0 * shot.fill),
        ("top", (0.0, 0.5, 8.5), (8.0, 6.0), 6.5 * shot.top),
        ("front", (0.0, -9.0, 6.5), (7.0, 2.5), 5.0 * shot.front),
        ("back", (0.0, 5.0, 9.5), (12.0, 2.5), 5.0 * shot.back),
    ):
        aim = (0.0, 9.0, 3.0) if name == "back" else (0.0, 0.0, 1.0)
        add_panel(name, at, size, materials.emission(white, power, falloff=0.45), aim)
    if shot.flags:
        black = materials.principled("flag", (0.01, 0.01, 0.01), Roughness=1.0)
        add_panel("flag left", (-2.6, -7.5, 1.6), (1.5, 6.0), black)
        add_panel("flag right", (3.2, -7.0, 1.6), (1.5, 6.0), black)


def add_camera(scene: Any, shot: Shot, size: tuple[int, int], overscan: float) -> Any:
    """A long-lens portrait camera; overscan widens the frame by that factor on every side."""
    camera = bpy.data.cameras.new("camera")
    obj = bpy.data.objects.new("camera", camera)
    scene.collection.objects.link(obj)
    lift = math.radians(shot.elevation)
    offset = Vector((0.0, -math.cos(lift), math.sin(lift))) * shot.distance
    obj.location = Vector(shot.target) + offset
    obj.rotation_euler = offset.to_track_quat("Z", "Y").to_euler()
    camera.sensor_fit, camera.sensor_height = "VERTICAL", 36.0
    camera.lens = 36.0 * shot.distance / (shot.frame_height * overscan)
    camera.dof.use_dof = True
    camera.dof.aperture_fstop = camera.lens / 1000.0 / shot.aperture
    focus = Vector(shot.focus or shot.target)
    camera.dof.focus_distance = (obj.location - focus).length
    scene.camera = obj
    scene.render.resolution_x, scene.render.resolution_y = (round(n * overscan) for n in size)
    scene.render.resolution_percentage = 100
    return obj


def frame_on(scene: Any, camera: Any, objects: list[Any], margin: float = 0.07) -> None:
    """Render only the part of the frame that the objects and their near shadows take up."""
    bpy.context.view_layer.update()
    corners = [obj.matrix_world @ Vector(c) for obj in objects for c in obj.bound_box]
    at = [world_to_camera_view(scene, camera, corner) for corner in corners]
    settings = scene.render
    settings.use_border, settings.use_crop_to_border = True, False
    settings.border_min_x = max(min(p.x for p in at) - margin, 0.0)
    settings.border_max_x = min(max(p.x for p in at) + margin, 1.0)
    settings.border_min_y = max(min(p.y for p in at) - margin, 0.0)
    settings.border_max_y = min(max(p.y for p in at) + margin, 1.0)


def render(scene: Any, path: Path) -> None:
    """Render linear half-float colour to an EXR file."""
    image = scene.render.image_settings
    image.file_format, image.color_mode, image.color_depth = "OPEN_EXR", "RGB", "16"
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)


def render_masks(scene: Any, product: Product, path: Path) -> None:
    """Render coverage per part, exact and antialiased: body red, stone green, print blue."""
    glow = {
        "body": materials.emission((1.0, 0.0, 0.0), 1.0),
        "stone": materials.emission((0.0, 1.0, 0.0), 1.0),
        "print": materials.emission((0.0, 0.0, 1.0), 1.0),
    }
    for part, objects in product.parts.items():
        for obj in objects:
            obj.data.materials.clear()
            obj.data.materials.append(glow[part])
    for obj in scene.objects:
        if obj.type == "MESH" and obj not in product.objects():
            obj.hide_render = True
    scene.world.node_tree.nodes["Background"].inputs[1].default_value = 0.0
    scene.cycles.use_denoising = False
    scene.cycles.samples, scene.cycles.max_bounces = 20, 0
    render(scene, path)


def render_empty(scene: Any, product: Product, path: Path) -> None:
    """Render the set without the product at a quarter size: the plate that shadows are measured against."""
    for obj in [*product.objects(), *product.stand]:
        obj.hide_render = True
    scene.render.resolution_percentage = 25
    render(scene, path)
    scene.render.resolution_percentage = 100
    for obj in product.objects():
        obj.hide_render = False


def project(scene: Any, camera: Any, point: Point) -> tuple[float, float]:
    """A world point in pixels of the rendered frame, from the top left."""
    at = world_to_camera_view(scene, camera, Vector(point))
    return (float(at.x * scene.render.resolution_x), float((1 - at.y) * scene.render.resolution_y))
