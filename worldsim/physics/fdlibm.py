"""Sine and cosine to the last bit as node has them.

Node computes them by fdlibm (Sun Microsystems, 1993, freely granted: `k_sin.c`, `k_cos.c`, `e_rem_pio2.c`), the C library of this machine by
something else, and one in thirty results differs in the last bit. Beyond 823,549 radians the C library's are used.
"""

from __future__ import annotations

import math

import numpy as np

from worldsim.physics.compiling import compiled

_S1, _S2, _S3 = -1.66666666666666324348e-01, 8.33333333332248946124e-03, -1.98412698298579493134e-04
_S4, _S5, _S6 = 2.75573137070700676789e-06, -2.50507602534068634195e-08, 1.58969099521155010221e-10
_C1, _C2, _C3 = 4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05
_C4, _C5, _C6 = -2.75573143513906633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11
_TWO_BY_PI = 6.36619772367581382433e-01
_PI2_1, _PI2_1T = 1.57079632673412561417e00, 6.07710050650619224932e-11  # the first 33 bits of pi / 2, and the rest
_PI2_2, _PI2_2T = 6.07710050630396597660e-11, 2.02226624879595063154e-21  # the next 33
_PI2_3, _PI2_3T = 2.02226624871116645580e-21, 8.47842766036889956997e-32  # the next 33
_LIMIT = 823549.0


@compiled
def _high(x: float) -> int:
    """The upper 32 bits, without the sign."""
    return int(np.float64(x).view(np.int64) >> 32) & 0x7FFFFFFF


@compiled
def _reduce(x: float) -> tuple[int, float, float]:
    """Which quarter of the circle, and the rest of the angle in two parts. pi/4 < |x| < 823549."""
    size = abs(x)
    number = int(size * _TWO_BY_PI + 0.5)
    if _high(x) < 0x4002D97C:  # |x| < 3 pi / 4
        number = 1
        rest = size - _PI2_1
        tail = _PI2_1T
        if _high(x) == 0x3FF921FB:  # near pi / 2
            rest -= _PI2_2
            tail = _PI2_2T
        one = rest - tail
        two = (rest - one) - tail
    else:
        rest = size - number * _PI2_1
        tail = number * _PI2_1T
        one = rest - tail
        if number >= 32 or _high(x) == _high(number * (math.pi / 2)):
            exponent = _high(x) >> 20
            if exponent - (_high(one) >> 20) > 16:
                before = rest
                tail = number * _PI2_2
                rest = before - tail
                tail = number * _PI2_2T - ((before - rest) - tail)
                one = rest - tail
                if exponent - (_high(one) >> 20) > 49:
                    before = rest
                    tail = number * _PI2_3
                    rest = before - tail
                    tail = number * _PI2_3T - ((before - rest) - tail)
                    one = rest - tail
        two = (rest - one) - tail
    return (number, one, two) if x > 0 else (-number, -one, -two)


@compiled
def _sine(x: float, tail: float, reduced: bool) -> float:
    if _high(x) < 0x3E400000:
        return x
    z = x * x
    v = z * x
    r = _S2 + z * (_S3 + z * (_S4 + z * (_S5 + z * _S6)))
    if not reduced:
        return x + v * (_S1 + z * r)
    return x - ((z * (0.5 * tail - v * r) - tail) - v * _S1)


@compiled
def _cosine(x: float, tail: float) -> float:
    high = _high(x)
    if high < 0x3E400000:
        return 1.0
    z = x * x
    r = z * (_C1 + z * (_C2 + z * (_C3 + z * (_C4 + z * (_C5 + z * _C6)))))
    if high < 0x3FD33333:
        return 1.0 - (0.5 * z - (z * r - x * tail))
    quarter = 0.28125 if high > 0x3FE90000 else np.int64((high - 0x00200000) << 32).view(np.float64)
    half = 0.5 * z - quarter
    return float((1.0 - quarter) - (half - (z * r - x * tail)))


@compiled
def sine_cosine(x: float) -> tuple[float, float]:
    """Math.sin(x), Math.cos(x)."""
    if abs(x) > _LIMIT:
        return math.sin(x), math.cos(x)
    if _high(x) <= 0x3FE921FB:  # pi / 4
        return _sine(x, 0.0, False), _cosine(x, 0.0)
    number, one, two = _reduce(x)
    sine, cosine = _sine(one, two, True), _cosine(one, two)
    quarter = number & 3
    if quarter == 0:
        return sine, cosine
    if quarter == 1:
        return cosine, -sine
    if quarter == 2:
        return -sine, -cosine
    return -cosine, sine
