"""Light AI passes on ONNX Runtime."""
