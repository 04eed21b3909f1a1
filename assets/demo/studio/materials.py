"""Cycles materials, as small parametric functions. Colours are linear RGB 0..1."""

from __future__ import annotations

from typing import Any

import bpy

Colour = tuple[float, float, float]


def principled(name: str, colour: Colour, **inputs: Any) -> Any:
    """A material with one Principled BSDF; keyword names are input names with _ for a space."""
    mat = bpy.data.materials.new(name)
    mat.use_nodes = True
    node = mat.node_tree.nodes["Principled BSDF"]
    node.inputs["Base Color"].default_value = (*colour, 1.0)
    for key, value in inputs.items():
        node.inputs[key.replace("_", " ")].default_value = value
    return mat


def metal(colour: Colour, roughness: float = 0.12) -> Any:
    """Polished or brushed metal."""
    return principled("metal", colour, Metallic=1.0, Roughness=roughness)


def glass(colour: Colour, ior: float, roughness: float = 0.0, shadow: float = 0.85) -> Any:
    """Clear glass or gem; shadow rays pass with the tint times `shadow`, so that its shadow is soft."""
    mat = bpy.data.materials.new("glass")
    mat.use_nodes = True
    tree = mat.node_tree
    tree.nodes.clear()
    out = tree.nodes.new("ShaderNodeOutputMaterial")
    mix = tree.nodes.new("ShaderNodeMixShader")
    path = tree.nodes.new("ShaderNodeLightPath")
    clear = tree.nodes.new("ShaderNodeBsdfTransparent")
    body = tree.nodes.new("ShaderNodeBsdfGlass")
    body.inputs["Color"].default_value = (*colour, 1.0)
    body.inputs["IOR"].default_value = ior
    body.inputs["Roughness"].default_value = roughness
    clear.inputs["Color"].default_value = (*(shadow * c for c in colour), 1.0)
    tree.links.new(path.outputs["Is Shadow Ray"], mix.inputs[0])
    tree.links.new(body.outputs[0], mix.inputs[1])
    tree.links.new(clear.outputs[0], mix.inputs[2])
    tree.links.new(mix.outputs[0], out.inputs["Surface"])
    return mat


def emission(colour: Colour, strength: float, falloff: float = 0.0) -> Any:
    """A glowing surface; falloff 0..1 darkens it from its centre to its corners, as a softbox does."""
    mat = bpy.data.materials.new("emission")
    mat.use_nodes = True
    tree = mat.node_tree
    tree.nodes.clear()
    out = tree.nodes.new("ShaderNodeOutputMaterial")
    glow = tree.nodes.new("ShaderNodeEmission")
    glow.inputs["Color"].default_value = (*colour, 1.0)
    glow.inputs["Strength"].default_value = strength
    if falloff > 0:
        _falloff(tree, glow, strength, falloff)
    tree.links.new(glow.outputs[0], out.inputs["Surface"])
    return mat


def _falloff(tree: Any, glow: Any, strength: float, falloff: float) -> None:
    coords = tree.nodes.new("ShaderNodeTexCoord")
    gradient = tree.nodes.new("ShaderNodeTexGradient")
    gradient.gradient_type = "SPHERICAL"
    curve = tree.nodes.new("ShaderNodeMapRange")
    curve.inputs["From Max"].default_value = 0.8
    curve.inputs["To Min"].default_value = strength * (1 - falloff)
    curve.inputs["To Max"].default_value = strength
    tree.links.new(coords.outputs["Object"], gradient.inputs[0])
    tree.links.new(gradient.outputs["Fac"], curve.inputs["Value"])
    tree.links.new(curve.outputs[0], glow.inputs["Strength"])


def bump_noise(mat: Any, scale: float, strength: float, distance: float, voronoi: bool = False) -> Any:
    """Add a fine procedural relief: noise (cloth, putty) or voronoi cells (leather grain)."""
    tree = mat.node_tree
    coords = tree.nodes.new("ShaderNodeTexCoord")
    texture = tree.nodes.new("ShaderNodeTexVoronoi" if voronoi else "ShaderNodeTexNoise")
    texture.inputs["Scale"].default_value = scale
    tree.links.new(coords.outputs["Object"], texture.inputs["Vector"])
    _bump(tree, texture.outputs[0], strength, distance)
    return mat


def bump_image(mat: Any, image: Any, strength: float, distance: float, repeat: tuple[float, float]) -> Any:
    """Add relief from a height image in UV space, repeated (u, v) times."""
    tree = mat.node_tree
    texture = _image_node(tree, image, repeat)
    texture.image.colorspace_settings.name = "Non-Color"
    _bump(tree, texture.outputs["Color"], strength, distance)
    return mat


def colour_image(mat: Any, image: Any, repeat: tuple[float, float] = (1.0, 1.0)) -> Any:
    """Take the base colour (and the coverage) from an sRGB image in UV space."""
    tree = mat.node_tree
    texture = _image_node(tree, image, repeat)
    tree.links.new(texture.outputs["Alpha"], tree.nodes["Principled BSDF"].inputs["Alpha"])
    tree.links.new(texture.outputs["Color"], tree.nodes["Principled BSDF"].inputs["Base Color"])
    return mat


def _image_node(tree: Any, image: Any, repeat: tuple[float, float]) -> Any:
    coords = tree.nodes.new("ShaderNodeTexCoord")
    mapping = tree.nodes.new("ShaderNodeMapping")
    mapping.inputs["Scale"].default_value = (*repeat, 1.0)
    texture = tree.nodes.new("ShaderNodeTexImage")
    texture.image = image
    texture.interpolation = "Cubic"
    tree.links.new(coords.outputs["UV"], mapping.inputs["Vector"])
    tree.links.new(mapping.outputs["Vector"], texture.inputs["Vector"])
    return texture


def _bump(tree: Any, height: Any, strength: float, distance: float) -> None:
    bump = tree.nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = strength
    bump.inputs["Distance"].default_value = distance
    tree.links.new(height, bump.inputs["Height"])
    tree.links.new(bump.outputs["Normal"], tree.nodes["Principled BSDF"].inputs["Normal"])
