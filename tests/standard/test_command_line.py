"""`python -m wagtail_openbadges.standard verify …`: offline, one JSON line per input, exit 0, 1 or 2."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.standard.issued import ASSERTION, RECIPIENT, STATUS_ADDRESS, Issued, as_json, issue
from wagtail_openbadges.standard.__main__ import main
from wagtail_openbadges.standard.loading import Response

NOW = ["--now", "2026-05-04T10:00:00Z"]


@pytest.fixture
def saved(tmp_path):
    """Save an award, and what its issuer publishes, to files with their map."""

    def save(issued: Issued) -> Path:
        entries = {}
        for number, (url, response) in enumerate(issued.documents.items()):
            (tmp_path / f"{number}.json").write_bytes(response.body)
            entries[url] = {"file": f"{number}.json", "status": response.status}
        entries[ASSERTION.address] = entries[ASSERTION.address]["file"]
        (tmp_path / "map.json").write_bytes(as_json(entries))
        (tmp_path / "credential.json").write_bytes(as_json(issued.credential))
        (tmp_path / "badge.png").write_bytes(issued.png())
        return tmp_path

    return save


def test_command_with_sound_badges_prints_one_json_line_each_and_leaves_with_zero(saved, capsys):
    folder = saved(issue())
    inputs = [str(folder / "credential.json"), str(folder / "badge.png"), ASSERTION.address]

    code = main(["verify", *inputs, "--documents", str(folder / "map.json"), *NOW, "--json"])

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert [(line["input"], line["verdict"], len(line["checks"])) for line in lines] == [
        (inputs[0], "valid", 9),
        (inputs[1], "valid", 18),
        (inputs[2], "valid", 8),
    ]
    assert lines[0]["checks"][0] == {
        "check": "structure",
        "outcome": "passed",
        "code": "structure_sound",
        "message": "The badge has the structure that Open Badges 3.0 asks for.",
    }


def test_command_for_people_prints_words(saved, capsys):
    folder = saved(issue())

    code = main(["verify", ASSERTION.credential_address, "--documents", str(folder / "map.json"), *NOW])

    assert code == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        f"{ASSERTION.credential_address}: valid",
        "      structure    passed         The badge has the structure that Open Badges 3.0 asks for.",
        "      terms        passed         Every word of the badge is defined by the published vocabularies.",
    ]


def test_command_without_documents_reaches_nothing_and_leaves_with_one(saved, capsys):
    folder = saved(issue())

    code = main(["verify", str(folder / "credential.json"), *NOW, "--json"])

    assert code == 1
    assert json.loads(capsys.readouterr().out)["verdict"] == "indeterminate"


def test_command_with_one_bad_badge_among_good_ones_leaves_with_one(saved, capsys):
    folder = saved(issue())
    (folder / "other.json").write_text("{}")
    inputs = [str(folder / "credential.json"), str(folder / "other.json")]

    code = main(["verify", *inputs, "--documents", str(folder / "map.json"), *NOW, "--json"])

    assert code == 1
    assert [json.loads(line)["verdict"] for line in capsys.readouterr().out.splitlines()] == ["valid", "invalid"]


def test_command_honours_the_status_of_a_document(saved, capsys):
    issued = issue()
    issued.documents[STATUS_ADDRESS] = Response(status=503)
    folder = saved(issued)

    code = main(["verify", str(folder / "credential.json"), "--documents", str(folder / "map.json"), *NOW, "--json"])

    report = json.loads(capsys.readouterr().out)
    assert (code, report["verdict"]) == (1, "indeterminate")
    assert [row["code"] for row in report["checks"] if row["outcome"] == "unknown"] == ["address_in_trouble"]


def test_command_reads_a_status_without_a_file(tmp_path, capsys):
    (tmp_path / "map.json").write_bytes(as_json({ASSERTION.address: {"status": 410}}))

    code = main(["verify", ASSERTION.address, "--documents", str(tmp_path / "map.json"), "--json"])

    assert code == 1
    assert [row["code"] for row in json.loads(capsys.readouterr().out)["checks"] if row["code"] != "not_reached"] == [
        "revoked"
    ]


@pytest.mark.parametrize(
    ("recipient", "code"), [(f"emailAddress:{RECIPIENT}", 0), (f"email:{RECIPIENT}", 0), ("email:x@example.org", 1)]
)
def test_command_compares_the_recipient(saved, recipient, code):
    folder = saved(issue())
    documents = ["--documents", str(folder / "map.json")]

    assert main(["verify", str(folder / "badge.png"), *documents, *NOW, "--recipient", recipient]) == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "required: command"),
        (["verify"], "required: FILE|URL"),
        (["verify", "missing.json"], "missing.json cannot be read: No such file or directory"),
        (["verify", "https://a.example/", "--now", "today"], "“today” is not a date"),
        (["verify", "https://a.example/", "--recipient", "awa"], "This is not an e-mail address"),
        (["verify", "https://a.example/", "--documents", "missing.json"], "missing.json cannot be read"),
    ],
)
def test_command_used_wrongly_says_how_and_leaves_with_two(arguments, said, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([], "This is not a JSON object."),
        ({"https://a.example/": 7}, "“https://a.example/” is not a JSON object."),
        ({"https://a.example/": {"status": "gone"}}, "“https://a.example/.status” is missing."),
        ({"https://a.example/": {"file": 7}}, "“https://a.example/.file” is not a text, or is empty."),
        ({"https://a.example/": "missing.json"}, "missing.json cannot be read"),
        ({"https://a.example/": "\0"}, "invalid"),
    ],
)
def test_command_with_a_map_that_cannot_be_used_says_why(entries, said, tmp_path, capsys):
    (tmp_path / "map.json").write_bytes(as_json(entries))

    with pytest.raises(SystemExit) as left:
        main(["verify", "https://a.example/", "--documents", str(tmp_path / "map.json")])

    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_command_runs_as_a_module_without_django(tmp_path):
    (tmp_path / "other.json").write_text("{}")
    code = (
        "import runpy, sys; sys.modules['django'] = None;"
        "runpy.run_module('wagtail_openbadges.standard', run_name='__main__')"
    )

    run = subprocess.run(
        [sys.executable, "-c", code, "verify", str(tmp_path / "other.json")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.splitlines()[0] == f"{tmp_path / 'other.json'}: invalid"


def test_command_run_as_a_module_leaves_with_its_verdict(tmp_path, monkeypatch, capsys):
    (tmp_path / "other.json").write_text("{}")
    monkeypatch.setattr(sys, "argv", ["standard", "verify", str(tmp_path / "other.json"), "--json"])
    monkeypatch.delitem(sys.modules, "wagtail_openbadges.standard.__main__")

    with pytest.raises(SystemExit) as left:
        runpy.run_module("wagtail_openbadges.standard", run_name="__main__")

    assert left.value.code == 1
    assert json.loads(capsys.readouterr().out)["verdict"] == "invalid"
