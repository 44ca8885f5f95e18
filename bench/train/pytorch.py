"""Training speed of the networks of src/ml in PyTorch. stdin: JSON of workloads; stdout: a line of JSON for each."""

import json
import os
import statistics
import sys
import time

import torch
from torch import nn

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from networks import build  # noqa: E402


def measure(workload, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    size, channels, batch = workload["imageSize"], workload["channels"], workload["batch"]
    model = build(workload["network"], size, channels, workload["stages"])
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)
    images = torch.randn(batch, channels, size, size)
    labels = torch.randint(10, (batch,))

    def run(seconds):
        start, steps = time.perf_counter(), 0
        while time.perf_counter() - start < seconds:
            adam.zero_grad()
            nn.functional.cross_entropy(model(images), labels).backward()
            adam.step()
            steps += 1
        return steps * batch / (time.perf_counter() - start)

    run(workload["secondsPerRun"])
    return statistics.median(run(workload["secondsPerRun"]) for _ in range(workload["runs"]))


for workload in json.load(sys.stdin):
    one, every = measure(workload, 1), measure(workload, os.cpu_count())
    print(json.dumps({"version": torch.__version__, "perCore": one, "allCores": every}), flush=True)
