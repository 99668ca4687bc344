#include "core/print.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <type_traits>
#include <vector>

namespace gradlet::core {
namespace {

// PyTorch's default options; its names for them.
constexpr int kPrecision = 4;
constexpr std::int64_t kThreshold = 1000;
constexpr std::int64_t kEdgeItems = 3;
constexpr std::size_t kLineWidth = 80;

constexpr const char* kPrefix = "tensor(";
constexpr std::size_t kIndent = 7;

/// "%.4f" and the like of one number.
std::string printed(const char* format, int precision, double value) {
  // NaN may have a sign, which PyTorch does not print.
  if (std::isnan(value)) return "nan";
  std::string text(static_cast<std::size_t>(std::snprintf(nullptr, 0, format, precision, value)),
                   '\0');
  std::snprintf(text.data(), text.size() + 1, format, precision, value);
  return text;
}

/// How all numbers of an array are written: alike, and right-aligned to the widest.
class Formatter {
 public:
  explicit Formatter(const std::vector<float>& values) {
    double least = INFINITY, most = 0.0;
    bool whole = true;
    for (const float value : values) {
      if (!std::isfinite(value) || value == 0.0f) continue;
      least = std::min(least, std::abs(double{value}));
      most = std::max(most, std::abs(double{value}));
      whole = whole && value == std::ceil(value);
    }
    if (most == 0.0) return;
    const bool scientific = most / least > 1000.0 || most > 1e8 || (!whole && least < 1e-4);
    style_ = scientific ? Style::kScientific : whole ? Style::kWhole : Style::kFixed;
    for (const float value : values) {
      if (std::isfinite(value) && value != 0.0f) widen(text(value));
    }
  }

  explicit Formatter(const std::vector<std::int64_t>& values) {
    for (const std::int64_t value : values) widen(text(value));
  }

  std::size_t width() const { return width_; }

  template <class T>
  std::string operator()(T value) const {
    const std::string result = text(value);
    return std::string(width_ - std::min(width_, result.size()), ' ') + result;
  }

 private:
  enum class Style { kWhole, kFixed, kScientific };

  std::string text(float value) const {
    switch (style_) {
      case Style::kWhole:
        return printed("%.*f", 0, value) + (std::isfinite(value) ? "." : "");
      case Style::kFixed:
        return printed("%.*f", kPrecision, value);
      case Style::kScientific:
        break;
    }
    return printed("%.*e", kPrecision, value);
  }

  std::string text(std::int64_t value) const { return std::to_string(value); }

  void widen(const std::string& text) { width_ = std::max(width_, text.size()); }

  Style style_ = Style::kWhole;
  std::size_t width_ = 1;
};

template <class T>
class Printer {
 public:
  explicit Printer(const BasicArray<T>& array)
      : array_(array), summarized_(array.numel() > kThreshold), formatter_(shown_values()) {}

  std::string text() const { return text(0, 0, kIndent); }

 private:
  /// Stands for the indices left out.
  static constexpr std::int64_t kGap = -1;

  /// The indices of dimension `d` that are printed.
  std::vector<std::int64_t> shown(std::int64_t d) const {
    const std::int64_t size = array_.shape()[d];
    const bool has_gap = summarized_ && size > 2 * kEdgeItems;
    std::vector<std::int64_t> result;
    for (std::int64_t i = 0; i < size; ++i) {
      if (has_gap && i == kEdgeItems) {
        result.push_back(kGap);
        i = size - kEdgeItems;
      }
      result.push_back(i);
    }
    return result;
  }

  /// Elements from one index of dimension `d` to the next.
  std::int64_t stride(std::int64_t d) const {
    return array_.shape().product(static_cast<std::size_t>(d) + 1,
                                  static_cast<std::size_t>(array_.shape().dim()));
  }

  T value(std::int64_t offset) const { return array_.data()[offset]; }

  std::vector<T> shown_values() const {
    std::vector<T> values;
    collect(0, 0, values);
    return values;
  }

  void collect(std::int64_t d, std::int64_t offset, std::vector<T>& values) const {
    if (d == array_.shape().dim()) {
      values.push_back(value(offset));
      return;
    }
    for (const std::int64_t i : shown(d)) {
      if (i != kGap) collect(d + 1, offset + i * stride(d), values);
    }
  }

  /// What begins at element `offset` and has the dimensions from `d` on.
  std::string text(std::int64_t d, std::int64_t offset, std::size_t indent) const {
    const std::int64_t rest = array_.shape().dim() - d;
    if (rest == 0) return formatter_(value(offset));
    if (rest == 1) return vector_text(d, offset, indent);
    const std::string separator =
        "," + std::string(static_cast<std::size_t>(rest) - 1, '\n') + std::string(indent + 1, ' ');
    std::string result;
    for (const std::int64_t i : shown(d)) {
      if (!result.empty()) result += separator;
      result += i == kGap ? "..." : text(d + 1, offset + i * stride(d), indent + 1);
    }
    return "[" + result + "]";
  }

  std::string vector_text(std::int64_t d, std::int64_t offset, std::size_t indent) const {
    const std::size_t room = kLineWidth - std::min(kLineWidth, indent);
    const std::size_t per_line = std::max<std::size_t>(1, room / (formatter_.width() + 2));
    std::string result;
    std::size_t count = 0;
    for (const std::int64_t i : shown(d)) {
      if (count > 0) {
        result += count % per_line == 0 ? ",\n" + std::string(indent + 1, ' ') : ", ";
      }
      result += i == kGap ? " ..." : formatter_(value(offset + i));
      ++count;
    }
    return "[" + result + "]";
  }

  const BasicArray<T>& array_;
  bool summarized_;
  Formatter formatter_;
};

/// "(0, 3)".
std::string tuple(const Shape& shape) {
  const std::string text = to_string(shape);
  return "(" + text.substr(1, text.size() - 2) + ")";
}

template <class T>
std::string print(const BasicArray<T>& array, const std::string& remark) {
  std::vector<std::string> remarks;
  std::string text = kPrefix;
  if (array.numel() == 0) {
    text += "[]";
    if (array.shape().dim() != 1) remarks.push_back("size=" + tuple(array.shape()));
    if (std::is_same_v<T, std::int64_t>) remarks.push_back("dtype=torch.int64");
  } else {
    text += Printer<T>(array).text();
  }
  if (!remark.empty()) remarks.push_back(remark);

  // The length of the last line as PyTorch counts it: one more than there is, two in the first
  // line.
  const std::size_t line_break = text.rfind('\n');
  std::size_t line_length =
      line_break == std::string::npos ? text.size() + 2 : text.size() - line_break + 1;
  for (const std::string& part : remarks) {
    if (line_length + part.size() + 2 > kLineWidth) {
      text += ",\n" + std::string(kIndent, ' ') + part;
      line_length = kIndent + part.size();
    } else {
      text += ", " + part;
      line_length += part.size() + 2;
    }
  }
  return text + ")";
}

}  // namespace

std::string to_string(const Array& array, const std::string& remark) {
  return print(contiguous(array), remark);
}

std::string to_string(const IntArray& array, const std::string& remark) {
  return print(array, remark);
}

}  // namespace gradlet::core
