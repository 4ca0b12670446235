"""Papers as files: every mandatory word is on them, their bytes never change, anybody can check them."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from paper_contents import DAY_BOOK, FINDINGS, REMEDIES, bare, content
from yimen.base import crypto
from yimen.gateways import pdf, storage
from yimen.gateways.pdf.qr import qr_svg
from yimen.modules.papers import commands, printing, queries
from yimen.modules.papers.models import Paper as PaperRow
from yimen.modules.papers.models import SealedFile, Series
from yimen.modules.papers.queries import Finding
from yimen.rules.numbering import PaperNumber
from yimen.rules.papers import ALIASES, PAPERS, Paper, lacks, template, title
from yimen.rules.refused import Refused

GOLDEN = Path(__file__).parent / "papers_golden"


def number(kind: Paper, k: int = 35) -> str:
    return f"云城管{PAPERS[kind].suffix}〔2026〕{k}号"


def printed(kind: Paper, whole: dict[str, Any] | None = None) -> bytes:
    return printing.printed(kind, template(kind), number(kind), whole or content(kind))


def words(file: bytes) -> str:
    """Every page's text, line by line."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages) + "\n"


def tight(text: str) -> str:
    """Without the white space that setting type puts between words and lines."""
    return re.sub(r"\s", "", text)


# what they say


@pytest.mark.rule("R-136", "R-137")
@pytest.mark.parametrize("kind", Paper)
def test_each_paper_reads_as_it_was_approved(kind):
    golden = GOLDEN / f"{kind}.txt"
    assert words(printed(kind)) == golden.read_text("utf-8"), (
        f"read the difference, then accept it in {golden.name}"
    )


