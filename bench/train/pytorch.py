"""Training speed of the networks of src/ml in PyTorch. stdin: JSON of workloads; stdout: a line of JSON for each."""

import json
import os
import statistics
import sys
import time

import torch
from torch import nn


def paper(size, channels):
    features = ((size - 4) // 2) ** 2 * 64
    return nn.Sequential(
        nn.Conv2d(channels, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Flatten(), nn.Linear(features, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10),
    )  # fmt: skip


def compact(size, channels, stages):
    layers = []
    for outputs in stages:
        layers += [nn.Conv2d(channels, outputs, 3, padding=1, bias=False), nn.MaxPool2d(2), nn.BatchNorm2d(outputs)]
        layers += [nn.ReLU()]
        channels, size = outputs, size // 2
    return nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.3), nn.Linear(channels * size * size, 10))


def measure(workload, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    size, channels, batch = workload["imageSize"], workload["channels"], workload["batch"]
    is_paper = workload["network"] == "paper"
    model = paper(size, channels) if is_paper else compact(size, channels, workload["stages"])
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
