#include "kernels/gemm.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>

#include "kernels/simd.h"

namespace gradlet::kernels {

namespace {

// C is computed in panels of 16 columns, a panel in tiles of two rows: eight accumulators, and for
// each k four vectors of B and two broadcast elements of A, which fits the 15 registers that
// WebAssembly leaves. Among the tiles of that size it loses least at the start and end of a tile,
// which matters where k is small, and leaves at most one row over. Unrolling makes it slower in V8.

using Index = std::ptrdiff_t;  // 32 bits in WebAssembly, where 64-bit indices cost conversions

constexpr Index kMaxVectors = 4;
constexpr Index kPanelWidth = kMaxVectors * kLanes;
/// Rows of B in a packed panel: 16 kB, half of a small first-level cache.
constexpr Index kPanelDepth = 256;
/// Rows of C that a panel of odd width computes at a time.
constexpr Index kOddRows = 64;
/// A panel whose rows lie within this many elements (32 kB) fits any first-level cache where it is.
/// One spread wider may have all its rows meet in a few sets of the cache, so it is packed.
constexpr Index kCacheReach = 8192;

/// What the products are added to: nothing; one row, for each row of C; or as many rows as C has, C
/// itself among them.
struct Start {
  const float* at = nullptr;
  Index ld = 0;
  void skip(Index rows) { at += rows * ld; }
};

/// C, where a call accumulates.
Start start_of(const float* c, Index ldc, bool accumulate) {
  return accumulate ? Start{c, ldc} : Start{};
}

/// `count` tiles of a panel, one below the other.
struct Strip {
  Index count, depth;
  const float* a;
  /// From one row of A to the next, and from one column to the next.
  Index a_row, a_column;
  const float* b;
  Index ldb;
  float* c;
  Index ldc;
  Start start;
  /// Where the strip that packs B puts it.
  float* packed = nullptr;
};

/// With `Packs`, of one tile, which reads B for the first time, B goes to `packed` besides.
template <Index Rows, Index Vectors, bool Packs = false>
[[gnu::noinline]] void compute_strip(const Strip& strip) {
  assert(!Packs || strip.count == 1);
  const float* a = strip.a;
  float* c = strip.c;
  Start start = strip.start;
  const Index a_row = strip.a_row, a_column = strip.a_column;
  const Index ldb = strip.ldb, ldc = strip.ldc;
  for (Index tile = 0; tile < strip.count; ++tile) {
    Batch sums[Rows][Vectors];
    const float* b_at = strip.b;
    float* packed = strip.packed;
    const auto multiply = [&](const float* a_at, const auto& take) {
      Batch b[Vectors];
      for (Index v = 0; v < Vectors; ++v) b[v] = load(b_at + v * kLanes);
      if constexpr (Packs) {
        for (Index v = 0; v < Vectors; ++v) store(packed + v * kLanes, b[v]);
        packed += Vectors * kLanes;
      }
      for (Index r = 0; r < Rows; ++r) {
        const Batch factor(a_at[r * a_row]);
        for (Index v = 0; v < Vectors; ++v) take(sums[r][v], factor * b[v]);
      }
      b_at += ldb;
    };
    // Clearing the accumulators instead would take as many instructions as these.
    multiply(a, [](Batch& sum, const Batch& product) { sum = product; });
    if (start.at) {
      for (Index r = 0; r < Rows; ++r) {
        for (Index v = 0; v < Vectors; ++v) {
          sums[r][v] = load(start.at + r * start.ld + v * kLanes) + sums[r][v];
        }
      }
      start.skip(Rows);
    } else {
      for (auto& row : sums) {
        for (Batch& sum : row) sum = Batch(0.0f) + sum;  // −0 becomes +0
      }
    }
    const float* const a_end = a + strip.depth * a_column;
    for (const float* a_at = a + a_column; a_at != a_end; a_at += a_column) {
      multiply(a_at, [](Batch& sum, const Batch& product) { sum = sum + product; });
    }
    for (Index r = 0; r < Rows; ++r) {
      for (Index v = 0; v < Vectors; ++v) store(c + r * ldc + v * kLanes, sums[r][v]);
    }
    a += Rows * a_row;
    c += Rows * ldc;
  }
}

/// How a panel of a certain number of vectors is computed: tiles of `rows`, then single rows.
struct PanelKernel {
  Index rows;
  void (*tiles)(const Strip&);
  void (*single_rows)(const Strip&);
};

template <Index Rows, Index Vectors>
constexpr PanelKernel panel_kernel() {
  return {Rows, compute_strip<Rows, Vectors>, compute_strip<1, Vectors>};
}

constexpr PanelKernel kPanelKernels[kMaxVectors] = {panel_kernel<6, 1>(), panel_kernel<4, 2>(),
                                                    panel_kernel<2, 3>(), panel_kernel<2, 4>()};

/// C (m, 4·vectors) of one panel of B.
void compute_panel(Index m, Index vectors, Strip strip) {
  const PanelKernel& kernel = kPanelKernels[vectors - 1];
  const Index tiled = m - m % kernel.rows;
  strip.count = m / kernel.rows;
  if (strip.count > 0) kernel.tiles(strip);
  strip.a += tiled * strip.a_row;
  strip.c += tiled * strip.ldc;
  strip.start.skip(tiled);
  strip.count = m - tiled;
  if (strip.count > 0) kernel.single_rows(strip);
}

/// C (m, 16) of one panel of B, which the first tile packs on its way: in a pass of its own that
/// took as long as computing a row.
void compute_packing(Index m, Strip strip, float* panel) {
  constexpr Index kRows = kPanelKernels[kMaxVectors - 1].rows;
  assert(m >= kRows);
  strip.count = 1;
  strip.packed = panel;
  compute_strip<kRows, kMaxVectors, /*Packs=*/true>(strip);
  strip.a += kRows * strip.a_row;
  strip.c += kRows * strip.ldc;
  strip.start.skip(kRows);
  strip.b = panel;
  strip.ldb = kPanelWidth;
  compute_panel(m - kRows, kMaxVectors, strip);
}

/// to (rows, columns) = from. A copy of memory as such is a call in WebAssembly, which takes
/// longer.
void copy_rows(Index rows, Index columns, const float* from, Index from_ld, float* to,
               Index to_ld) {
  const Index whole = columns - columns % kLanes;
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < whole; j += kLanes) store(to + j, load(from + j));
    if (whole < columns) {
      store_partial(to + whole, load_partial(from + whole, columns - whole), columns - whole);
    }
    from += from_ld;
    to += to_ld;
  }
}