def marked(kind: Paper) -> tuple[dict[str, Any], list[str]]:
    """A content of that kind in which every value is its own, and how each must show on the paper."""
    shown: list[str] = []
    days = (date(2026, 1, 1) + timedelta(days=37 * n) for n in range(1, 99))

    def mark(path: str, value: Any) -> Any:
        name = path.rpartition(".")[2]
        if isinstance(value, dict):
            return {key: mark(f"{path}.{key}", inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [mark(path, inner) for inner in value]
        if name in {
            "way",
            "unit",
            "alias",
            "applicant_kind",
            "ground",
            "legal",
            "track",
            "state",
            "original",
            "stamped",
        }:
            return value
        if isinstance(value, int):
            return value
        if name.endswith("_at"):
            day = next(days)
            shown.append(f"{day.year}年{day.month}月{day.day}日" + ("15:47" if kind is Paper.RECEIPT else ""))
            return f"{day}T15:47:00+08:00"
        if name == "issued_on" and kind in {Paper.PERMIT, Paper.COMPLETION, Paper.REFUSAL, Paper.DELIVERY}:
            return value  # a decision carries the day it was made, a proof of delivery is dated by hand
        if name.endswith("_on") or name in {"valid_from", "valid_to"}:
            day = next(days)
            shown.append(f"{day.year}年{day.month}月{day.day}日")
            return str(day)
        if name == "seal":
            if not PAPERS[kind].sealed:
                return value
            shown.append("行政审批专用章（9）")
            return value.replace(content(kind)["organ"], marks["organ"]) + "（9）"
        mark_ = (
            marks.setdefault(name, f"{len(marks)}号{name.upper()}")
            if path.count(".") == 1
            else f"{len(shown)}号值"
        )
        shown.append(mark_)
        return mark_

    marks: dict[str, str] = {"organ": "九州局"}
    whole = {key: mark(f".{key}", value) for key, value in content(kind).items()}
    return whole, shown


@pytest.mark.rule("R-137", "R-126")
@pytest.mark.parametrize("kind", Paper)
def test_no_layout_leaves_out_a_fact_it_was_given(kind):
    whole, shown = marked(kind)
    assert lacks(kind, whole) == ()
    text = tight(words(printed(kind, whole)))
    hidden = [each for each in shown if tight(each) not in text]
    assert hidden == []
    assert tight(number(kind)) in text
    assert title(kind, whole.get("alias")).zh in text


@pytest.mark.rule("R-137")
@pytest.mark.parametrize("kind", Paper)
def test_a_paper_can_be_drawn_from_its_mandatory_fields_alone(kind):
    assert lacks(kind, bare(kind)) == ()
    text = tight(words(printed(kind, bare(kind))))
    assert title(kind).zh in text
    assert "none" not in text


@pytest.mark.parametrize("kind", Paper)
def test_a_fact_that_is_null_is_a_fact_that_was_not_given(kind):
    def empty(value: Any, kept: Any) -> Any:
        match value, kept:
            case dict(), dict():
                return {
                    name: empty(each, kept[name]) if name in kept else None for name, each in value.items()
                }
            case list(), list():
                return [empty(each, into) for each, into in zip(value, kept, strict=True)]
            case _:
                return value

    assert printed(kind, empty(content(kind), bare(kind))) == printed(kind, bare(kind))


@pytest.mark.rule("LIC-13")
def test_an_adverse_paper_tells_both_ways_with_body_and_limit():
    for kind in (kind for kind in Paper if PAPERS[kind].adverse):
        text = tight(words(printed(kind)))
        assert "60日内向云岫市人民政府申请行政复议，或者6个月内依法向云岫市人民法院提起行政诉讼" in text


@pytest.mark.rule("R-092")
def test_the_receipt_lists_each_piece_with_original_copies_pages_and_state():
    lines = words(printed(Paper.RECEIPT)).splitlines()
    assert "4 场地使用权证明（房屋租赁合同） 已核验 1 份 12 页 — 已收" in lines
    assert "5 结构设计图和施工说明 — — — — 承诺补交" in lines
    assert "合计：材料 6 项，复印件 5 份，共 21 页。原件核验后当场退还。" in lines


@pytest.mark.rule("LIC-07", "R-084")
def test_a_supplement_notice_lists_everything_however_long():
    many = [{**each, "what": f"第{n}件材料"} for n, each in enumerate(FINDINGS * 12)]
    file = printed(Paper.SUPPLEMENT, content(Paper.SUPPLEMENT, findings=many))
    text = tight(words(file))
    assert all(f"第{n}件材料" in text for n in range(36))
    assert "以上共36项，为需要补正的全部内容" in text
    pages = PdfReader(BytesIO(file)).pages
    assert len(pages) > 2
    assert all("序号需要补正的内容依据或者要求补正办法" in tight(page.extract_text()) for page in pages[:2])


@pytest.mark.rule("R-136")
@pytest.mark.parametrize(("kind", "alias"), ALIASES)
def test_a_halls_own_name_of_a_notice_stands_at_its_head(kind, alias):
    text = tight(words(printed(kind, content(kind, alias=alias))))
    assert tight(title(kind, alias).zh + title(kind, alias).en) in text


@pytest.mark.rule("KIND-01", "R-106")
def test_a_return_says_what_it_is_in_law():
    kind = Paper.RETURNED
    missing = content(kind, ground="main_missing", legal="one_time_notice", findings=FINDINGS)
    text = tight(words(printed(kind, missing)))
    assert "申报材料缺少主件" in text
    assert "本通知即为补正的一次性告知" in text
    assert tight(FINDINGS[0]["remedy"]) in text
    assert "不具备批准条件" in words(printed(kind, content(kind, ground="survey_failed", legal="refusal")))


@pytest.mark.rule("LIC-30")
def test_a_deemed_acceptance_says_so():
    text = tight(words(printed(Paper.ACCEPTANCE, content(Paper.ACCEPTANCE, deemed=True))))
    assert "自收到申请材料之日起即为受理" in text
    assert "决定予以受理" not in text


@pytest.mark.rule("R-102")
def test_an_instant_matter_promises_the_same_day():
    same_day = content(Paper.ACCEPTANCE, limit={"n": 0, "unit": "working_day"}, due_on=None)
    text = tight(words(printed(Paper.ACCEPTANCE, same_day)))
    assert "承诺办结时限当日" in text
    assert "本事项当日办结" in text


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [("2026-03-06", None, "2026年3月6日至长期"), (None, "2028-03-05", "至2028年3月5日"), (None, None, "")],
)
def test_a_licence_says_how_long_it_holds_as_far_as_it_is_known(since, until, told):
    licence = {"name": "许可证", "valid_from": since, "valid_to": until}
    text = tight(words(printed(Paper.PERMIT, content(Paper.PERMIT, licence=licence))))
    assert ("有效期" in text) == bool(told)
    assert told in text


def test_long_words_stay_on_the_paper():
    long = "云岫市" + "住房和城乡建设及园林绿化市政公用事业" * 3 + "局"
    whole = content(
        Paper.REFUSAL, organ=long, seal=long + "行政审批专用章", applicant="长" * 200, item="长事项" * 80
    )
    reader = PdfReader(BytesIO(printed(Paper.REFUSAL, {**whole, "reasons": ["因为\n\n所以" * 200] * 3})))
    assert len(reader.pages) > 1
    assert "第三十八条第二款" in tight("".join(page.extract_text() for page in reader.pages))


@pytest.mark.rule("R-141")
def test_the_day_book_has_a_line_for_every_matter_returned_and_not_accepted_too():
    text = words(queries.day_book(DAY_BOOK))
    assert all(row["case_no"] in text and row["state"] in text for row in DAY_BOOK["rows"])
    assert "共 5 件" in text
    width, height = PdfReader(BytesIO(queries.day_book(DAY_BOOK))).pages[0].mediabox[2:]
    assert width > height
    assert "当日无收件" in words(queries.day_book({**DAY_BOOK, "rows": []}))


# how they are made


@pytest.mark.parametrize("kind", Paper)
def test_an_ordinary_paper_fits_one_page(kind):
    assert len(PdfReader(BytesIO(printed(kind))).pages) == 1


def test_the_same_content_gives_the_same_bytes_from_any_press():
    from yimen.gateways.pdf.typst_press import TypstPress

    first = printed(Paper.PERMIT)
    printed(Paper.RECEIPT)
    assert printed(Paper.PERMIT) == first
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: printed(Paper.PERMIT), range(8))) == {first}
    from django.conf import settings

    whole = content(Paper.PERMIT)
    facts = {
        **whole,
        "paper_no": number(Paper.PERMIT),
        "title": title(Paper.PERMIT).zh,
        "title_en": title(Paper.PERMIT).en,
    }
    other = TypstPress(settings.YIMEN_FONTS).pdf(
        printing.layout("permit.1"),
        dict(reversed(facts.items())),
        dated=date(2026, 3, 6),
        link=whole["verify_url"] + "%E4%BA%91%E5%9F%8E%E7%AE%A1%E8%AE%B8%E3%80%942026%E3%80%9535%E5%8F%B7",
    )
    assert other == first


