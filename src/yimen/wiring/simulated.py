"""What a demo hall simulates: an SMS gateway beside it, where no real one is given, with an outbox to look at."""

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


def forget(data: Path) -> None:
    """It is gone."""
    _note(data).unlink(missing_ok=True)


def _note(data: Path) -> Path:
    return data / "sms" / "address"


def _simulate(data: Path, port: int) -> None:
    from django.conf import settings  # noqa: PLC0415

    from yimen.gateways.sms.signature import Signer  # noqa: PLC0415
    from yimen.gateways.sms.simulator import Simulator  # noqa: PLC0415

    signer = Signer(settings.YIMEN_SMS_ACCOUNT, settings.YIMEN_SMS_SECRET)
    Simulator(data / "sms" / "outbox.jsonl", signer, port).start()
    Event().wait()


def _free(port: int) -> int:
    for beside in NEAR:
        with socket.socket() as probe, contextlib.suppress(OSError, OverflowError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port + beside))
            return port + beside
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
