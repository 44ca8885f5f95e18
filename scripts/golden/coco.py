"""Draws COCO files of 40 pictures and writes what pycocotools reads out of them: python scripts/golden/coco.py"""

import contextlib
import io
import json
import random
import tempfile
from pathlib import Path

from pycocotools.coco import COCO

GOLDEN = Path(__file__).parents[2] / "test" / "unit" / "dataset" / "formats" / "golden"
CATEGORIES = {1: "person", 3: "car", 90: "tooth \"brush\"", 17: "Müller [x]"}


def draw(rng: random.Random) -> dict:
    images, annotations = [], []
    for number in range(40):
        width, height = rng.randint(50, 400), rng.randint(50, 400)
        image_id = 1000 - 7 * number
        images.append({"license": 1, "file_name": f"{number:012d}.jpg", "coco_url": "http://images/\\\"]}",
                       "height": height, "width": width, "id": image_id})
        for _ in range(rng.randint(0, 5)):
            x, y = rng.uniform(0, width - 20), rng.uniform(0, height - 20)
            w, h = rng.uniform(1, width - x), rng.uniform(1, height - y)
            crowd = rng.random() < 0.1
            outline = [[x, y, x + w, y, x + w, y + h, x, y + h]]
            annotations.append({
                "segmentation": {"counts": [5, 10, 3], "size": [height, width]} if crowd else outline,
                "area": w * h, "iscrowd": int(crowd), "image_id": image_id,
                "bbox": [round(edge, 2) for edge in (x, y, w, h)],
                "category_id": rng.choice(list(CATEGORIES)), "id": 5_000_000_000 + len(annotations),
            })
    rng.shuffle(annotations)
    categories = [{"supercategory": "thing", "id": number, "name": name} for number, name in CATEGORIES.items()]
    return {"info": {"description": "]}{[\" drawn"}, "licenses": [{"id": 1, "name": "{"}], "images": images,
            "annotations": annotations, "categories": categories}


def read(file: Path) -> list:
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(str(file))
    rows = []
    for ann in coco.loadAnns(coco.getAnnIds(iscrowd=False)):
        image = coco.loadImgs(ann["image_id"])[0]["file_name"]
        rows.append([f"{image}#{ann['id']}", coco.loadCats(ann["category_id"])[0]["name"], ann["bbox"]])
    return sorted(rows)


def main() -> None:
    content = draw(random.Random(1))
    (GOLDEN / "coco.json").write_text(json.dumps(content), encoding="utf8")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coco.json"
        file.write_text(json.dumps(content), encoding="utf8")
        (GOLDEN / "coco.pycocotools.json").write_text(json.dumps(read(file)), encoding="utf8")


main()
