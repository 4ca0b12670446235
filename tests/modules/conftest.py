"""What the tests of modules stand on."""

from __future__ import annotations

from ground import ground, laid_ground, own_ground

__all__ = ["ground", "laid_ground", "own_ground"]
