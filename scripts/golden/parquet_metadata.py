"""A `metadata.parquet` with all that may stand beside a column of labels: indexes, filters, sorting, and columns of many types.

    python scripts/golden/parquet_metadata.py test/fixtures/golden/parquetMetadata
"""

import datetime
import decimal
import pathlib
import sys

import pyarrow
import pyarrow.parquet

ROWS = 10
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
table = pyarrow.table(
    {
        "file_name": [f"{row}.png" for row in range(ROWS)],
        "label": ["ant" if row < 4 else "bee" if row < 8 else "Käfer" for row in range(ROWS)],
        "seen": pyarrow.array([datetime.datetime(2024, 1, 1 + row) for row in range(ROWS)], pyarrow.timestamp("us", tz="Europe/Berlin")),
        "price": pyarrow.array([decimal.Decimal(f"{row}.50") for row in range(ROWS)], pyarrow.decimal128(9, 2)),
        "boxes": pyarrow.array([[[row, 1.5], [2.0, 3.0]] if row % 3 else None for row in range(ROWS)], pyarrow.list_(pyarrow.list_(pyarrow.float32()))),
        "of": pyarrow.array([{"who": "x", "tags": {"a": row}} for row in range(ROWS)], pyarrow.struct([("who", pyarrow.string()), ("tags", pyarrow.map_(pyarrow.string(), pyarrow.int8()))])),
        "kind": pyarrow.array(["x", None, "y", "x", "y"] * 2).dictionary_encode(),
    }
)
options = {"row_group_size": 4, "write_page_index": True, "data_page_size": 16, "write_batch_size": 1, "compression": "zstd"}
pyarrow.parquet.write_table(
    table,
    folder / "metadata.parquet",
    sorting_columns=pyarrow.parquet.SortingColumn.from_ordering(table.schema, [("label", "ascending")]),
    bloom_filter_options={"label": {"ndv": 10}, "file_name": {"ndv": 10}},
    **options,
)
