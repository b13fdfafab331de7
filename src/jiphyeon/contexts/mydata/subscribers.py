"""Wishes and endings become jobs that speak to the provider."""

from jiphyeon.contexts.mydata.events import FetchWanted, GrantToRevoke
from jiphyeon.contexts.mydata.tasks import fetch_again, revoke
from jiphyeon.foundation.jobs.events import subscribes


@subscribes(FetchWanted)
def ask_again(wanted: FetchWanted) -> None:
    """Fetch anew under a regular consent."""
    fetch_again.enqueue(wanted.consent, wanted.on)


@subscribes(GrantToRevoke)
def tell_the_provider(ended: GrantToRevoke) -> None:
    """Have the provider shut what a consent had opened."""
    revoke.enqueue(ended.consent)
