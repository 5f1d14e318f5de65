"""Calls deep in the stack cost no memory of the system each time."""

import resource

import pytest

from usmlegoals.stack import with_room

CALLS = 300


def page_faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def at_depth(depth, function):
    return at_depth(depth - 1, function) if depth else function()


def call_often():
    for _ in range(CALLS):
        nothing(*range(20))


def nothing(*numbers):
    return numbers


def test_no_depth_is_slow():
    roomy = with_room(at_depth)

    def faults(depth):
        roomy(depth, call_often)
        before = page_faults()
        roomy(depth, call_often)
        return page_faults() - before

    assert [depth for depth in range(300) if faults(depth) > CALLS / 2] == []


def test_result_and_errors_pass_through():
    def divide(dividend, *, by):
        return dividend / by

    assert with_room(divide)(6, by=3) == 2
    with pytest.raises(ZeroDivisionError):
        with_room(divide)(6, by=0)
