"""Writes small files of odd variants and what Pillow 13.0.0 reads in them to test/fixtures/pillowImages.json.

tifffile 2026.3.3, imagecodecs 2026.3.6 and numpy 2.4.6 write the files. Argument: the JSON file.
"""

import base64
import json
import sys

import numpy as np

from bmp_files import bmp_sample
from photo_files import as_pillow_sees, gif_sample, jpeg_sample, tiff_jpeg_sample, webp_sample
from png_files import png_sample
from tiff_files import tiff_sample

MAKERS = [jpeg_sample, png_sample, bmp_sample, tiff_sample, webp_sample, gif_sample, tiff_jpeg_sample]
MOST_PIXELS = 90
# Refused by us, or a matter of taste.
LEFT_OUT = ("os2", "rle", "CMYK", "YCCK", "16", "32", "restarts", "orientation 1", "planes")


def main(target):
    images, kinds = [], set()
    for number in range(12000):
        rng = np.random.default_rng([7, number])
        sample = MAKERS[rng.integers(len(MAKERS))](rng)
        kind = " ".join(sample.name.split(" ")[:5])
        if sample.pixels is None or not 4 < sample.pixels.size / 3 <= MOST_PIXELS or kind in kinds:
            continue
        if any(word in sample.name for word in LEFT_OUT) and not sample.name.startswith("PNG"):
            continue
        try:
            pixels = as_pillow_sees(sample.file)
        except Exception:
            continue
        # Numbers whose meaning is open Pillow shows in another way.
        if np.abs(pixels.astype(int) - sample.pixels).max() > 1:
            continue
        kinds.add(kind)
        height, width = pixels.shape[:2]
        images.append(
            {
                "name": sample.name,
                "most": max(1, sample.most),
                "width": width,
                "height": height,
                "file": base64.b64encode(sample.file).decode(),
                "pixels": base64.b64encode(pixels.tobytes()).decode(),
            }
        )
    images.sort(key=lambda image: image["name"])
    with open(target, "w") as file:
        json.dump(images, file, indent=2)
        file.write("\n")


main(sys.argv[1])
