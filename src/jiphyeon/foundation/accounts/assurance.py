"""Who vouches for what the city knows of a person."""

from enum import StrEnum


class Assurance(StrEnum):
    """From weak to strong. Only what somebody else vouches for counts as the city's own record."""

    STATED = "stated"  # the person alone says so
    PROVIDER = "provider"  # an identity provider checked it (the level it names is one the city accepts)
    COUNTER = "counter"  # an officer saw the person and their document
