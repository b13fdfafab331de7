"""Steps with names; on a phone the current name and the count stay readable."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiphyeon.foundation.ui.saying import escaped
from jiphyeon.foundation.ui.shapes import shape


@dataclass(frozen=True, slots=True)
class Stepper:
    """`current` counts from 1; `len(names) + 1` means all done. `left_out`: those passed by with nothing done."""

    names: Sequence[object]
    current: int = 1
    left_out: Collection[int] = ()

    def html(self) -> str:
        """Return the steps as an ordered list."""
        count = len(self.names)
        items = []
        for place, name in enumerate(self.names, start=1):
            if place < self.current and place in self.left_out:
                state, mark, word = "later", shape("off"), pgettext("step", "하지 않음")
            elif place < self.current:
                state, mark, word = "done", shape("good"), pgettext("step", "마침")
            elif place == self.current:
                state, mark, word = "now", str(place), pgettext("step", "지금")
            else:
                state, mark, word = "later", str(place), pgettext("step", "다음")
            now = ' aria-current="step"' if state == "now" else ""
            items.append(
                f'<li class="jip-step-{state}"{now}><span class="jip-step-mark" aria-hidden="true">{mark}</span>'
                f'<span><span class="jip-unseen">{place}. {escaped(word)}: </span>'
                f"{escaped(name)}</span></li>"
            )
        label = escaped(_("{count}단계 중 {now}단계").format(count=count, now=min(self.current, count)))
        return (
            f'<nav class="jip-steps" aria-label="{escaped(_("신청 단계"))}">'
            f'<p class="jip-steps-count">{label}</p><ol>{"".join(items)}</ol></nav>'
        )
