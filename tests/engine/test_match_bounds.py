"""Two specialties: only bounds are known of the share who match to one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores.engine.match.bounds import bounds_of

shares = st.floats(0, 1)


def test_bounds_by_hand():
    bounds = bounds_of(0.63, 0.4)

    assert bounds.low == 0.63
    assert bounds.high == pytest.approx(1 - 0.37 * 0.6)


@given(shares, shares)
def test_bounds_are_shares_in_order_whichever_comes_first(one, other):
    bounds = bounds_of(one, other)

    assert bounds == bounds_of(other, one)
    assert 0 <= max(one, other) == bounds.low <= bounds.high + 1e-12
    assert bounds.high <= min(1, one + other) + 1e-12


@given(shares)
def test_second_specialty_that_nobody_matches_to_adds_nothing(share):
    bounds = bounds_of(share, 0)

    assert (bounds.low, bounds.high) == (share, pytest.approx(share))
