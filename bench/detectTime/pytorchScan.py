"""What one would write in Python instead: a folder of classes in, a table of suspects out, with PyTorch and cleanlab.

Arguments: the folder, the CSV to write, and the protocol as JSON (see detectTime.ts). Prints the seconds as JSON.
"""

import csv
import json
import multiprocessing
import os
import sys
import time

import numpy as np
import torch
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from PIL import Image
from torch import nn
from torch.nn import functional

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from networks import build  # noqa: E402

FOLDER, OUT = sys.argv[1], sys.argv[2]
LARGEST = {"turn": 10 * np.pi / 180, "scaling": 0.1, "shift": 0.08}


def decode(arguments):
    path, size = arguments
    with Image.open(path) as image:
        return np.asarray(image.convert("L").resize((size, size), Image.Resampling.BILINEAR))


def read(paths, size):
    with multiprocessing.Pool() as pool:
        images = np.stack(pool.map(decode, [(os.path.join(FOLDER, path), size) for path in paths], chunksize=256))
    pixels = torch.from_numpy(images).float()[:, None]
    return (pixels - pixels.mean()) / pixels.std()


def distort(images, amount):
    """Random turns, scales and shifts, as src/ml/augment.ts makes them."""
    count = len(images)
    turn, scale_x, scale_y, shift_x, shift_y = ((torch.rand(5, count) * 2 - 1) * amount).unbind()
    turn, scale_x, scale_y = turn * LARGEST["turn"], 1 + scale_x * LARGEST["scaling"], 1 + scale_y * LARGEST["scaling"]
    cos, sin = torch.cos(turn), torch.sin(turn)
    rows = [cos * scale_x, -sin * scale_y, shift_x * LARGEST["shift"] * 2]
    rows += [sin * scale_x, cos * scale_y, shift_y * LARGEST["shift"] * 2]
    affine = torch.stack(rows, dim=1).view(count, 2, 3)
    grid = functional.affine_grid(affine, images.shape, align_corners=False)
    return functional.grid_sample(images, grid, padding_mode="border", align_corners=False)


def losses(logits, labels, cutoff):
    """Cross-entropy, or piecewise-zero: none below the cutoff."""
    values = functional.cross_entropy(logits, labels, reduction="none")
    return values if cutoff is None else values * (values.detach() <= -np.log(cutoff))


def predict(model, images):
    model.eval()
    with torch.no_grad():
        rows = [torch.softmax(model(images[at : at + 256]), dim=1) for at in range(0, len(images), 256)]
    model.train()
    return torch.cat(rows)


def train(images, labels, held_out, protocol):
    """One model of the protocol; its predictions of all images, the mean over the last epochs."""
    stages, epochs, batch = protocol["stages"], protocol["epochs"], protocol["batchSize"]
    model = build(protocol["network"], protocol["imageSize"], 1, stages)
    adam = torch.optim.Adam(model.parameters(), lr=protocol["learningRate"])
    members = torch.nonzero(~held_out)[:, 0]
    steps = -(-len(members) // batch)
    schedule = None
    if protocol["schedule"] == "one-cycle":
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            adam, protocol["learningRate"], total_steps=epochs * steps, pct_start=0.25
        )
    averaged = protocol["averagedEpochs"]
    total = torch.zeros(len(images), 10)
    for epoch in range(epochs):
        cutoff = protocol["cutoff"] if epoch >= protocol["delayEpochs"] else None
        for part in members[torch.randperm(len(members))].split(batch):
            inputs = images[part]
            if protocol["distortion"] > 0:
                inputs = distort(inputs, protocol["distortion"])
            adam.zero_grad()
            losses(model(inputs), labels[part], cutoff).mean().backward()
            adam.step()
            if schedule is not None:
                schedule.step()
        if epoch >= epochs - averaged:
            if protocol["predictions"] == "held-out":
                total[held_out] += predict(model, images[held_out])
            else:
                total += predict(model, images)
    return total / averaged


def main():
    protocol = json.loads(sys.argv[3])
    torch.manual_seed(protocol["seed"])
    started = time.perf_counter()
    classes = sorted(entry.name for entry in os.scandir(FOLDER) if entry.is_dir() and entry.name[0] != ".")
    paths = [f"{name}/{file}" for name in classes for file in sorted(os.listdir(os.path.join(FOLDER, name)))]
    given = np.array([classes.index(path.split("/")[0]) for path in paths])
    images, labels = read(paths, protocol["imageSize"]), torch.from_numpy(given)
    read_seconds = time.perf_counter() - started

    fold_of = torch.randperm(len(paths)) % protocol["folds"]
    timed = protocol["timedModels"]
    train_started = time.perf_counter()
    predictions = sum(train(images, labels, fold_of == fold, protocol) for fold in range(timed))
    train_seconds = (time.perf_counter() - train_started) * protocol["models"] / timed

    detect_started = time.perf_counter()
    # Of images that no timed model was to predict, nothing is known.
    probs = predictions.double().numpy()
    known = probs.sum(1) > 0
    probs[~known] = 1
    probs /= probs.sum(1, keepdims=True)
    issues = find_label_issues(given, probs, filter_by="both")
    quality = get_label_quality_scores(given, probs)
    ranks = np.empty(len(paths), int)
    ranks[np.argsort(quality, kind="stable")] = np.arange(1, len(paths) + 1)
    with open(OUT, "w", newline="", encoding="utf8") as file:
        table = csv.writer(file)
        table.writerow(["path", "given_label", "is_label_issue", "label_quality", "rank"])
        for path, issue, score, rank in zip(paths, issues, quality, ranks):
            table.writerow([path, path.split("/")[0], str(bool(issue)).lower(), score, rank])
    detect_seconds = time.perf_counter() - detect_started
    seconds = {"read": read_seconds, "train": train_seconds, "detect": detect_seconds}
    print(json.dumps({"version": torch.__version__, **seconds}))


if __name__ == "__main__":
    main()
