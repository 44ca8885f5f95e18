"""Tables by pandas."""

import csv
import os

import pandas

CLASSES = ["cat", "dog, big", "Bär"]


def write(folder, images):
    table = pandas.DataFrame(
        {
            "id": range(len(images)),
            "path": images,
            "label": [CLASSES[number % 3] for number in range(len(images))],
            "note": [None if number % 4 == 0 else f'said "{number}"; so,' for number in range(len(images))],
        }
    )
    forms = {
        "plain.csv": {},
        "quoted.csv": {"quoting": csv.QUOTE_NONNUMERIC},
        "all.csv": {"quoting": csv.QUOTE_ALL, "lineterminator": "\r\n"},
        "marked.csv": {"encoding": "utf-8-sig"},
        "utf16.csv": {"encoding": "utf-16"},
        "latin.csv": {"encoding": "cp1252", "sep": ";"},
        "tabs.tsv": {"sep": "\t"},
    }
    for name, options in forms.items():
        table.to_csv(os.path.join(folder, name), index=False, **options)


def read(file):
    is_latin = file.endswith("latin.csv")
    encoding = "utf-16" if file.endswith("utf16.csv") else "cp1252" if is_latin else "utf-8-sig"
    separator = "\t" if file.endswith(".tsv") else ";" if is_latin else ","
    table = pandas.read_csv(file, dtype=str, keep_default_na=False, encoding=encoding, sep=separator)
    return table.to_dict("records")