@pytest.mark.rule("ARC-03")
def test_papers_are_archival_and_dated_the_day_they_were_issued():
    file = printed(Paper.REFUSAL)
    reader = PdfReader(BytesIO(file))
    assert re.search(rb"pdfaid:part>2<.*pdfaid:conformance>B<", file, re.DOTALL)
    assert reader.metadata is not None
    assert reader.metadata["/CreationDate"].startswith("D:20260306")
    assert reader.metadata.title == "不予行政许可决定书"
    assert reader.metadata.author == "云岫市城市管理局"


def test_what_people_wrote_never_becomes_code():
    evil = '#panic("x") ]#read("/etc/passwd") $ \\ `*_"}'
    text = tight(words(printed(Paper.WITHDRAWAL, content(Paper.WITHDRAWAL, reason=evil, applicant=evil))))
    assert text.count(tight(evil)) == 2


def test_rare_characters_of_names_are_in_the_fonts():
    def glyphs(name: str) -> bytes:
        return printed(Paper.WITHDRAWAL, content(Paper.WITHDRAWAL, applicant=name))

    rare = [glyphs(each) for each in "䶮㛃𬱖𫖯"]
    assert len(set(rare)) == 4  # tofu would look alike, but for the text behind it
    assert "𬱖" in words(rare[2])


