"""
Answers for a module beside this file: `ask.py MODULE`. Each line of standard input names a function and its arguments, in JSON; each line
of standard output is what it returned, or the error.
"""

import importlib
import json
import os
import sys
import tempfile
import traceback


def answer(out, result):
    out.write(json.dumps(result) + "\n")
    out.flush()


# What the libraries print must not come between the answers.
out, sys.stdout = sys.stdout, sys.stderr
with tempfile.TemporaryDirectory(prefix="label-review-peers-") as home:
    # Nothing is looked up, downloaded, told to anybody, or left behind.
    os.environ.update(HF_HUB_OFFLINE="1", YOLO_OFFLINE="true", FIFTYONE_DISABLE_SERVICES="1", FIFTYONE_DO_NOT_TRACK="1")
    os.environ.update(HF_HOME=home, YOLO_CONFIG_DIR=home, MPLCONFIGDIR=home)
    for line in sys.stdin:
        question = json.loads(line)
        try:
            module = importlib.import_module(sys.argv[1])
            answer(out, {"value": getattr(module, question["name"])(**question["args"])})
        except ModuleNotFoundError as error:
            answer(out, {"error": f"{sys.executable} has no {error.name}: test/peers/requirements.txt lists what is needed."})
        except Exception:
            answer(out, {"error": traceback.format_exc()})
