"""The small office that the rooms about support share."""

from tests.contexts.benefits.conftest import *  # noqa: F403 -- the small office
