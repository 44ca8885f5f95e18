"""The networks of src/ml in PyTorch, for ten classes."""

from torch import nn


def build(network, size, channels, stages):
    return paper(size, channels) if network == "paper" else compact(size, channels, stages)


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
