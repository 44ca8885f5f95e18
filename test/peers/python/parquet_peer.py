"""Parquet files of all kinds by pyarrow, and shards by datasets, with labels that are to be corrected."""

import datetime
import hashlib
import io
import os
import random

import datasets
import pyarrow
import pyarrow.parquet
from PIL import Image

CLASSES = ["cat", "dog, big", "Bär"]
ROWS = 23


def picture(value):
    out = io.BytesIO()
    Image.new("RGB", (8, 6), (value * 9 % 256, value, 7)).save(out, "PNG")
    return out.getvalue()


def cells():
    return [{"bytes": picture(row), "path": f"{row}.png"} for row in range(ROWS)]


LABELS = [row * 7 % 3 for row in range(ROWS)]
MORE = {
    "note": [None if row % 4 == 0 else "größer " * (row % 3) for row in range(ROWS)],
    "at": pyarrow.array([datetime.datetime(2024, 1, 1 + row) for row in range(ROWS)], pyarrow.timestamp("ms", tz="UTC")),
    "list": pyarrow.array([list(range(row % 3)) for row in range(ROWS)], pyarrow.list_(pyarrow.int16())),
    "kind": pyarrow.array(["x", "y"] * 11 + ["x"]).dictionary_encode(),
    "half": pyarrow.array([row / 2 for row in range(ROWS)], pyarrow.float16()),
}


def write_pyarrow(folder):
    os.makedirs(folder)
    names = pyarrow.array([CLASSES[label] for label in LABELS])
    labels = {
        "text": names,
        "large": names.cast(pyarrow.large_string()),
        "dictionary": names.dictionary_encode(),
        "int64": pyarrow.array(LABELS, pyarrow.int64()),
        "int8": pyarrow.array(LABELS, pyarrow.int8()),
        "uint16": pyarrow.array(LABELS, pyarrow.uint16()),
    }
    rng = random.Random(4)
    for number in range(36):
        kind = list(labels)[number % len(labels)]
        columns = [("image", pyarrow.array(cells())), *MORE.items()]
        columns.insert(rng.randrange(len(columns) + 1), ("label", labels[kind]))
        arrays = [pyarrow.array(values) if isinstance(values, list) else values for _, values in columns]
        nullable = [name != "label" or rng.random() < 0.5 for name, _ in columns]
        fields = [pyarrow.field(name, array.type, nullable=empty) for (name, _), array, empty in zip(columns, arrays, nullable)]
        table = pyarrow.table(arrays, schema=pyarrow.schema(fields))
        pyarrow.parquet.write_table(
            table,
            os.path.join(folder, f"{number:02}-{kind}.parquet"),
            row_group_size=rng.choice([5, 8, 100]),
            compression=rng.choice(["none", "snappy", "gzip", "brotli", "zstd"]),
            use_dictionary=rng.random() < 0.5,
            data_page_version=rng.choice(["1.0", "2.0"]),
            write_page_index=rng.random() < 0.6,
            write_batch_size=rng.choice([2, 1024]),
            data_page_size=rng.choice([32, 1 << 20]),
            write_statistics=rng.random() < 0.7,
            store_schema=rng.random() < 0.7,
            bloom_filter_options={"label": {"ndv": 5}} if rng.random() < 0.4 else None,
        )


def write_datasets(folder):
    os.makedirs(folder)
    features = datasets.Features(
        {"image": datasets.Image(), "label": datasets.ClassLabel(names=CLASSES), "box": datasets.List(datasets.Value("float32"))}
    )
    rows = {"image": cells(), "label": LABELS, "box": [[1.5] * (row % 4) for row in range(ROWS)]}
    table = datasets.Dataset.from_dict(rows, features=features)
    for split, start, end in (("train", 0, 15), ("test", 15, ROWS)):
        table.select(range(start, end)).to_parquet(os.path.join(folder, f"{split}-00000-of-00001.parquet"), batch_size=6)


def read_columns(files):
    """The labels of each file, and in short all else of it."""
    return [columns_of(name) for name in files]


def columns_of(name):
    table = pyarrow.parquet.read_table(name)
    metadata = pyarrow.parquet.read_metadata(name)
    rest = table.drop_columns(["label"])
    out = io.BytesIO()
    with pyarrow.ipc.new_stream(out, rest.schema.remove_metadata()) as stream:
        stream.write_table(rest.combine_chunks())
    return {
        "labels": [None if label is None else str(label) for label in table["label"].to_pylist()],
        "schema": table.schema.remove_metadata().to_string(),
        "rest": hashlib.sha256(out.getvalue()).hexdigest(),
        "groups": [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)],
    }


def read_dataset(folder):
    """Labels and pixels of all rows, by split."""
    splits = datasets.load_dataset(folder, cache_dir=os.path.join(os.path.dirname(folder), "cache"))
    return {split: {"names": rows.features["label"].names, "rows": [row_of(row, rows.features["label"]) for row in rows]} for split, rows in splits.items()}


def row_of(row, label):
    return [None if row["label"] == -1 else label.int2str(row["label"]), list(row["image"].convert("RGB").getpixel((0, 0)))]
