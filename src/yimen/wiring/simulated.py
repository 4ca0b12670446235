"""What a demo hall simulates beside itself: an SMS gateway, where no real one is given, and a ticket printer."""

from __future__ import annotations

import contextlib
import socket
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from yimen.wiring.processes import Child

NEAR: Final = range(25, 75)  # so far from the hall's own port; the first that is free is taken


def address(data: Path) -> str:
    """Where the gateway of the running hall is, for every process of it; empty where there is none."""
    with contextlib.suppress(OSError):
        return _note(data).read_text().strip()
    return ""


def sms_gateway(data: Path, port: int) -> Child:
    """The simulator as a part of the hall. From now on texts go to it."""
    from django.conf import settings  # noqa: PLC0415  # Django is awake by then

    free = _free(port)
    settings.YIMEN_SMS_URL = f"http://127.0.0.1:{free}"
    _note(data).parent.mkdir(parents=True, exist_ok=True)
    _note(data).write_text(settings.YIMEN_SMS_URL)
    return Child("sms simulator", partial(_simulate, data, free))


def printer(data: Path) -> str:
    """Where the ticket printer of the running hall listens; empty where there is none."""
    return _noted(data)[0]


def slips(data: Path) -> str:
    """Where its slips can be looked at; empty where there is none."""
    return _noted(data)[1]


def ticket_printer(data: Path, port: int) -> Child:
    """The simulated printer as a part of the hall. From now on the demo's slips come out there."""
    from django.conf import settings  # noqa: PLC0415

    wire = _free(port + 1000)
    page = _free(port + 1000, but=wire)
    settings.YIMEN_PRINTER = f"127.0.0.1:{wire}"
    _printer_note(data).parent.mkdir(parents=True, exist_ok=True)
    _printer_note(data).write_text(f"{settings.YIMEN_PRINTER} http://127.0.0.1:{page}/slips")
    return Child("ticket printer", partial(_print, data, wire, page))


def forget(data: Path) -> None:
    """They are gone."""
    _note(data).unlink(missing_ok=True)
    _printer_note(data).unlink(missing_ok=True)


def _note(data: Path) -> Path:
    return data / "sms" / "address"


def _printer_note(data: Path) -> Path:
    return data / "printer" / "address"


def _noted(data: Path) -> tuple[str, str]:
    with contextlib.suppress(OSError, ValueError):
        wire, page = _printer_note(data).read_text().split()
        return wire, page
    return "", ""


def _print(data: Path, wire: int, page: int) -> None:
    from yimen.gateways.escpos.simulator import Simulator  # noqa: PLC0415

    Simulator(data / "printer" / "slips.jsonl", wire, page).start()
    Event().wait()


def _simulate(data: Path, port: int) -> None:
    from django.conf import settings  # noqa: PLC0415

    from yimen.gateways.sms.signature import Signer  # noqa: PLC0415
    from yimen.gateways.sms.simulator import Simulator  # noqa: PLC0415

    signer = Signer(settings.YIMEN_SMS_ACCOUNT, settings.YIMEN_SMS_SECRET)
    Simulator(data / "sms" / "outbox.jsonl", signer, port).start()
    Event().wait()


def _free(port: int, *, but: int = 0) -> int:
    for beside in NEAR:
        if port + beside == but:
            continue
        with socket.socket() as probe, contextlib.suppress(OSError, OverflowError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port + beside))
            return port + beside
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
