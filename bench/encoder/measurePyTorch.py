"""Embeds an image with PyTorch on one thread again and again and prints the speed as JSON."""

import json
import resource
import sys
import time

import numpy
import torch
from torch.nn import functional

torch.set_num_threads(1)
description, weights, pixels, size, seconds = sys.argv[1:]
size, seconds = int(size), float(seconds)
content = open(weights, "rb").read()
layers = []
at = 0
for layer in json.load(open(description))["layers"]:
    kernel, inputs, outputs = layer["kernel"], layer["inputs"], layer["outputs"]
    depth = 1 if layer["kind"] == "depthwise" else inputs
    count = kernel * kernel * depth * outputs
    weight = numpy.frombuffer(content, numpy.int8, count, at).astype(numpy.float32)
    at += -(-count // 4) * 4
    scale, bias = numpy.frombuffer(content, numpy.float32, 2 * outputs, at).reshape(2, outputs)
    at += 8 * outputs
    weight = (weight.reshape(kernel, kernel, depth, outputs) * scale).transpose(3, 2, 0, 1)
    layers.append((layer, torch.tensor(numpy.ascontiguousarray(weight)), torch.tensor(bias)))


def embed(image):
    x = torch.from_numpy((image.astype(numpy.float32) - 127) / 128).permute(2, 0, 1)[None]
    given = [x]
    for layer, weight, bias in layers:
        kernel, stride, n = layer["kernel"], layer["stride"], x.shape[2]
        missing = max((-(-n // stride) - 1) * stride + kernel - n, 0)
        before, after = missing // 2, missing - missing // 2
        groups = layer["inputs"] if layer["kind"] == "depthwise" else 1
        # Padding apart costs a copy, so only where it is more on one side.
        if before == after:
            x = functional.conv2d(x, weight, bias, stride, before, 1, groups)
        else:
            x = functional.conv2d(functional.pad(x, (before, after, before, after)), weight, bias, stride, 0, 1, groups)
        if layer["activation"] == "relu6":
            x = functional.hardtanh_(x, 0, 6)
        if layer.get("residual"):
            x = x + given[-3]
        given = given[-2:] + [x]
    return x.mean((2, 3))[0]


def embed_for(image, seconds):
    started = time.perf_counter()
    images = 0
    while True:
        embed(image)
        images += 1
        passed = time.perf_counter() - started
        if passed >= seconds:
            return images, passed


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


image = numpy.frombuffer(open(pixels, "rb").read(), numpy.uint8).reshape(size, size, 3)
with torch.inference_mode():
    embed_for(image, seconds / 2)
    before = cpu_seconds()
    images, passed = embed_for(image, seconds)
    used = cpu_seconds() - before
    means = embed(image).tolist()
print(json.dumps({"images": images, "seconds": passed, "cpuSeconds": used, "means": means}))
