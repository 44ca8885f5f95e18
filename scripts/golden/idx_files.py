"""Files written by `idx2numpy`, and what it reads in them.

    python scripts/golden/idx_files.py test/fixtures/golden/idx
"""

import gzip
import hashlib
import json
import pathlib
import sys

import idx2numpy
import numpy

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
random = numpy.random.default_rng(1)
FILES = {
    "train-images-idx3-ubyte": (5, 4, 3),
    "t10k-images-idx3-ubyte": (3, 4, 3),
    "emnist-letters-test-images.idx4-ubyte": (3, 2, 4, 3),
    "flat-images.idx2-ubyte": (2, 9),
}
expected = []
for name, shape in FILES.items():
    labels = name.replace("images", "labels")
    labels = labels[: labels.index("idx")] + "idx1-ubyte"
    idx2numpy.convert_to_file(str(folder / name), random.integers(0, 256, shape, dtype=numpy.uint8))
    idx2numpy.convert_to_file(str(folder / labels), numpy.arange(shape[0], dtype=numpy.uint8) % 3 + 1)
    images, classes = (idx2numpy.convert_from_file(str(folder / file)) for file in (name, labels))
    for i, (image, label) in enumerate(zip(images, classes)):
        digest = hashlib.sha256(image.tobytes()).hexdigest()
        expected.append({"path": f"{name}/{i}", "label": str(label), "sha256": digest})
expected.sort(key=lambda image: image["path"])
# Both are there where torchvision has unpacked what it fetched.
for name in ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"):
    (folder / f"{name}.gz").write_bytes(gzip.compress((folder / name).read_bytes(), mtime=0))
(folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
