"""Files as labelme writes them, and the parts of the picture that it takes their shapes for.

    pip install labelme==6.3.1 onnxruntime
    python scripts/golden/labelme_files.py test/fixtures/golden
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import PIL.Image
from labelme._label_file import read_label_file, write_label_file
from labelme.utils import shape_to_mask

SHAPES = {
    "a": [
        ("ant", "rectangle", [[30, 5], [10, 25]]),
        ("bee", "polygon", [[1, 2], [20.5, 3], [11, 30]]),
        ("bee", "circle", [[25, 20], [28, 24]]),
        ("ant", "point", [[3, 3]]),
        ("ant", "linestrip", [[3, 3], [9, 9], [12, 3]]),
        ("bee", "oriented_rectangle", [[10, 10], [20, 5], [25, 15], [15, 20]]),
    ],
    "b": [("ant", "rectangle", [[0, 0], [49, 39]])],
}


def shape(label, kind, points):
    return dict(label=label, points=points, shape_type=kind, flags={}, description="", group_id=None)


def box_of(read):
    """Of the pixels that are drawn, both edges included."""
    ys, xs = np.nonzero(shape_to_mask((40, 50), read["points"], read["shape_type"]))
    return [int(xs.min()), int(ys.min()), int(xs.max() - xs.min()), int(ys.max() - ys.min())]


root = Path(sys.argv[1]) / "labelme"
shutil.rmtree(root, ignore_errors=True)
(root / "images").mkdir(parents=True)
(root / "labels").mkdir()
expected = {}
for number, (name, shapes) in enumerate(SHAPES.items()):
    pixels = np.random.default_rng(number).integers(0, 256, (4, 5, 3), dtype=np.uint8)
    image = root / "images" / f"{name}.png"
    PIL.Image.fromarray(np.kron(pixels, np.ones((10, 10, 1), np.uint8))).save(image)
    file = root / "labels" / f"{name}.json"
    write_label_file(
        str(file),
        shapes=[shape(*s) for s in shapes],
        image_path=f"..\\images\\{name}.png",
        image_height=40,
        image_width=50,
        image_data=image.read_bytes(),
        flags={"checked": True},
    )
    read = read_label_file(str(file)).shapes
    expected[name] = [
        {"label": s["label"], "box": box_of(s)} for s in read if s["shape_type"] not in ("point", "linestrip")
    ]
(root.parent / "labelme.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
