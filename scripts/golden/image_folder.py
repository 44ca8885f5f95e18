"""Image folders with metadata, and what `datasets` reads in them.

    python scripts/golden/image_folder.py test/fixtures/golden/imageFolder
"""

import csv
import hashlib
import io
import json
import pathlib
import sys
import tempfile

import datasets
import pandas
from PIL import Image

folder = pathlib.Path(sys.argv[1])
cache = tempfile.mkdtemp()


def picture(value):
    out = io.BytesIO()
    Image.new("L", (4, 3), value).save(out, "PNG")
    return out.getvalue()


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture(value))


LABELS = ["cat", "dog", "cat"]
for name in ("csv", "jsonl", "parquet"):
    for split in ("train", "test"):
        here = folder / name / split
        rows = [{"file_name": f"deep/{i}.png", "label": label, "width": 4} for i, label in enumerate(LABELS)]
        for i, row in enumerate(rows):
            write(here / row["file_name"], 20 * i + len(name) + 100 * (split == "test"))
        if name == "csv":
            with (here / "metadata.csv").open("w", newline="") as file:
                writer = csv.DictWriter(file, rows[0], lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        elif name == "jsonl":
            (here / "metadata.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        else:
            pandas.DataFrame(rows).to_parquet(here / "metadata.parquet")

expected = {}
for name in ("csv", "jsonl", "parquet"):
    images = []
    read = datasets.load_dataset("imagefolder", data_dir=str(folder / name), cache_dir=cache)
    for split in read.values():
        for row in split.cast_column("image", datasets.Image(decode=False)):
            path = pathlib.Path(row["image"]["path"])
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            images.append({"path": str(path.relative_to((folder / name).resolve())), "label": row["label"], "sha256": digest})
    expected[name] = sorted(images, key=lambda image: image["path"])
(folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
