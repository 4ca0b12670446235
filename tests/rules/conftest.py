"""Properties are about rules, not about how busy the machine is: no example has a time limit."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
