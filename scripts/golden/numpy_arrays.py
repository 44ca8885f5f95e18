"""Arrays written by NumPy, and what it reads in them.

    python scripts/golden/numpy_arrays.py test/fixtures/golden/numpy
"""

import hashlib
import json
import pathlib
import sys

import numpy

folder = pathlib.Path(sys.argv[1])
random = numpy.random.default_rng(1)


def pictures(*shape):
    return random.integers(0, 256, shape, dtype=numpy.uint8)


numbers = numpy.array([3, 5, 3])
PAIRS = {
    # As Keras and MedMNIST publish them.
    "keras": {"x_train": pictures(3, 4, 5), "y_train": numbers, "x_test": pictures(2, 4, 5), "y_test": numbers[:2]},
    "medmnist": {"train_images": pictures(3, 2, 2, 3), "train_labels": numbers.astype(numpy.uint8)[:, None]},
    "names": {"images": pictures(3, 1, 4, 5), "labels": numpy.array(["cat", "ü–日本", "cat"])},
    "bytes": {"X": pictures(3, 9), "y": numpy.array([b"cat", b"dog", b"cat"])},
    "oneHot": {"data": pictures(3, 2, 2, 1), "targets": numpy.eye(4, dtype=numpy.float32)[[1, 3, 1]]},
    "floats": {"x": pictures(3, 2, 2), "y": numbers.astype(numpy.float64)},
    "pair": {"x_train": pictures(3, 4, 5), "y_train": numbers.astype(numpy.int16)},
    "alone": {"k49-train-imgs": pictures(3, 4, 5), "k49-train-labels": numbers.astype(numpy.uint8)},
}


def text(label):
    if isinstance(label, bytes):
        return label.decode()
    if isinstance(label, numpy.ndarray):
        return str(label.argmax() if label.size > 1 else label[0])
    return str(int(label)) if isinstance(label, numpy.floating) else str(label)


def expected(prefix, images, labels):
    return [
        {"path": f"{prefix}/{i}", "label": text(label), "sha256": hashlib.sha256(image.tobytes()).hexdigest()}
        for i, (image, label) in enumerate(zip(images, labels))
    ]


datasets = {}
for name, arrays in PAIRS.items():
    here = folder / name
    here.mkdir(parents=True, exist_ok=True)
    names = list(arrays)
    if name == "pair":
        for array in names:
            numpy.save(here / array, arrays[array])
        read = {f"{array}.npy": numpy.load(here / f"{array}.npy") for array in names}
    elif name == "alone":
        for array in names:
            numpy.savez(here / array, arrays[array])
        read = {f"{array}.npz": numpy.load(here / f"{array}.npz")["arr_0"] for array in names}
    else:
        numpy.savez(here / "data.npz", **arrays)
        loaded = numpy.load(here / "data.npz")
        read = {f"data.npz/{array}": loaded[array] for array in names}
    keys = list(read)
    datasets[name] = sorted(
        (image for i in range(0, len(keys), 2) for image in expected(keys[i], read[keys[i]], read[keys[i + 1]])),
        key=lambda image: image["path"],
    )
(folder / "expected.json").write_text(json.dumps(datasets, indent=1, ensure_ascii=False) + "\n")
