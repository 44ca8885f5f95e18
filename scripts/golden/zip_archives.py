"""Archives written by `zipfile`, and what it reads in them.

    python scripts/golden/zip_archives.py test/fixtures/golden/zip
"""

import hashlib
import io
import json
import pathlib
import sys
import zipfile

from PIL import Image

folder = pathlib.Path(sys.argv[1])


def picture(value):
    out = io.BytesIO()
    Image.new("L", (4, 3), value).save(out, "BMP")
    return out.getvalue()


def write(name, members, mode="w", compression=zipfile.ZIP_DEFLATED):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if mode == "a":
        path.write_bytes(b"#!/bin/sh\n" * 20)  # As of an archive that unpacks itself.
    with zipfile.ZipFile(path, mode, compression) as archive:
        archive.comment = b"made for tests"
        for i, member in enumerate(members):
            archive.writestr(member, picture(i * 20 + len(name)), None if i % 2 else zipfile.ZIP_STORED)


write("plain/flowers.zip", ["flowers/daisy/1.bmp", "flowers/daisy/2.bmp", "flowers/röse/ü–日本.bmp", "flowers/notes.txt"])
write("prefixed/split.zip", [f"{s}/{c}/{i}.bmp" for s in ("train", "test") for c in "ab" for i in range(2)], "a")
limits = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 10, 1  # Every number in an extra field, as in an archive of many gigabytes.
write("zip64/large.zip", ["cat/1.bmp", "cat/2.bmp", "dog/1.bmp", "dog/2.bmp"])
zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = limits

archives = {}
for path in sorted(folder.glob("*/*.zip")):
    with zipfile.ZipFile(path) as archive:
        archives[path.parent.name] = [
            {"path": f"{path.name}/{name}", "sha256": hashlib.sha256(archive.read(name)).hexdigest()}
            for name in sorted(archive.namelist())
            if name.endswith(".bmp")
        ]
(folder / "expected.json").write_text(json.dumps(archives, indent=1, ensure_ascii=False) + "\n")
