"""Datasets as the tools of the field write them, and what those tools read in them.

    pip install datumaro==1.13.12
    python scripts/golden/annotations.py test/fixtures/golden
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
from datumaro.components.annotation import Bbox, Label, Points, Polygon, PolyLine, RotatedBbox
from datumaro.components.dataset import Dataset
from datumaro.components.dataset_base import DatasetItem
from datumaro.components.media import Image

CLASSES = ["ant", "bee", "wasp & hornet"]


def picture(seed):
    pixels = np.random.default_rng(seed).integers(0, 256, (4, 5, 3), dtype=np.uint8)
    return Image.from_numpy(np.kron(pixels, np.ones((10, 10, 1), np.uint8)))


def boxes(annotations, classes):
    return [
        {"label": classes[a.label], "box": [round(v, 3) for v in a.get_bbox()]}
        for a in annotations
        if a.type.name in ("bbox", "polygon", "rotated_bbox")
    ]


def write(folder, form, items, importer):
    shutil.rmtree(folder, ignore_errors=True)
    Dataset.from_iterable(items, categories=CLASSES).export(str(folder), form, save_media=True)
    read = Dataset.import_from(str(folder), importer)
    classes = [label.name for label in read.categories()[next(c for c in read.categories() if c.name == "label")].items]
    expected = {item.id: boxes(item.annotations, classes) for item in read}
    Path(f"{folder}.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")


def voc(folder):
    items = [
        DatasetItem("a_1", subset="train", media=picture(1), annotations=[Bbox(2, 3, 10.5, 20, label=0), Bbox(20, 5, 25, 30, label=2)]),
        DatasetItem("b_2", subset="train", media=picture(2), annotations=[Bbox(0, 0, 50, 40, label=1, attributes={"difficult": True})]),
        DatasetItem("deep/c", subset="val", media=picture(3), annotations=[Bbox(1.25, 2.5, 8, 8, label=1)]),
    ]
    write(folder, "voc_detection", items, "voc")


def cvat(folder):
    items = [
        DatasetItem(
            "a-1",
            subset="default",
            media=picture(4),
            annotations=[
                Bbox(2, 3, 10.5, 20, label=0),
                Points([1, 2, 3, 4], label=1),
                Polygon([1, 1, 30, 2.25, 20, 35], label=2),
                PolyLine([1, 1, 30, 2, 20, 35], label=2),
                RotatedBbox(25, 20, 20, 10, 30, label=1),
            ],
        ),
        DatasetItem("deep/c", subset="default", media=picture(5), annotations=[Bbox(0, 0, 50, 40, label=1)]),
        DatasetItem("none", subset="default", media=picture(6), annotations=[Label(1)]),
    ]
    write(folder, "cvat", items, "cvat")


if __name__ == "__main__":
    root = Path(sys.argv[1])
    voc(root / "voc")
    cvat(root / "cvat")
