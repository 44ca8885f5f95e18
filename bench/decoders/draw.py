"""Writes image files of every format and variant, and what their pixels are, to stdout; every other one is damaged.

Arguments: seed, count. A record is the length of a line of JSON in four bytes, that line, the file, and the pixels.
Made for Pillow 13.0.0, tifffile 2026.3.3, imagecodecs 2026.3.6 and numpy 2.4.6; lossless formats are known without a decoder.
"""

import io
import json
import struct
import sys
import warnings

import numpy as np
from PIL import Image

from bmp_files import bmp_sample
from photo_files import as_pillow_sees, avif_sample, gif_sample, jpeg_sample, tiff_jpeg_sample, webp_sample
from png_files import png_sample
from tiff_files import tiff_sample

MAKERS = [jpeg_sample, jpeg_sample, jpeg_sample, png_sample, png_sample, bmp_sample, tiff_sample, tiff_sample]
MAKERS += [webp_sample, gif_sample, tiff_jpeg_sample]
# AVIF takes ten times as long to write as all others.
RARE = 30


def damage(rng, file):
    kind = str(rng.choice(["one bit", "some bits", "cut off", "zeros", "a part twice"]))
    spoilt = bytearray(file)
    if kind == "cut off":
        return kind, bytes(spoilt[: int(rng.integers(1, len(file)))])
    if kind == "zeros":
        at = int(rng.integers(0, len(file)))
        spoilt[at : at + 16] = bytes(min(16, len(file) - at))
        return kind, bytes(spoilt)
    if kind == "a part twice":
        at, size = int(rng.integers(0, len(file))), int(rng.integers(1, 40))
        return kind, bytes(spoilt[: at + size] + spoilt[at:])
    for _ in range(1 if kind == "one bit" else int(rng.integers(2, 12))):
        spoilt[int(rng.integers(0, len(file)))] ^= 1 << int(rng.integers(0, 8))
    return kind, bytes(spoilt)


def pillow_pixels(file):
    """None where Pillow refuses it."""
    try:
        return as_pillow_sees(file)
    except Exception:
        return None


def emit(line, file, pixels):
    shown = b"" if pixels is None else np.ascontiguousarray(pixels).tobytes()
    size = [0, 0] if pixels is None else [int(side) for side in pixels.shape[:2]]
    text = json.dumps({**line, "fileBytes": len(file), "height": size[0], "width": size[1]}).encode()
    sys.stdout.buffer.write(struct.pack("<I", len(text)) + text + file + shown)


def main(seed, count):
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = 1 << 22
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        maker = avif_sample if rng.integers(RARE) == 0 else MAKERS[rng.integers(len(MAKERS))]
        sample = maker(rng)
        if number % 2 == 0:
            emit({"name": sample.name, "most": sample.most, "mean": sample.mean}, sample.file, sample.pixels)
        else:
            kind, file = damage(rng, sample.file)
            emit({"name": sample.name, "damage": kind, "most": sample.most, "mean": sample.mean}, file, pillow_pixels(file))


main(int(sys.argv[1]), int(sys.argv[2]))
