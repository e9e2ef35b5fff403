"""Typed answers with the verdict each must get: right (R), unreadable (U), undecided (D), or wrong with a diagnosis.

A diagnosis of "?" means: wrong, and no single mistake may be named (several fit, or none is known).
"""

R, U, D = "right", "unreadable", "undecided"

QUESTIONS = [
    ("x^2", "x", None, {
        "2x": R, "2·x": R, "x+x": R, "x*2": R, "2*x^1": R, "x2": U, "x^2": "not-differentiated", "x": "exponent-factor",
        "2x^2": "exponent-kept", "x^3/3": "integrated", "-2x": "sign", "2": "?", "2x + 1": "?", "2y": U, "2 x )": U}),
    ("x^3", "x", None, {
        "3x²": R, "3x^2": R, "3·x·x": R, "x^2+2x^2": R, "3x": "exponent-dropped", "x²": "exponent-factor",
        "3x³": "exponent-kept", "x^4/4": "integrated", "6x^2": "factor-two", "-3x^2": "sign"}),
    ("sigmoid(z)", "z", None, {
        "σ(z)(1−σ(z))": R, "sigmoid(z)*(1-sigmoid(z))": R, "e^(-z)/(1+e^(-z))^2": R, "1/(2+2cosh(z))": R,
        "exp(z)/(1+exp(z))^2": R, "σ(z) - σ(z)²": R, "σ(z)·σ(-z)": R, "1/4*sech(z/2)^2": R,
        "σ(z)": "value-for-slope", "1-σ(z)": "only-complement", "z(1-z)": "pre-activation",
        "σ(z)(1+σ(z))": "complement-sign", "-σ(z)(1-σ(z))": "sign", "σ(z)(1-z)": "pre-activation",
        "z": "input-for-slope",
        "σ(1-σ)": U, "sigmoide(z)": "value-for-slope"}),
    ("tanh(z)", "z", None, {
        "1 - tanh(z)^2": R, "1-tanh²(z)": R, "sech(z)^2": R, "1/cosh(z)^2": R, "4/(e^z+e^(-z))^2": R,
        "(1-tanh(z))(1+tanh(z))": R, "1-tanh(z)": "square-forgotten", "1-z^2": "pre-activation",
        "1+tanh(z)^2": "complement-sign", "tanh(z)": "value-for-slope", "tanh(z)^2 - 1": "sign"}),
    ("exp(-x^2)", "x", None, {
        "-2x e^(-x^2)": R, "-2x·exp(-x²)": R, "-2*x/exp(x^2)": R, "exp(-x²)*(-2x)": R,
        "2x exp(-x^2)": "sign", "-2x": "outer-derivative", "-x exp(-x^2)": "exponent-factor",
        "e^(-2x)": "derivative-inside", "-2x^2 exp(-x^2)": "exponent-kept"}),
    ("exp(3x)", "x", None, {
        "3exp(3x)": R, "3e^(3x)": R, "3·(e^x)^3": R, "exp(3x)": "?", "e^(3x)/3": "?",
        "3x exp(3x-1)": "power-rule-on-exp", "9 exp(3x)": "factor-twice", "-3e^(3x)": "sign"}),
    ("x^2*sin(x)", "x", None, {
        "2x sin(x) + x² cos(x)": R, "2x sen(x) + x^2·cos(x)": R, "x(2sin(x) + x cos(x))": R,
        "2x cos(x)": "product-of-derivatives", "2x sin(x)": "path-forgotten", "x^2 cos(x)": "path-forgotten",
        "x sin(x) + x^2 cos(x)": "exponent-factor", "2x sin(x) - x^2 cos(x)": "?", "x^2 sin(x)": "not-differentiated"}),
    ("sin(x)/x", "x", None, {
        "(x cos(x) - sin(x))/x²": R, "cos(x)/x - sin(x)/x^2": R, "(cos(x) - sin(x)/x)/x": R,
        "(sin(x) - x cos(x))/x^2": "quotient-order", "(x cos(x) - sin(x))/x": "quotient-square",
        "(x cos(x) + sin(x))/x^2": "quotient-plus", "cos(x)": "derivatives-divided", "cos(x)/x": "path-forgotten"}),
    ("1/x", "x", None, {
        "-1/x^2": R, "-x⁻²": R, "-1/(x·x)": R, "-(1/x)²": R, "1/x^2": "reciprocal-sign", "-1/x": "reciprocal-square",
        "ln(x)": D + "?", "1/x": "not-differentiated"}),
    ("sqrt(x)", "x", None, {
        "1/(2√x)": R, "1/(2sqrt(x))": R, "0.5/sqrt(x)": R, "0,5/√x": R, "x^(-1/2)/2": R, "1/sqrt(x)": "half-forgotten",
        "sqrt(x)/2": "root-upside-down", "-1/(2sqrt(x))": "sign", "2/sqrt(x)": "?"}),
    ("log(x)", "x", None, {
        "1/x": R, "x^-1": R, "1/(x·ln(10))": "log-base", "log(x)": "value-for-slope", "-1/x": "sign",
        "x": "input-for-slope", "1/log(x)": "?"}),
    ("log(x^2 + 1)", "x", None, {
        "2x/(x²+1)": R, "2x·(1+x^2)^-1": R, "1/(x^2+1)": "inner-derivative", "2x": "outer-derivative",
        "x/(x^2+1)": "exponent-factor", "(2x+1)/(x^2+1)": "constant-to-one", "-2x/(x^2+1)": "sign"}),
    ("cos(2x)", "x", None, {
        "-2 sin(2x)": R, "-2sen(2x)": R, "-4 sin(x)cos(x)": R, "2 sin(2x)": "trig-sign", "-sin(2x)": "inner-derivative",
        "-2 sin(2x)*pi/180": "degrees", "2": "outer-derivative", "2cos(2x)": "value-for-slope"}),
    ("sin(x)", "x", None, {
        "cos(x)": R, "cos x": U, "-cos(x)": "trig-sign", "cos(x)·π/180": "degrees", "sin(x)": "value-for-slope",
        "sin(x + pi/2)": R}),
    ("w*x + b", "w", None, {
        "x": R, "1·x": R, "w": "?", "b": "?", "1": "?", "x + 1": "constant-to-one", "xb": "?",
        "w*x + b": "not-differentiated"}),
    ("(w*x - y)^2", "w", None, {
        "2x(wx - y)": R, "2*(w*x-y)*x": R, "2wx² - 2xy": R, "-2x(y - wx)": R, "2(wx - y)": "inner-derivative",
        "x(wx-y)": "exponent-factor", "2w(wx - y)": "?", "-2x(wx-y)": "sign", "-2(wx-y)": "another-variable",
        "2x": "derivative-inside"}),
    ("q = w*x + b; f = tanh(q)", "x", None, {
        "w(1 - f^2)": R, "w*(1-tanh(w*x+b)^2)": R, "(1 - tanh(q)²)·w": R, "1 - f^2": "?",
        "w": "outer-derivative", "w(1-f)": "square-forgotten", "x(1-f^2)": "?", "w f": "value-for-slope"}),
    ("relu(x)", "x", None, {
        "step(x)": R, "relu(x)/x": R, "(1 + sign(x))/2": R, "1": "slope-one-everywhere", "relu(x)": "value-for-slope",
        "x": "input-for-slope", "0": "?", "-step(x)": "sign"}),
    ("abs(x)", "x", None, {
        "sign(x)": R, "x/|x|": R, "|x|/x": R, "1": "slope-one-everywhere", "|x|": "value-for-slope", "-sign(x)": "sign",
        "x": "input-for-slope"}),
    ("softplus(z)", "z", None, {
        "σ(z)": R, "1/(1+e^(-z))": R, "e^z/(1+e^z)": R, "softplus(z)": "value-for-slope", "-σ(z)": "sign",
        "1 - σ(-z)": R, "σ(z)(1-σ(z))": "?"}),
    ("x*y", "x", None, {
        "y": R, "x": "?", "x*y": "not-differentiated", "1": "constant-factor", "-y": "sign", "y + x": "?", "y^1": R}),
    ("(a + b)*(b + 1)", "b", None, {
        "a + 2b + 1": R, "(b + 1) + (a + b)": R, "1 + a + 2·b": R, "b + 1": "?", "a + b": "path-forgotten",
        "1": "product-of-derivatives", "-(a + 2b + 1)": "sign"}),
    ("norm2(W @ x)", "W", {"W": (2, 3), "x": (3,)}, {
        "2*outer(W @ x, x)": R, "outer(2*(W@x), x)": R, "2 outer(W@x, x)": R, "outer(W@x, x)": "factor-two",
        "2*outer(x, W@x)": "transposed", "-2*outer(W@x,x)": "sign", "W": "?", "2*W": "?"}),
    ("norm2(W @ x)", "x", {"W": (2, 3), "x": (3,)}, {
        "2*transpose(W) @ W @ x": R, "2*(Wᵀ @ (W @ x))": R, "Wᵀ@W@x": "factor-two", "2*(W@x)": "inner-derivative",
        "2*x": "?", "-2*transpose(W)@W@x": "sign"}),
    ("mean((p - t)^2)", "p", {"p": (4,), "t": (4,)}, {
        "2*(p - t)/4": R, "(p-t)/2": R, "0.5*(p - t)": R, "2*(p - t)": "one-over-n", "p - t": "factor-two",
        "2*(t - p)/4": "?", "(p-t)/4": "factor-two", "sum(p - t)": "?"}),
    ("sum(x*w)", "x", {"x": (3,), "w": (3,)}, {
        "w": R, "1*w": R, "x": "another-variable", "2*w": "factor-two", "-w": "sign", "w + 1": "?", "sum(w)": "?"}),
    ("sum(X + b)", "b", {"X": (4, 2), "b": (2,)}, {
        "4 + 0*b": R, "4": R, "1": "one-over-n", "[4 4]": R, "[1 1; 1 1; 1 1; 1 1]": "broadcast-not-summed"}),
]  # fmt: skip
