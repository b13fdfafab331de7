"""A reader opens what a city published and lets the browser check it: no server, no program of ours."""

import json

from tests.methods.equal_shares.elections import an_election

from jiphyeon.commands.command_line import main
from jiphyeon.methods.equal_shares import Completion, Rule, digest, tally, text_of, write

from .conftest import PATIENCE

CHECK = """async ([result, election]) => await verifyTexts(result, election)"""


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
        '<!doctype html><script src="verifier-form.js"></script>'
        '<script src="verifier-trail.js"></script><script src="verifier.js"></script>',
        encoding="utf-8",
    )
    texts = [
        (tmp_path / "out" / name).read_text(encoding="utf-8") for name in ("result.json", "election.json")
    ]
    result = json.loads(texts[0])
    bare = {key: value for key, value in result.items() if key not in ("trail", "digest")}
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    try:
        page.goto(page_file.as_uri())

        true = page.evaluate(CHECK, texts)
        forged = page.evaluate(CHECK, [texts[0].replace('"ranges":[[0,', '"ranges":[[1,'), texts[1]])
        without = page.evaluate(CHECK, [text_of({**bare, "digest": digest(bare)}), texts[1]])
    finally:
        page.close()

    assert true == {"verdict": "true", "problems": [], "unchecked": []}
    assert forged["verdict"] == "false"
    assert "it was changed after it was published" in forged["problems"][0]
    assert without["verdict"] == "not_proven"
    assert "carries no trail" in without["unchecked"][0]