def test_the_code_leads_to_the_public_check_of_this_number():
    assert b"<svg" in qr_svg("https://hall.yunxiu.example/verify/1")
    assert qr_svg("a") != qr_svg("b")
    assert b"<image" not in printed(Paper.PERMIT)
    assert printed(Paper.PERMIT) != printed(
        Paper.PERMIT, content(Paper.PERMIT, verify_url="https://other.example/v/")
    )


# how they are kept and checked


@pytest.fixture
def files(settings, tmp_path):
    settings.YIMEN_FILES = tmp_path / "files"
    return tmp_path / "files"


def issue(kind: Paper, k: int = 1, case_id: int = 7, n: int = 1, **other: Any) -> str:
    """A row as the engine writes it."""
    word = "云城管" + PAPERS[kind].suffix
    whole = content(kind, **other)
    no = PaperNumber(word, 2026, k)
    Series.objects.update_or_create(key=no.series, defaults={"last": k})
    PaperRow.objects.create(
        series=no.series,
        k=k,
        case_id=case_id,
        n=n,
        kind=kind,
        template=template(kind),
        content=crypto.seal("content", json.dumps(whole, ensure_ascii=False).encode()),
        digest="00",
    )
    return str(no)


@pytest.mark.django_db
@pytest.mark.rule("R-138", "R-144")
def test_a_cases_papers_are_listed_in_the_order_they_were_issued_void_ones_too(
    files, now, django_assert_num_queries
):
    first, second = issue(Paper.RECEIPT), issue(Paper.ACCEPTANCE, n=2, alias="committed")
    issue(Paper.RECEIPT, k=2, case_id=8)
    PaperRow.objects.filter(case_id=7, n=1).update(void=True, served_at=now, served_by="by_hand")
    with django_assert_num_queries(1):
        cards = queries.papers_of(7)
    assert [(each.paper_no, each.title, each.void, each.served_by) for each in cards] == [
        (first, "收件凭证", True, "by_hand"),
        (second, "承诺件受理通知", False, None),
    ]
    assert cards[0].issued_on == date(2026, 3, 2)
    assert queries.papers_of(99) == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["云城管收〔2026〕1号", "云城管收[2026]1号", "云城管收（2026）第1号", " 云城管收【2026】1 "]
)
def test_a_paper_is_found_whatever_brackets_are_typed(files, typed):
    issue(Paper.RECEIPT)
    assert queries.paper(typed).paper_no == "云城管收〔2026〕1号"


@pytest.mark.django_db
def test_a_number_never_issued_is_no_paper(files):
    for ask in (queries.paper, queries.render, commands.seal):
        with pytest.raises(Refused, match="no_such_paper"):
            ask("云城管收〔2026〕9号")
        with pytest.raises(Refused, match="paper_number_mistyped"):
            ask("收9号")


@pytest.mark.django_db
@pytest.mark.rule("R-136")
def test_a_paper_is_drawn_once_and_read_ever_after(files, monkeypatch):
    no = issue(Paper.PERMIT)
    before = queries.render(no)
    assert not SealedFile.objects.exists()
    sealed = commands.seal(no)
    assert (sealed.digest, sealed.size, sealed.paper_no) == (sha256(before).hexdigest(), len(before), no)
    monkeypatch.setattr(printing, "printed_row", None)  # from here on nothing is set any more
    assert queries.render(no) == before
    assert commands.seal(no) == sealed
    assert [each.name for each in files.rglob("*") if each.is_file()] == [sealed.digest]


@pytest.mark.django_db
def test_the_to_do_draws_what_its_case_still_has_to_draw(files, now):
    first, second = issue(Paper.RECEIPT), issue(Paper.ACCEPTANCE, n=2)
    issue(Paper.RECEIPT, k=2, case_id=8)
    assert [each.paper_no for each in commands.seal_all(7)] == [first, second]
    PaperRow.objects.filter(case_id=7, n=1).update(sealed_at=now)
    assert [each.paper_no for each in commands.seal_all(7)] == [second]


