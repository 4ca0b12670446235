"""The command: each sub-command is understood, explained in both languages, and ends with a plain status."""

from __future__ import annotations

import re

import pytest

from yimen.wiring import command
from yimen.wiring.command import SUBCOMMANDS

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_help_names_every_sub_command_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leave:
        command.main(["--help"])
    assert leave.value.code == 0
    said = capsys.readouterr().out
    assert all(each.name in said and each.zh in said and each.en in said for each in SUBCOMMANDS)


@pytest.mark.parametrize(
    "words", [[], ["fly"], ["items"], ["items", "export", "x"], ["explain"], ["backup", "a", "b"]]
)
def test_what_is_not_understood_ends_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leave:
        command.main(words)
    assert leave.value.code == 2
    assert "usage: yimen" in capsys.readouterr().err


@pytest.mark.parametrize("chosen", SUBCOMMANDS, ids=lambda each: each.name)
def test_each_sub_command_explains_itself(
    chosen: command.Subcommand, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as leave:
        command.main([*chosen.name.split(), "--help"])
    assert leave.value.code == 0
    assert CHINESE.search(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["items", "import", "a.csv", "--dry-run"], {"dry_run": True}),
        (
            ["verify", "--case", "990100-20260302-00001-8"],
            {"case": "990100-20260302-00001-8", "receipt": None},
        ),
        (["clock"], {"to": None}),
        (["clock", "+3d"], {"to": "+3d"}),
        (["django", "migrate", "--plan"], {"rest": ["migrate", "--plan"]}),
    ],
)
def test_arguments_are_read(words: list[str], wanted: dict[str, object]) -> None:
    _, options = command._understand(words)
    assert wanted.items() <= vars(options).items()
