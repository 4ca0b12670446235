"""What a hall says about waiting holds four times of five, or is not said (reception: invariant 8)."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from statistics import NormalDist
from timeit import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.reception.estimate import LEAST, Interval, wait

pytestmark = pytest.mark.rule("R-055")

SERVED = st.lists(st.integers(1, 7200).map(lambda each: timedelta(seconds=each)), min_size=LEAST, max_size=80)


def some_time(chance: Random, spread: float, n: int) -> Iterator[timedelta]:
    """Service times of eight minutes, lognormal with this coefficient of variation."""
    sigma = math.sqrt(math.log(1 + spread**2))
    return (timedelta(minutes=8 * chance.lognormvariate(-(sigma**2) / 2, sigma)) for _ in range(n))


def a_day(chance: Random, windows: int, spread: float, people: int = 90) -> Iterator[tuple[int, timedelta]]:
    """A simulated busy day, first come first served: how many were ahead of whoever had to wait, and how long they did."""
    now, free, waiting = timedelta(), [timedelta()] * windows, deque[timedelta]()
    for takes in some_time(chance, spread, people):
        now += timedelta(minutes=chance.expovariate(1.15 * windows / 8))
        while waiting and waiting[0] <= now:
            waiting.popleft()
        starts = max(now, heapq.heappop(free))
        heapq.heappush(free, starts + takes)
        if starts > now:
            yield len(waiting), starts - now
            waiting.append(starts)


@pytest.mark.parametrize("windows", [1, 2, 4, 8, 16])
@pytest.mark.parametrize("spread", [0.3, 0.6, 1.0, 1.5])
@pytest.mark.parametrize("sample", [20, 100])
def test_on_simulated_days_four_waits_of_five_fall_into_the_interval(
    windows: int, spread: float, sample: int
) -> None:
    chance = Random(f"{windows} {spread} {sample}")
    held = told = 0
    for _ in range(50):
        served = list(some_time(chance, spread, sample))
        for ahead, waited in a_day(chance, windows, spread):
            said = wait(ahead, windows, served)
            assert said is not None
            held += said.low <= waited <= said.high
            told += 1
    assert told > 1500
    assert 0.70 <= held / told <= 0.92


@given(SERVED, st.integers(0, 300), st.integers(1, 40))
def test_who_has_more_people_ahead_is_never_told_a_shorter_wait(
    served: list[timedelta], ahead: int, windows: int
) -> None:
    one, next_one = wait(ahead, windows, served), wait(ahead + 1, windows, served)
    assert one is not None
    assert next_one is not None
    assert timedelta() <= one.low <= next_one.low
    assert one.low <= one.high <= next_one.high
    assert one.n == len(served)


@given(SERVED, st.integers(0, 100), st.integers(1, 20))
def test_the_order_of_the_sample_does_not_matter(served: list[timedelta], ahead: int, windows: int) -> None:
    there, back = wait(ahead, windows, served), wait(ahead, windows, served[::-1])
    assert there is not None
    assert back is not None
    assert abs(there.high - back.high) < timedelta(milliseconds=1)


@pytest.mark.parametrize(("ahead", "windows", "n"), [(3, 2, LEAST - 1), (3, 2, 0), (3, 0, 100), (-1, 2, 100)])
def test_without_enough_to_go_by_nothing_is_claimed(ahead: int, windows: int, n: int) -> None:
    assert wait(ahead, windows, [timedelta(minutes=8)] * n) is None


def test_a_hall_says_itself_how_many_are_enough() -> None:
    served = [timedelta(minutes=8)] * 5
    assert wait(1, 1, served, least=5) is not None
    assert wait(1, 1, served, least=6) is None


def test_times_without_spread_leave_only_who_sits_at_the_window_uncertain() -> None:
    said = wait(9, 1, [timedelta(minutes=10)] * 40)
    assert said is not None
    assert timedelta(minutes=88) < said.low < timedelta(minutes=92)
    assert timedelta(minutes=98) < said.high < timedelta(minutes=102)


def test_memoryless_service_gives_the_gamma_that_it_must() -> None:
    even = NormalDist()
    exponential = [timedelta(seconds=-480 * math.log(1 - (n + 0.5) / 4000)) for n in range(4000)]
    said = wait(24, 4, exponential)
    assert said is not None
    middle, reach = 25 * 120, even.inv_cdf(0.9) * 5 * 120  # gamma of 25 gaps of two minutes, nearly normal
    assert abs(said.low.total_seconds() - (middle - reach)) < 90
    assert abs(said.high.total_seconds() - (middle + reach)) < 90


@pytest.mark.parametrize(
    ("low", "high", "told"), [(0, 0, (0, 1)), (59, 61, (0, 2)), (300, 540, (5, 9)), (301, 541, (5, 10))]
)
def test_minutes_are_rounded_outwards(low: int, high: int, told: tuple[int, int]) -> None:
    assert Interval(timedelta(seconds=low), timedelta(seconds=high), 20).minutes == told


def test_an_estimate_costs_less_than_a_fifth_of_a_millisecond() -> None:
    served = [timedelta(seconds=60 + n * 7 % 900) for n in range(120)]
    best = min(repeat(lambda: wait(7, 3, served), number=200, repeat=5)) / 200
    assert best < 0.0002
