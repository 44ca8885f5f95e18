"""What Label Studio's own converter makes of exports in its JSON.

    pip install label-studio-sdk==2.1.2
    python scripts/golden/label_studio.py test/fixtures/golden
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import PIL.Image
from label_studio_sdk.converter import Converter

CONFIG = """<View><Image name="image" value="$image"/>
<RectangleLabels name="label" toName="image"><Label value="ant"/><Label value="bee"/></RectangleLabels>
<PolygonLabels name="outline" toName="image"><Label value="ant"/><Label value="bee"/></PolygonLabels>
</View>"""


def result(number, kind, label, **value):
    control = "label" if kind == "rectanglelabels" else "outline"
    return {
        "id": f"Xy_{number}",
        "type": kind,
        "from_name": control,
        "to_name": "image",
        "original_width": 50,
        "original_height": 40,
        "image_rotation": 0,
        "origin": "manual",
        "value": {**value, kind: [label]},
    }


def annotation(number, *results, **more):
    times = {"created_at": "2024-05-01T10:00:00.000000Z", "updated_at": f"2024-05-02T10:00:0{number}.000000Z"}
    return {"id": number, "completed_by": 1, "result": list(results), "was_cancelled": False, "ground_truth": False, **times, **more}


def task(number, image, *annotations):
    return {"id": number, "annotations": list(annotations), "predictions": [], "drafts": [], "data": {"image": image}, "project": 1}


UPLOAD, LOCAL = "/data/upload/1/0f3c21ab-a-b.png", "/data/local-files/?d=pictures%2Fc.png"
TASKS = [
    task(
        1,
        UPLOAD,
        annotation(
            1,
            result(1, "rectanglelabels", "ant", x=10, y=5, width=40, height=62.5, rotation=0),
            result(2, "polygonlabels", "bee", points=[[2, 5], [60, 7.5], [22, 90]], closed=True),
        ),
    ),
    task(2, LOCAL, annotation(2, result(4, "rectanglelabels", "bee", x=0, y=0, width=100, height=100, rotation=0))),
]

root = Path(sys.argv[1]) / "label-studio"
shutil.rmtree(root, ignore_errors=True)
for number, name in enumerate(("upload/a-b.png", "pictures/c.png")):
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(number).integers(0, 256, (4, 5, 3), dtype=np.uint8)
    PIL.Image.fromarray(np.kron(pixels, np.ones((10, 10, 1), np.uint8))).save(root / name)
export = root / "project-1-at-2024-05-02-10-00-00000000.json"
export.write_text(json.dumps(TASKS))
with tempfile.TemporaryDirectory() as out:
    converter = Converter(CONFIG, project_dir=out, download_resources=False)
    converter.convert_to_json_min(str(export), out, is_dir=False)
    (root.parent / "label-studio-min.json").write_text((Path(out) / "result.json").read_text())
with tempfile.TemporaryDirectory() as out:
    converter.convert_to_coco(str(export), out, output_image_dir=f"{out}/images", is_dir=False)
    coco = json.loads((Path(out) / "result.json").read_text())
classes = {category["id"]: category["name"] for category in coco["categories"]}
files = {image["id"]: Path(image["file_name"]).name for image in coco["images"]}
expected = {}
for found in coco["annotations"]:
    boxes = expected.setdefault(files[found["image_id"]], [])
    boxes.append({"label": classes[found["category_id"]], "box": [round(v, 3) for v in found["bbox"]]})
(root.parent / "label-studio.json").write_text(json.dumps(expected, indent=1) + "\n")
