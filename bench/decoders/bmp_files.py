"""Windows and OS/2 bitmaps of every depth, written from the description of the format."""

import struct

import numpy as np

from sample import Sample, draw, draw_size

MASKS = {
    16: [(0x7C00, 0x3E0, 0x1F), (0xF800, 0x7E0, 0x1F), (0xF00, 0xF0, 0xF)],
    32: [(0xFF0000, 0xFF00, 0xFF), (0xFF, 0xFF00, 0xFF0000), (0x3FF00000, 0xFFC00, 0x3FF)],
}


def bmp_sample(rng):
    height, width = draw_size(rng)
    depth = int(rng.choice([1, 4, 8, 16, 24, 32]))
    top_down = bool(rng.integers(2))
    kind = str(rng.choice(["plain", "masks", "os2", "rle"]))
    header_bytes = int(rng.choice([40, 52, 56, 108, 124]))
    if kind == "masks" and depth not in MASKS or kind == "rle" and depth not in (4, 8):
        kind = "plain"
    if kind == "os2" and depth in (16, 32):
        kind = "plain"
    masks, palette = None, b""
    if depth <= 8:
        values = draw(rng, height, width, 1, 2**depth - 1)[:, :, 0]
        colours = rng.integers(0, 256, (2**depth, 3)).astype(np.uint8)
        pixels, entry = colours[values], b"" if kind == "os2" else b"\0"
        palette = b"".join(bytes(colour[::-1]) + entry for colour in colours)
    elif kind == "masks" or depth == 16:
        masks = MASKS[depth][rng.integers(3)] if kind == "masks" else MASKS[16][0]
        values, pixels = masked(rng, height, width, masks)
    else:
        pixels = draw(rng, height, width, 3, 255).astype(np.uint8)
        values = pixels
    rows = [packed(rng, row, depth, values.ndim) for row in values]
    if kind == "rle":
        top_down = False
        content = run_lengths(rng, values, depth)
    else:
        content = b"".join(rows if top_down else rows[::-1])
    file = assemble(rng, kind, (width, height, depth), header_bytes, masks, palette, content, top_down)
    name = f"BMP {kind} {depth} bits{' top down' if top_down and kind != 'os2' else ''}"
    if kind == "os2" and top_down:
        pixels = pixels[::-1]
    return Sample(name, file, pixels, 1 if masks else 0)


def masked(rng, height, width, masks):
    values = np.zeros((height, width), np.int64)
    pixels = np.zeros((height, width, 3), np.uint8)
    for channel, mask in enumerate(masks):
        lowest = mask & -mask
        most = mask // lowest
        levels = draw(rng, height, width, 1, most)[:, :, 0]
        values |= levels * lowest
        pixels[:, :, channel] = np.round(levels * 255 / most)
    return values, pixels


def packed(rng, row, depth, dimensions):
    if dimensions == 3:
        line = row[:, ::-1]
        if depth == 32:
            line = np.concatenate([line, rng.integers(0, 256, (len(row), 1)).astype(np.uint8)], axis=1)
        line = line.tobytes()
    elif depth == 16:
        line = row.astype("<u2").tobytes()
    elif depth == 32:
        line = row.astype("<u4").tobytes()
    else:
        bits = (row.reshape(-1, 1) >> np.arange(depth - 1, -1, -1)) & 1
        line = np.packbits(bits.reshape(-1).astype(np.uint8)).tobytes()
    return line + bytes(-len(line) % 4)


def run_lengths(rng, values, depth):
    """Runs, literal pixels, ends of lines and the end of the picture, from the lowest row up."""
    content = b""
    for row in values[::-1]:
        at = 0
        while at < len(row):
            run = 1
            while at + run < len(row) and run < 255 and row[at + run] == row[at]:
                run += 1
            literal = min(len(row) - at, 20)
            if run < 3 and literal >= 3 and rng.integers(2):
                part = row[at : at + literal]
                coded = part.astype(np.uint8).tobytes()
                if depth == 4:
                    pairs = np.concatenate([part, [0]])[: (literal + 1) // 2 * 2].reshape(-1, 2)
                    coded = (pairs[:, 0] * 16 + pairs[:, 1]).astype(np.uint8).tobytes()
                content += bytes([0, literal]) + coded + bytes(len(coded) % 2)
                at += literal
            else:
                value = int(row[at])
                content += bytes([run, value * 17 if depth == 4 else value])
                at += run
        content += b"\0\0"
    return content + b"\0\1"


def assemble(rng, kind, shape, header_bytes, masks, palette, content, top_down):
    width, height, depth = shape
    if kind == "os2":
        header = struct.pack("<IHHHH", 12, width, height, 1, depth)
    else:
        compression = 3 if kind == "masks" else {4: 2, 8: 1}[depth] if kind == "rle" else 0
        signed = -height if top_down else height
        colours = len(palette) // 4
        sizes = struct.pack("<IiiHHIIiiII", header_bytes, width, signed, 1, depth, compression, len(content), 0, 0, colours, 0)
        inside = struct.pack("<III", *masks) if kind == "masks" else bytes(12)
        if header_bytes > 40:
            header = sizes + (inside + bytes(header_bytes))[: header_bytes - 40]
        else:
            header = sizes + (inside if kind == "masks" else b"")
    gap = bytes(int(rng.integers(0, 3)) * 2)
    pixels_at = 14 + len(header) + len(palette) + len(gap)
    head = b"BM" + struct.pack("<IHHI", pixels_at + len(content), 0, 0, pixels_at)
    return head + header + palette + gap + content