/// The same where the width of C is no multiple of a vector: by way of a buffer that is.
void compute_odd_panel(Index m, Index width, Index vectors, Strip strip) {
  float buffer[kOddRows * kPanelWidth] = {};
  const Index buffer_width = vectors * kLanes;
  float* c = std::exchange(strip.c, buffer);
  const Index ldc = std::exchange(strip.ldc, buffer_width);
  Start start = std::exchange(strip.start, start_of(buffer, buffer_width, strip.start.at));
  for (Index i = 0; i < m; i += kOddRows) {
    const Index rows = std::min(kOddRows, m - i);
    if (start.at) copy_rows(rows, width, start.at, start.ld, buffer, buffer_width);
    compute_panel(rows, vectors, strip);
    copy_rows(rows, width, buffer, buffer_width, c, ldc);
    strip.a += rows * strip.a_row;
    c += rows * ldc;
    start.skip(rows);
  }
}

/// panel (depth, 4·vectors) = B (depth, width), zeros on the right.
[[gnu::noinline]] void pack_panel(Index depth, Index width, const float* b, Index ldb,
                                  float* panel) {
  const Index whole = width - width % kLanes;
  for (Index i = 0; i < depth; ++i) {
    for (Index j = 0; j < whole; j += kLanes) store(panel + j, load(b + j));
    panel += whole;
    if (whole < width) {
      store(panel, load_partial(b + whole, width - whole));
      panel += kLanes;
    }
    b += ldb;
  }
}

