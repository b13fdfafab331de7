"""An independent check of a draw: lawful panels, honest chances, and a bound no lottery can pass.

The checker reads only the published statement (plain lists and numbers, as in the JSON output) and shares no code
with the solver; it needs nothing but sums and comparisons of whole numbers. Every figure of a statement is reckoned again
here, or stands in `unchecked`. Whoever doubts a draw begins here and follows: `shape` (what a statement holds), `panels`
(who sits), `figures` (the chances), then the proof that no lottery does better: `rows`, `ceilings`, `optimality`.
"""

from __future__ import annotations

from jiphyeon.methods.sortition.checker.figures import check_figures
from jiphyeon.methods.sortition.checker.findings import Findings, Found
from jiphyeon.methods.sortition.checker.optimality import check_certificate
from jiphyeon.methods.sortition.checker.panels import chances_given, check_body, check_panels, is_sound
from jiphyeon.methods.sortition.checker.published import Statement
from jiphyeon.methods.sortition.checker.shape import STATEMENT, check_shape


def check(statement: Statement) -> Findings:
    """Check a published statement. Refuses what has not the shape of one; for a wrong claim it never raises."""
    found = Found()
    for at in check_shape(statement, STATEMENT, "statement"):
        found.open("'{at}' 항목은 확인하지 않았습니다.", "Nothing here checks what {at} says.", at=at[:80])
    if not is_sound(statement, found):
        return found.findings()
    check_panels(statement, statement["panels"], found)
    check_body(statement, found)
    if found.problems:
        return found.findings()
    chances = chances_given(statement["panels"], statement["weights"], len(statement["people"]))
    residual = check_figures(statement, chances, found)
    loss, gap, trusted = check_certificate(statement, chances, found)
    return found.findings(residual=residual, loss=loss, gap=gap, trusted=trusted)
