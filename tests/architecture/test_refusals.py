"""Every refusal has its sentence in both languages, and every sentence is somebody's refusal."""

from __future__ import annotations

import ast
import re

import pytest

from source import nodes, python, shown
from yimen.base.refusals import SENTENCES
from yimen.rules.refused import Refused

CHINESE = re.compile(r"[\u4e00-\u9fff]")
BLANK = re.compile(r"\{(\w*)[^}]*\}")


def reasons() -> dict[str, str]:
    """Each reason that is raised in so many words, and where; one that is looked up has its words elsewhere."""
    return {
        reason.value: shown(path, call.lineno)
        for path in python()
        for call in nodes(path, ast.Call)
        if isinstance(call.func, ast.Name) and call.func.id == Refused.__name__ and call.args
        for reason in spoken(call.args[0])
        if isinstance(reason, ast.Constant) and isinstance(reason.value, str)
    }


def spoken(reason: ast.expr) -> list[ast.expr]:
    return [reason.body, reason.orelse] if isinstance(reason, ast.IfExp) else [reason]


def words() -> set[str]:
    """Every single word that stands as a text in the code, but for the table of sentences itself."""
    return {
        node.value
        for path in python()
        if path.name != "refusals.py"
        for node in nodes(path, ast.Constant)
        if isinstance(node.value, str)
    }


def test_every_reason_has_a_sentence() -> None:
    assert {reason: place for reason, place in reasons().items() if reason not in SENTENCES} == {}


def test_every_sentence_is_of_a_reason_that_something_raises() -> None:
    assert sorted(set(SENTENCES) - words()) == []


@pytest.mark.parametrize("reason", SENTENCES)
def test_a_sentence_speaks_both_languages(reason: str) -> None:
    sentence = SENTENCES[reason]
    assert CHINESE.search(sentence.zh)
    assert not CHINESE.search(BLANK.sub("", sentence.en))
    assert sentence.zh.endswith(("。", "？", "}"))
    assert sentence.en.endswith((".", "?", "}"))
    assert 400 <= sentence.status < 500
    assert all(BLANK.findall(sentence.zh + sentence.en)) or not BLANK.search(sentence.zh + sentence.en)
