"""What a model file asks for, read from its bytes before ONNX Runtime sees them.

ONNX is a protobuf message; the numbers of its fields are those of onnx.proto3 (ONNX 1.23). Only what may
reach outside of the file is looked for, and what it declares of its inputs and answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from review_desk.errors import BadInput

_DOMAINS = ("", "ai.onnx", "ai.onnx.ml")
"""Operators of the standard itself. Others need a library of somebody else's to be loaded."""

_BUILT_IN = "com.microsoft"
_QUANTISED = (
    "DequantizeLinear QuantizeLinear DynamicQuantizeMatMul MatMulIntegerToFloat MatMulInteger16 MulInteger "
    "QGemm QLinearAdd QLinearAveragePool QLinearConcat QLinearConv QLinearGlobalAveragePool "
    "QLinearLeakyRelu QLinearMul QLinearReduceMean QLinearSigmoid QLinearSoftmax QLinearWhere "
    "ReduceSumInteger"
)
_FUSED = (
    "BiasAdd BiasGelu BiasSplitGelu FastGelu FusedConv FusedGemm FusedMatMul FusedMatMulActivation Gelu "
    "GroupNorm NhwcConv NhwcFusedConv NhwcMaxPool QuickGelu SkipGroupNorm SkipLayerNormalization "
    "TransposeMatMul"
)
_CALCULATING = frozenset(f"{_QUANTISED} {_FUSED}".split())
"""What ONNX Runtime has built in for quantised and fused networks: calculations and nothing else. Of the same
domain EPContext reads other files, Snpe runs a blob, and others hold text or what was said before.
"""

_DEEPEST = 64
_EXTERNAL = 1
_MODEL = {7: "graph", 25: "function"}
_GRAPH = {1: "node", 5: "tensor", 15: "sparse"}
_NODE = {5: "attribute"}
_NAME, _DOMAIN = 4, 7
"""Of a node."""

_ATTRIBUTE = {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"}
_INSIDE: dict[str, dict[int, str]] = {
    "model": _MODEL, "graph": _GRAPH, "node": _NODE, "attribute": _ATTRIBUTE, "tensor": {},
    "sparse": {1: "tensor", 2: "tensor"}, "function": {7: "node"},
}  # fmt: skip

_NO_MODEL = "is no ONNX model, or only a part of one"


@dataclass
class Asked:
    """`operators` by domain and name, and how many tensors are kept in other files."""

    operators: set[tuple[str, str]] = field(default_factory=set)
    outside: int = 0
    nodes: int = 0


def require_plain(content: bytes, name: str) -> None:
    """Raises BadInput where a model is none, needs other files, or operators that are not ONNX's own."""
    asked = Asked()
    try:
        _walk(memoryview(content), "model", asked, 0)
    except (IndexError, ValueError) as error:
        raise BadInput(f"{name} {_NO_MODEL}.") from error
    if not asked.nodes:
        raise BadInput(f"{name} {_NO_MODEL}.")
    if asked.outside:
        raise BadInput(f"{name} keeps weights in other files; a model must be one file.")
    others = sorted({_foreign(*each) for each in asked.operators} - {""})
    if others:
        raise BadInput(f"{name} needs operators that are not ONNX's own ({', '.join(others)[:80]}).")


def _foreign(domain: str, name: str) -> str:
    """What stands in the way, as a sentence lists it; "" for an operator that may run."""
    if domain in _DOMAINS or (domain == _BUILT_IN and name in _CALCULATING):
        return ""
    return f"{domain}: {name}" if domain == _BUILT_IN else domain


def _walk(message: memoryview, kind: str, asked: Asked, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    asked.nodes += kind == "node"
    named = {_NAME: "", _DOMAIN: ""}
    for number, value in _fields(message):
        inside = _INSIDE[kind].get(number)
        if isinstance(value, int):
            asked.outside += kind == "tensor" and number == 14 and value == _EXTERNAL
        elif inside:
            _walk(value, inside, asked, depth + 1)
        elif kind == "tensor" and number == 13:
            asked.outside += 1
        elif kind == "node" and number in named:
            named[number] = bytes(value[:200]).decode("utf-8", "replace")
    if kind == "node":
        asked.operators.add((named[_DOMAIN], named[_NAME]))


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """The fields of a message: number, and its value where that is one number, else its bytes."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value, at = _varint(message, at)
            yield number, value
            continue
        length, at = _varint(message, at) if wire == 2 else ({1: 8, 5: 4}[wire] if wire in (1, 5) else -1, at)
        if length < 0 or at + length > len(message):
            raise ValueError("cut short")
        yield number, message[at : at + length]
        at += length


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("no number")
