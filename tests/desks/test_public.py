"""What anybody sees without signing in: find, read, follow, verify, and come in by the staff's door."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from hashlib import sha256
from html import unescape

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from counter import ADVERT, BANNER, FOOD, TRADER, Counter, digits
from town import PASSWORD, SETUP
from yimen.base.site import Site
from yimen.modules.ledger.commands import seal_day
from yimen.modules.papers import queries as papers
from yimen.modules.people import commands as people
from yimen.rules.chain import Receipt
from yimen.rules.numbering import CaseNumber
from yimen.wiring import site

Counted = Callable[[int], AbstractContextManager[object]]


def words(response: HttpResponse, status: int = 200) -> str:
    """The page's main part in plain words."""
    assert response.status_code == status, response.content.decode()[:1500]
    text = response.content.decode()
    text = text[text.index("<main") : text.index("</main>")] if "<main" in text else text
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "zh-hans"})


@pytest.fixture
def stranger() -> Client:
    return Client(headers={"accept-language": "en"})


def opened(client: Client, number: str) -> str:
    """Open a case with its query code; the code."""
    code = _code(number)
    response = client.post("/progress/", {"number": number, "code": code})
    assert response.status_code == 302, response.content.decode()[:500]
    return code


def _code(number: str) -> str:
    from yimen.modules.licensing.composing import code_of

    return code_of(CaseNumber.parse(number).digits)


# -- the first page ----


@pytest.mark.rule("R-220", "R-215")
def test_progress_stands_at_the_head_of_the_first_page(counter: Counter, visitor: Client) -> None:
    page = visitor.get("/").content.decode()
    main = page[page.index("<main") :]
    assert main.index('name="number"') < main.index("全部事项")
    assert page.index('name="q"') < page.index("<main")


@pytest.mark.rule("R-215")
def test_every_way_out_of_the_first_page_leads_somewhere(counter: Counter, visitor: Client) -> None:
    page = visitor.get("/").content.decode()
    ways = {each for each in re.findall(r'href="(/[^"#]*)', page) if not each.startswith("/static/")}
    assert {each.href for each in Site().foot} <= ways
    for way in sorted(ways):
        response = visitor.get(unescape(way))
        assert response.status_code in {200, 302}, way


def test_what_was_applied_for_most_stands_first(counter: Counter, visitor: Client) -> None:
    for n in range(3):
        counter.send_in(FOOD, name=f"王小{n}")
    counter.send_in(BANNER)
    page = words(visitor.get("/"))
    most = page[page.index("最近办得最多") :]
    assert most.index("食品经营许可（餐饮服务类）新办") < most.index("宣传品")


def test_a_young_hall_offers_what_it_has(counter: Counter, visitor: Client) -> None:
    assert "食品经营许可（餐饮服务类）新办" in words(visitor.get("/"))


def test_the_first_page_says_whether_the_hall_is_open(counter: Counter, visitor: Client) -> None:
    assert "正在办公" in words(visitor.get("/"))
    counter.goes_to(timedelta(hours=12))
    assert "现在不办公" in words(visitor.get("/"))


def test_the_first_page_costs_ten_statements(
    counter: Counter, visitor: Client, django_assert_num_queries: Counted
) -> None:
    visitor.get("/")
    with django_assert_num_queries(10):
        visitor.get("/")


def test_the_frame_says_whose_hall_it_is(
    counter: Counter, visitor: Client, stranger: Client, settings: LazySettings
) -> None:
    settings.YIMEN_SITE = "yimen.wiring.site.site"
    site.forget()
    foot = visitor.get("/about/").content.decode().partition('<footer class="ym-foot">')[2]
    assert "云岫市政务服务中心" in foot
    assert "0990-8812345" in foot
    assert "星期一至星期五" in foot
    assert "Monday to Friday" in stranger.get("/about/").content.decode()
    site.forget()


# -- finding an item ----


@pytest.mark.rule("R-046", "R-045")
def test_an_everyday_phrase_finds_the_item_first(counter: Counter, visitor: Client) -> None:
    page = visitor.get("/items/", {"q": "开餐馆"}).content.decode()
    found = re.findall(r'<li><a href="(/items/[^"]+/)"', page)
    assert found[0] == f"/items/{FOOD}/"


