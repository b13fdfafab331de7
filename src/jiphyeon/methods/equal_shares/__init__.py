"""균등지분법 · The Method of Equal Shares, exactly, with its reasons.

    from pathlib import Path
    from jiphyeon.methods.equal_shares import Completion, Rule, read, tally

    election = read(Path("vote.pb")).election
    outcome = tally(election, Rule(completion=Completion.ADD1U))
    outcome.ids                       # winners in the order chosen
    voter_statement(outcome, "1024")  # where this voter's share went

Pure: no clock, no chance but the seed inside the rule, no files but those named.
"""

from jiphyeon.methods.equal_shares._pabulib_log import Deviation
from jiphyeon.methods.equal_shares.canonical import (
    digest,
    election_document,
    result_document,
    rule_document,
    text_of,
)
from jiphyeon.methods.equal_shares.certificate import left_unproven, verify
from jiphyeon.methods.equal_shares.election import Ballots, Election, Project, Voters, group_ballots
from jiphyeon.methods.equal_shares.explain import (
    Missing,
    Payment,
    Statement,
    highest_cost,
    missing,
    statements,
    voter_statement,
    winning_budget,
)
from jiphyeon.methods.equal_shares.pabulib import Reading, parse, read
from jiphyeon.methods.equal_shares.pabulib_writer import write
from jiphyeon.methods.equal_shares.picture import picture
from jiphyeon.methods.equal_shares.rule import Completion, Method, Quota, Rule, Start, Utility, with_ties
from jiphyeon.methods.equal_shares.simulation import Line, group_name, simulate, table
from jiphyeon.methods.equal_shares.tally import Comparison, Outcome, Winner, compared, tally
from jiphyeon.methods.equal_shares.trail import trail_document
from jiphyeon.methods.equal_shares.weights import by_district, mixed

__all__ = [
    "Ballots",
    "Comparison",
    "Completion",
    "Deviation",
    "Election",
    "Line",
    "Method",
    "Missing",
    "Outcome",
    "Payment",
    "Project",
    "Quota",
    "Reading",
    "Rule",
    "Start",
    "Statement",
    "Utility",
    "Voters",
    "Winner",
    "by_district",
    "compared",
    "digest",
    "election_document",
    "group_ballots",
    "group_name",
    "highest_cost",
    "left_unproven",
    "missing",
    "mixed",
    "parse",
    "picture",
    "read",
    "result_document",
    "rule_document",
    "simulate",
    "statements",
    "table",
    "tally",
    "text_of",
    "trail_document",
    "verify",
    "voter_statement",
    "winning_budget",
    "with_ties",
    "write",
]