/// panel (depth, 4·vectors) = B (width, depth)ᵀ, zeros on the right.
[[gnu::noinline]] void pack_transposed_panel(Index depth, Index width, const float* b, Index ldb,
                                             float* panel) {
  const Index panel_width = (width + kLanes - 1) / kLanes * kLanes;
  const Index whole = depth - depth % kLanes;
  for (Index j = 0; j < panel_width; j += kLanes) {
    // Rows that B lacks are read as another one, and left out below.
    const Index last = std::min<Index>(kLanes, width - j) - 1;
    const float* const b0 = b + j * ldb;
    const float* const b1 = b0 + std::min<Index>(1, last) * ldb;
    const float* const b2 = b0 + std::min<Index>(2, last) * ldb;
    const float* const b3 = b0 + last * ldb;
    float* to = panel + j;
    for (Index i = 0; i < whole; i += kLanes) {
      Batch block[kLanes] = {load(b0 + i), load(b1 + i), load(b2 + i), load(b3 + i)};
      xsimd::transpose(block, block + kLanes);
      for (Index r = 0; r < kLanes; ++r) store(to + r * panel_width, block[r]);
      to += kLanes * panel_width;
    }
    for (Index i = whole; i < depth; ++i) {
      const float column[kLanes] = {b0[i], b1[i], b2[i], b3[i]};
      store(to, load(column));
      to += panel_width;
    }
    if (last + 1 == kLanes) continue;
    to = panel + j;
    for (Index i = 0; i < depth; ++i) {
      for (Index c = last + 1; c < kLanes; ++c) to[c] = 0.0f;
      to += panel_width;
    }
  }
}

/// C (m, n) = start + A (m, k)·B (n, k)ᵀ where C is narrow: as its transpose, whose rows fill whole
/// vectors.
[[gnu::noinline]] void gemm_nt_narrow(Index m, Index n, Index k, const float* a, Index lda,
                                      const float* b, Index ldb, float* c, Index ldc, Start start) {
  assert(n <= kPanelWidth);
  float panel[kPanelDepth * kPanelWidth];
  float buffer[kPanelWidth * kPanelWidth] = {};  // (n, 16) of Cᵀ
  for (Index i = 0; i < m; i += kPanelWidth) {
    const Index width = std::min(kPanelWidth, m - i);
    const Index vectors = (width + kLanes - 1) / kLanes;
    const Index buffer_width = vectors * kLanes;
    float* const rows = c + i * ldc;
    if (start.at) {
      const float* const start_rows = start.at + i * start.ld;
      for (Index r = 0; r < width; ++r) {
        for (Index j = 0; j < n; ++j) buffer[j * buffer_width + r] = start_rows[r * start.ld + j];
      }
    }
    Start in_buffer = start_of(buffer, buffer_width, start.at);
    for (Index k_begin = 0; k_begin < k; k_begin += kPanelDepth) {
      const Index depth = std::min(kPanelDepth, k - k_begin);
      pack_transposed_panel(depth, width, a + i * lda + k_begin, lda, panel);
      compute_panel(
          n, vectors,
          {0, depth, b + k_begin, ldb, 1, panel, buffer_width, buffer, buffer_width, in_buffer});
      in_buffer = {buffer, buffer_width};
    }
    for (Index r = 0; r < width; ++r) {
      for (Index j = 0; j < n; ++j) rows[r * ldc + j] = buffer[j * buffer_width + r];
    }
  }
}

struct Form {
  bool transposed_a, transposed_b;
};
constexpr Form kNN{false, false}, kNT{false, true}, kTN{true, false};

