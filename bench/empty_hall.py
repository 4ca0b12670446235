"""Build the demo's hall with its queues and without a case or a ticket, in the folder that `YIMEN_DATA` names."""

from __future__ import annotations

from datetime import datetime

from yimen.wiring.bring_up import house


def main() -> None:
    with house(owned=True):
        from django.core.management import call_command
        from django.db import transaction

        from yimen.base import clock
        from yimen.wiring import world, world_floor

        call_command("migrate", interactive=False, verbosity=0)
        now = datetime(2026, 3, 2, 9, tzinfo=clock.ZONE)
        with transaction.atomic():
            clock.set_hall_time(now)
            hall = world.World(world._read("demo.json"), now - world.BEFORE)
            hall.open()
            world_floor.open_queues(hall, world._read("demo_floor.json")["queues"])


if __name__ == "__main__":
    main()
