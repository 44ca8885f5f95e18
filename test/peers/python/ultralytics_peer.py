"""YOLO by ultralytics."""

import os
from pathlib import Path

import numpy
import torch
from ultralytics.data.converter import convert_coco
from ultralytics.data.dataset import YOLODataset
from ultralytics.data.utils import check_det_dataset, img2label_paths, verify_image_label
from ultralytics.engine.results import Results


def read(file):
    """The classes that a data.yaml names, and the boxes of each picture of `train` with the middles and sizes in shares."""
    data = check_det_dataset(file, autodownload=False)
    folder = os.path.dirname(file)
    boxes = {}
    for found in YOLODataset(img_path=data["train"], data=data, task="detect", augment=False).labels:
        picture = os.path.relpath(found["im_file"], folder).replace(os.sep, "/")
        rows = zip(found["cls"][:, 0].tolist(), found["bboxes"].tolist())
        boxes[picture] = [{"label": data["names"][int(label)], "box": box} for label, box in rows]
    # A file that is not as it is to be is left out of a dataset with a warning alone.
    wrong = []
    for picture in boxes:
        image = os.path.join(folder, picture)
        *_, corrupt, said = verify_image_label((image, img2label_paths([image])[0], "", False, len(data["names"]), 0, 0, False))
        if corrupt or said:
            wrong.append(said)
    return {"names": list(data["names"].values()), "boxes": boxes, "wrong": wrong}


def write(folder, names, pictures):
    """What a detector has found in pictures, with three boxes each."""
    for number, picture in enumerate(pictures):
        at = torch.tensor([[1.0 * number, 2, 1.0 * number + 9.25, 13.5, 0.9, number % len(names)], [20, 5, 40, 20, 0.8, 1], [0, 0, 40, 20, 0.7, 0]])
        file = Path(folder, "labels", picture).with_suffix(".txt")
        Results(numpy.zeros((20, 40, 3), numpy.uint8), picture, dict(enumerate(names)), boxes=at).save_txt(str(file))


def convert(folder, out):
    convert_coco(folder, out, cls91to80=False)
