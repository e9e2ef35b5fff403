"""What do torch and scikit-learn make of the same numbers? Writes peer_runs.json: optimisers, cells, PCA.

Run by hand with torch and scikit-learn installed. All inputs are sines of whole numbers, so that the test makes
them again.
"""

import json
from pathlib import Path

import numpy as np
import torch
from sklearn.decomposition import PCA, KernelPCA
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel

UPDATES = 50


def waves(*shape, first=1):
    """sin(first), sin(first + 1), … in a shape."""
    return np.sin(np.arange(first, first + int(np.prod(shape)), dtype=float)).reshape(shape)


def optimisers():
    """Where three parameters are after 50 updates whose gradients are sines, by torch's optimisers."""
    made = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.1), "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8),
        "nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8, nesterov=True),
        "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1, eps=1e-8),
        "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.1, alpha=0.9, eps=1e-8),
        "adam": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.9, 0.999), eps=1e-8),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.1, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.05),
    }  # fmt: skip
    found = {}
    for name, make in made.items():
        theta = torch.tensor(waves(3), dtype=torch.float64, requires_grad=True)
        optimiser = make([theta])
        for t in range(1, UPDATES + 1):
            theta.grad = torch.tensor(waves(3, first=3 * t) + 0.3, dtype=torch.float64)
            optimiser.step()
        found[name] = theta.tolist()
    return found


def cells():
    """The last state of a sequence of four steps, and the gradients of half the square of its sum."""
    found = {}
    for name, gates, make in (("rnn", 1, torch.nn.RNN), ("lstm", 4, torch.nn.LSTM)):
        cell = make(2, 3, batch_first=True, dtype=torch.float64)
        with torch.no_grad():
            cell.weight_ih_l0.copy_(torch.tensor(waves(gates * 3, 2)))
            cell.weight_hh_l0.copy_(torch.tensor(waves(gates * 3, 3, first=7)))
            cell.bias_ih_l0.copy_(torch.tensor(waves(gates * 3, first=11)))
            cell.bias_hh_l0.zero_()
        states, _ = cell(torch.tensor(waves(1, 4, 2, first=20)))
        (0.5 * states[0, -1].sum() ** 2).backward()
        found[name] = {
            "states": states[0].tolist(), "w": cell.weight_ih_l0.grad.tolist(), "u": cell.weight_hh_l0.grad.tolist(),
            "b": cell.bias_ih_l0.grad.tolist(),
        }  # fmt: skip
    return found


def process():
    """Mean and spread of a Gaussian process at seven places, after five measurements with noise."""
    places, values, asked = 3.0 * waves(5, 1), waves(5, first=30), 3.0 * waves(7, 1, first=40)
    kernel = ConstantKernel(1.3**2, "fixed") * RBF(0.7, "fixed")
    model = GaussianProcessRegressor(kernel, alpha=0.1**2, optimizer=None).fit(places, values)
    mean, spread = model.predict(asked, return_std=True)
    return {"mean": mean.tolist(), "spread": spread.tolist()}


def components():
    """The variances and, up to their sign, the coordinates along all components of nine samples."""
    points = waves(9, 3)
    linear, kernelled = PCA().fit(points), KernelPCA(3, kernel="rbf", gamma=0.5, eigen_solver="dense").fit(points)
    return {
        "variances": linear.explained_variance_.tolist(), "codes": np.abs(linear.transform(points)).tolist(),
        "kernel-eigenvalues": kernelled.eigenvalues_.tolist(),
        "kernel-codes": np.abs(kernelled.transform(points)).tolist(),
    }  # fmt: skip


if __name__ == "__main__":
    whole = {"optimisers": optimisers(), "cells": cells(), "process": process(), "components": components()}
    Path(__file__).with_name("peer_runs.json").write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
