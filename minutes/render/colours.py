"""The same sRGB in a fifth of the bytes: its curve as a formula (ICC version 4) instead of a table of 1024 points."""

import functools
import struct

import pydyf
from PIL import ImageCms

from minutes.render.structure import resolve

DATE_IN_HEADER = slice(24, 36)
DATED = struct.pack(">6H", 2014, 1, 1, 0, 0, 0)


def use_small_profile(pdf: pydyf.PDF) -> None:
    (intent,) = pdf.catalog["OutputIntents"]
    resolve(pdf, intent["DestOutputProfile"]).stream = [small_srgb()]


@functools.cache
def small_srgb() -> bytes:
    """Dated, so that every rendering has the same one."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[DATE_IN_HEADER] = DATED
    return bytes(profile)