@pytest.mark.rule("R-045")
@pytest.mark.parametrize(
    ("narrowed", "found", "hidden"),
    [
        ({"audience": "organisation"}, "大型户外广告设施设置审批", "个体工商户设立登记"),
        ({"theme": "餐饮住宿"}, "食品经营许可", "宣传品"),
        ({"department": "云岫市城市管理局"}, "宣传品", "食品经营许可"),
        ({"online": "pre_review"}, "大型户外广告设施设置审批", "食品经营许可"),
    ],
)
def test_the_list_is_narrowed_by_what_one_chooses(
    counter: Counter, visitor: Client, narrowed: dict[str, str], found: str, hidden: str
) -> None:
    page = words(visitor.get("/items/", narrowed))
    assert found in page
    assert hidden not in page


def test_a_choice_is_taken_away_again_by_one_link(counter: Counter, visitor: Client) -> None:
    page = visitor.get("/items/", {"theme": "餐饮住宿", "audience": "person"}).content.decode()
    assert 'href="?audience=person"' in page
    assert 'href="?theme=%E9%A4%90' in page


@pytest.mark.parametrize("asked", ["龘靐齉", "'; DROP TABLE x; --", "%_\\", "开" * 5000, "🙂"])
def test_whatever_is_asked_gets_an_answer(counter: Counter, visitor: Client, asked: str) -> None:
    assert words(visitor.get("/items/", {"q": asked}))


def test_nothing_found_leaves_nobody_alone(counter: Counter, visitor: Client) -> None:
    assert "找不到也不要紧" in words(visitor.get("/items/", {"q": "龘靐齉"}))


def test_an_invented_place_in_the_list_is_refused(counter: Counter, visitor: Client) -> None:
    assert "回到列表第一页" in words(visitor.get("/items/", {"after": "x"}), 422)


def test_a_nul_character_is_turned_away(counter: Counter, visitor: Client) -> None:
    assert visitor.get("/items/?q=%00").status_code == 400


def test_a_list_of_items_costs_three_statements(
    counter: Counter, visitor: Client, django_assert_num_queries: Counted
) -> None:
    with django_assert_num_queries(3):
        visitor.get("/items/", {"q": "许可"})


# -- the guide ----


def headings(client: Client, code: str) -> list[str]:
    page = client.get(f"/items/{code}/").content.decode()
    sheet = page[page.index("ym-guide-sheet") :]
    return re.findall(r"<h2[^>]*>([^<]+)</h2>|<h3>([^<]+)</h3>", sheet.partition('id="faq"')[0])


@pytest.mark.rule("R-034")
def test_guides_of_all_departments_have_the_same_headings_in_the_same_order(
    counter: Counter, visitor: Client
) -> None:
    windows = ("", "现在开放的窗口")
    first = [each for each in headings(visitor, FOOD) if each != windows]
    assert len(first) == 39  # twelve sections, twenty-seven fields
    for code in (BANNER, TRADER, ADVERT):
        assert [each for each in headings(visitor, code) if each != windows] == first


@pytest.mark.rule("R-033", "R-036", "R-046")
def test_a_guide_says_what_to_bring_how_long_what_it_costs_and_where(
    counter: Counter, visitor: Client
) -> None:
    page = words(visitor.get(f"/items/{FOOD}/"))
    for told in (
        "6 个工作日", "法定 10 个工作日", "不收费", "一次不跑", "食品经营许可申请书", "主件", "1 份，盖章",
        "大厅自行核验", "可书面承诺后补", "2号窗口", "1 层", "行政复议：云岫市人民政府", "收件", "经营场所现场核查", "送达",
        "在线申请", "常见问题",
    ):  # fmt: skip
        assert told in page, told


@pytest.mark.rule("R-286")
def test_a_guide_speaks_english_as_far_as_it_was_translated(counter: Counter, stranger: Client) -> None:
    page = words(stranger.get(f"/items/{FOOD}/"))
    assert "Food business licence for catering (new)" in page
    assert "6 working days" in page
    assert "Apply online" in page
    assert "List of food safety rules" in page


