"""Deeds at the same moment, each in a thread and on a connection of its own."""

import threading

from django.db import connections

from jiphyeon.kernel import Refused


def at_once(count, act):
    """Run `act` in so many threads, released together; return results, refusals by their code."""
    return together(*[act] * count)


def together(*acts):
    """Run each act in a thread and on a connection of its own, released together.

    Returns their results in order, refusals by their code; anything else that was raised is raised here.
    """
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def one(place, act):
        gate.wait()
        try:
            results[place] = act()
        except Refused as no:
            results[place] = no.code
        except Exception as error:  # noqa: BLE001 -- raised again below, in the test's own thread
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for found in results:
        if isinstance(found, Exception):
            raise found
    return results
