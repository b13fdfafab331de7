"""What becomes of a question put to a population."""

from __future__ import annotations

from enum import StrEnum

from jiphyeon.kernel import Words


class RunState(StrEnum):
    """Waiting for a worker, being worked out, or ended one way or another."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (RunState.WAITING, RunState.RUNNING)
RUN_WORDS = {
    RunState.WAITING: Words("순서를 기다림", "Waiting for its turn"),
    RunState.RUNNING: Words("계산하는 중", "Being worked out"),
    RunState.DONE: Words("결과 있음", "Result ready"),
    RunState.FAILED: Words("계산하지 못함", "Could not be worked out"),
    RunState.CANCELLED: Words("그만둠", "Cancelled"),
}
STEP_WORDS = {
    "": Words("준비", "Getting ready"),
    "judging": Words("사람마다 판단", "Judging everybody"),
}
