"""PNG of every colour type, depth and interlacing, written from the specification."""

import struct
import zlib

import numpy as np

from sample import BACKGROUND, Sample, draw, draw_size, grey_to_rgb, over_background, to_eight_bits

KINDS = [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8)]
KINDS += [(4, 8), (4, 16), (6, 8), (6, 16)]
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]


def png_sample(rng):
    colour_type, depth = KINDS[rng.integers(len(KINDS))]
    height, width = draw_size(rng)
    most = 2**depth - 1
    values = draw(rng, height, width, SAMPLES[colour_type], most)
    if colour_type in (4, 6):
        values[:, :, -1] = np.maximum(values[:, :, -1], most // 8)
    interlaced = bool(rng.integers(2))
    chunks, name = [], f"PNG type {colour_type} depth {depth}{' interlaced' if interlaced else ''}"
    palette = None
    if colour_type == 3:
        palette = rng.integers(0, 256, (most + 1, 3)).astype(np.uint8)
        chunks.append((b"PLTE", palette.tobytes()))
    pixels = meaning(values, colour_type, depth, palette)
    if colour_type in (0, 2, 3) and rng.integers(3) == 0:
        chunk, alpha = transparency(rng, values, colour_type)
        chunks.append((b"tRNS", chunk))
        if alpha.max() > 10:
            pixels = over_background(pixels, alpha)
        elif values.size == values.shape[2]:
            # One pixel that is transparent shows nothing.
            pixels = np.full_like(pixels, BACKGROUND)
        name += " tRNS"
    before = [(b"gAMA", struct.pack(">I", 45455)), (b"tEXt", b"Title\0x"), (b"pHYs", struct.pack(">IIB", 9, 9, 0))]
    before += [(b"sRGB", b"\0")]
    chosen = [chunk for chunk in before if rng.integers(4) == 0]
    scans = [values[y::dy, x::dx] for y, x, dy, dx in PASSES] if interlaced else [values]
    raw = b"".join(filtered(rng, scan, depth) for scan in scans if scan.size > 0)
    packed = zlib.compress(raw, int(rng.integers(0, 10)))
    cut = sorted(int(at) for at in rng.integers(0, len(packed) + 1, 2))
    parts = [packed[: cut[0]], packed[cut[0] : cut[1]], packed[cut[1] :]]
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, interlaced)
    all_chunks = [(b"IHDR", header), *chosen, *chunks, *((b"IDAT", part) for part in parts), (b"IEND", b"")]
    file = b"\x89PNG\r\n\x1a\n" + b"".join(chunk_bytes(*chunk) for chunk in all_chunks)
    return Sample(name, file, pixels, 1 if depth == 16 or "tRNS" in name or colour_type in (4, 6) else 0)


def chunk_bytes(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def meaning(values, colour_type, depth, palette):
    if colour_type == 3:
        return palette[values[:, :, 0]]
    levels = to_eight_bits(values, 2**depth - 1)
    colours = levels if colour_type in (0, 2) else levels[:, :, :-1]
    rgb = grey_to_rgb(colours) if colours.shape[2] == 1 else colours
    return over_background(rgb, levels[:, :, -1]) if colour_type in (4, 6) else rgb


def transparency(rng, values, colour_type):
    """The chunk, and the opacity that it gives the pixels; some are left opaque."""
    if colour_type == 3:
        # Of all but one, which stands in the first pixel or in the last.
        table = rng.integers(0, 256, int(values.max()) + 1).astype(np.uint8)
        table[values[0, 0, 0]] = table[values[-1, -1, 0]] = 255
        return table.tobytes(), table[values[:, :, 0]]
    clear = values[0, 0]
    alpha = np.where((values == clear).all(axis=2), 0, 255)
    return struct.pack(f">{len(clear)}H", *(int(value) for value in clear)), alpha


def filtered(rng, values, depth):
    height, width, samples = values.shape
    if depth == 16:
        rows = values.astype(">u2").reshape(height, -1).view(np.uint8)
    elif depth == 8:
        rows = values.astype(np.uint8).reshape(height, -1)
    else:
        bits = (values.reshape(height, width, 1) >> np.arange(depth - 1, -1, -1)) & 1
        rows = np.packbits(bits.reshape(height, -1).astype(np.uint8), axis=1)
    step = max(1, samples * depth // 8)
    lines = []
    above = np.zeros(rows.shape[1], np.int64)
    for row in rows.astype(np.int64):
        left = np.concatenate([np.zeros(step, np.int64), row])[: len(row)]
        corner = np.concatenate([np.zeros(step, np.int64), above])[: len(row)]
        kind = int(rng.integers(5))
        predicted = [0, left, above, (left + above) // 2, paeth(left, above, corner)][kind]
        lines.append(bytes([kind]) + ((row - predicted) & 255).astype(np.uint8).tobytes())
        above = row
    return b"".join(lines)


def paeth(left, above, corner):
    estimate = left + above - corner
    by_left, by_above, by_corner = (abs(estimate - one) for one in (left, above, corner))
    nearest = np.where(by_above <= by_corner, above, corner)
    return np.where((by_left <= by_above) & (by_left <= by_corner), left, nearest)
