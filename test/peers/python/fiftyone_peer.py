"""Datasets by FiftyOne: its importers and exporters, which need no database."""

import os

import fiftyone as fo
import fiftyone.utils.coco as fouc
import fiftyone.utils.cvat as foucv
import fiftyone.utils.data as foud
import fiftyone.utils.voc as fouv
import fiftyone.utils.yolo as fouy
from fiftyone.core.metadata import ImageMetadata
from PIL import Image


def colour_of(path):
    with Image.open(path) as image:
        return image.convert("RGB").getpixel((0, 0))[0]


def read_classes(folder):
    """Labels by the colours of the pictures, and the classes."""
    with foud.FiftyOneImageClassificationDatasetImporter(folder) as importer:
        return {
            "labels": {str(colour_of(path)): label.label for path, _, label in importer},
            "classes": importer.get_dataset_info()["classes"],
        }


def read_boxes(folder):
    with foud.FiftyOneImageDetectionDatasetImporter(folder) as importer:
        return {
            "boxes": {
                str(colour_of(path)): [{"label": box.label, "box": box.bounding_box} for box in label.detections]
                for path, _, label in importer
            },
            "classes": importer.get_dataset_info()["classes"],
        }


def read_cvat(folder):
    with foucv.CVATImageDatasetImporter(folder) as importer:
        return {
            str(colour_of(path)): [
                {"label": box.label, "box": box.bounding_box} for box in (labels.get("detections") or fo.Detections()).detections
            ]
            for path, _, labels in importer
        }


def write_classes(folder, pictures):
    with foud.ImageClassificationDirectoryTreeExporter(folder) as exporter:
        for picture in pictures:
            exporter.export_sample(picture["path"], fo.Classification(label=picture["label"]))


def write_boxes(folder, classes, pictures):
    """The same boxes in every form that we read."""
    exporters = {
        "coco": fouc.COCODetectionDatasetExporter(os.path.join(folder, "coco"), classes=classes),
        "yolo": fouy.YOLOv5DatasetExporter(os.path.join(folder, "yolo"), classes=classes),
        "voc": fouv.VOCDetectionDatasetExporter(os.path.join(folder, "voc")),
    }
    for exporter in exporters.values():
        with exporter:
            for picture in pictures:
                boxes = [fo.Detection(label=box["label"], bounding_box=box["box"]) for box in picture["boxes"]]
                metadata = ImageMetadata.build_for(picture["path"])
                exporter.export_sample(picture["path"], fo.Detections(detections=boxes), metadata=metadata)
