#include "data/drawing.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"

namespace gradlet::data {
namespace {

// All lengths are in pixels of the image.
constexpr double kSide = static_cast<double>(kDrawingSize);
/// MNIST's digits fit a box of this side.
constexpr double kBoxSide = 20.0;
/// So far the box can be moved within the image.
constexpr double kMargin = (kSide - kBoxSide) / 2.0;
/// The row and column, counted from 0, where MNIST's digits have their centre of mass: each of them
/// was moved by whole pixels and lies up to half a pixel off, their mean does not.
constexpr double kMassCentre = 14.0;
/// A pad's side is at most so long: a dot that is drawn unsteadily stays one.
constexpr double kMaxScale = 10.0 * kSide;

// Half the width of MNIST's strokes, which are 2.8 wide in the median, and of its grey edge.
constexpr double kRadius = 1.4;
constexpr double kHalfEdge = 0.625;

struct Point {
  double x;
  double y;
  double radius;
};

/// Strokes in pixels.
using Path = std::vector<Point>;

/// How deep below the surface of the ink each pixel's centre lies, negative where above it.
using Depths = std::array<double, kDrawingSize * kDrawingSize>;

/// The pen's radius: that of MNIST at the pressure of 0.5, from 0.6 to 1.4 of it over all.
double radius_of(double pressure) { return kRadius * (0.6 + 0.8 * pressure); }

void check(const char* field, float value) {
  // Written so that NaN fails.
  if (!(value >= 0.0f && value <= 1.0f)) {
    core::fail("drawing", field, ": expected a number from 0 to 1, found ", value);
  }
}

/// The strokes with points in pad coordinates, 0 to 1; those without points are left out.
std::vector<Path> paths_of(std::span<const Stroke> strokes) {
  std::vector<Path> paths;
  for (const Stroke& stroke : strokes) {
    if (stroke.empty()) continue;
    Path& path = paths.emplace_back();
    for (const StrokePoint& point : stroke) {
      check("x", point.x);
      check("y", point.y);
      check("pressure", point.pressure);
      path.push_back({point.x, point.y, radius_of(point.pressure)});
    }
  }
  return paths;
}

/// Multiplies all coordinates with `scale` and moves them by `x` and `y`.
void place(std::vector<Path>& paths, double scale, double x, double y) {
  for (Path& path : paths) {
    for (Point& point : path) {
      point.x = point.x * scale + x;
      point.y = point.y * scale + y;
    }
  }
}

/// Scales the ink to the box and puts it into the middle of the image.
void fit_to_box(std::vector<Path>& paths) {
  double left = 1.0, right = 0.0, top = 1.0, bottom = 0.0, radius = 0.0;
  for (const Path& path : paths) {
    for (const Point& point : path) {
      left = std::min(left, point.x);
      right = std::max(right, point.x);
      top = std::min(top, point.y);
      bottom = std::max(bottom, point.y);
      radius = std::max(radius, point.radius);
    }
  }
  const double extent = std::max(right - left, bottom - top);
  // A pixel is touched up to half a pixel from its centre: so far the edge may reach out of the
  // box.
  const double room = kBoxSide - 2.0 * (radius + kHalfEdge - 0.5);
  const double scale = extent * kMaxScale > room ? room / extent : kMaxScale;
  place(paths, scale, 0.5 * (kSide - (left + right) * scale),
        0.5 * (kSide - (top + bottom) * scale));
}

/// Draws the line from `a` to `b` with a pen whose radius changes evenly on the way.
void draw_line(const Point& a, const Point& b, Depths& depths) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double square = dx * dx + dy * dy;
  const double reach = std::max(a.radius, b.radius) + kHalfEdge;
  const auto pixel = [](double position) {
    return static_cast<int>(std::clamp(position, 0.0, kSide));
  };
  const int right = pixel(std::max(a.x, b.x) + reach + 1.0);
  const int bottom = pixel(std::max(a.y, b.y) + reach + 1.0);
  for (int row = pixel(std::min(a.y, b.y) - reach); row < bottom; ++row) {
    for (int column = pixel(std::min(a.x, b.x) - reach); column < right; ++column) {
      // From `a` to the pixel's centre.
      const double x = column + 0.5 - a.x, y = row + 0.5 - a.y;
      const auto depth = [&](double t) {
        const double from_x = x - t * dx, from_y = y - t * dy;
        return a.radius + t * (b.radius - a.radius) - std::sqrt(from_x * from_x + from_y * from_y);
      };
      const double nearest = square > 0.0 ? std::clamp((x * dx + y * dy) / square, 0.0, 1.0) : 0.0;
      double& deepest =
          depths[static_cast<std::size_t>(row) * kDrawingSize + static_cast<std::size_t>(column)];
      deepest = std::max({deepest, depth(0.0), depth(nearest), depth(1.0)});
    }
  }
}

DrawnImage draw(const std::vector<Path>& paths) {
  Depths depths;
  depths.fill(-std::numeric_limits<double>::infinity());
  for (const Path& path : paths) {
    for (std::size_t i = 0; i < path.size(); ++i) {
      draw_line(path[i], path[std::min(i + 1, path.size() - 1)], depths);
    }
  }
  DrawnImage image;
  std::transform(depths.begin(), depths.end(), image.begin(), [](double depth) {
    const double ink = std::clamp(0.5 + depth / (2.0 * kHalfEdge), 0.0, 1.0);
    return static_cast<std::uint8_t>(255.0 * ink + 0.5);
  });
  return image;
}

/// Moves the ink so that its centre of mass, as `image` shows it, comes to lie where that of
/// MNIST's digits does; but not beyond the border of the image.
void centre_by_mass(const DrawnImage& image, std::vector<Path>& paths) {
  double mass = 0.0, moment_x = 0.0, moment_y = 0.0;
  for (std::size_t i = 0; i < image.size(); ++i) {
    mass += image[i];
    moment_x += static_cast<double>(i % kDrawingSize) * image[i];
    moment_y += static_cast<double>(i / kDrawingSize) * image[i];
  }
  const auto shift = [&](double moment) {
    return std::clamp(kMassCentre - moment / mass, -kMargin, kMargin);
  };
  place(paths, 1.0, shift(moment_x), shift(moment_y));
}

}  // namespace

DrawnImage rasterize(std::span<const Stroke> strokes, const DrawingOptions& options) {
  std::vector<Path> paths = paths_of(strokes);
  if (paths.empty()) return DrawnImage{};
  if (!options.centre) {
    place(paths, kSide, 0.0, 0.0);
    return draw(paths);
  }
  fit_to_box(paths);
  centre_by_mass(draw(paths), paths);
  return draw(paths);
}

}  // namespace gradlet::data
