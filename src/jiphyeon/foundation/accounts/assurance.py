"""Who vouches for what the city knows of a person."""

from enum import StrEnum

from jiphyeon.kernel import Words


class Assurance(StrEnum):
    """From weak to strong. Only what somebody else vouches for counts as the city's own record."""

    STATED = "stated"  # the person alone says so
    PROVIDER = "provider"  # an identity provider checked it (the level it names is one the city accepts)
    COUNTER = "counter"  # an officer saw the person and their document


ASSURANCE_WORDS: dict[Assurance, Words] = {
    Assurance.STATED: Words("본인이 적음", "as they say"),
    Assurance.PROVIDER: Words("본인확인 기관이 확인함", "checked by an identity provider"),
    Assurance.COUNTER: Words("창구에서 신분증으로 확인함", "checked at the counter"),
}
