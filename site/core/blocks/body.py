"""The body of a page."""

from wagtail import blocks

from core.blocks.data import DataTableBlock, KeyFiguresBlock
from core.blocks.kept import KeptBlock
from core.blocks.media import DownloadsBlock, FigureImageBlock, RelatedPagesBlock, VideoBlock
from core.blocks.text import CalloutBlock, HeadingBlock, ParagraphBlock, QuoteBlock, StepsBlock


class BodyBlock(blocks.StreamBlock):
    """Every block a page's body may hold, in the order an editor looks for them."""

    paragraph = ParagraphBlock()
    heading = HeadingBlock()
    image = FigureImageBlock()
    key_figures = KeyFiguresBlock()
    table = DataTableBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    quote = QuoteBlock()
    downloads = DownloadsBlock()
    video = VideoBlock()
    related_pages = RelatedPagesBlock()
    kept = KeptBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}
        required = False
