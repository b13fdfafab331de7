"""문구 · A text with gaps: compiled once, filled a million times, measured for its channel, read on a screen or on paper.

The notation is GOV.UK Notify's: `((name))`, `((flag??text))`, lists, the few marks of an e-mail. Korean particles behind a
gap follow what comes into it.
"""

from jiphyeon.methods.wording.kinds import Kind
from jiphyeon.methods.wording.lengths import NOTIFY_TEXT, Channel, Limit, Measured, Unit, measured
from jiphyeon.methods.wording.linking import GAP, leads_away, links, readings, seen
from jiphyeon.methods.wording.markdown import (
    Block,
    Heading,
    Items,
    Line,
    Link,
    Paragraph,
    Quote,
    Rule,
    blocks,
    html,
    plain,
    plain_and_html,
)
from jiphyeon.methods.wording.notation import Gap, folded, stray
from jiphyeon.methods.wording.sanitising import Sanitised, sanitised
from jiphyeon.methods.wording.wording import Comparison, Placeholder, Rendered, Value, Wording

__all__ = [
    "GAP",
    "NOTIFY_TEXT",
    "Block",
    "Channel",
    "Comparison",
    "Gap",
    "Heading",
    "Items",
    "Kind",
    "Limit",
    "Line",
    "Link",
    "Measured",
    "Paragraph",
    "Placeholder",
    "Quote",
    "Rendered",
    "Rule",
    "Sanitised",
    "Unit",
    "Value",
    "Wording",
    "blocks",
    "folded",
    "html",
    "leads_away",
    "links",
    "measured",
    "plain",
    "plain_and_html",
    "readings",
    "sanitised",
    "seen",
    "stray",
]
