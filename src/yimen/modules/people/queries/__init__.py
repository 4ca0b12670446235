"""All that may be read about people and places: frozen values, never query sets."""

from __future__ import annotations

from .actors import actor, actor_by_token, applicant_actor

__all__ = ["actor", "actor_by_token", "applicant_actor"]
