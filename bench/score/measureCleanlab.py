"""cleanlab's side of `npm run bench:score`: `measureCleanlab.py [stable] LABELS PROBS FILTER REPEAT FLAGS`."""
import json
import resource
import sys
import time

import numpy as np

arguments = sys.argv[1:]
if arguments[0] == "stable":
    # Which of equal samples are flagged is otherwise left to numpy's unstable sort.
    unstable = np.argsort
    np.argsort = lambda values, **options: unstable(values, kind="stable")
    arguments = arguments[1:]

from cleanlab.filter import find_label_issues  # noqa: E402

labels_file, probs_file, filter_by, repeat, flags_file = arguments
labels = np.load(labels_file)
pred_probs = np.load(probs_file)


def cpu_used():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


seconds = []
cpu_seconds = []
for _ in range(int(repeat)):
    start = time.perf_counter()
    start_cpu = cpu_used()
    flags = find_label_issues(labels, pred_probs, filter_by=filter_by)
    seconds.append(time.perf_counter() - start)
    cpu_seconds.append(cpu_used() - start_cpu)
flags.astype(np.uint8).tofile(flags_file)
peak_mb = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
issues = int(flags.sum())
print(json.dumps({"seconds": seconds, "cpuSeconds": cpu_seconds, "peakMb": peak_mb, "issues": issues}))
