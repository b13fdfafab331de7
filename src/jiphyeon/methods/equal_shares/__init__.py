"""균등지분법 · The Method of Equal Shares, exactly, with its reasons.

    from pathlib import Path
    from jiphyeon.methods.equal_shares import Completion, Rule, read, tally

    election = read(Path("vote.pb")).election
    outcome = tally(election, Rule(completion=Completion.ADD1U))
    outcome.ids                       # winners in the order chosen
    voter_statement(outcome, "1024")  # where this voter's share went

Pure: no clock, no chance but the seed inside the rule, no files but those named.
"""

from typing import TYPE_CHECKING

from jiphyeon.kernel.lazy import on_first_use

if TYPE_CHECKING:
    from jiphyeon.methods.equal_shares.amounts import figure, text_of_fraction
    from jiphyeon.methods.equal_shares.canonical import (
        digest,
        election_document,
        result_document,
        rule_document,
        text_of,
    )
    from jiphyeon.methods.equal_shares.certificate import VERIFIER
    from jiphyeon.methods.equal_shares.certificate.form import published
    from jiphyeon.methods.equal_shares.certificate.result import verify
    from jiphyeon.methods.equal_shares.charts import picture
    from jiphyeon.methods.equal_shares.completion import Progress
    from jiphyeon.methods.equal_shares.election import (
        Ballots,
        Election,
        Project,
        Scoring,
        Voters,
        group_ballots,
    )
    from jiphyeon.methods.equal_shares.engine import Engine
    from jiphyeon.methods.equal_shares.explain import (
        Missing,
        Payment,
        Statement,
        highest_cost,
        missing,
        no_such_voter,
        statements,
        voter_statement,
        winning_budget,
    )
    from jiphyeon.methods.equal_shares.outcome import Comparison, Outcome, Winner, compared, tally
    from jiphyeon.methods.equal_shares.pabulib.deviations import Allowed, Deviation
    from jiphyeon.methods.equal_shares.pabulib.reader import Reading, parse, read
    from jiphyeon.methods.equal_shares.pabulib.writer import write
    from jiphyeon.methods.equal_shares.rule import (
        Completion,
        Limits,
        Method,
        Quota,
        Rule,
        Start,
        Utility,
        with_ties,
    )
    from jiphyeon.methods.equal_shares.simulation import Line, group_name, simulate, table
    from jiphyeon.methods.equal_shares.trail import trail_document
    from jiphyeon.methods.equal_shares.weights import by_district, mixed
else:
    __getattr__ = on_first_use(
        __name__,
        {
            "amounts": "figure text_of_fraction",
            "canonical": "digest election_document result_document rule_document text_of",
            "certificate": "VERIFIER",
            "certificate.form": "published",
            "certificate.result": "verify",
            "completion": "Progress",
            "election": "Ballots Election Project Scoring Voters group_ballots",
            "engine": "Engine",
            "explain": "Missing Payment Statement highest_cost missing no_such_voter statements voter_statement winning_budget",
            "pabulib.deviations": "Allowed Deviation",
            "pabulib.reader": "Reading parse read",
            "pabulib.writer": "write",
            "charts": "picture",
            "rule": "Completion Limits Method Quota Rule Start Utility with_ties",
            "simulation": "Line group_name simulate table",
            "outcome": "Comparison Outcome Winner compared tally",
            "trail": "trail_document",
            "weights": "by_district mixed",
        },
    )

__all__ = [
    "VERIFIER",
    "Allowed",
    "Ballots",
    "Comparison",
    "Completion",
    "Deviation",
    "Election",
    "Engine",
    "Limits",
    "Line",
    "Method",
    "Missing",
    "Outcome",
    "Payment",
    "Progress",
    "Project",
    "Quota",
    "Reading",
    "Rule",
    "Scoring",
    "Start",
    "Statement",
    "Utility",
    "Voters",
    "Winner",
    "by_district",
    "compared",
    "digest",
    "election_document",
    "figure",
    "group_ballots",
    "group_name",
    "highest_cost",
    "missing",
    "mixed",
    "no_such_voter",
    "parse",
    "picture",
    "published",
    "read",
    "result_document",
    "rule_document",
    "simulate",
    "statements",
    "table",
    "tally",
    "text_of",
    "text_of_fraction",
    "trail_document",
    "verify",
    "voter_statement",
    "winning_budget",
    "with_ties",
    "write",
]
