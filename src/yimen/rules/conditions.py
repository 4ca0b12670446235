"""A condition over the facts of a form, as data: when a material is needed, what must hold beforehand.

    {"field": "area", "at_least": 100}          tests: is, in, at_least, at_most, covers, given
    {"field": "scope", "covers": {"field": "product"}}            compared with another field
    {"all": [...]}, {"any": [...]}, {"not": {...}}

What nobody has filled in yet is neither true nor false: the answer is None, and nothing is demanded on it. So is what
cannot be compared, a list with a number: that it is no answer to its field is for the form's own check to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from yimen.rules.refused import Refused

Condition = Mapping[str, Any]


def holds(condition: Condition, facts: Mapping[str, Any]) -> bool | None:
    """Whether it holds; None if that turns on a field nobody has filled in."""
    match condition:
        case {"all": parts}:
            return _all([holds(part, facts) for part in parts])
        case {"any": parts}:
            return _not(_all([_not(holds(part, facts)) for part in parts]))
        case {"not": part}:
            return _not(holds(part, facts))
        case {"field": name, "given": wanted}:
            return bool(_given(facts.get(name)) == wanted)
        case {"field": name, **test}:
            ((word, value),) = test.items()
            given, other = facts.get(name), _value(value, facts)
            known = _given(given) and _given(other)
            return _TESTS[word](given, other) if known else None
    raise _shapeless(condition)


def reads(condition: Condition) -> tuple[str, ...]:
    """The fields it turns on, in the order they are named."""
    match condition:
        case {"all": parts} | {"any": parts}:
            return tuple(dict.fromkeys(name for part in parts for name in reads(part)))
        case {"not": part}:
            return reads(part)
        case {"field": name, **test}:
            others = [value["field"] for value in test.values() if isinstance(value, Mapping)]
            return tuple(dict.fromkeys([name, *others]))
    raise _shapeless(condition)


def require_shape(condition: Any) -> None:
    """Refuses what is not a condition, so that a guide with a slip of the pen is not published."""
    match condition:
        case {"all": [_, *_] as parts} | {"any": [_, *_] as parts} if len(condition) == 1:
            for part in parts:
                require_shape(part)
        case {"not": part} if len(condition) == 1:
            require_shape(part)
        case {"field": str(), "given": bool()} if len(condition) == 2:
            pass
        case {"field": str(), **test} if len(test) == 1 and test.keys() <= _TESTS.keys():
            ((word, value),) = test.items()
            if not (_another_field(value) if isinstance(value, Mapping) else _fits(str(word), value)):
                raise _shapeless(condition)
        case _:
            raise _shapeless(condition)


def _another_field(value: Mapping[str, Any]) -> bool:
    return value.keys() == {"field"} and isinstance(value["field"], str)


def _fits(word: str, value: Any) -> bool:
    """Whether a test may be made against this value at all."""
    match word:
        case "in":
            return isinstance(value, list) and bool(value)
        case "covers":
            return isinstance(value, str | list)
        case "at_least" | "at_most":
            return isinstance(value, str) or _is_number(value)
    return True


def _all(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _given(value: Any) -> bool:
    return value is not None and value not in ("", [])


def _value(value: Any, facts: Mapping[str, Any]) -> Any:
    return facts.get(value["field"]) if isinstance(value, Mapping) else value


def _within(given: Any, other: Any) -> bool | None:
    """Whether it is one of several."""
    return given in other if isinstance(other, list) else None


def _covers(given: Any, wanted: Any) -> bool | None:
    """A scope of business, as text or list, covers a product or all of several."""
    every = wanted if isinstance(wanted, list) else [wanted]
    if isinstance(given, list) or (isinstance(given, str) and all(isinstance(each, str) for each in every)):
        return all(each in given for each in every)
    return None


def _ordered(given: Any, other: Any) -> bool | None:
    """Whether `given` is not below `other`; None where the two have no order."""
    if (isinstance(given, str) and isinstance(other, str)) or (_is_number(given) and _is_number(other)):
        return bool(given >= other)
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TESTS: Final[Mapping[str, Callable[[Any, Any], bool | None]]] = {
    "is": lambda given, other: given == other,
    "in": _within,
    "at_least": _ordered,
    "at_most": lambda given, other: _ordered(other, given),
    "covers": _covers,
}


def _shapeless(condition: Any) -> Refused:
    return Refused("condition_shape", condition=str(condition))
