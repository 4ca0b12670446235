"""Coming in: passwords and their lockout, codes by telephone, tokens; and what a signed-in request costs."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

import town
from town import PASSWORD, SETUP, Town
from yimen.base import clock
from yimen.modules.people import commands, queries
from yimen.modules.people.commands import doors
from yimen.modules.people.models import Account, Attempt, PhoneCode, Token
from yimen.rules.actors import NOBODY, Actor, Kind, Role
from yimen.rules.refused import Refused
from yimen.wiring.middleware import WhoAndWhen

pytestmark = pytest.mark.django_db
HERE = "192.0.2.7"
PHONE = "13800005678"
MACHINE = datetime(2027, 5, 4, 3, 2, 1, tzinfo=UTC)  # far from the hall's time, which no door may ask


@pytest.fixture
def place(now: datetime) -> Town:
    return town.build(now)


@pytest.fixture
def enter(now: datetime) -> Callable[..., Actor]:
    def sign_in(username: str, password: str = PASSWORD, **told: Any) -> Actor:
        session = told.pop("session", None) or SessionStore()
        given = {"address": HERE, "machine_now": MACHINE, **told}
        return commands.sign_in(session, username, password, now=now, **given)

    return sign_in


def refused(run: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        run()
    return caught.value


# Passwords


@pytest.mark.rule("R-022")
def test_staff_sign_in_by_name_and_password(place: Town, enter: Callable[..., Actor]) -> None:
    assert enter("lin") == place.actor("lin")


@pytest.mark.rule("R-022")
def test_every_account_can_be_checked_to_sign_in(place: Town, enter: Callable[..., Actor]) -> None:
    for name, id_ in place.staff.items():
        assert enter(name).id == id_


def test_unknown_user_and_wrong_password_are_the_same_words_and_the_same_work(
    place: Town, enter: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    real = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda *told: runs.append(told[1]) or real(*told)
    )
    wrong = refused(lambda: enter("lin", "not-it"))
    work = len(runs)
    unknown = refused(lambda: enter("nobody-of-that-name", "not-it"))
    assert (wrong.reason, wrong.facts) == (unknown.reason, unknown.facts) == ("wrong_password", {})
    assert len(runs) - work == work == 1


def test_a_closed_or_expired_account_is_refused_in_the_same_words(
    place: Town, enter: Callable[..., Actor], now: datetime
) -> None:
    yesterday = now.date() - timedelta(days=1)
    commands.close_account(SETUP, place.staff["lin"], now=now)
    commands.amend_account(SETUP, place.staff["mei"], expires_on=yesterday, now=now)
    assert refused(lambda: enter("lin")).reason == "wrong_password"
    assert refused(lambda: enter("mei")).reason == "wrong_password"
    assert place.actor("lin") is place.actor("mei") is NOBODY


@pytest.mark.rule("R-028")
def test_an_account_works_through_its_last_day(
    place: Town, enter: Callable[..., Actor], now: datetime
) -> None:
    commands.amend_account(SETUP, place.staff["lin"], expires_on=now.date(), now=now)
    assert enter("lin").id == place.staff["lin"]
    assert queries.actor(place.staff["lin"], today=now.date() + timedelta(days=1)) is NOBODY


@pytest.mark.parametrize("username", ["", "li\0n", "林" * 500])
def test_what_nobody_is_called_is_refused_like_any_other(
    place: Town, enter: Callable[..., Actor], username: str
) -> None:
    assert refused(lambda: enter(username)).reason == "wrong_password"


# Lockout


def test_after_five_wrong_passwords_even_the_right_one_waits(
    place: Town, enter: Callable[..., Actor]
) -> None:
    for _ in range(5):
        assert refused(lambda: enter("lin", "wrong")).reason == "wrong_password"
    shut = refused(lambda: enter("lin"))
    assert (shut.reason, shut.facts) == ("too_many", {"wait_s": 30})
    assert refused(lambda: enter("lin", machine_now=MACHINE + timedelta(seconds=29))).facts == {"wait_s": 1}
    assert enter("lin", machine_now=MACHINE + timedelta(seconds=30)).id == place.staff["lin"]


def test_the_wait_doubles_up_to_an_hour(place: Town, enter: Callable[..., Actor]) -> None:
    def guess(at: datetime) -> Refused:
        return refused(lambda: enter("lin", "wrong", machine_now=at))

    at, waits = MACHINE, []
    for _ in range(4):
        guess(at)
    for _ in range(10):
        assert guess(at).reason == "wrong_password"
        waits.append(guess(at).facts["wait_s"])
        at += timedelta(seconds=waits[-1])
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_another_account_and_another_address_are_not_locked(place: Town, enter: Callable[..., Actor]) -> None:
    for _ in range(6):
        refused(lambda: enter("lin", "wrong"))
    assert enter("mei").id == place.staff["mei"]
    assert enter("lin", address="192.0.2.8").id == place.staff["lin"]


def test_the_right_password_makes_earlier_tries_forgotten(place: Town, enter: Callable[..., Actor]) -> None:
    for _ in range(3):
        for _ in range(4):
            refused(lambda: enter("lin", "wrong"))
        enter("lin")


def test_tries_of_another_day_count_no_more(place: Town, enter: Callable[..., Actor]) -> None:
    for _ in range(4):
        refused(lambda: enter("lin", "wrong"))
    later = MACHINE + timedelta(hours=25)
    for _ in range(4):
        assert refused(lambda: enter("lin", "wrong", machine_now=later)).reason == "wrong_password"
    assert enter("lin", machine_now=later).id == place.staff["lin"]


def test_an_address_that_guesses_at_many_accounts_is_shut_out(
    place: Town, enter: Callable[..., Actor]
) -> None:
    for n in range(50):
        assert refused(lambda n=n: enter(f"user-{n}", "spring-2026")).reason == "wrong_password"
    assert refused(lambda: enter("lin")).reason == "too_many"
    assert enter("lin", address="192.0.2.8").id == place.staff["lin"]


def test_a_try_is_counted_before_it_is_judged(
    place: Town, enter: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    real = doors.check_password

    def judged(*told: Any) -> bool:
        seen.append(max(Attempt.objects.values_list("tries", flat=True)))
        return real(*told)

    monkeypatch.setattr(doors, "check_password", judged)
    for _ in range(6):
        refused(lambda: enter("lin", "wrong"))
    assert seen == [1, 2, 3, 4, 5]  # the sixth was not even looked at


def test_nothing_of_what_was_typed_is_kept_or_logged(
    place: Town, enter: Callable[..., Actor], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "yimen"):
        refused(lambda: enter("My-Secret-Typed-In-The-Wrong-Field", "wrong"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM people_attempt t")
        assert "My-Secret" not in cursor.fetchone()[0]
    assert "My-Secret" not in caplog.text
    assert HERE in caplog.text  # SEC-02: the network log tells from where


# Sessions


def test_a_sessions_key_changes_when_somebody_signs_in(place: Town, enter: Callable[..., Actor]) -> None:
    session = SessionStore()
    session["draft"] = "kept"
    session.create()
    before = session.session_key
    enter("lin", session=session)
    assert session.session_key != before
    assert session["draft"] == "kept"
    session.save()
    enter("mei", session=session)
    assert "draft" not in session  # somebody else's
    assert session["account"] == place.staff["mei"]


def test_who_signs_out_is_nobody(place: Town, enter: Callable[..., Actor], now: datetime) -> None:
    session = SessionStore()
    enter("lin", session=session)
    assert queries.actor_of_session(session, today=now.date).id == place.staff["lin"]
    commands.sign_out(session)
    assert queries.actor_of_session(session, today=now.date) is NOBODY


def test_a_password_set_by_somebody_else_opens_nothing_but_its_own_change(
    place: Town, enter: Callable[..., Actor], now: datetime
) -> None:
    given = commands.reset_password(place.actor("admin"), place.staff["lin"], now=now)
    session = SessionStore()
    assert refused(lambda: enter("lin")).reason == "wrong_password"  # the old one
    assert refused(lambda: enter("lin", given, session=session)).reason == "must_change_password"
    assert "account" not in session
    weak = refused(lambda: enter("lin", given, new_password="12345678"))
    assert (weak.reason, weak.facts["faults"]) == (
        "weak_password",
        ["password_too_common", "password_entirely_numeric"],
    )
    assert refused(lambda: enter("lin", given, new_password=given)).facts["faults"] == ["same"]
    assert enter("lin", given, new_password="Plum-Rain-77", session=session).id == place.staff["lin"]
    assert queries.actor_of_session(session, today=now.date).id == place.staff["lin"]
    assert enter("lin", "Plum-Rain-77").id == place.staff["lin"]


def test_a_changed_password_ends_every_other_sign_in(
    place: Town, enter: Callable[..., Actor], now: datetime
) -> None:
    mine, elsewhere = SessionStore(), SessionStore()
    enter("lin", session=mine)
    enter("lin", session=elsewhere)
    token = commands.issue_token("lin", PASSWORD, address=HERE, now=now, machine_now=MACHINE).token
    lin = queries.actor_of_session(mine, today=now.date)
    assert refused(lambda: commands.change_password(mine, lin, "wrong", "Plum-Rain-77", now=now)).reason == (
        "wrong_password"
    )
    commands.change_password(mine, lin, PASSWORD, "Plum-Rain-77", now=now)
    assert queries.actor_of_session(mine, today=now.date) == lin
    assert queries.actor_of_session(elsewhere, today=now.date) is NOBODY
    assert queries.actor_by_token(token, machine_now=MACHINE, today=now.date()) is NOBODY


@pytest.mark.rule("R-022")
def test_passwords_are_kept_as_argon2_hashes(place: Town, enter: Callable[..., Actor], settings: Any) -> None:
    argon = "django.contrib.auth.hashers.Argon2PasswordHasher"
    settings.PASSWORD_HASHERS = [argon, *settings.PASSWORD_HASHERS]
    enter("lin", new_password="Plum-Rain-77")
    kept = Account.objects.get(username="lin").password
    assert kept.startswith("argon2$argon2id$")
    assert enter("lin", "Plum-Rain-77").id == place.staff["lin"]


# Keeping accounts


@pytest.mark.rule("R-022", "SEC-03")
def test_only_an_administrator_makes_or_touches_an_administrator(place: Town, now: datetime) -> None:
    office, admin = place.actor("clerk-of-office"), place.actor("admin")
    promote = lambda actor: commands.amend_account(  # noqa: E731
        actor, place.staff["lin"], roles=[Role.SYSTEM_ADMIN], now=now
    )
    assert refused(lambda: promote(office)).reason == "not_permitted"
    assert (
        refused(lambda: commands.reset_password(office, place.staff["admin"], now=now)).reason
        == "no_such_account"
    )
    promote(admin)
    assert place.actor("lin").roles == {Role.SYSTEM_ADMIN}


@pytest.mark.rule("R-022")
@pytest.mark.parametrize("name", ["lin", "zhao", "qian", "director", "supervisor"])
def test_only_the_centres_office_and_administrators_keep_accounts(
    place: Town, name: str, now: datetime
) -> None:
    actor = place.actor(name)
    run = lambda: commands.amend_account(actor, place.staff["mei"], title="x", now=now)  # noqa: E731
    assert refused(run).reason == "not_permitted"


@pytest.mark.rule("R-022")
def test_an_account_has_roles_of_staff_only_and_a_name_of_its_own(place: Town, now: datetime) -> None:
    told: dict[str, Any] = {"name": "新", "unit": place.unit["office"], "password": PASSWORD, "now": now}
    for roles in ([], [Role.APPLICANT]):
        run = lambda roles=roles: commands.create_account(SETUP, username="new", roles=roles, **told)  # noqa: E731
        assert refused(run).reason == "role_not_for_staff"
    run = lambda: commands.create_account(SETUP, username="lin", roles=[Role.RECEPTIONIST], **told)  # noqa: E731
    assert refused(run).reason == "username_taken"


@pytest.mark.rule("R-285")
def test_a_members_own_telephone_is_sealed_and_only_for_messages(place: Town, now: datetime) -> None:
    commands.amend_account(SETUP, place.staff["lin"], phone="139 0000 1234", now=now)
    kept = Account.objects.get(username="lin").phone
    assert b"13900001234" not in bytes(kept)
    assert queries.staff_phones(place.staff.values()) == {place.staff["lin"]: "13900001234"}
    assert "13900001234" not in repr(queries.account(place.staff["lin"]))


# Codes by telephone


class Outbox(list[tuple[str, str]]):
    """The telephones of the test: what was sent to whom."""

    def __call__(self, phone: str, text: str) -> None:
        self.append((phone, text))

    @property
    def code(self) -> str:
        return "".join(filter(str.isdigit, self[-1][1]))[:6]


@pytest.fixture
def sent() -> Outbox:
    return Outbox()


def ask(sent: Outbox, phone: str = PHONE, address: str = HERE, at: datetime = MACHINE) -> str:
    commands.request_code(phone, sent, address=address, machine_now=at)
    return sent.code


def test_an_applicant_signs_in_by_a_code_and_speaks_for_all_who_gave_the_number(
    sent: Outbox, now: datetime
) -> None:
    today = now.date()
    mine = commands.known("person", "孙文", None, "11010519491231002X", PHONE, today=today)
    firm = commands.known("organisation", "清泉餐饮", None, "91350100M000100Y43", PHONE, today=today)
    commands.known("person", "李河", None, "440524188001010014", "13900001234", today=today)
    session = SessionStore()
    code = ask(sent, "+86 138 0000 5678")
    assert sent[-1][0] == PHONE
    actor = commands.verify_code(session, PHONE, f" {code[:3]} {code[3:]}", machine_now=MACHINE)
    assert (actor.kind, actor.roles) == (Kind.PERSON, {Role.APPLICANT})
    assert actor.persons == {mine.id, firm.id}
    assert queries.actor_of_session(session, today=now.date) == actor
    assert session["phone_masked"] == "138****5678"
    assert PHONE not in str(dict(session.items()))


def test_an_applicant_is_the_same_one_before_and_after_the_first_application(
    sent: Outbox, now: datetime
) -> None:
    before = commands.verify_code(SessionStore(), PHONE, ask(sent), machine_now=MACHINE)
    commands.known("person", "孙文", None, "11010519491231002X", PHONE, today=now.date())
    after = commands.verify_code(SessionStore(), PHONE, ask(sent), machine_now=MACHINE)
    assert before.persons == frozenset()
    assert before.key == after.key
    assert before.id < 110000 * 10**12  # never the id of a row
    other = commands.verify_code(SessionStore(), "13900001234", ask(sent, "13900001234"), machine_now=MACHINE)
    assert other.key != before.key


def test_a_code_serves_once(sent: Outbox) -> None:
    code = ask(sent)
    commands.verify_code(SessionStore(), PHONE, code, machine_now=MACHINE)
    again = refused(lambda: commands.verify_code(SessionStore(), PHONE, code, machine_now=MACHINE))
    assert again.reason == "wrong_code"


def test_a_code_expires_after_five_minutes_of_the_machine(sent: Outbox) -> None:
    code = ask(sent)
    late = MACHINE + timedelta(minutes=5)
    run = lambda: commands.verify_code(SessionStore(), PHONE, code, machine_now=late)  # noqa: E731
    assert refused(run).reason == "wrong_code"
    just = late - timedelta(seconds=1)
    assert commands.verify_code(SessionStore(), PHONE, code, machine_now=just).kind is Kind.PERSON


def test_a_code_bears_five_tries(sent: Outbox) -> None:
    code = ask(sent)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        assert refused(lambda: commands.verify_code(SessionStore(), PHONE, wrong, machine_now=MACHINE)).reason
    right = refused(lambda: commands.verify_code(SessionStore(), PHONE, code, machine_now=MACHINE))
    assert right.reason == "wrong_code"


def test_four_wrong_tries_do_not_spoil_the_fifth(sent: Outbox) -> None:
    code = ask(sent)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(4):
        refused(lambda: commands.verify_code(SessionStore(), PHONE, wrong, machine_now=MACHINE))
    assert commands.verify_code(SessionStore(), PHONE, code, machine_now=MACHINE).kind is Kind.PERSON


def test_a_code_of_one_telephone_opens_no_other(sent: Outbox) -> None:
    code = ask(sent)
    ask(sent, "13900001234")
    if code == sent.code:
        pytest.skip("the two codes happen to be equal, once in a million")
    run = lambda: commands.verify_code(SessionStore(), "13900001234", code, machine_now=MACHINE)  # noqa: E731
    assert refused(run).reason == "wrong_code"


def test_only_the_latest_code_is_good(sent: Outbox) -> None:
    first = ask(sent)
    minute = MACHINE + timedelta(minutes=1)
    second = ask(sent, at=minute)
    if first != second:
        run = lambda: commands.verify_code(SessionStore(), PHONE, first, machine_now=minute)  # noqa: E731
        assert refused(run).reason == "wrong_code"
    assert commands.verify_code(SessionStore(), PHONE, second, machine_now=minute).kind is Kind.PERSON


def test_codes_are_kept_only_as_keyed_digests(sent: Outbox) -> None:
    code = ask(sent)
    row = PhoneCode.objects.get()
    kept = bytes(row.digest)
    assert code.encode() not in kept
    assert kept not in {
        hashlib.sha256(text.encode()).digest() for text in (code, f"{PHONE}:{code}", PHONE + code)
    }
    assert PHONE.encode() not in bytes(row.phone_index)


def test_a_telephone_is_sent_a_second_code_only_after_a_minute_and_then_ever_later(sent: Outbox) -> None:
    ask(sent)
    soon = refused(lambda: ask(sent, at=MACHINE + timedelta(seconds=59), address="192.0.2.99"))
    assert (soon.reason, soon.facts) == ("too_many", {"wait_s": 1})
    ask(sent, at=MACHINE + timedelta(seconds=60))
    assert refused(lambda: ask(sent, at=MACHINE + timedelta(seconds=179))).reason == "too_many"
    ask(sent, at=MACHINE + timedelta(seconds=180))
    assert len(sent) == 3


def test_an_address_is_sent_few_codes(sent: Outbox) -> None:
    for n in range(20):
        ask(sent, f"138000000{n:02d}")
    assert refused(lambda: ask(sent, "13900009999")).reason == "too_many"
    ask(sent, "13900008888", address="192.0.2.8")


def test_a_code_goes_to_mobile_numbers_only(sent: Outbox) -> None:
    assert refused(lambda: ask(sent, "0371-6543210")).reason == "mobile_form"
    assert not sent


# Tokens


def test_a_token_speaks_for_its_account_for_twelve_hours_of_the_machine(place: Town, now: datetime) -> None:
    issued = commands.issue_token("lin", PASSWORD, address=HERE, now=now, machine_now=MACHINE)
    assert issued.actor == place.actor("lin")
    assert issued.expires_at == MACHINE + timedelta(hours=12)
    hold = lambda at: queries.actor_by_token(issued.token, machine_now=at, today=now.date())  # noqa: E731
    assert hold(issued.expires_at - timedelta(seconds=1)) == issued.actor
    assert hold(issued.expires_at) is NOBODY
    commands.revoke_token(issued.token)
    assert hold(MACHINE) is NOBODY
    assert queries.actor_by_token("made-up", machine_now=MACHINE, today=now.date()) is NOBODY


def test_a_token_is_kept_as_a_digest_and_not_shown_twice(place: Town, now: datetime) -> None:
    issued = commands.issue_token("lin", PASSWORD, address=HERE, now=now, machine_now=MACHINE)
    assert bytes(Token.objects.get().digest) == hashlib.sha256(issued.token.encode()).digest()
    assert issued.token not in repr(issued)


def test_tokens_count_wrong_passwords_like_pages_do(
    place: Town, enter: Callable[..., Actor], now: datetime
) -> None:
    for _ in range(5):
        refused(lambda: commands.issue_token("lin", "wrong", address=HERE, now=now, machine_now=MACHINE))
    assert refused(lambda: enter("lin")).reason == "too_many"


def test_what_has_run_out_is_cleared_away(
    place: Town, enter: Callable[..., Actor], sent: Outbox, now: datetime
) -> None:
    refused(lambda: enter("lin", "wrong"))
    ask(sent)
    commands.issue_token("mei", PASSWORD, address=HERE, now=now, machine_now=MACHINE)
    commands.forget_old(machine_now=MACHINE)
    assert (Attempt.objects.count(), PhoneCode.objects.count(), Token.objects.count()) == (4, 1, 1)
    commands.forget_old(machine_now=MACHINE + timedelta(days=2))
    assert (Attempt.objects.count(), PhoneCode.objects.count(), Token.objects.count()) == (0, 0, 0)


# What a request knows


def asked(headers: dict[str, str] | None = None, session: SessionStore | None = None, **meta: str) -> Any:
    """A request as a page function gets it."""
    kept: list[HttpRequest] = []
    request = RequestFactory().get("/", headers=headers, **meta)
    request.session = session if session is not None else SessionStore()
    WhoAndWhen(lambda each: kept.append(each) or HttpResponse())(request)
    return kept[0]


def test_a_request_without_a_sign_in_is_nobodys_and_costs_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert asked().actor is NOBODY


def test_a_signed_in_page_costs_two_statements_and_a_demos_time_a_third(
    place: Town, enter: Callable[..., Actor], settings: Any, now: datetime, django_assert_num_queries: Any
) -> None:
    clock.set_hall_time(now)
    session = SessionStore()
    enter("lin", session=session)
    session.save()
    for demo, cost in ((True, 3), (False, 2)):
        settings.YIMEN_DEMO = demo
        request = asked(session=SessionStore(session.session_key))
        with django_assert_num_queries(cost):
            assert request.actor.id == place.staff["lin"]
            assert request.actor is request.actor
            assert isinstance(request.actor, Actor)
            assert request.now is request.now


def test_an_applicants_page_costs_two_statements(sent: Outbox, django_assert_num_queries: Any) -> None:
    session = SessionStore()
    commands.verify_code(session, PHONE, ask(sent), machine_now=MACHINE)
    session.save()
    request = asked(session=SessionStore(session.session_key))
    with django_assert_num_queries(2):
        assert request.actor.kind is Kind.PERSON


def test_a_bearer_token_speaks_before_the_session(
    place: Town, enter: Callable[..., Actor], now: datetime
) -> None:
    session = SessionStore()
    enter("lin", session=session)
    issued = commands.issue_token("mei", PASSWORD, address=HERE, now=now, machine_now=clock.machine_now())
    assert asked({"Authorization": f"Bearer {issued.token}"}, session).actor.id == place.staff["mei"]
    assert asked({"Authorization": "Bearer made-up"}, session).actor is NOBODY
    assert asked({"Authorization": "Basic x"}, session).actor.id == place.staff["lin"]


def test_the_moment_of_a_request_is_the_halls(now: datetime) -> None:
    clock.set_hall_time(now)
    assert timedelta() <= asked().now - now < timedelta(minutes=1)


def test_an_address_is_the_proxys_word_only_behind_our_own_proxy(settings: Any) -> None:
    told = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.4", "REMOTE_ADDR": "127.0.0.1"}
    settings.SECURE_PROXY_SSL_HEADER = None
    assert asked(**told).address == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert asked(**told).address == "198.51.100.4"
