"""Decodes a folder with Pillow, in as many processes as there are cores, and prints its seconds as JSON.

`draft` lets libjpeg shrink while it decodes, which torchvision's loaders do not.
"""

import json
import multiprocessing
import os
import resource
import sys
import time

from PIL import Image

folder, size, mode, how = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]


def decode(path):
    with Image.open(path) as image:
        if how == "draft":
            image.draft(mode, (size, size))
        return image.convert(mode).resize((size, size), Image.Resampling.BILINEAR).tobytes()


def main():
    paths = sorted(
        os.path.join(directory, name)
        for directory, _, names in os.walk(folder)
        if ".cache" not in directory
        for name in names
    )
    with multiprocessing.Pool(len(os.sched_getaffinity(0))) as pool:
        pool.map(decode, paths[:64])  # starts the processes
        started = time.perf_counter()
        images = sum(1 for _ in pool.imap(decode, paths, chunksize=64))
        seconds = time.perf_counter() - started
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"seconds": seconds, "cpuSeconds": usage.ru_utime + usage.ru_stime, "images": images}))


main()
