"""Tasks of Label Studio by its SDK, which has the converter of Label Studio in it."""

import json
import os

from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface


def config_of(control, classes):
    tag = "Choice" if control == "Choices" else "Label"
    values = "".join(f'<{tag} value="{escaped(name)}"/>' for name in classes)
    return f'<View><Image name="image" value="$image"/><{control} name="label" toName="image">{values}</{control}></View>'


def escaped(text):
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def imported(file):
    """The tasks with what Label Studio gives them when it imports them."""
    with open(file, encoding="utf-8") as tasks_file:
        tasks = json.load(tasks_file)
    times = {"created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-01-02T03:04:05Z"}
    for number, task in enumerate(tasks):
        task.update(id=number + 1, **times)
        for annotation in task["annotations"]:
            annotation.update(id=number + 1, completed_by={"id": 1, "email": "a@b.c"}, lead_time=1.0, **times)
            for index, result in enumerate(annotation["result"]):
                result.setdefault("id", f"{number}-{index}")
    return tasks


def validate(file, control, classes):
    """The annotations and predictions that do not fit such a project."""
    interface = LabelInterface(config_of(control, classes))
    tasks = imported(file)
    wrong = [annotation for task in tasks for annotation in task["annotations"] if not interface.validate_annotation(annotation)]
    return wrong + [prediction for task in tasks for prediction in task["predictions"] if not interface.validate_prediction(prediction)]


def convert(file, control, classes, out, pictures):
    """Exports the tasks in every form that there is for such a project; pictures are looked for where they are."""
    os.makedirs(out)
    tasks = os.path.join(out, "tasks.json")
    with open(tasks, "w", encoding="utf-8") as tasks_file:
        json.dump(imported(file), tasks_file)
    found_at = lambda name: os.path.join(pictures, name)  # noqa: E731
    converter = Converter(config_of(control, classes), project_dir=out, local_files_resolver=found_at)
    for form in ["JSON_MIN"] if control == "Choices" else ["JSON_MIN", "COCO", "YOLO", "VOC"]:
        converter.convert(tasks, os.path.join(out, form), form, is_dir=False)
