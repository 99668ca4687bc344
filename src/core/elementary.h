#pragma once

/// Elementary functions that give the same bits in every build, which those of the C libraries do
/// not. Each is within 1e-15 of the true value, relative for `log` and absolute for the others.
/// Method and coefficients are those of fdlibm (Sun Microsystems, 1993): e_log.c, k_sin.c, k_cos.c.
/// https://www.netlib.org/fdlibm/
namespace gradlet::core {

/// The natural logarithm of `x`, which must be positive and no subnormal.
double log(double x);

/// Sine of `x` from 0 to 7 in radians, hence of any angle of a circle.
double sin(double x);

/// Cosine of `x` from 0 to 7 in radians.
double cos(double x);

}  // namespace gradlet::core