@pytest.mark.rule("R-035")
def test_a_guide_shows_what_is_in_force_at_once(counter: Counter, visitor: Client) -> None:
    from yimen.modules.catalogue import commands as catalogue

    catalogue.revise(SETUP, FOOD, now=counter.now)
    fee = {
        "charged": True,
        "standards": [{"name": "工本费", "standard": "10元/证", "basis": "发改价格〔2020〕1号"}],
    }
    catalogue.edit(SETUP, FOOD, {"guide": {"fee": fee}}, now=counter.now)
    catalogue.publish(SETUP, FOOD, now=counter.now)
    for address in (f"/items/{FOOD}/", f"/items/{FOOD}/leaflet/"):
        assert "10元/证" in words(visitor.get(address))


def test_an_unknown_item_is_not_found(counter: Counter, visitor: Client) -> None:
    assert "没有查到这个事项" in words(visitor.get("/items/NONE/"), 404)
    assert visitor.get("/items/NONE/leaflet/").status_code == 404


def test_a_guide_costs_five_statements(
    counter: Counter, visitor: Client, django_assert_num_queries: Counted
) -> None:
    with django_assert_num_queries(5):
        visitor.get(f"/items/{FOOD}/")


@pytest.mark.rule("R-039")
def test_the_leaflet_says_every_mandatory_field(counter: Counter, visitor: Client) -> None:
    page = words(visitor.get(f"/items/{FOOD}/leaflet/"))
    for field in (
        "服务部门", "办理事项", "审批内容", "办事依据", "办事条件", "办理程序", "流程图", "申报材料目录", "法定办理期限",
        "承诺时限", "收费标准", "收费依据", "办公地点", "办理窗口", "办事责任人", "咨询电话",
    ):  # fmt: skip
        assert field in page, field


@pytest.mark.rule("LIC-02")
def test_what_the_law_has_displayed_of_a_licence_stands_on_its_page_and_its_leaflet(
    counter: Counter, visitor: Client
) -> None:
    for address in (f"/items/{FOOD}/", f"/items/{FOOD}/leaflet/"):
        page = words(visitor.get(address))
        for told in (
            "中华人民共和国食品安全法", "办事条件", "无数量限制", "办理程序", "10 个工作日",
            "食品经营许可申请书", "食品经营许可申请书（示范文本）",
        ):  # fmt: skip
            assert told in page, (address, told)


@pytest.mark.rule("R-037")
def test_a_form_is_to_be_had_blank_and_filled_in(counter: Counter, visitor: Client) -> None:
    blank = words(visitor.get(f"/items/{FOOD}/form/"))
    sample = words(visitor.get(f"/items/{FOOD}/form/", {"sample": "1"}))
    assert "云岫市临溪小馆" in sample
    assert "云岫市临溪小馆" not in blank
    assert "☐ 餐饮服务经营者" in blank
    assert "☑ 餐饮服务经营者" in sample
    assert "6人 人" not in sample


# -- progress ----


@pytest.mark.rule("R-216", "C-26", "S-80")
def test_the_number_alone_shows_six_facts_and_no_more(counter: Counter, visitor: Client) -> None:
    number = counter.take_in()
    counter.act("lin", number, "accept")
    page = words(visitor.post("/progress/", {"number": number}, follow=True))
    for fact in ("云岫市政务服务中心", "宣传品", "王**", "2026年3月2日", "已受理", "2026年3月5日"):
        assert fact in page, fact
    for hidden in ("王小明", "13812345678", "办理过程", "开始计时", "云城管受"):
        assert hidden not in page, hidden


@pytest.mark.rule("R-216", "R-126")
def test_the_query_code_shows_every_step_the_papers_and_why_the_date(
    counter: Counter, visitor: Client
) -> None:
    number = counter.take_in()
    counter.act("lin", number, "accept")
    counter.seal(number)
    opened(visitor, number)
    page = words(visitor.get(f"/progress/{number}/"))
    for told in (
        "办理过程",
        "已收件登记",
        "已受理",
        "作出决定",
        "临期",
        "日期是怎么算的",
        "3 个工作日",
        "承诺办结",
        "云城管受〔2026〕1号",
    ):
        assert told in page, told


def test_the_code_stands_in_no_address(counter: Counter, visitor: Client) -> None:
    number = counter.take_in()
    code = _code(number)
    for response in (
        visitor.post("/progress/", {"number": number, "code": code}),
        visitor.get("/progress/", {"number": number, "code": code}),
        visitor.get(f"/progress/{number}/", {"code": code}),
    ):
        assert response.status_code == 302
        assert code not in response.headers["Location"]
        assert code.replace("-", "") not in response.headers["Location"]


