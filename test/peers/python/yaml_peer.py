"""Lists of classes by PyYAML."""

import os

import yaml


def write(folder, names):
    content = {"train": "images", "val": "images", "nc": len(names)}
    forms = {
        "block": ({"names": names}, {}),
        "flow": ({"names": names}, {"default_flow_style": True}),
        "mapping": ({"names": dict(enumerate(names))}, {"sort_keys": False, "allow_unicode": True}),
        "narrow": ({"names": names}, {"default_flow_style": None, "width": 20, "allow_unicode": True}),
        "quoted": ({"names": names}, {"default_style": '"'}),
        "literal": ({"names": dict(enumerate(names))}, {"default_style": "'", "explicit_start": True, "line_break": "\r\n"}),
    }
    for form, (listed, options) in forms.items():
        os.makedirs(os.path.join(folder, form))
        with open(os.path.join(folder, form, "data.yaml"), "w", encoding="utf-8", newline="") as file:
            yaml.safe_dump({**content, **listed}, file, **options)
    return list(forms)


def read(files):
    read_files = []
    for name in files:
        with open(name, encoding="utf-8") as file:
            read_files.append(yaml.safe_load(file))
    return read_files
