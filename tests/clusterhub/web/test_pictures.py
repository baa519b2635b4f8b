"""What becomes of pictures that people send: their pixels, and nothing else."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from clusterhub.web.pictures import SVG, UNREADABLE, Bounds, PictureRefused, clean_picture
from tests.minutes.styles import drawing

pytestmark = pytest.mark.once

BOUNDS = Bounds(sent_bytes=1_500_000, sent_pixels=4_000_000, width=450, height=130, kept_bytes=16_000)
TOO_LARGE = "Cette image a trop de pixels : 4 millions au plus."
SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def as_in_a_web_worker(monkeypatch):
    """WeasyPrint, once imported, makes the library take halves of pictures for pictures: workers do not import it."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)


def clean(data, bounds=BOUNDS):
    return clean_picture(BytesIO(data), bounds)


def saved(image, kind="PNG", **options):
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pixels_of(picture):
    with Image.open(BytesIO(picture.data)) as image:
        return image.convert("RGB")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_drawing_becomes_a_small_png_within_its_bounds(kind):
    picture = clean(drawing(kind=kind))
    assert (picture.media_type, picture.width, picture.height) == ("image/png", 450, 130)
    assert (len(picture.data) < 16_000, pixels_of(picture).size) == (True, (450, 130))


def test_photograph_becomes_a_jpeg():
    shades = Image.merge("RGB", [Image.radial_gradient("L").rotate(turn).resize((900, 600)) for turn in (0, 45, 90)])
    picture = clean(saved(shades))
    assert (picture.media_type, picture.data[:2]) == ("image/jpeg", b"\xff\xd8")


def test_same_picture_gives_the_same_bytes():
    assert clean(drawing()).sha256 == clean(drawing()).sha256


def test_transparent_becomes_white_as_paper():
    assert pixels_of(clean(saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0))))).getpixel((20, 20)) == (255, 255, 255)


def test_photograph_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = clean(saved(Image.new("RGB", (90, 30), "red"), "JPEG", exif=exif))
    assert (picture.width, picture.height) == (30, 90)


def test_nothing_but_pixels_is_kept():
    info = PngImagePlugin.PngInfo()
    info.add_text("Auteur", "Awa Démé, Bamako 12.63, -8.00")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(Image.new("RGB", (50, 50), "red"), pnginfo=info, icc_profile=profile) + SCRIPT
    kept = clean(data).data
    assert [part for part in (b"Bamako", b"iCCP", SCRIPT, b"tEXt") if part in kept] == []


def test_picture_that_is_also_a_page_is_a_picture_only():
    """A JPEG whose comment is a page, with a page after its end."""
    whole = saved(Image.new("RGB", (60, 60), "blue"), "JPEG", comment=b"<html>" + SCRIPT) + b"<html>" + SCRIPT
    kept = clean(whole).data
    assert (b"script" in kept, pixels_of(clean(whole)).getpixel((30, 30))[2] > 200) == (False, True)


def test_heavy_detail_is_made_smaller_until_it_fits():
    picture = clean(saved(Image.effect_noise((900, 260), 90)))
    assert (len(picture.data) <= BOUNDS.kept_bytes, picture.width < 450) == (True, True)


def test_what_never_fits_is_refused():
    noise = saved(Image.effect_noise((300, 300), 90))
    with pytest.raises(PictureRefused, match="trop chargée"):
        clean(noise, Bounds(sent_bytes=1_500_000, sent_pixels=4_000_000, width=450, height=130, kept_bytes=100))


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<?xml version="1.0"?>\n<!-- x -->\n<SVG><script>alert(1)</script></SVG>',
        b"\xef\xbb\xbf<svg/>",
    ],
)
def test_svg_is_refused_by_its_name(data):
    with pytest.raises(PictureRefused) as refusal:
        clean(data)
    assert str(refusal.value) == SVG


def png_saying(width, height):
    """A true header, then almost nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    parts = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", UNREADABLE),
        (b"%PDF-1.7\n", UNREADABLE),
        (b"MZ" + b"\0" * 500, UNREADABLE),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, UNREADABLE),
        (drawing()[:400], UNREADABLE),
        (drawing(kind="GIF"), UNREADABLE),
        (drawing(kind="TIFF"), UNREADABLE),
        (png_saying(40, 40), UNREADABLE),
        (png_saying(0, 0), UNREADABLE),
        (png_saying(30_000, 30_000), TOO_LARGE),
        (png_saying(3_000, 3_000), TOO_LARGE),
        (b"\xff" * 1_500_001, "Cette image est trop lourde : 1,5 Mo au plus."),
    ],
)
def test_other_files_are_refused_in_french(data, message):
    with pytest.raises(PictureRefused) as refusal:
        clean(data)
    assert str(refusal.value) == message


def test_text_that_swells_inside_a_picture_is_refused():
    """A compressed comment of 80 MB in a file of 80 kB."""
    text = b"c\0\0" + zlib.compress(b"A" * 80_000_000, 9)
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    plain = drawing(50, 50)
    with pytest.raises(PictureRefused):
        clean(plain[:33] + chunk + plain[33:])
