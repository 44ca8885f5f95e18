"""Writes datasets as other libraries write them, and says what they read: `peers.py write FOLDER` or `peers.py read KIND FILE`."""

import csv
import json
import os
import sys

import pandas
import yaml
from pycocotools.coco import COCO

CLASSES = ["cat", "dog, big", "Bär"]
IMAGES = [f"images/{number:02}.bmp" for number in range(12)]


def write_tables(folder: str) -> None:
    table = pandas.DataFrame(
        {
            "id": range(len(IMAGES)),
            "path": IMAGES,
            "label": [CLASSES[number % 3] for number in range(len(IMAGES))],
            "note": [None if number % 4 == 0 else f'said "{number}"; so,' for number in range(len(IMAGES))],
        }
    )
    forms = {
        "plain.csv": {},
        "quoted.csv": {"quoting": csv.QUOTE_NONNUMERIC},
        "all.csv": {"quoting": csv.QUOTE_ALL, "lineterminator": "\r\n"},
        "marked.csv": {"encoding": "utf-8-sig"},
        "utf16.csv": {"encoding": "utf-16"},
        "latin.csv": {"encoding": "cp1252", "sep": ";"},
        "tabs.tsv": {"sep": "\t"},
    }
    for name, options in forms.items():
        table.to_csv(os.path.join(folder, name), index=False, **options)


def write_coco(folder: str) -> None:
    coco = {
        "info": {"description": "of peers"},
        "images": [{"id": 7 + number, "file_name": image, "width": 40, "height": 40} for number, image in enumerate(IMAGES)],
        "annotations": [
            {
                "id": 100 + number,
                "image_id": 7 + number // 2,
                "category_id": 3 * (number % 3) + 1,
                "bbox": [number + 0.5, number, 10, 10],
                "area": 100.0,
                "iscrowd": 0,
                "segmentation": [],
            }
            for number in range(2 * len(IMAGES))
        ],
        "categories": [{"id": 3 * number + 1, "name": name, "supercategory": "animal"} for number, name in enumerate(CLASSES)],
    }
    for name, options in {"plain.json": {}, "indented.json": {"indent": 4, "ensure_ascii": False}, "small.json": {"separators": (",", ":")}}.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            json.dump(coco, file, **options)


def read(kind: str, name: str) -> object:
    if kind == "table":
        is_latin = name.endswith("latin.csv")
        encoding = "utf-16" if name.endswith("utf16.csv") else "cp1252" if is_latin else "utf-8-sig"
        separator = "\t" if name.endswith(".tsv") else ";" if is_latin else ","
        table = pandas.read_csv(name, dtype=str, keep_default_na=False, encoding=encoding, sep=separator)
        return table.to_dict("records")
    if kind == "coco":
        coco = COCO(name)
        return [
            {
                "id": annotation["id"],
                "file": coco.loadImgs(annotation["image_id"])[0]["file_name"],
                "label": coco.loadCats(annotation["category_id"])[0]["name"],
                "bbox": annotation.get("bbox"),
            }
            for annotation in coco.loadAnns(coco.getAnnIds())
        ]
    if kind == "yaml":
        with open(name, encoding="utf-8") as file:
            return yaml.safe_load(file)
    raise ValueError(kind)


if __name__ == "__main__":
    if sys.argv[1] == "write":
        for kind, write in (("tables", write_tables), ("coco", write_coco)):
            os.makedirs(os.path.join(sys.argv[2], kind))
            write(os.path.join(sys.argv[2], kind))
    else:
        out = sys.stdout
        sys.stdout = sys.stderr
        found = read(sys.argv[2], sys.argv[3])
        out.write(json.dumps(found))
