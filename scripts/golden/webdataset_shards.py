"""Shards written by `webdataset` and `tarfile`, and what `webdataset` reads in them.

    python scripts/golden/webdataset_shards.py test/fixtures/golden/webdataset
"""

import hashlib
import io
import json
import pathlib
import sys
import tarfile

import webdataset
from PIL import Image

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def picture(value, form="PNG"):
    out = io.BytesIO()
    Image.new("L", (4, 3), value).save(out, form)
    return out.getvalue()


with webdataset.TarWriter(str(folder / "train-0000.tar")) as sink:
    for i in range(4):
        sink.write({"__key__": f"{i:04d}", "png": picture(i), "cls": i % 2, "txt": f"picture {i}"})
with webdataset.TarWriter(str(folder / "train-0001.tar")) as sink:
    for i in range(3):
        sink.write({"__key__": f"more/{i}", "jpg": picture(i * 9, "JPEG"), "json": {"label": i % 2, "width": 4}})


def add(archive, name, content):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


for form, name in ((tarfile.GNU_FORMAT, "gnu"), (tarfile.PAX_FORMAT, "pax"), (tarfile.USTAR_FORMAT, "ustar")):
    with tarfile.open(folder / f"{name}.tar", "w", format=form) as archive:
        for i in range(2):
            # Too long for a name, and in ustar divided into prefix and name.
            key = f"{'deep/' * 18}{name}-{i}-{'x' * 40}"
            add(archive, f"{key}.png", picture(100 + i))
            add(archive, f"{key}.cls", str(i).encode())
        if form != tarfile.USTAR_FORMAT:
            add(archive, "ü–日本.png", picture(200))
            add(archive, "ü–日本.cls", b"1")

samples = []
for shard in sorted(folder.glob("*.tar")):
    for sample in webdataset.WebDataset(str(shard), shardshuffle=False):
        form = "jpg" if "jpg" in sample else "png"
        label = sample["cls"].decode() if "cls" in sample else str(json.loads(sample["json"])["label"])
        digest = hashlib.sha256(sample[form]).hexdigest()
        samples.append({"path": f"{shard.name}/{sample['__key__']}.{form}", "label": label, "sha256": digest})
expected = {"webdataset": webdataset.__version__, "samples": samples}
(folder / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
