#include "core/elementary.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace gradlet::core {
namespace {

/// An angle as a multiple of π/2 and a rest from −π/4 to π/4.
struct Reduced {
  int quadrant;
  double rest;
};

Reduced reduce(double x) {
  assert(x >= 0.0 && x <= 7.0);
  // The leading 33 bits of π/2 and what remains: products of the former with 0 to 4 are exact.
  constexpr double kHalfPiHigh = 1.57079632673412561417e+00;
  constexpr double kHalfPiLow = 6.07710050650619224932e-11;
  const int quadrant = static_cast<int>(x * (2.0 / std::numbers::pi) + 0.5);
  return {quadrant & 3, (x - quadrant * kHalfPiHigh) - quadrant * kHalfPiLow};
}

/// sin(x) = x + x³·(S1 + x²·S2 + …) for |x| ≤ π/4.
double sin_of_rest(double x) {
  const double z = x * x;
  const double high = 2.75573137070700676789e-06 +
                      z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10);
  const double low =
      -1.66666666666666324348e-01 +
      z * (8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04 + z * high));
  return x + x * z * low;
}

/// cos(x) = 1 − x²/2 + x⁴·(C1 + x²·C2 + …) for |x| ≤ π/4.
double cos_of_rest(double x) {
  const double z = x * x;
  const double high = -2.75573143513906633035e-07 +
                      z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11);
  const double low = 4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 +
                                                       z * (2.48015872894767294178e-05 + z * high));
  return 1.0 - (0.5 * z - z * z * low);
}

}  // namespace

double log(double x) {
  assert(x >= 0x1p-1022 && std::isfinite(x));
  // x = 2^exponent · (1 + f) with 1 + f from √½ to √2: the bits are shifted by those of √½.
  constexpr std::uint64_t kRootHalf = std::bit_cast<std::uint64_t>(std::numbers::sqrt2 / 2);
  constexpr std::uint64_t kMantissa = (std::uint64_t{1} << 52) - 1;
  const std::uint64_t shifted = std::bit_cast<std::uint64_t>(x) - kRootHalf;
  const int exponent = static_cast<int>(static_cast<std::int64_t>(shifted) >> 52);
  const double f = std::bit_cast<double>((shifted & kMantissa) + kRootHalf) - 1.0;

  // log(1 + f) = f − f²/2 + s·(f²/2 + R(s²)) with s = f/(2 + f).
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double high = 2.222219843214978396e-01 +
                      z * (1.818357216161805012e-01 +
                           z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01));
  const double series =
      z * (6.666666666666735130e-01 +
           z * (3.999999999940941908e-01 + z * (2.857142874366239149e-01 + z * high)));
  const double half_square = 0.5 * f * f;
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  return exponent * kLn2High -
         ((half_square - (s * (half_square + series) + exponent * kLn2Low)) - f);
}

double sin(double x) {
  const Reduced angle = reduce(x);
  const double value = angle.quadrant % 2 == 0 ? sin_of_rest(angle.rest) : cos_of_rest(angle.rest);
  return angle.quadrant < 2 ? value : -value;
}

double cos(double x) {
  const Reduced angle = reduce(x);
  const double value = angle.quadrant % 2 == 0 ? cos_of_rest(angle.rest) : sin_of_rest(angle.rest);
  return angle.quadrant == 1 || angle.quadrant == 2 ? -value : value;
}

}  // namespace gradlet::core
