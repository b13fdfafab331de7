"""A reader opens what a city published and lets the browser check it: no server, no program of ours."""

import json

from tests.methods.equal_shares.elections import an_election

from jiphyeon.config.command_line import main
from jiphyeon.methods.equal_shares import Completion, Rule, tally, write

CHECK = """async ([result, election]) => [await verify(result, election), leftUnproven(result)]"""


def test_the_browser_itself_checks_a_published_tally(browser, tmp_path, capsys):
    election = an_election(
        [300, 300, 500, 900, 800],
        2000,
        [[0, 1]] * 3 + [[0, 1, 2]] * 2 + [[2, 3]] * 3 + [[3, 4]] * 2 + [[4]] * 2,
    )
    assert tally(election, Rule(completion=Completion.ADD1)).steps > 20
    (tmp_path / "vote.pb").write_text(write(election), encoding="utf-8")
    main(["tally", str(tmp_path / "vote.pb"), "--completion", "add1u", "--publish", str(tmp_path / "out")])
    capsys.readouterr()
    page_file = tmp_path / "out" / "check.html"
    page_file.write_text(
        '<!doctype html><script src="verifier-trail.js"></script><script src="verifier.js"></script>',
        encoding="utf-8",
    )
    documents = [
        json.loads((tmp_path / "out" / name).read_text(encoding="utf-8"))
        for name in ("result.json", "election.json")
    ]
    page = browser.new_page()
    page.set_default_timeout(120_000)
    try:
        page.goto(page_file.as_uri())

        true = page.evaluate(CHECK, documents)
        documents[0]["trail"]["ranges"].pop()
        forged = page.evaluate(CHECK, documents)
        del documents[0]["trail"]
        bare = page.evaluate(CHECK, documents)
    finally:
        page.close()

    assert true == [[], []]
    assert "The trail leaves out step" in forged[0][0]
    assert bare[0] == []
    assert "were not part of this proof" in bare[1][0]
