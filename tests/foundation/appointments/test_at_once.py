"""Two administrators end one another at the same moment: one of them stays."""

from functools import partial

import pytest
from django.conf import settings
from tests.at_once import together

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.accounts.pack import load_demo
from jiphyeon.foundation.accounts.roles import ADMINISTRATOR
from jiphyeon.foundation.appointments import actions
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.organisation.models import Post


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_end_one_another_do_not_both_succeed():
    today = civil_today()
    load_demo(settings.CITY_PACK, today)
    taeo, other = User.objects.get(username="taeo"), User.objects.create_user("other")
    post = Post.objects.get(code="operator-1")
    Appointment.objects.create(user=other, post=post, roles=[ADMINISTRATOR], first=today)
    ends = {
        who.username: (actor_of(who, on=today), whom.appointments.get().pk)
        for who, whom in ((taeo, other), (other, taeo))
    }

    def end(by, appointment):
        actions.end(appointment=appointment, last=today, reason="x", by=by, on=today)
        return "ended"

    found = together(*(partial(end, *given) for given in ends.values()))

    assert sorted(found) == ["ended", "last_administrator"]
    assert Appointment.objects.filter(user__in=[taeo, other], last=None).count() == 1
