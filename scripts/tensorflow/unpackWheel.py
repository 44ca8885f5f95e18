"""unpackWheel.py WHEEL FOLDER: TensorFlow's C library and its headers out of a wheel, which is a zip archive."""

import sys
import zipfile

WANTED = ("tensorflow/libtensorflow_cc.", "tensorflow/libtensorflow_framework.", "tensorflow/include/tensorflow/c/",
          "tensorflow/include/tensorflow/core/platform/", "tensorflow/include/tsl/")

with zipfile.ZipFile(sys.argv[1]) as wheel:
    wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if name.startswith(WANTED)])
