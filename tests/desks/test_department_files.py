"""A dossier's files: shown inside the page of whoever may see the case, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from section import SURVEYED, Section, files, kept, leaflet, picture
from yimen.gateways import storage

pytestmark = pytest.mark.rule("R-110", "R-162", "PII-05")


def material(number: str, n: int = 1) -> str:
    return reverse("files:material", args=[number, n])


def photographed(section: Section) -> str:
    """A case whose survey came with a photo."""
    number = section.reviewed()
    section.take(number, "zhou")
    photo = kept("现场.png", picture(), "image/png")
    section.finish(number, "zhou", text="符合要求。", files=[photo], **SURVEYED)
    return number


def test_a_sheet_is_shown_in_the_page_and_may_do_nothing_itself(section: Section) -> None:
    response = section.counter.client("zhao").get(material(section.accepted()))
    assert response.status_code == 200
    assert response.content == leaflet("Application")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert response.headers["Cache-Control"] == "private, no-store"


def test_what_browsers_cannot_show_is_saved(section: Section) -> None:
    letter = kept(
        "说明.docx", b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
    number = section.accepted(files={**files(), "application": letter})
    response = section.counter.client("zhao").get(material(number))
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "%E8%AF%B4%E6%98%8E.docx" in response.headers["Content-Disposition"]


def test_looking_at_a_file_costs_four_statements(section: Section, django_assert_num_queries: Any) -> None:
    number, client = section.accepted(), section.counter.client("zhao")
    with django_assert_num_queries(4):  # the demo's time, session, actor, the case
        client.get(material(number))


@pytest.mark.parametrize("who", ["wu", "li", "village-agent"])
def test_to_other_departments_and_halls_there_is_no_file(section: Section, who: str) -> None:
    number = photographed(section)
    paper = section.view(number).papers[0].paper_no
    client = section.counter.client(who)
    for address in (
        material(number),
        reverse("files:record", args=[number, 2, 1]),
        reverse("files:paper", args=[number, paper]),
    ):
        assert client.get(address).status_code == 404, address


def test_whoever_is_not_signed_in_is_led_to_the_door(section: Section) -> None:
    response = Client().get(material(section.accepted()))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/?next=/cases/")


def test_a_piece_without_a_file_a_mistyped_number_and_a_lost_file_are_not_there(section: Section) -> None:
    number, client = section.accepted(), section.counter.client("zhao")
    assert client.get(material(number, 3)).status_code == 404  # on paper only
    assert client.get(material(number, 99)).status_code == 404
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert client.get(material(wrong)).status_code == 404
    storage.in_use().forget(files()["application"]["digest"])
    assert client.get(material(number)).status_code == 404


def test_photos_of_a_record_are_for_staff_alone(section: Section) -> None:
    number = photographed(section)
    record = next(row for row in section.view(number).opinions if row.files)
    address = reverse("files:record", args=[number, record.opinion.n, 1])
    assert section.counter.client("qian").get(address).content == picture()
    assert section.counter.client("zhao").get(f"{address[:-2]}9/").status_code == 404


def test_a_paper_is_shown_under_its_own_case_alone(section: Section) -> None:
    number, other = section.accepted(), section.accepted(name="李桂芳")
    paper = section.view(number).papers[0].paper_no
    client = section.counter.client("zhao")
    shown = client.get(reverse("files:paper", args=[number, paper]))
    assert shown.content.startswith(b"%PDF-")
    assert client.get(reverse("files:paper", args=[other, paper])).status_code == 404


def test_a_file_is_not_to_be_changed_by_asking_for_it(section: Section) -> None:
    assert section.counter.client("zhao").post(material(section.accepted())).status_code == 405
