"""How a person wants to be told, by topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from jiphyeon.foundation.notices.enums import Topic, Urgency, Way
from jiphyeon.foundation.notices.rules import NoticeKind
from jiphyeon.foundation.ui.saying import language


class WaysForm(forms.Form):
    """A way for each topic that there are notices about. What the law has told never stays in the inbox alone."""

    def __init__(
        self,
        *args: Any,
        chosen: Mapping[Topic, Way],
        kinds: Mapping[Topic, Sequence[NoticeKind]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        speech = language()
        self.topics = [topic for topic in Topic if kinds[topic]]
        for topic in self.topics:
            is_legal = any(kind.legal for kind in kinds[topic])
            all_daily = all(kind.urgency is Urgency.DAILY for kind in kinds[topic])
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.words.text(speech),
                choices=[(way.value, way.words.text(speech)) for way in Way],
                initial=chosen.get(topic, Way.DAILY if all_daily else Way.AT_ONCE).value,
                widget=forms.RadioSelect,
                help_text=_(
                    "결정처럼 법에 따라 알리는 것은 끌 수 없습니다. ‘내 알림에서만’을 고르셔도 전자우편으로 알려 드립니다."
                )
                if is_legal
                else "",
            )

    @property
    def ways(self) -> dict[Topic, Way]:
        """Return what was chosen; only of a form whose fields are right."""
        return {topic: Way(self.cleaned_data[topic.value]) for topic in self.topics}
