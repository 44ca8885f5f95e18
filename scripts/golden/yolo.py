"""
Draws YOLO label files and writes what ultralytics reads out of them: python scripts/golden/yolo.py FOLDER, which holds an unpacked
ultralytics wheel. Its parser is taken out of the package by itself, which otherwise needs PyTorch.
"""

import ast
import json
import os
import random
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

GOLDEN = Path(__file__).parents[2] / "test" / "unit" / "dataset" / "formats" / "golden"
CLASSES = 5


def parser_of(package: Path) -> dict:
    def functions(file: str, names: list) -> list:
        tree = ast.parse((package / "ultralytics" / file).read_text())
        return [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in names]

    nodes = functions("utils/ops.py", ["segments2boxes", "xyxy2xywh", "empty_like"])
    nodes += functions("data/utils.py", ["verify_image_label", "img2label_paths"])
    for node in nodes:
        node.returns, node.decorator_list = None, []
        for argument in node.args.args:
            argument.annotation = None
    size = lambda file: ("", Image.open(file).size[::-1])  # noqa: E731
    scope = {"np": np, "os": os, "Path": Path, "check_image": size, "empty_like": np.empty_like}
    exec(compile(ast.Module([node for node in nodes if node.name != "empty_like"], []), "ultralytics", "exec"), scope)
    return scope


def numbers(values) -> str:
    return " ".join(f"{value:.6g}" for value in values)


def box(rng: random.Random) -> list:
    width, height = rng.uniform(0.05, 0.4), rng.uniform(0.05, 0.4)
    return [rng.uniform(width / 2, 1 - width / 2), rng.uniform(height / 2, 1 - height / 2), width, height]


def outline(rng: random.Random) -> list:
    return [rng.random() for _ in range(2 * rng.randint(3, 9))]


def draw(rng: random.Random) -> dict:
    files = {}
    for number in range(24):
        make = outline if number % 3 == 0 else box
        lines = [f"{rng.randrange(CLASSES)} {numbers(make(rng))}" for _ in range(rng.randint(0, 6))]
        end = "\r\n" if number % 4 == 1 else "\n"
        text = end.join(lines + lines[:1] if number == 7 else lines)
        files[f"{number:04d}"] = ("\ufeff" if number == 2 else "") + text + (end if number % 2 else "")
    return files


def main() -> None:
    scope = parser_of(Path(sys.argv[1]))
    files, sizes, rows = draw(random.Random(1)), {}, []
    rng = random.Random(2)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            sizes[name] = [rng.randint(40, 200), rng.randint(40, 200)]
            image = Path(folder) / "images" / "train" / f"{name}.png"
            label = Path(scope["img2label_paths"]([str(image)])[0])
            image.parent.mkdir(parents=True, exist_ok=True)
            label.parent.mkdir(parents=True, exist_ok=True)
            Image.new("L", tuple(sizes[name])).save(image)
            label.write_bytes(text.encode("utf8"))
            _, found, (height, width), *_, corrupt, message = scope["verify_image_label"](
                (str(image), str(label), "", False, CLASSES, 0, 0, False))
            assert not corrupt, message
            scale = np.array([width, height, width, height])
            rows.append([name, sorted([int(line[0]), *(line[1:].astype(float) * scale).round(3).tolist()] for line in found)])
    (GOLDEN / "yolo.json").write_text(json.dumps({"files": files, "sizes": sizes}), encoding="utf8")
    (GOLDEN / "yolo.ultralytics.json").write_text(json.dumps(rows), encoding="utf8")


main()
