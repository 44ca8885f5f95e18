"""Arrays of pictures by NumPy."""

import os

import numpy


def write(folder):
    os.makedirs(folder)
    draws = numpy.random.default_rng(3)
    pictures = {name: draws.integers(0, 256, (count, 6, 5, 3), numpy.uint8) for name, count in (("train", 7), ("test", 4))}
    labels = {name: numpy.arange(len(of)) % 3 for name, of in pictures.items()}
    names = numpy.array(["Bär", "cat", "dog, big"])
    one = numpy.eye(3, dtype=numpy.float32)
    x = {f"x_{name}": of for name, of in pictures.items()}
    forms = {
        "plain": (numpy.savez, {**x, **{f"y_{name}": of for name, of in labels.items()}}),
        "packed": (numpy.savez_compressed, {**x, **{f"y_{name}": of.reshape(-1, 1).astype(numpy.uint8) for name, of in labels.items()}}),
        "named": (numpy.savez, {**x, **{f"y_{name}": names[of] for name, of in labels.items()}}),
        "columns": (numpy.savez, {**x, **{f"y_{name}": one[of] for name, of in labels.items()}}),
        "grey": (numpy.savez, {**{k: of[..., 0].copy() for k, of in x.items()}, **{f"y_{name}": of for name, of in labels.items()}}),
    }
    for form, (save, arrays) in forms.items():
        os.makedirs(os.path.join(folder, form))
        save(os.path.join(folder, form, "pets.npz"), **arrays)
    return list(forms)


def read(file):
    """The bytes of each picture, and its label as it is written."""
    with numpy.load(file) as arrays:
        return [
            {"bytes": picture.tobytes().hex(), "label": str(label.argmax() if label.size > 1 else label.reshape(-1)[0])}
            for name in ("test", "train")
            for picture, label in zip(arrays[f"x_{name}"], arrays[f"y_{name}"])
        ]
