"""What a generator wrote into a picture of how it was made: prompt, seed, sampler, model.

Two dialects: the text of A1111 and its kin (`parameters`), and the graph that ComfyUI keeps (`prompt`, JSON).
Both are other people's words: they are read within limits, kept as they are, and never obeyed.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from review_desk.domain.c2pa import manifest as c2pa

LONGEST = 200_000
"""Characters of a text that are looked at."""

_LONGEST_VALUE = 4000
_MOST_NODES = 2000
_DEEPEST = 40

_SETTING = re.compile(r'\s*([\w][\w \-/]{0,40}):\s*("(?:\\.|[^"\\])*"|[^,]*)(?:,|$)')
_NUMBERS = {"seed": int, "steps": int, "cfg": float, "denoise": float}
_A1111 = {
    "seed": "seed",
    "steps": "steps",
    "sampler": "sampler",
    "cfg scale": "cfg",
    "denoising strength": "denoise",
    "model": "model",
    "model hash": "model_hash",
    "version": "version",
}

Facts = dict[str, Any]


def read_a1111(text: str) -> Facts:
    """The prompt, the negative prompt and the settings of the last line; {} where it is no such text."""
    lines = text[:LONGEST].strip().splitlines()
    if not lines:
        return {}
    settings = _settings(lines[-1])
    if "steps" not in {name.casefold() for name in settings}:
        return {}
    prompt, _, negative = "\n".join(lines[:-1]).partition("Negative prompt:")
    found: Facts = {"generator": "A1111", "prompt": prompt.strip(), "negative_prompt": negative.strip()}
    for name, value in settings.items():
        known = _A1111.get(name.casefold())
        if known:
            found[known] = _number(known, value)
        elif name.casefold().startswith(("controlnet", "lora", "ip-adapter")):
            found.setdefault("adapters", {})[name] = value[:_LONGEST_VALUE]
    return _short(found)


def _settings(line: str) -> dict[str, str]:
    return {name.strip(): value.strip().strip('"') for name, value in _SETTING.findall(line[:_LONGEST_VALUE])}


def read_comfy(text: str) -> Facts:
    """Seed, sampler, model, prompts and adapter weights of the graph; {} where it is none."""
    try:
        graph = json.loads(text[:LONGEST])
    except (ValueError, RecursionError):
        return {}
    if not isinstance(graph, dict) or not 0 < len(graph) <= _MOST_NODES:
        return {}
    nodes = {key: node for key, node in graph.items() if isinstance(node, dict) and "class_type" in node}
    samplers = [node for node in nodes.values() if "Sampler" in str(node["class_type"])]
    if not samplers:
        return {}
    inputs = _inputs(samplers[-1])
    found: Facts = {
        "generator": "ComfyUI",
        "prompt": _text(nodes, inputs.get("positive")),
        "negative_prompt": _text(nodes, inputs.get("negative")),
        "seed": inputs.get("seed", inputs.get("noise_seed")),
        "sampler": inputs.get("sampler_name"),
        **{name: inputs.get(name) for name in ("steps", "cfg", "denoise")},
        "model": next(_named(nodes, "ckpt_name", "unet_name"), None),
        "adapters": dict(_adapters(nodes)),
    }
    return _short(found)


def _inputs(node: Mapping[str, Any]) -> Mapping[str, Any]:
    found = node.get("inputs")
    return found if isinstance(found, dict) else {}


def _text(nodes: Mapping[str, Any], link: Any, deep: int = 0) -> str:
    """The words at the end of a chain of links: conditioning nodes hand on what came into them."""
    if deep > _DEEPEST or not (isinstance(link, list) and link and str(link[0]) in nodes):
        return link if isinstance(link, str) else ""
    inputs = _inputs(nodes[str(link[0])])
    if isinstance(inputs.get("text"), str):
        return str(inputs["text"])
    chained = ("text", "conditioning", "positive", "conditioning_1")
    return next(filter(None, (_text(nodes, inputs.get(name), deep + 1) for name in chained)), "")


def _named(nodes: Mapping[str, Any], *names: str) -> Iterator[str]:
    for node in nodes.values():
        yield from (str(value) for name, value in _inputs(node).items() if name in names)


def _adapters(nodes: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Weights of LoRA, ControlNet and IP-Adapter nodes, by what they load or what they are."""
    for key, node in nodes.items():
        inputs = _inputs(node)
        for name in ("strength_model", "strength", "weight"):
            if isinstance(inputs.get(name), int | float):
                what = inputs.get("lora_name") or inputs.get("control_net_name") or node["class_type"]
                yield f"{what} ({key})", inputs[name]
                break


def _number(name: str, value: str) -> Any:
    try:
        return _NUMBERS[name](value) if name in _NUMBERS else value
    except ValueError:
        return value


def _short(found: Facts) -> Facts:
    """Without what is not known, and with long words cut."""
    return {
        name: value[:_LONGEST_VALUE] if isinstance(value, str) else value
        for name, value in found.items()
        if value not in (None, "", {})
    }


_TITLES = {
    "generator": "Generator",
    "creator": "Made with",
    "pass": "Pass",
    "model": "Model",
    "prompt": "Prompt",
    "negative_prompt": "Not",
    "seed": "Seed",
    "sampler": "Sampler",
    "steps": "Steps",
    "cfg": "CFG",
    "denoise": "Denoise",
}


def in_words(recipe: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A recipe for reading: what is known of how a version came about, title and value."""
    known = {name: recipe[name] for name in _TITLES if recipe.get(name) not in (None, "")}
    told = [(_TITLES[name], str(value)) for name, value in known.items()]
    told += [(str(name), str(weight)) for name, weight in (recipe.get("adapters") or {}).items()]
    if isinstance(claimed := recipe.get("c2pa"), dict):
        told += c2pa.in_words(claimed)
    elif claimed:  # as the desk kept it before it read manifests
        told.append(("C2PA", str(claimed)))
    if "edited" in recipe:
        share = recipe["changed"]["share"]
        told.append(("Edited by hand", f"version {recipe['edited']}, {share:.2%} changed"))
    return told
