"""COCO by pycocotools, which reads; files are written as its users do, with Python's json."""

import json
import os

from pycocotools.coco import COCO

CLASSES = ["cat", "dog, big", "Bär"]


def write(folder, images):
    coco = {
        "info": {"description": "of peers"},
        "images": [{"id": 7 + number, "file_name": image, "width": 40, "height": 20} for number, image in enumerate(images)],
        "annotations": [
            {
                "id": 100 + number,
                "image_id": 7 + number // 2,
                "category_id": 3 * (number % 3) + 1,
                "bbox": [number + 0.5, number % 9, 10, 10],
                "area": 100.0,
                "iscrowd": 0,
                "segmentation": [],
            }
            for number in range(2 * len(images))
        ],
        "categories": [{"id": 3 * number + 1, "name": name, "supercategory": "animal"} for number, name in enumerate(CLASSES)],
    }
    forms = {"plain.json": {}, "indented.json": {"indent": 4, "ensure_ascii": False}, "small.json": {"separators": (",", ":")}}
    for name, options in forms.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            json.dump(coco, file, **options)


def read(file):
    coco = COCO(file)
    return [
        {
            "id": annotation["id"],
            "file": coco.loadImgs(annotation["image_id"])[0]["file_name"],
            "label": coco.loadCats(annotation["category_id"])[0]["name"],
            "bbox": annotation.get("bbox"),
        }
        for annotation in coco.loadAnns(coco.getAnnIds())
    ]
