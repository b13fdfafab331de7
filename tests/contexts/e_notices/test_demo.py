"""The demo city's sendings stand as the pack says, and loading it again adds nothing."""

from django.conf import settings

from jiphyeon.contexts.e_notices import api
from jiphyeon.contexts.e_notices.enums import Stage
from jiphyeon.contexts.e_notices.models import Notice, Sending


def test_the_demo_city_has_sendings_at_each_stage_and_is_loaded_once(office):
    for _ in range(2):
        api.load_city(settings.CITY_PACK)
        api.load_demo(settings.CITY_PACK, office.today)

    stages = dict(Sending.objects.values_list("state", "addressees"))
    assert set(stages) == {Stage.APPROVED, Stage.PROPOSED, Stage.DRAFT}
    assert sum(stages.values()) == Notice.objects.count() > 2_000
    assert Notice.objects.get(sending__state=Stage.APPROVED, line=1).identity == "hana"
