"""Light AI passes on ONNX Runtime."""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# ONNX Runtime 1.31 otherwise keeps a device id in the person's cache folder and looks up a host when it is
# imported; the desk works with no network at all and tells nobody anything.
