"""A proof that is killed on its way says nothing about the answer, and the next one is proved by another process."""

import os
import signal
from threading import Timer

import pytest
from gradstep.core.algebra.client import Algebra
from gradstep.core.answers.derivative import DerivativeQuestion
from gradstep.core.answers.judge_formula import FormulaJudge
from gradstep.core.answers.proof import is_proved

SIGMOID = "f = 1/(1+exp(-x))"
ANSWER = "f*(1-f)"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_is_killed_in_a_proof_leaves_the_answer_unproved_and_the_next_one_is_proved(number):
    judge = FormulaJudge(DerivativeQuestion(SIGMOID, "x"))
    claim = judge.question, judge.read(ANSWER).tree
    with Algebra() as algebra:
        assert is_proved(algebra, *claim, seconds=20.0)
        before = algebra._process.pid
        # It is stopped, so the question lies before it unanswered when the other signal comes.
        os.kill(before, signal.SIGSTOP)
        end = Timer(0.3, lambda: (os.kill(before, number), os.kill(before, signal.SIGCONT)))
        end.start()
        assert not is_proved(algebra, *claim, seconds=20.0)
        end.join()
        assert is_proved(algebra, *claim, seconds=20.0)
        assert algebra._process.pid != before
