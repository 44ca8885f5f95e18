"""TIFF as tifffile writes them: types of numbers, compressions, tiles, planes, predictors, byte orders."""

import io

import numpy as np
import tifffile

from sample import Sample, draw, draw_size, grey_to_rgb, over_background, to_eight_bits

COMPRESSIONS = ["none", "lzw", "zlib", "packbits"]
# What is taken for black and white, by type and by the numbers there are; None: refused.
GREY = [
    ("bool", 1, (0, 1)), ("uint8", 255, (0, 255)), ("uint16", 65535, (0, 65535)), ("uint16", 4095, (0, 4095)),
    ("uint16", 255, (0, 255)), ("uint32", 65535, (0, 65535)), ("uint32", 255, (0, 255)), ("uint32", 2**31, None),
    ("int8", 127, None), ("int16", 32767, (0, 32767)), ("int16", 4095, (0, 4095)), ("int32", 65535, (0, 65535)),
    ("float32", 1, (0, 1)), ("float32", 255, (0, 255)), ("float32", 65535, (0, 65535)), ("float16", 1, None),
    ("float64", 1, None), ("uint64", 255, None), ("complex64", 1, None),
]


def tiff_sample(rng):
    return [grey, colour, bands, palette, signed, ink, few_bits][rng.integers(7)](rng)


def written(rng, values, **options):
    compression = str(rng.choice(COMPRESSIONS))
    kind = values.dtype.kind
    predictor = False
    if compression in ("lzw", "zlib") and values.dtype.name not in ("bool", "uint64", "complex64") and rng.integers(2):
        predictor = True
    tile = (16 * int(rng.integers(1, 4)), 16 * int(rng.integers(1, 4))) if rng.integers(3) == 0 else None
    rows = int(rng.integers(1, 65)) if tile is None and rng.integers(2) else None
    order, big = str(rng.choice(["<", ">"])), bool(rng.integers(4) == 0)
    target = io.BytesIO()
    tifffile.imwrite(
        target, values, byteorder=order, bigtiff=big, tile=tile, rowsperstrip=rows, metadata=None,
        compression=None if compression == "none" else compression, predictor=predictor, **options,
    )
    shape = " tiles" if tile else ""
    floats = (" predictor 3" if kind == "f" else " predictor 2") if predictor else ""
    return target.getvalue(), f" {compression}{floats}{shape}{' MM' if order == '>' else ''}{' BigTIFF' if big else ''}"


def grey(rng):
    dtype, most, range_ = GREY[rng.integers(len(GREY))]
    height, width = draw_size(rng)
    values = draw(rng, height, width, 1, 10000)[:, :, 0] / 10000 * most
    if np.dtype(dtype).kind in "iub":
        values = np.round(values)
    values = values.astype(dtype)
    white = dtype in ("bool", "uint8") and bool(rng.integers(2))
    file, form = written(rng, values, photometric="miniswhite" if white else "minisblack")
    name = f"TIFF grey {dtype} to {most}{' min-is-white' if white else ''}"
    if range_ is None:
        return Sample(name + form, file, None)
    # A picture of one pixel holds the highest number alone.
    levels = to_eight_bits(np.clip(values.astype(np.float64), 0, range_[1]), range_[1])
    return Sample(name + form, file, grey_to_rgb(255 - levels if white else levels), 1)


def colour(rng):
    dtype, most = [("uint8", 255), ("uint16", 65535), ("uint16", 4095), ("float32", 1)][rng.integers(4)]
    height, width = draw_size(rng)
    values = draw(rng, height, width, 3, 10000) / 10000 * most
    values = (np.round(values) if dtype != "float32" else values).astype(dtype)
    planes = bool(rng.integers(2))
    stored = np.moveaxis(values, 2, 0) if planes else values
    file, form = written(rng, stored, photometric="rgb", planarconfig="separate" if planes else "contig")
    pixels = to_eight_bits(values.astype(np.float64), most)
    return Sample(f"TIFF RGB {dtype} to {most}{' planes' if planes else ''}{form}", file, pixels, 1)


