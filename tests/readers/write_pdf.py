"""Writes small PDF files by hand: words at places, rules, pictures. Letters are half their size wide; the font carries only a map to Unicode."""

from collections.abc import Sequence

SIZE = 12.0
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 60.0, 540.0
LEADING = 16.0


class Page:
    """A page that is filled from the top; ``y`` is where the next line goes."""

    def __init__(self) -> None:
        self.content: list[str] = []
        self.y = 60.0

    def word(self, text: str, x: float, y: float, size: float = SIZE) -> float:
        """Puts a word at a place measured from the top left; gives where it ends."""
        codes = "".join(f"{ord(letter):04x}" for letter in text)
        self.content.append(f"BT /F {size} Tf 1 0 0 1 {x:.2f} {HEIGHT - y:.2f} Tm <{codes}> Tj ET")
        return x + len(text) * size / 2

    def line(self, text: str, x: float = LEFT, y: float | None = None, size: float = SIZE) -> None:
        """One line; without ``y`` it is the next."""
        at = self.y if y is None else y
        for word in text.split():
            x = self.word(word, x, at, size) + size / 2
        if y is None:
            self.y += LEADING

    def paragraph(self, text: str, left: float = LEFT, right: float = RIGHT, indent: float = 24.0) -> None:
        """A paragraph with its first line indented, wrapped as a word processor does."""
        for number, line in enumerate(wrap(text, right - left - indent, right - left)):
            self.line(line, left + (0 if number else indent))

    def table(self, rows: Sequence[Sequence[str | None]], widths: Sequence[float]) -> None:
        """A grid of rules; None continues the cell above, so that no rule stands between."""
        xs = [LEFT + sum(widths[:at]) for at in range(len(widths) + 1)]
        for number, row in enumerate(rows):
            top = self.y
            wrapped = [wrap(cell or "", width - 8, width - 8) for cell, width in zip(row, widths, strict=True)]
            height = max(len(lines) for lines in wrapped) * LEADING + 4
            for column, lines in enumerate(wrapped):
                for at, text in enumerate(lines):
                    self.line(text, xs[column] + 4, top + 14 + at * LEADING)
                if row[column] is not None or number == 0:
                    self.rule(xs[column], top, xs[column + 1], top)
                if number == len(rows) - 1:
                    self.rule(xs[column], top + height, xs[column + 1], top + height)
            for x in xs:
                self.rule(x, top, x, top + height)
            self.y = top + height
        self.y += LEADING

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.content.append(f"{x0:.2f} {HEIGHT - y0:.2f} m {x1:.2f} {HEIGHT - y1:.2f} l S")

    def picture(self) -> None:
        self.content.append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q")


def wrap(text: str, first: float, others: float) -> list[str]:
    lines: list[str] = [""]
    for word in text.split():
        room = first if len(lines) == 1 else others
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(longer) * SIZE / 2 > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def write(pages: Sequence[Page], extra: Sequence[str] = ()) -> bytes:
    """The file; ``extra`` are objects from number 7 + twice the pages on."""
    kids = " ".join(f"{7 + 2 * at} 0 R" for at in range(len(pages)))
    unicode_map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap end"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor 6 0 R >>",
        f"<< /Length {len(unicode_map)} >> stream\n{unicode_map}\nendstream",
        "<< /Type /FontDescriptor /FontName /Own /Flags 4 /FontBBox [0 -200 500 800] /Ascent 800 /Descent -200 /CapHeight 700 /ItalicAngle 0 /StemV 80 >>",
    ]
    for at, page in enumerate(pages):
        content = "\n".join(page.content)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F 3 0 R >> /XObject << /X {8 + 2 * at} 0 R >> >> /Contents {8 + 2 * at} 0 R >>"
        )
        objects.append(
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F 3 0 R >> /XObject << /X {8 + 2 * at} 0 R >> >> /Length {len(content)} >> stream\n{content}\nendstream"
        )
    objects += extra
    out, places = "%PDF-1.7\n", []
    for number, thing in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{thing}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode(
        "latin-1"
    )
