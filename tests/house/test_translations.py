"""Chinese is merged from fragments, and what would go wrong on a page goes wrong here first."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from yimen.wiring import translations


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "locale" / "zh_Hans"
    (home / "fragments").mkdir(parents=True)
    monkeypatch.setattr(translations, "SOURCE", tmp_path)
    monkeypatch.setattr(translations, "HOME", home)
    monkeypatch.setattr(translations, "COMPILED", home / "LC_MESSAGES" / "django.mo")
    return tmp_path


def write(source: Path, area: str, text: str) -> None:
    (source / "locale" / "zh_Hans" / "fragments" / f"{area}.po").write_text(text)


def test_fragments_become_one_catalogue(source: Path) -> None:
    write(source, "window", 'msgid "Accept"\nmsgstr "受理"\n')
    write(source, "office", 'msgid "%(n)d day"\nmsgid_plural "%(n)d days"\nmsgstr[0] "%(n)d 天"\n')
    assert translations.compile_stale() == []
    made = translations.COMPILED.stat().st_mtime_ns
    translations.compile_stale()
    assert translations.COMPILED.stat().st_mtime_ns == made
    with translations.COMPILED.open("rb") as file:
        chinese = gettext.GNUTranslations(file)
    assert chinese.gettext("Accept") == "受理"
    assert chinese.ngettext("%(n)d day", "%(n)d days", 3) == "%(n)d 天"


def test_the_same_text_may_be_said_twice_but_not_differently(source: Path) -> None:
    write(source, "a", 'msgid "Light"\nmsgstr "灯"\n')
    write(source, "b", 'msgid "Light"\nmsgstr "灯"\n')
    assert translations.merge()[1] == []
    write(source, "b", 'msgid "Light"\nmsgstr "轻"\n')
    (flaw,) = translations.compile_stale()
    assert flaw.where.endswith("b.po:1")
    assert flaw.what.endswith("'Light' is translated otherwise in locale/zh_Hans/fragments/a.po:1")


def test_a_blank_that_nobody_fills_is_refused(source: Path) -> None:
    write(source, "a", 'msgid "Dear %(name)s"\nmsgstr "%(nam)s，您好"\n')
    assert "blanks its English lacks" in str(translations.merge()[1][0])


def test_texts_of_code_and_templates_without_chinese_are_named_once_each_with_their_place(
    source: Path,
) -> None:
    (source / "pages.py").write_text(
        'from x import gettext_lazy as _, ngettext\nA = _("Known")\nB = _("New")\n'
    )
    (source / "page.html").write_text(
        "<c-card title=\"{% translate 'Card' %}\">{% translate 'New' %}</c-card>"
    )
    (source / "plural.html").write_text(
        "\n{% blocktranslate count n=n %}One{% plural %}Many{% endblocktranslate %}"
    )
    write(source, "a", 'msgid "Known"\nmsgstr "已知"\n')
    assert [str(flaw) for flaw in translations.missing()] == [
        "page.html:1: no Chinese for 'Card'",
        "page.html:1: no Chinese for 'New'",
        "plural.html:2: no Chinese for ('One', 'Many')",
    ]
