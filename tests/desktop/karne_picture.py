# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps pictures small, and compares them as an eye would: the shade of a pixel is nothing; a word, an
icon, a colour or a place that changed is something."""

import os

from PIL import Image, ImageChops, ImageDraw

# What is compared is the mean of a channel over blocks of 8 × 8 pixels. Measured on a wide page of 16,000
# blocks: drawn again, none differs by anything; a palette of 64 colours moves a few by 30 to 57 (then a
# larger one is taken); one word that is gone takes 10 beyond the tolerance, dates of another day take 31,
# letters without antialiasing 171, everything a pixel further down 359, letters a hundredth larger 645.
BLOCK = 8
TOLERANCE = 32
# Blocks that may be beyond it nonetheless, of 10,000.
FORGIVEN = 3


def write_small(picture, path):
    """With a palette, as long as nobody sees a difference."""
    for colours in (64, 128, 256):
        small = picture.quantize(colours, dither=Image.Dither.NONE)
        if differing_blocks(picture, small.convert("RGB")).getbbox() is None:
            break
    small.save(path, optimize=True)


def differing_blocks(picture, reference):
    """A picture of one pixel a block: white where they differ."""
    difference = ImageChops.difference(picture, reference)
    size = (-(-picture.width // BLOCK), -(-picture.height // BLOCK))
    means = difference.resize(size, Image.Resampling.BOX)
    most = means.getchannel(0)
    for channel in (1, 2):
        most = ImageChops.lighter(most, means.getchannel(channel))
    return most.point(lambda value: 255 if value > TOLERANCE else 0)


def mark(picture, reference, blocks, path):
    """Both beside each other, with a frame around what differs."""
    box = [BLOCK * edge for edge in blocks.getbbox()]
    both = Image.new("RGB", (picture.width * 2 + BLOCK, picture.height), "red")
    for i, one in enumerate((reference, picture)):
        both.paste(one, (i * (picture.width + BLOCK), 0))
    draw = ImageDraw.Draw(both)
    for offset in (0, picture.width + BLOCK):
        draw.rectangle([box[0] + offset, box[1], box[2] + offset - 1, box[3] - 1], outline="red", width=2)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    both.save(path)
    return box


def compare(picture, reference_path, difference_path):
    """None, or what is to be said of the difference."""
    if not os.path.exists(reference_path):
        return "there is no reference"
    reference = Image.open(reference_path).convert("RGB")
    if reference.size != picture.size:
        return f"{picture.size} instead of {reference.size}"
    blocks = differing_blocks(picture, reference)
    n = blocks.histogram()[255]
    if n * 10000 <= FORGIVEN * blocks.width * blocks.height:
        return None
    left, top, right, bottom = mark(picture, reference, blocks, difference_path)
    return f"{n} blocks differ, between {left},{top} and {right},{bottom}"
