"""The department behind the counter: cases brought to the step a test needs, with real files in their dossiers."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Any, Final

from counter import ADVERT, Counter, digits, piece
from town import PASSWORD, SETUP
from yimen.gateways import storage
from yimen.modules.cases import commands as cases
from yimen.modules.licensing import queries
from yimen.modules.licensing.queries import DossierView
from yimen.modules.people import commands as people
from yimen.rules.actors import Role

FIRST, SURVEY = "位置与效果审查", "现场踏勘"  # the two steps of the item's path
SURVEYED: Final[dict[str, Any]] = {
    "on": "2026-03-02",
    "place": "滨河路18号楼顶",
    "participants": ["周山", "赵敏"],
}


@dataclass
class Section:
    """赵敏 and 周山 review, 钱江 decides under a letter; 吴桐 is of another department and must see nothing."""

    counter: Counter

    def accepted(self, item: str = ADVERT, who: str = "lin", **told: Any) -> str:
        """A case the window took in, with files, and accepted; its printed number."""
        if item == ADVERT:
            told = {"submitted": PIECES, "files": files(), **told}
        number = self.counter.take_in(item, who=who, **told)
        self.counter.act(who, number, "accept")
        return number

    def taken(self, who: str = "zhao", **told: Any) -> str:
        number = self.accepted(**told)
        self.take(number, who)
        return number

    def reviewed(self, **told: Any) -> str:
        """The first step is done, the survey is next."""
        number = self.taken(**told)
        self.finish(number, "zhao", text="位置符合规划，标注齐全。")
        return number

    def surveyed(self, result: str = "agree", **told: Any) -> str:
        """Every step is done, the decision is next."""
        number = self.reviewed(**told)
        self.take(number, "zhou")
        self.finish(number, "zhou", result=result, text="净高六米二，符合要求。", **SURVEYED)
        return number

    def deciding(self, result: str = "agree", **told: Any) -> str:
        """The decision lies with 钱江."""
        number = self.surveyed(result, **told)
        self.take(number, "qian", "decide")
        return number

    def take(self, number: str, who: str, kind: str = "review") -> None:
        self.counter.act(who, number, "take_task", task=self.task(number, who, kind))

    def finish(self, number: str, who: str, *, result: str = "agree", text: str, **told: Any) -> None:
        task = self.task(number, who, "review")
        self.counter.act(who, number, "finish_task", task=task, result=result, text=text, **told)

    def task(self, number: str, who: str, kind: str) -> int:
        return self.counter.hall.task(who, digits(number), kind)

    def hire_for_both(self) -> None:
        """卫东 sits at the window and reviews as well: what somebody accepted they may not handle (R-026)."""
        town = self.counter.hall.town
        town.staff["both"] = people.create_account(
            SETUP,
            username="both",
            name="卫东",
            unit=town.unit["streets-service"],
            window=town.unit["window-1"],
            roles=(Role.WINDOW_CLERK, Role.DEPT_REVIEWER),
            password=PASSWORD,
            must_change_password=False,
            now=self.counter.now,
        )

    def view(self, number: str, who: str = "zhao") -> DossierView:
        return queries.dossier(self.counter.hall.actor(who), digits(number), now=self.counter.now)

    def lines(self, number: str) -> int:
        return len(self.view(number).lines)

    def sound(self, number: str) -> bool:
        return cases.verify_case(digits(number)) is None


PIECES: Final = (
    piece("application", content=True),
    piece("drawing", content=True),
    piece("structure", content=True),
    piece("site_agreement"),
)


def files() -> dict[str, dict[str, Any]]:
    """What was scanned: two sheets and a picture."""
    return {
        "application": kept("申请表.pdf", leaflet("Application"), "application/pdf"),
        "drawing": kept("效果图.png", picture(), "image/png"),
        "structure": kept("结构图.pdf", leaflet("Structure"), "application/pdf"),
    }


def kept(name: str, content: bytes, media_type: str) -> dict[str, Any]:
    digest = storage.in_use().keep(content)
    return {"digest": digest, "name": name, "size": len(content), "type": media_type}


def leaflet(text: str) -> bytes:
    """A PDF of one page that says `text`."""
    said = f"BT /F1 28 Tf 72 720 Td ({text}) Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(said), said),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(body))
    return body + head + table + tail


def picture(width: int = 64, height: int = 40) -> bytes:
    """A PNG in one colour."""
    rows = (b"\0" + b"\xb9\x7f\x23" * width) * height

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
