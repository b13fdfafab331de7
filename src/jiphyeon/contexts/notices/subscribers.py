"""Each notice's e-mail goes out as a job of its own."""

from jiphyeon.contexts.notices.events import NoticeSent
from jiphyeon.contexts.notices.tasks import announce
from jiphyeon.foundation.jobs.events import subscribes


@subscribes(NoticeSent)
def put_into_the_outbox(sent: NoticeSent) -> None:
    """Let the e-mail of a notice go out."""
    announce.enqueue(sent.key)
