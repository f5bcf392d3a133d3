"""What the streams and pages of a PDF file come to, counted before and while they are unfolded: both may be small and draw without end."""

import re
import zlib
from functools import cache
from typing import Any

from pipeline.errors import ReadError
from pipeline.readers.document import Source
from pipeline.readers.limits import MAX_UNPACKED

MAX_LETTERS = 60_000  # on one page; a full one has 5,000, and each takes some 3 KB
MAX_SHAPES = 60_000  # rules, curves, pictures and forms on one page
MAX_POINTS = 600_000  # of its curves
MAX_DRAWN = 4 << 20  # bytes that draw one page; a full one takes 50 KB
MAX_OBJECTS = 16 << 20  # bytes of one stream of objects: parsed, they take twenty times as much
MAX_STREAM = 64 << 20  # bytes of any other one that is no picture
_STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")  # what zlib begins with


def check_streams(source: Source) -> None:
    """Counts, block by block, what the packed streams unfold to, before anything unfolds them at once.

    Raises ReadError where that is more than a document can be.
    """
    left = MAX_UNPACKED
    for match in _STREAM.finditer(source.data):
        kind = source.data[max(source.data.rfind(b"obj", max(0, match.start() - 2000), match.start()), match.start() - 2000, 0) : match.start()]
        most = MAX_OBJECTS if b"/ObjStm" in kind or b"/XRef" in kind else left if b"/Image" in kind else MAX_STREAM
        size = _unfolded(source.data, match.end(), min(most, left))
        left -= size
        if left < 0 or size > most:
            raise ReadError(f"{source.place} unfolds to more than {min(most, MAX_UNPACKED) >> 20} MB, more than a document can be: leave it out.")


def _unfolded(data: bytes, start: int, left: int) -> int:
    """The bytes that a stream unfolds to, counted until they are more than ``left``."""
    unpacker = zlib.decompressobj()
    size = 0
    block = b""
    try:
        while not unpacker.eof and size <= left:
            packed = unpacker.unconsumed_tail or data[start : start + (1 << 16)]
            if not unpacker.unconsumed_tail:
                start += 1 << 16
            if not packed:
                break
            first = not block
            block = unpacker.decompress(packed, 1 << 20)
            size += len(block)
            if first and block[:1] == b"\x78" and len(block) > 64:  # packed twice
                size += _unfolded_inside(block, left)
    except zlib.error:
        pass  # not packed after all, or damaged: the parser says so
    return size


def _unfolded_inside(block: bytes, left: int) -> int:
    """What the first megabyte of a stream, itself packed, unfolds to."""
    unpacker = zlib.decompressobj()
    size = 0
    try:
        while block and size <= left:
            size += len(unpacker.decompress(block, 1 << 20))
            block = unpacker.unconsumed_tail
    except zlib.error:
        pass
    return size


def draw_page(page: Any, source: Source) -> None:
    """Draws a page of pdfplumber, which else does that by itself and without end.

    Raises ReadError where it draws more than a page can hold, at once or by forms that draw forms.
    """
    place = f"{source.place} has a drawing of {{}} on page {page.page_number}: leave that page out."
    drawn = sum(_drawn(stream) for stream in page.page_obj.contents)
    if drawn > MAX_DRAWN:
        raise ReadError(place.format(f"{drawn >> 20} MB"))
    from pdfminer.pdfinterp import PDFPageInterpreter

    device = _device()(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    try:
        PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except _TooMuchError:
        raise ReadError(place.format(f"more than {MAX_LETTERS:,} letters or {MAX_SHAPES:,} lines")) from None
    page._layout = device.get_result()


def _drawn(stream: Any) -> int:
    """The bytes of a part of a page, unfolded whole only where they are few."""
    size = _unfolded(getattr(stream, "rawdata", None) or b"", 0, MAX_DRAWN)
    return size if size > MAX_DRAWN or not hasattr(stream, "get_data") else len(stream.get_data())


class _TooMuchError(Exception):
    """A page draws more than it can hold."""


@cache
def _device() -> Any:
    """What pdfplumber draws on, with counters."""
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent

    class Counting(PDFPageAggregatorWithMarkedContent):
        letters = shapes = points = 0

        def render_char(self, *arguments: Any, **options: Any) -> float:
            self.letters += 1
            if self.letters > MAX_LETTERS:
                raise _TooMuchError
            return super().render_char(*arguments, **options)

        def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
            self._count(len(path))
            super().paint_path(gstate, stroke, fill, evenodd, path)

        def begin_figure(self, *arguments: Any, **options: Any) -> None:
            self._count(1)
            super().begin_figure(*arguments, **options)

        def _count(self, points: int) -> None:
            self.shapes += 1
            self.points += points
            if self.shapes > MAX_SHAPES or self.points > MAX_POINTS:
                raise _TooMuchError

    return Counting