@pytest.mark.django_db
def test_files_lost_in_a_restore_come_back_from_what_was_said(files):
    no = issue(Paper.REFUSAL)
    digest = commands.seal(no).digest
    storage.in_use().forget(digest)
    assert sha256(queries.render(no)).hexdigest() == digest
    assert storage.in_use().holds(digest)


@pytest.mark.django_db
def test_a_file_that_can_no_longer_be_made_alike_is_not_passed_off_as_it(files):
    no = issue(Paper.REFUSAL)
    storage.in_use().forget(commands.seal(no).digest)
    changed = json.dumps(content(Paper.REFUSAL, reasons="另一个理由"), ensure_ascii=False).encode()
    PaperRow.objects.update(content=crypto.seal("content", changed))
    with pytest.raises(storage.Absent):
        queries.render(no)


@pytest.mark.django_db
@pytest.mark.rule("R-138", "PII-05")
def test_anybody_may_check_a_paper_and_learns_no_more_than_it_says(files):
    person = issue(Paper.RECEIPT, applicant="欧阳小舟", applicant_kind="person")
    company = issue(Paper.PERMIT)
    told = queries.verify(person.replace("〔", "[").replace("〕", "]"))
    assert told.genuine
    assert (told.title, told.organ, told.issued_on) == ("收件凭证", "云岫市城市管理局", date(2026, 3, 2))
    assert told.applicant == "欧阳**"
    assert queries.verify(company).applicant == "云岫市枕溪广告有限公司"
    assert (
        queries.verify(issue(Paper.RECEIPT, k=2, applicant="王小明", applicant_kind="")).applicant == "王**"
    )
    secrets = {content(Paper.RECEIPT)["query_code"], content(Paper.RECEIPT)["case_no"], "欧阳小舟"}
    assert not any(secret in str(told) for secret in secrets)


@pytest.mark.django_db
@pytest.mark.rule("R-138")
def test_a_forged_an_altered_and_a_void_paper_are_told_apart(files):
    no = issue(Paper.PERMIT)
    file = queries.render(no)
    genuine = commands.seal(no).digest
    altered = sha256(file.replace(b"%PDF", b"%PDf")).hexdigest()
    assert queries.verify(no, genuine.upper()).finding is Finding.GENUINE
    assert queries.verify(no, genuine).compared
    assert queries.verify(no, altered).finding is Finding.ALTERED
    assert queries.verify("云城管许〔2026〕2号").finding is Finding.UNKNOWN
    assert queries.verify("云城管许〔2026〕2号").title is None
    PaperRow.objects.update(void=True)
    assert queries.verify(no, genuine).finding is Finding.VOID
    assert not queries.verify(no).genuine


@pytest.mark.django_db
def test_an_erased_paper_is_still_known_by_its_number(files):
    no = issue(Paper.RECEIPT)
    PaperRow.objects.update(content=None)
    verdict = queries.verify(no)
    assert verdict.genuine
    assert (verdict.title, verdict.applicant, verdict.organ, verdict.issued_on) == (
        "收件凭证",
        None,
        None,
        None,
    )
    assert queries.papers_of(7)[0].issued_on is None
    with pytest.raises(Refused, match="no_such_paper"):
        queries.render(no)


@pytest.mark.django_db
@pytest.mark.rule("R-138")
def test_a_skipped_number_is_found(files):
    for k in (1, 2, 3):
        issue(Paper.RECEIPT, k=k)
    assert queries.gaps() == ()
    Series.objects.update(last=4)
    assert queries.gaps() == ("paper:云城管收:2026",)


def test_the_remedies_of_the_samples_are_those_of_the_law():
    assert [each["limit"] for each in REMEDIES] == [{"n": 60, "unit": "day"}, {"n": 6, "unit": "month"}]


def test_one_press_serves_the_whole_process():
    assert pdf.in_use() is pdf.in_use()
