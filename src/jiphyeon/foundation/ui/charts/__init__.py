"""Charts drawn on the server as SVG: the title says the finding, values stand beside their marks, and the table
is one press away.

Lengths are percent across and rem down, so that text keeps its size on a phone and grows with the reader's choice.
"""

from jiphyeon.foundation.ui.charts.bars import Bars, StackedBars
from jiphyeon.foundation.ui.charts.figure import Series
from jiphyeon.foundation.ui.charts.lines import Lines, Spark
from jiphyeon.foundation.ui.charts.town_map import TownMap

__all__ = ["Bars", "Lines", "Series", "Spark", "StackedBars", "TownMap"]
