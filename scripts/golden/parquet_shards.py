"""Shards written by `datasets` and `pyarrow`, and what `datasets` reads in them.

    python scripts/golden/parquet_shards.py test/fixtures/golden/shards
"""

import hashlib
import io
import json
import pathlib
import sys
import tempfile

import datasets
import pyarrow
import pyarrow.parquet
from PIL import Image

folder = pathlib.Path(sys.argv[1])
cache = tempfile.mkdtemp()


def picture(value):
    out = io.BytesIO()
    Image.new("L", (4, 3), value).save(out, "PNG")
    return out.getvalue()


def cells(count, seed):
    return [{"bytes": picture(seed + i), "path": f"{i}.png"} for i in range(count)]


features = datasets.Features(
    {"image": datasets.Image(), "label": datasets.ClassLabel(names=["cat", "dog", "bird"]), "width": datasets.Value("int32")}
)
data = folder / "named" / "data"
data.mkdir(parents=True, exist_ok=True)
for split, count in (("train", 7), ("test", 3)):
    rows = {"image": cells(count, len(split)), "label": [i % 3 for i in range(count)], "width": [4] * count}
    table = datasets.Dataset.from_dict(rows, features=features)
    table.to_parquet(str(data / f"{split}-00000-of-00001.parquet"), batch_size=3)
for compression in ("zstd", "gzip", "brotli", "none"):
    here = folder / compression
    here.mkdir(exist_ok=True)
    # Without features: the numbers of the classes have no names.
    table = pyarrow.table({"image": cells(3, 50), "label": ["cat", "dog", "ü–日本"]})
    pyarrow.parquet.write_table(table, here / "part.parquet", compression=compression)

expected = {}
for here in sorted(path for path in folder.iterdir() if path.is_dir()):
    images = []
    for file in sorted(here.rglob("*.parquet")):
        split = datasets.Dataset.from_parquet(str(file), cache_dir=cache)
        if here.name == "named":
            split = split.cast_column("image", datasets.Image(decode=False))
        for i, row in enumerate(split):
            label = split.features["label"].int2str(row["label"]) if here.name == "named" else row["label"]
            digest = hashlib.sha256(row["image"]["bytes"]).hexdigest()
            images.append({"path": f"{file.relative_to(here)}/{i}", "label": label, "sha256": digest})
    expected[here.name] = sorted(images, key=lambda image: image["path"])
(folder / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