def test_a_link_with_the_code_opens_the_case(counter: Counter, visitor: Client) -> None:
    number = counter.take_in()
    page = visitor.get(f"/progress/{digits(number)}/", {"code": _code(number).replace("-", "")}, follow=True)
    assert "办理过程" in words(page)


@pytest.mark.rule("R-216")
def test_mistyped_absent_and_wrong_code_are_one_answer(counter: Counter, visitor: Client) -> None:
    number = counter.take_in()
    absent = str(CaseNumber("990100", counter.now.date(), 99))
    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)
    answers = set()
    for typed, code in ((mistyped, ""), (absent, ""), (number, "00000-00000"), ("x", ""), ("１" * 30, "")):
        response = visitor.post("/progress/", {"number": typed, "code": code})
        assert response.status_code == 404
        page = response.content.decode()
        answers.add(re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", page))
    assert len(answers) == 1
    assert "没有查到这个办件" in answers.pop()


def test_what_was_typed_is_still_there_after_a_mistake(counter: Counter, visitor: Client) -> None:
    page = visitor.post("/progress/", {"number": '123"<b>'}).content.decode()
    assert 'value="123&quot;&lt;b&gt;"' in page
    assert "请输入收件凭证上的编号" in words(visitor.post("/progress/", {"number": " "}), 422)


@pytest.mark.rule("R-216")
def test_one_address_may_ask_only_so_often(counter: Counter, visitor: Client, settings: LazySettings) -> None:
    settings.YIMEN_RATES = {**settings.YIMEN_RATES, "progress": (3, 60)}
    number = counter.take_in()
    for _ in range(3):
        assert visitor.get(f"/progress/{number}/").status_code == 200
    page = words(visitor.get(f"/progress/{number}/"), 429)
    assert "秒后再试" in page
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert elsewhere.get(f"/progress/{number}/").status_code == 200


def test_a_paper_is_for_whoever_has_the_code(counter: Counter, visitor: Client) -> None:
    number, other = counter.take_in(), counter.take_in(name="李四")
    counter.seal(number)
    mine = papers.papers_of(_case(number))[0].paper_no
    theirs = papers.papers_of(_case(other))[0].paper_no
    assert visitor.get(f"/progress/{number}/papers/{mine}/").status_code == 404
    opened(visitor, number)
    paper = visitor.get(f"/progress/{number}/papers/{mine}/")
    assert paper.content.startswith(b"%PDF-")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert "no-store" in paper.headers["Cache-Control"]
    assert visitor.get(f"/progress/{number}/papers/{theirs}/").status_code == 404
    assert visitor.get(f"/progress/{number}/papers/x/").status_code == 404


def _case(number: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_case WHERE number = %s", [digits(number)])
        return int(cursor.fetchone()[0])


@pytest.mark.rule("R-099")
def test_the_receipt_of_a_step_proves_itself_and_from_the_next_day_its_day(
    counter: Counter, visitor: Client
) -> None:
    number = counter.take_in()
    assert visitor.get(f"/progress/{number}/receipt/").status_code == 404
    opened(visitor, number)
    receipt = Receipt.from_json(visitor.get(f"/progress/{number}/receipt/").json())
    assert receipt.flaw() is None
    assert receipt.sealing is None
    assert "王小明" not in receipt.body.decode()
    sealed = seal_day(counter.now.date())
    receipt = Receipt.from_json(visitor.get(f"/progress/{number}/receipt/").json())
    assert receipt.flaw(sealed) is None
    assert receipt.sealing is not None
    assert sealed.root.hex() in words(visitor.get("/ledger/"))


def test_progress_costs_four_statements_and_with_the_code_six(
    counter: Counter, visitor: Client, django_assert_num_queries: Counted
) -> None:
    number = counter.take_in()
    visitor.get(f"/progress/{number}/")
    with django_assert_num_queries(4):
        visitor.get(f"/progress/{number}/")
    opened(visitor, number)
    with django_assert_num_queries(6):
        visitor.get(f"/progress/{number}/")


# -- verifying a paper ----


@pytest.mark.rule("R-142")
@pytest.mark.parametrize(
    "typed", ["云城管收〔2026〕1号", "云城管收[2026]1", "云城管收(2026)第01号", "云城管收【2026】 1 号"]
)
def test_a_genuine_number_is_known_whatever_its_brackets(
    counter: Counter, visitor: Client, typed: str
) -> None:
    counter.take_in()
    page = words(visitor.post("/verify/", {"paper_no": typed}))
    for told in ("文号属实", "收件凭证", "云岫市城市管理局", "王**", "2026年3月2日"):
        assert told in page, told
    assert "王小明" not in page
    assert "文号属实" in words(visitor.get(f"/verify/{typed}"))


def test_the_file_itself_is_compared_to_its_last_byte(counter: Counter, visitor: Client) -> None:
    number = counter.take_in()
    counter.seal(number)
    paper_no = papers.papers_of(_case(number))[0].paper_no
    content = papers.render(paper_no)

    def shown(file: bytes) -> str:
        sent = {"paper_no": paper_no, "file": SimpleUploadedFile("收件凭证.pdf", file)}
        return words(visitor.post("/verify/", sent))

    assert "真，一字不差" in shown(content)
    assert "假：文件被改动过" in shown(content + b" ")


def test_a_number_nobody_issued_is_not_genuine(counter: Counter, visitor: Client) -> None:
    assert "假：我们没有出具过这个文号" in words(
        visitor.post("/verify/", {"paper_no": "云城管收〔2026〕999号"})
    )


def test_what_is_no_number_is_not_found_and_nothing_is_asked_again(counter: Counter, visitor: Client) -> None:
    page = visitor.post("/verify/", {"paper_no": "<script>"})
    assert "没有查到这份文书" in words(page, 404)
    assert 'value="&lt;script&gt;"' in page.content.decode()
    assert "请输入文书上的文号" in words(visitor.post("/verify/", {"paper_no": ""}), 422)


def test_an_empty_or_enormous_file_is_refused_with_a_sentence(
    counter: Counter, visitor: Client, settings: LazySettings
) -> None:
    counter.take_in()
    sent = {"paper_no": "云城管收〔2026〕1号", "file": SimpleUploadedFile("a.pdf", b"")}
    assert "是空的" in words(visitor.post("/verify/", sent), 422)
    sent["file"] = SimpleUploadedFile("a.pdf", b"x" * (20 * 1024 * 1024 + 1))
    assert "超过 20 MB" in words(visitor.post("/verify/", sent), 422)
    settings.YIMEN_REQUEST_BYTES = 1000
    sent["file"] = SimpleUploadedFile("a.pdf", b"x" * 2000)
    assert visitor.post("/verify/", sent).status_code == 413


# -- the ledger, halls, about ----


def test_the_root_of_each_sealed_day_is_published(counter: Counter, visitor: Client) -> None:
    assert "还没有封账的日期" in words(visitor.get("/ledger/"))
    counter.take_in()
    sealed = seal_day(counter.now.date())
    page = words(visitor.get("/ledger/"))
    assert sealed.root.hex() in page
    assert str(sealed.count) in page


def test_sealed_days_are_leafed_through(counter: Counter, visitor: Client) -> None:
    for n in range(32):
        seal_day(counter.now.date() - timedelta(days=n + 1))
    first = visitor.get("/ledger/").content.decode()
    more = unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    assert words(visitor.get(f"/ledger/{more}")).count("2026年1月") == 2
    assert visitor.get("/ledger/", {"after": "x"}).status_code == 422


@pytest.mark.rule("R-046", "R-215")
def test_each_hall_names_its_windows_floor_by_floor(
    counter: Counter, visitor: Client, django_assert_num_queries: Counted
) -> None:
    page = words(visitor.get("/halls/"))
    for told in (
        "云岫市政务服务中心",
        "1 层",
        "2号窗口",
        "云岫市市场监督管理局",
        "枕溪镇便民服务中心",
        "石桥村便民服务室",
        "不分窗口",
    ):
        assert told in page, told
    with django_assert_num_queries(5):
        visitor.get("/halls/")


@pytest.mark.rule("ACC-02", "PII-01")
def test_about_names_the_eight_promises_and_the_other_pages_their_law(
    visitor: Client, stranger: Client
) -> None:
    page = visitor.get("/about/").content.decode()
    assert page.count('<li class="ym-card">') == 8
    assert "WCAG 2.1 AA" in words(stranger.get("/about/accessibility/"))
    assert "个人信息保护法" in words(visitor.get("/about/privacy/"))


# -- the staff's door ----


def sign_in(client: Client, name: str = "lin", password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post("/sign-in/", {"username": name, "password": password, **more})  # type: ignore[return-value]


def test_everybody_lands_on_the_desk_of_their_role(counter: Counter, visitor: Client) -> None:
    for name, desk in (("lin", "/window/"), ("zhao", "/department/"), ("supervisor", "/supervisor/")):
        client = Client()
        assert sign_in(client, name).headers["Location"] == desk
        assert client.get("/sign-in/").headers["Location"] == desk
    assert "监督工作台" in words(client.get("/account/", headers={"accept-language": "zh-hans"}))


@pytest.mark.parametrize(
    ("to", "then"),
    [("/halls/", "/halls/"), ("//evil.example/", "/window/"), ("https://evil.example/", "/window/")],
)
def test_the_door_leads_on_within_this_site_only(counter: Counter, to: str, then: str) -> None:
    assert sign_in(Client(), next=to).headers["Location"] == then


def test_a_wrong_password_is_one_answer_and_the_name_stays(counter: Counter, visitor: Client) -> None:
    answers = {words(sign_in(visitor, name, "x" * 12), 401).replace(name, "") for name in ("lin", "nobody")}
    assert len(answers) == 1
    assert 'value="lin"' in sign_in(visitor, "lin", "y" * 12).content.decode()


def test_too_many_tries_say_how_long_to_wait(counter: Counter, visitor: Client) -> None:
    for _ in range(5):
        sign_in(visitor, "lin", "x" * 12)
    assert re.search(r"请等 \d+ 秒", words(sign_in(visitor, "lin", "x" * 12), 429))


def test_a_password_set_by_another_opens_only_its_own_change(counter: Counter, visitor: Client) -> None:
    given = people.reset_password(SETUP, counter.hall.town.staff["mei"], now=counter.now)
    page = sign_in(visitor, "mei", given)
    assert "设置自己的密码" in words(page, 409)
    assert given not in page.content.decode()
    told = {"new_password": "Mine-Alone-2026", "again": "Mine-Alone-2027"}
    assert "不一致" in words(sign_in(visitor, "mei", given, **told), 422)
    weak = {"new_password": "12345678", "again": "12345678"}
    assert "不够安全" in words(sign_in(visitor, "mei", given, **weak), 422)
    told["again"] = told["new_password"]
    assert sign_in(visitor, "mei", given, **told).headers["Location"] == "/window/"


def test_one_changes_ones_own_password_and_goes_out(counter: Counter, visitor: Client) -> None:
    sign_in(visitor)
    told = {"password": "wrong", "new_password": "Another-Stone-7", "again": "Another-Stone-7"}
    assert "不正确" in words(visitor.post("/account/", told), 401)
    assert "不一致" in words(visitor.post("/account/", {**told, "again": "x"}), 422)
    told["password"] = PASSWORD
    assert "密码已修改" in words(visitor.post("/account/", told, follow=True))
    assert visitor.get("/account/").status_code == 200
    assert "您已退出登录" in words(visitor.post("/sign-out/", follow=True))
    assert visitor.get("/account/").headers["Location"] == "/sign-in/?next=/account/"
    assert sign_in(visitor, password="Another-Stone-7").headers["Location"] == "/window/"


def test_a_form_from_elsewhere_is_turned_away(counter: Counter) -> None:
    guarded = Client(enforce_csrf_checks=True)
    assert guarded.post("/progress/", {"number": "1"}).status_code == 403
    assert guarded.post("/sign-in/", {"username": "lin", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize("address", ["/", "/items/", "/halls/", "/ledger/", "/about/"])
def test_pages_to_read_take_nothing_in(counter: Counter, visitor: Client, address: str) -> None:
    assert visitor.post(address).status_code == 405


def test_a_paper_checked_by_hand_has_the_digest_the_page_compares(counter: Counter) -> None:
    number = counter.take_in()
    counter.seal(number)
    paper_no = papers.papers_of(_case(number))[0].paper_no
    assert papers.verify(paper_no, sha256(papers.render(paper_no)).hexdigest()).genuine
