"""JPEG, WebP, GIF, AVIF and JPEG in TIFF, as libraries write them; what they hold is what Pillow reads in them."""

import io

import imagecodecs
import numpy as np
import tifffile
from PIL import Image, ImageOps

from sample import BACKGROUND, Sample, draw, draw_size, draw_smooth, grey_to_rgb, over_background

SUBSAMPLINGS = ["444", "422", "420", "440", "411"]


def as_pillow_sees(file):
    with Image.open(io.BytesIO(file)) as image:
        upright = ImageOps.exif_transpose(image)
        if "transparency" in upright.info or upright.mode in ("RGBA", "LA", "PA"):
            rgba = np.array(upright.convert("RGBA"))
            return over_background(rgba[:, :, :3], rgba[:, :, 3])
        return np.array(upright.convert("RGB"))


def saved(image, kind, **options):
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def jpeg_sample(rng):
    return [pillow_jpeg, pillow_jpeg, turbo_jpeg, ink_jpeg, rare_jpeg][rng.integers(5)](rng)


def pillow_jpeg(rng):
    height, width = draw_size(rng)
    mode = str(rng.choice(["RGB", "RGB", "L"]))
    image = Image.fromarray(draw_smooth(rng, height, width, 3)).convert(mode)
    options, name = {"quality": int(rng.integers(30, 101))}, f"JPEG {mode}"
    if rng.integers(2):
        options["progressive"] = True
        name += " progressive"
    if mode == "RGB":
        subsampling = int(rng.integers(0, 3))
        options["subsampling"] = subsampling
        name += f" {SUBSAMPLINGS[subsampling]}"
        if rng.integers(8) == 0:
            options["keep_rgb"], options["subsampling"] = True, 0
            name = name[:-3] + "stored as RGB"
    if rng.integers(3) == 0:
        options["restart_marker_blocks"] = int(rng.integers(1, 5))
        name += " restarts"
    if rng.integers(3) == 0:
        exif = Image.Exif()
        exif[0x0112] = int(rng.integers(1, 9))
        options["exif"] = exif
        name += f" orientation {exif[0x0112]}"
    file = saved(image, "JPEG", **options)
    return Sample(name, file, as_pillow_sees(file), 4, 1)


def turbo_jpeg(rng):
    height, width = draw_size(rng)
    subsampling = str(rng.choice(SUBSAMPLINGS))
    level = int(rng.integers(30, 100))
    file = bytes(imagecodecs.jpeg8_encode(draw_smooth(rng, height, width, 3), level, subsampling=subsampling))
    return Sample(f"JPEG {subsampling}", file, as_pillow_sees(file), 4, 1)


def ink_jpeg(rng):
    height, width = draw_size(rng)
    values = draw_smooth(rng, height, width, 4)
    if rng.integers(2):
        file, name = saved(Image.fromarray(values, "CMYK"), "JPEG", quality=90), "JPEG CMYK"
    else:
        coded = imagecodecs.jpeg8_encode(values, 90, colorspace="CMYK", outcolorspace="YCCK")
        file, name = bytes(coded), "JPEG YCCK"
    return Sample(name, file, as_pillow_sees(file), 255, 70)


def rare_jpeg(rng):
    """Refused: 12 bits and without loss."""
    height, width = draw_size(rng)
    if rng.integers(2):
        values = (draw(rng, height, width, 1, 4095)[:, :, 0]).astype(np.uint16)
        return Sample("JPEG 12 bits", bytes(imagecodecs.jpeg8_encode(values, 90, bitspersample=12)), None)
    values = draw(rng, height, width, 3, 255).astype(np.uint8)
    return Sample("JPEG lossless", bytes(imagecodecs.jpeg8_encode(values, 90, lossless=True)), None)


def webp_sample(rng):
    height, width = draw_size(rng)
    lossless, alpha, animated = (bool(rng.integers(2)) for _ in range(3))
    values = draw(rng, height, width, 4, 255).astype(np.uint8)
    values[:, :, 3] = np.maximum(values[:, :, 3], 40)
    if not lossless:
        values[:, :, :3] = draw_smooth(rng, height, width, 3)
    image = Image.fromarray(values if alpha else values[:, :, :3])
    options = {"lossless": lossless, "quality": int(rng.integers(10, 100)), "method": 0}
    if animated:
        options |= {"save_all": True, "append_images": [ImageOps.invert(image.convert("RGB")).convert(image.mode)]}
    file = saved(image, "WEBP", **options)
    name = f"WebP {'lossless' if lossless else 'lossy'}{' alpha' if alpha else ''}{' animated' if animated else ''}"
    if lossless and not animated:
        pixels = over_background(values[:, :, :3], values[:, :, 3]) if alpha else values[:, :, :3]
        return Sample(name, file, pixels, 1 if alpha else 0)
    return Sample(name, file, as_pillow_sees(file), 8, 3)


def gif_sample(rng):
    height, width = draw_size(rng)
    depth = int(rng.choice([1, 2, 4, 8]))
    values = draw(rng, height, width, 1, 2**depth - 1)[:, :, 0].astype(np.uint8)
    colours = rng.integers(0, 256, (2**depth, 3)).astype(np.uint8)
    image = Image.fromarray(values, "P")
    image.putpalette(colours.tobytes())
    interlaced, clear, animated = (bool(rng.integers(2)) for _ in range(3))
    options = {"interlace": int(interlaced), "optimize": False}
    pixels = colours[values]
    if clear and values[0, 0] != values[-1, -1]:
        options["transparency"] = int(values[0, 0])
        pixels = np.where((values == values[0, 0])[:, :, None], BACKGROUND, pixels).astype(np.uint8)
    if animated:
        other = Image.fromarray(values[::-1].copy(), "P")
        other.putpalette(colours.tobytes())
        options |= {"save_all": True, "append_images": [other], "duration": 40}
    file = saved(image, "GIF", **options)
    flags = [(interlaced, "interlaced"), ("transparency" in options, "transparent"), (animated, "animated")]
    return Sample("GIF" + "".join(f" {word}" for is_so, word in flags if is_so), file, pixels)


def avif_sample(rng):
    height, width = draw_size(rng)
    alpha = bool(rng.integers(2))
    values = draw_smooth(rng, height, width, 4)
    values[:, :, 3] = np.maximum(values[:, :, 3], 40)
    subsampling = str(rng.choice(["4:4:4", "4:2:2", "4:2:0"]))
    image = Image.fromarray(values if alpha else values[:, :, :3])
    file = saved(image, "AVIF", quality=int(rng.integers(50, 100)), speed=10, subsampling=subsampling)
    return Sample(f"AVIF {subsampling}{' alpha' if alpha else ''}", file, as_pillow_sees(file), 24, 4)


def tiff_jpeg_sample(rng):
    height, width = draw_size(rng)
    target = io.BytesIO()
    grey = bool(rng.integers(2))
    values = draw_smooth(rng, height, width, 1 if grey else 3)
    options = {"photometric": "minisblack" if grey else "ycbcr"}
    if rng.integers(2):
        options["tile"] = (32, 32)
    tifffile.imwrite(target, values[:, :, 0] if grey else values, compression="jpeg", metadata=None, **options)
    file = target.getvalue()
    seen = tifffile.imread(io.BytesIO(file))
    name = f"TIFF JPEG {'grey' if grey else 'YCbCr'}{' tiles' if 'tile' in options else ''}"
    return Sample(name, file, grey_to_rgb(seen) if grey else seen, 4, 1)
