"""What scanned sheets hold: the texts of the QR codes in pictures and in PDF, or the lines of a text.

A picture is a stranger's. Rules:

1. What it is, its first bytes say, never its name.
2. Its pixels and pages are counted before anything is drawn.
3. What the libraries refuse is said in our words: their texts repeat what stands in the file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from detente.errors import N_, CallerError, DetenteError
from detente.reports.extra import needed

SCAN_BYTES: Final = 64 << 20
"""Of one file: a scan of 24 pages in grey at 300 dpi, compressed, is half of it."""
PIXELS_MOST: Final = 64_000_000
"""Of one picture or page: a sheet at 600 dpi has 35 million, a telephone's photograph up to 50."""
PAGES_MOST: Final = 100

_DPI: Final = 220
"""At which a page of a PDF is drawn: 5.6 pixels for each module of a code at its smallest. Two are the least that can be read."""
_POINTS: Final = 72

_PDF: Final = b"%PDF-"
_PICTURES: Final = {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"II*\x00": "TIFF", b"MM\x00*": "TIFF"}
"""The first bytes of what scanners and telephones write."""


def texts_of(data: bytes) -> list[str]:
    """The texts of all codes in a scan; of a text its lines, one for each code.

    Raises:
        CallerError: it cannot be read, or has more pages or pixels than a scan has; or the extra `sheets` is not installed.
    """
    if data.startswith(_PDF):
        return [text for page in _pages(data) for text in _codes(page)]
    for start, form in _PICTURES.items():
        if data.startswith(start):
            return [text for picture in _pictures(data, form) for text in _codes(picture)]
    try:
        return data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise CallerError(N_("this is neither a text nor a picture (PDF, PNG, JPEG, TIFF)")) from error


def _codes(picture: Any) -> list[str]:
    zxing = needed("zxingcpp", "sheets")
    return [code.text for code in zxing.read_barcodes(picture, formats=zxing.BarcodeFormat.QRCode)]


def _pictures(data: bytes, form: str) -> Iterator[Any]:
    """Each page of a picture, in grey."""
    pillow = needed("PIL.Image", "sheets")
    try:
        with pillow.open(io.BytesIO(data), formats=[form]) as picture:
            for page in range(_checked_pages(getattr(picture, "n_frames", 1))):
                picture.seek(page)
                _check_pixels(*picture.size)
                yield picture.convert("L")
    except DetenteError:
        raise
    except Exception as error:  # what the library happens to stumble over in a damaged file: TypeError, struct.error, ..
        raise CallerError(N_("this picture cannot be read")) from error


def _pages(data: bytes) -> Iterator[Any]:
    """Each page of a PDF, drawn in grey."""
    pdfium = needed("pypdfium2", "sheets")
    needed("PIL.Image", "sheets")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise CallerError(N_("this PDF cannot be read")) from error
    try:
        for number in range(_checked_pages(len(document))):
            page = document[number]
            scale = _DPI / _POINTS
            _check_pixels(int(page.get_width() * scale), int(page.get_height() * scale))
            yield page.render(scale=scale, grayscale=True).to_pil()
    except pdfium.PdfiumError as error:
        raise CallerError(N_("this PDF cannot be read")) from error
    finally:
        document.close()


def _checked_pages(count: int) -> int:
    if count > PAGES_MOST:
        raise CallerError(N_("%(seen)d pages; at most %(limit)d"), seen=count, limit=PAGES_MOST)
    return count


def _check_pixels(width: int, height: int) -> None:
    if width * height > PIXELS_MOST:
        raise CallerError(N_("a picture of %(width)d by %(height)d pixels is too large for a scan"), width=width, height=height)
