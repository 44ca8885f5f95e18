"""A drawn image file and what its pixels are."""

from dataclasses import dataclass

import numpy as np

BACKGROUND = 128


@dataclass(frozen=True)
class Sample:
    name: str
    file: bytes
    # height x width x 3, 8 bits; None where the file has to be refused.
    pixels: np.ndarray | None
    # The most that a channel of a pixel may differ, and all of them on average.
    most: float = 0
    mean: float = 255


def draw(rng, height, width, samples, most):
    """Waves, a flat block and noise: what predictors, filters and run lengths each have something to do with."""
    y, x = np.mgrid[0:height, 0:width]
    levels = np.zeros((height, width, samples))
    for sample in range(samples):
        across, down = rng.uniform(2, 12, 2)
        levels[:, :, sample] = 0.5 + 0.4 * np.sin(x / across) * np.cos(y / down)
    levels += rng.uniform(0, 0.2) * rng.uniform(-0.5, 0.5, levels.shape)
    top, left = rng.integers(0, height), rng.integers(0, width)
    levels[top : top + height // 2, left : left + width // 2] = rng.uniform(0, 1, samples)
    # Both ends, so that what the numbers are is to be seen from them.
    levels[0, 0], levels[-1, -1] = 0, 1
    return np.round(np.clip(levels, 0, 1) * most).astype(np.int64)


def draw_smooth(rng, height, width, samples):
    """Without sharp edges, for formats that lose something."""
    y, x = np.mgrid[0:height, 0:width]
    waves = [np.sin(x / rng.uniform(6, 14)) * np.cos(y / rng.uniform(6, 14)) for _ in range(samples)]
    return np.round(128 + 100 * np.stack(waves, axis=2)).astype(np.uint8)


def draw_size(rng):
    """Half of them square: those of the wanted size already take other ways."""
    height, width = (int(side) for side in rng.integers(1, 65, 2))
    return (height, height) if rng.integers(2) else (height, width)


def grey_to_rgb(grey):
    return np.repeat(grey.reshape(*grey.shape[:2], 1), 3, axis=2).astype(np.uint8)


def to_eight_bits(values, most):
    return np.round(values * (255 / most)).astype(np.uint8)


def over_background(rgb, alpha):
    """Both of 8 bits."""
    weight = alpha.reshape(*alpha.shape[:2], 1).astype(np.float64)
    return np.round((rgb * weight + BACKGROUND * (255 - weight)) / 255).astype(np.uint8)
