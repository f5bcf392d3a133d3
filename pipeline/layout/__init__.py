"""Layout before language: the lines of a text become blocks, and hard-wrapped lines flow together.

``lay_out`` takes a folded text and gives a `Layout`. Its ``flow`` is as long as the folded text, so that offsets are the same,
but a line break inside a block has become a space, ``|`` between cells a tab, and ``\\n`` stands only between blocks.
"""

from pipeline.layout.blocks import build_blocks
from pipeline.layout.broken_rows import join_rows
from pipeline.layout.flowing import flowing, with_cell_breaks
from pipeline.layout.fragment_rows import fragment_rows
from pipeline.layout.lines import first_width, is_caps, is_closing, read_lines, wrap_width
from pipeline.layout.matter import set_back_matter, set_front_matter
from pipeline.layout.tree import Block, Layout, set_parents

__all__ = ["Block", "Layout", "is_caps", "is_closing", "lay_out", "with_cell_breaks"]


def lay_out(text: str) -> Layout:
    """Blocks and flowing text of a folded text.

    >>> layout = lay_out("1. Sở Y tế chủ trì,\\nphối hợp với Sở Tư pháp.\\n2. Công an tỉnh")
    >>> [(b.kind, b.marker.text, layout.text(b)) for b in layout.blocks]
    [('item', '1', 'Sở Y tế chủ trì, phối hợp với Sở Tư pháp.'), ('item', '2', 'Công an tỉnh')]
    """
    lines = join_rows(text, read_lines(text))
    rows, marks = fragment_rows(lines)
    width = wrap_width(lines)
    blocks, joints = build_blocks(lines, width, rows, first_width(lines, width))
    flow = flowing(text, joints, lines, marks)
    set_front_matter(blocks, flow)
    set_back_matter(blocks, flow)
    set_parents(blocks, flow)
    return Layout(flow, blocks)
