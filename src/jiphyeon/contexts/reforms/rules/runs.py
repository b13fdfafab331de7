"""What becomes of a question put to a population."""

from __future__ import annotations

from jiphyeon.kernel import Words, WordsEnum


class RunState(WordsEnum):
    """Waiting for a worker, being worked out, or ended one way or another."""

    WAITING = "waiting", "순서를 기다림", "Waiting for its turn"
    RUNNING = "running", "계산하는 중", "Being worked out"
    DONE = "done", "결과 있음", "Result ready"
    FAILED = "failed", "계산하지 못함", "Could not be worked out"
    CANCELLED = "cancelled", "그만둠", "Cancelled"


OPEN = (RunState.WAITING, RunState.RUNNING)
STEP_WORDS = {
    "": Words("준비", "Getting ready"),
    "judging": Words("사람마다 판단", "Judging everybody"),
}
