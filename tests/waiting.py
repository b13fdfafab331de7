"""Waiting for what is to come: until it is so. How fast the machine is says nothing about whether it holds.

A test does not ask how long something took, nor how much happened meanwhile: it waits until it is so (`wait_until`), or
makes sure that one thing stands still while another happens. A house test holds that (tests/house/test_no_timing.py).
"""

import time

PATIENCE_SECONDS = (
    240  # of the clock on the wall: only what never comes outlasts it, however busy the machine is
)


def wait_until(is_so, told=lambda: "it never came", *, every=0.02, patience=PATIENCE_SECONDS):
    """Return what `is_so` answers once it is true; `told` says what is known where it never is."""
    until = time.monotonic() + patience
    while not (found := is_so()):
        assert time.monotonic() < until, told()
        time.sleep(every)
    return found


def outgrows(act, short, long, *, moment=1.0):
    """Return whether `act` takes more of the processor than the length of `long` explains, as something quadratic does.

    What is over in a moment (seconds) is not held against it; what is not, as on a slow machine, is held against `short`.
    """
    took = _taken(act, long)
    if took < moment:
        return False
    most = 3 * len(long) / len(short) * min(_taken(act, short) for _ in range(3))
    return took > most and _taken(act, long) > most


def _taken(act, given):
    began = time.process_time()
    act(given)
    return time.process_time() - began
