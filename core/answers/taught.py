"""Which lesson teaches what a misconception gets wrong? One lesson id for each misconception.

The ids are those of the course; a lesson that does not exist is simply not offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_BY_LESSON: Mapping[str, str] = MappingProxyType({
    "logic-gates": "bias-forgotten strict-threshold digits-swapped",
    "perceptron-01-labels": "error-reversed product-for-difference updated-when-right not-updated input-forgotten "
                            "counted-right",
    "perceptron-pm1-labels": "label-forgotten",
    "step-sigmoid-tanh": "activation-forgotten other-squash",
    "relu-family": "slope-one-everywhere slope-forgotten taken-for-closed",
    "smooth-and-maxout": "other-extreme",
    "mse-linear-regression": "factor-two one-over-n half-forgotten square-dropped",
    "bce-logistic-regression": "upside-down not-divided",
    "weight-decay": "penalty-forgotten penalty-half",
    "gradient-descent": "climbed gradient-ahead rate-forgotten constant-factor",
    "email-gradient-descent": "weights-updated-first",
    "chain-rule-paths": "path-forgotten only-first-path factor-twice another-variable inner-derivative "
                        "outer-derivative product-of-derivatives derivatives-divided integrated not-differentiated "
                        "constant-to-one degrees trig-sign log-base tangent-forgotten tangent-unchanged "
                        "one-input-only part-copied derivative-inside outer-at-variable exponent-raised",
    "sigmoid-neuron-graph": "lost-upstream lost-local sign minus-lost value-for-slope input-for-slope pre-activation "
                            "only-complement complement-sign square-forgotten reciprocal-square reciprocal-sign "
                            "power-rule-on-exp function-forgotten minus-of-first-only",
    "gate-patterns": "own-input overwritten added-for-product product-for-sum product-for-power "
                     "product-rule-sign quotient-order "
                     "quotient-square quotient-plus exponent-kept exponent-factor exponent-dropped root-upside-down",
    "vector-backprop-l2": "transposed transpose-forgotten broadcast-not-summed wrong-axis softmax-diagonal "
                          "exp-for-softmax",
    "convolution-pooling": "flipped-filter transposed-filter size-unchanged padding-once padding-forgotten "
                           "stride-forgotten one-forgotten average-for-max summed-for-max max-for-average "
                           "position-forgotten gradient-spread gradient-to-one bias-once",
    "cnn-architecture-transfer": "biases-not-counted weights-per-position channels-forgotten pooling-parameters",
    "hyperparameter-search": "trials-for-distinct last-for-best lowest-for-best grid-added exponent-swapped "
                             "one-at-a-time exploration-swapped best-again mean-only spread-only other-rule "
                             "prior-for-posterior mean-forgotten variance-for-deviation margin-forgotten margin-added "
                             "spread-forgotten exploration-dropped exploitation-dropped density-swapped "
                             "gain-for-expectation lower-bound kappa-forgotten mean-dropped",
    "text-to-vectors": "count-for-presence presence-for-count order-of-reading presence-swapped "
                       "tokens-for-words words-for-tokens words-for-pairs all-possible-pairs order-in-bag next-column "
                       "row-for-column counted-from-zero sum-for-mean each-word-once only-last-word "
                       "norms-forgotten distance-for-cosine root-forgotten probability-swapped negative-forgotten "
                       "negative-not-turned log-base-ten target-forgotten targets-swapped not-moved "
                       "one-direction documents-for-meetings power-forgotten weight-not-divided log-forgotten "
                       "weight-forgotten gap-not-squared one-place-only width-for-dictionary "
                       "doubled-for-squared each-pair-once",
    "data-augmentation": "flipped-other-way turned-other-way transposed-for-turned flip-for-turn "
                         "shifted-other-way wrapped-around not-transformed twins-counted label-always-kept "
                         "noise-cancels sum-not-mean worst-for-mean error-not-squared noise-on-target square-missing "
                         "choices-added original-not-counted straight-only one-axis flips-forgotten",
    "sample-feature-pca": "ratio-inverted summed-for-mean centring-forgotten other-divisor column-for-direction "
                          "eigenvalues-reversed eigenvector-sign deviation-for-variance share-not-divided "
                          "share-of-deviations mean-not-added root-for-square kept-for-dropped "
                          "root-of-eigenvalue-forgotten",
    "rnn-forward-bptt": "weights-per-step recurrent-weights-forgotten memory-forgotten start-again wrong-step "
                        "only-last-step state-forgotten order-kept digit-not-removed",
    "gated-rnn-seq2seq": "gates-swapped memory-overwritten memory-only-kept other-convention",
    "workshop-breast-cancer": "alarms-for-peace all-called called-for-found costs-exchanged costs-forgotten "
                              "errors-for-hits everybody-healthy everybody-ill mean-for-harmonic "
                              "missed-for-alarms missed-for-found misses-only no-quotient only-multiplied "
                              "only-the-ill precision-for-recall recall-for-precision "
                              "recall-for-specificity share-of-all smaller-class two-forgotten",
    "workshop-concrete": "mean-square residual-turned residuals-added residuals-for-spread "
                         "squares-forgotten unexplained-part",
})  # fmt: skip
TAUGHT_BY: Mapping[str, str] = MappingProxyType(
    {slip: lesson for lesson, slips in _BY_LESSON.items() for slip in slips.split()}
)
"""Misconception id to the id of the lesson that teaches it."""