def bands(rng):
    height, width = draw_size(rng)
    count, extra = [(2, 0), (2, 2), (4, 0), (4, 2), (4, 1), (6, 0), (9, 0)][rng.integers(7)]
    values = draw(rng, height, width, count, 255).astype(np.uint8)
    colours = 1 if count == 2 else 3
    kind = "minisblack" if colours == 1 else "rgb"
    if extra > 0:
        values[:, :, -1] = np.maximum(values[:, :, -1], 40)
    file, form = written(
        rng, values, photometric=kind, planarconfig="contig", extrasamples=(extra,) * (count - colours)
    )
    name = f"TIFF {count} bands extra {extra}{form}"
    if count > 4:
        return Sample(name, file, None)
    rgb = grey_to_rgb(values[:, :, :1]) if colours == 1 else values[:, :, :3]
    if extra == 0:
        return Sample(name, file, rgb)
    opacity = values[:, :, -1]
    if extra == 2:
        return Sample(name, file, over_background(rgb, opacity), 1)
    return Sample(name, file, np.clip(rgb + (128 / 255) * (255.0 - opacity[:, :, None]), 0, 255).astype(np.uint8), 255)


def palette(rng):
    height, width = draw_size(rng)
    values = draw(rng, height, width, 1, 255)[:, :, 0].astype(np.uint8)
    colours = rng.integers(0, 256, (3, 256)).astype(np.uint16)
    file, form = written(rng, values, photometric="palette", colormap=colours * 257)
    return Sample(f"TIFF palette{form}", file, np.moveaxis(colours[:, values], 0, 2).astype(np.uint8), 1)


def signed(rng):
    height, width = draw_size(rng)
    least, most, black, white = [(-1024, 3071, -1024, 3071), (-32768, 32767, -32768, 32767)][rng.integers(2)]
    values = (draw(rng, height, width, 1, most - least)[:, :, 0] + least).astype(np.int16)
    values[0, 0] = least
    file, form = written(rng, values, photometric="minisblack")
    pixels = grey_to_rgb(to_eight_bits(values.astype(np.int64) - black, white - black))
    return Sample(f"TIFF grey int16 from {least}{form}", file, pixels, 1)


def ink(rng):
    """Without a profile, what ink looks like is a matter of taste: only that it is about that."""
    height, width = draw_size(rng)
    values = draw(rng, height, width, 4, 255).astype(np.uint8)
    file, form = written(rng, values, photometric="separated", planarconfig="contig")
    paper = (255.0 - values[:, :, :3]) * (255.0 - values[:, :, 3:]) / 255
    return Sample(f"TIFF CMYK{form}", file, paper.astype(np.uint8), 255, 70)


def few_bits(rng):
    """1, 2 and 4 bits, packed here: tifffile writes only the first."""
    depth = int(rng.choice([1, 2, 4]))
    height, width = draw_size(rng)
    values = draw(rng, height, width, 1, 2**depth - 1)[:, :, 0]
    bits = (values.reshape(height, width, 1) >> np.arange(depth - 1, -1, -1)) & 1
    rows = np.packbits(bits.reshape(height, -1).astype(np.uint8), axis=1).tobytes()
    white = bool(rng.integers(2))
    tags = [(256, 4, width), (257, 4, height), (258, 3, depth), (259, 3, 1), (262, 3, 0 if white else 1)]
    tags += [(273, 4, 8), (277, 3, 1), (278, 4, height), (279, 4, len(rows))]
    order = "little" if rng.integers(2) else "big"
    number = lambda value, size: int(value).to_bytes(size, order)
    at = 8 + len(rows) + len(rows) % 2
    entries = b"".join(
        number(tag, 2) + number(kind, 2) + number(1, 4) + (number(value, 2) + b"\0\0" if kind == 3 else number(value, 4))
        for tag, kind, value in tags
    )
    head = (b"II" if order == "little" else b"MM") + number(42, 2) + number(at, 4)
    file = head + rows + bytes(len(rows) % 2) + number(len(tags), 2) + entries + bytes(4)
    levels = to_eight_bits(values, 2**depth - 1)
    name = f"TIFF {depth} bits{' min-is-white' if white else ''} {order}-endian"
    return Sample(name, file, grey_to_rgb(255 - levels if white else levels), 1)
