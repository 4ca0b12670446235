"""The repository speaks of the product alone, on no machine in particular."""

from __future__ import annotations

import re

import pytest

from source import shown, texts, tracked

PLACES = re.compile(
    r"(?<![\w.])/(work|root|home/\w+|Users/\w+|opt/(pypi|wheels)[\w-]*)/"  # somebody's machine
    r"|registry\.npmjs|registry\.yarnpkg|npmmirror|pythonhosted|pypi\.org/simple|pypi\.tuna"  # where packages came from
    r"|mirrors?\.(aliyun|tencent|ustc|163|bfsu|sjtug)"
)
MAKERS = re.compile(r"\b(chatgpt|gpt-\d|claude|anthropic|openai|copilot|llm|language model)\b", re.IGNORECASE)


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        shown(path, line)
        for path, line, text in texts(tracked())
        if path.name != "test_repository.py" and pattern.search(text)
    ]


def test_no_file_names_a_place_on_somebodys_machine_or_a_registry() -> None:
    assert found(PLACES) == []


def test_no_file_tells_by_whom_or_what_it_was_made() -> None:
    assert found(MAKERS) == []


@pytest.mark.parametrize("text", ["see /work/shared", "cd /root/x", "https://registry.npmjs.org/x"])
def test_a_place_is_seen(text: str) -> None:
    assert PLACES.search(text)


@pytest.mark.parametrize("text", ["/office/work/", "POST /works/", "https://example.org/root/x"])
def test_an_address_is_no_place(text: str) -> None:
    assert not PLACES.search(text)
