"""What a generator wrote into a photo is found, whichever way it was written, and odd files do no harm."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from review_desk.domain.provenance import in_words, read_a1111, read_comfy
from review_desk.imaging.probe import probe

A1111 = """a gold ring on white, <lora:metal:0.8>
studio light
Negative prompt: blurry, hands
Steps: 28, Sampler: DPM++ 2M Karras, CFG scale: 6.5, Seed: 12345, Size: 1024x1024, Model hash: abc123, Model: jewel_v3, Denoising strength: 0.35, ControlNet 0: "Module: canny, Weight: 0.7", Version: v1.9"""  # noqa: E501

COMFY = {
    "3": {"class_type": "KSampler", "inputs": {"seed": 77, "steps": 20, "cfg": 4.0, "sampler_name": "euler",
          "denoise": 0.5, "positive": ["9", 0], "negative": ["7", 0]}},
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "packshot.safetensors"}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a mug", "clip": ["4", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "logo", "clip": ["4", 1]}},
    "9": {"class_type": "ControlNetApply", "inputs": {"conditioning": ["6", 0], "strength": 0.9}},
}  # fmt: skip


def made(path: Path, **texts: str) -> Path:
    told = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        told.add_itxt(name, text, zip=len(text) > 300)
    Image.new("RGB", (8, 6)).save(path, pnginfo=told)
    return path


def test_the_text_of_a1111_is_read_from_png(tmp_path: Path) -> None:
    found = probe(made(tmp_path / "a.png", parameters=A1111)).provenance
    assert found is not None
    assert found["generator"] == "A1111"
    assert found["prompt"].startswith("a gold ring on white")
    assert found["negative_prompt"] == "blurry, hands"
    assert (found["seed"], found["steps"], found["cfg"], found["denoise"]) == (12345, 28, 6.5, 0.35)
    assert (found["model"], found["model_hash"], found["sampler"]) == (
        "jewel_v3",
        "abc123",
        "DPM++ 2M Karras",
    )
    assert found["adapters"] == {"ControlNet 0": "Module: canny, Weight: 0.7"}


def test_and_from_the_comment_of_a_jpeg(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + A1111.encode("utf-16-be")
    Image.new("RGB", (8, 6)).save(tmp_path / "a.jpg", exif=exif)
    found = probe(tmp_path / "a.jpg").provenance
    assert found is not None
    assert found["seed"] == 12345


def test_the_graph_of_comfyui_is_followed_to_its_words(tmp_path: Path) -> None:
    found = probe(made(tmp_path / "c.png", prompt=json.dumps(COMFY), workflow="{}")).provenance
    assert found == {
        "generator": "ComfyUI", "prompt": "a mug", "negative_prompt": "logo", "seed": 77, "steps": 20,
        "cfg": 4.0, "sampler": "euler", "denoise": 0.5, "model": "packshot.safetensors",
        "adapters": {"ControlNetApply (9)": 0.9},
    }  # fmt: skip


def test_a_photo_that_says_nothing_has_none_and_its_facts_are_as_before(tmp_path: Path) -> None:
    found = probe(made(tmp_path / "plain.png"))
    assert found.provenance is None
    assert "provenance" not in found.to_json()


def test_the_creator_tool_of_xmp_is_told(tmp_path: Path) -> None:
    packet = '<x:xmpmeta><rdf:Description xmp:CreatorTool="Adobe Photoshop 27.1"/></x:xmpmeta>'
    found = probe(made(tmp_path / "x.png", **{"XML:com.adobe.xmp": packet})).provenance
    assert found == {"creator": "Adobe Photoshop 27.1"}


def test_a_link_that_runs_in_a_circle_ends() -> None:
    graph: dict[str, Any] = json.loads(json.dumps(COMFY))
    graph["9"]["inputs"]["conditioning"] = ["9", 0]
    assert "prompt" not in read_comfy(json.dumps(graph))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"1": 3}', "[" * 5000, '{"1": {"class_type": "KSampler"}}']
)
def test_what_is_no_graph_is_nothing_or_little(text: str) -> None:
    assert read_comfy(text) in ({}, {"generator": "ComfyUI"})


@given(st.text(max_size=300))
def test_any_words_are_read_without_harm(text: str) -> None:
    assert isinstance(read_a1111(text), dict)
    assert isinstance(read_comfy(text), dict)


@pytest.mark.timeout(20)
def test_a_chunk_that_unpacks_to_a_gigabyte_is_cut(tmp_path: Path) -> None:
    found = probe(made(tmp_path / "bomb.png", parameters="a" * 150_000_000 + "\nSteps: 1"))
    assert found.provenance is None


def test_a_recipe_is_said_in_words() -> None:
    told = dict(in_words(read_a1111(A1111)))
    assert told["Seed"] == "12345"
    assert dict(in_words({"edited": 2, "changed": {"share": 0.0125}})) == {
        "Edited by hand": "version 2, 1.25% changed"
    }