/// C (m, n) = start + A·B, of depth k, where A, B or none is stored transposed.
void gemm(Form form, Index m, Index n, Index k, const float* a, Index lda, const float* b,
          Index ldb, float* c, Index ldc, Start start) {
  assert(m >= 0 && n >= 0 && k >= 0);
  assert(lda >= (form.transposed_a ? m : k) && ldb >= (form.transposed_b ? k : n) && ldc >= n);
  assert(!form.transposed_a || !form.transposed_b);
  if (k == 0) {
    for (Index i = 0; i < m; ++i) {
      for (Index j = 0; j < n; ++j) c[i * ldc + j] = start.at ? start.at[i * start.ld + j] : 0.0f;
    }
    return;
  }
  // Cᵀ has no lanes that are idle, which is worth that A, not B, is packed.
  if (form.transposed_b && n < kPanelWidth && n % kLanes != 0 && m >= kPanelWidth) {
    gemm_nt_narrow(m, n, k, a, lda, b, ldb, c, ldc, start);
    return;
  }
  const Index a_row = form.transposed_a ? 1 : lda, a_column = form.transposed_a ? lda : 1;
  float panel[kPanelDepth * kPanelWidth];
  for (Index k_begin = 0; k_begin < k; k_begin += kPanelDepth) {
    const Index depth = std::min(kPanelDepth, k - k_begin);
    const float* const a_part = a + k_begin * a_column;
    if (k_begin > 0) start = {c, ldc};
    // The first tile packs for at least two others.
    const bool pack = !form.transposed_b && depth * ldb > kCacheReach &&
                      m >= 3 * kPanelKernels[kMaxVectors - 1].rows;
    for (Index j = 0; j < n; j += kPanelWidth) {
      const Index width = std::min(kPanelWidth, n - j);
      const Index vectors = (width + kLanes - 1) / kLanes;
      const Index packed_ldb = vectors * kLanes;
      const bool odd = width < packed_ldb, whole = width == kPanelWidth;
      Strip strip{0, depth, a_part, a_row, a_column, panel, packed_ldb, c + j, ldc, start};
      if (start.at) strip.start.at += j;
      if (form.transposed_b) {
        pack_transposed_panel(depth, width, b + j * ldb + k_begin, ldb, panel);
      } else if (odd || (pack && !whole)) {
        pack_panel(depth, width, b + k_begin * ldb + j, ldb, panel);
      } else {
        strip.b = b + k_begin * ldb + j;
        strip.ldb = ldb;
      }
      if (pack && whole) {
        compute_packing(m, strip, panel);
      } else if (odd) {
        compute_odd_panel(m, width, vectors, strip);
      } else {
        compute_panel(m, vectors, strip);
      }
    }
  }
}

}  // namespace

void f32_gemm_nn(std::int64_t m, std::int64_t n, std::int64_t k, const float* a, std::int64_t lda,
                 const float* b, std::int64_t ldb, float* c, std::int64_t ldc, bool accumulate) {
  gemm(kNN, m, n, k, a, lda, b, ldb, c, ldc, start_of(c, ldc, accumulate));
}

void f32_gemm_nn_bias(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                      std::int64_t lda, const float* b, std::int64_t ldb, const float* bias,
                      float* c, std::int64_t ldc) {
  gemm(kNN, m, n, k, a, lda, b, ldb, c, ldc, Start{bias});
}

void f32_gemm_nt(std::int64_t m, std::int64_t n, std::int64_t k, const float* a, std::int64_t lda,
                 const float* b, std::int64_t ldb, float* c, std::int64_t ldc, bool accumulate) {
  gemm(kNT, m, n, k, a, lda, b, ldb, c, ldc, start_of(c, ldc, accumulate));
}

void f32_gemm_nt_bias(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                      std::int64_t lda, const float* b, std::int64_t ldb, const float* bias,
                      float* c, std::int64_t ldc) {
  gemm(kNT, m, n, k, a, lda, b, ldb, c, ldc, Start{bias});
}

void f32_gemm_tn(std::int64_t m, std::int64_t n, std::int64_t k, const float* a, std::int64_t lda,
                 const float* b, std::int64_t ldb, float* c, std::int64_t ldc, bool accumulate) {
  gemm(kTN, m, n, k, a, lda, b, ldb, c, ldc, start_of(c, ldc, accumulate));
}

}  // namespace gradlet::kernels
