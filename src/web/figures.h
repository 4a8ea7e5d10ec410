#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "web/route.h"

namespace temujanji::web {

/// A text in the Prometheus exposition format.
class PrometheusText {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Begins a family; `type` is counter, gauge or histogram.
  void family(std::string_view name, std::string_view type, std::string_view help);
  void sample(std::string_view name, Labels labels, double value);
  void sample(std::string_view name, Labels labels, std::uint64_t value);
  /// A family of one sample without labels.
  void single(std::string_view name, std::string_view type, std::string_view help, std::uint64_t value);

  const std::string& text() const { return text_; }

 private:
  void begin_sample(std::string_view name, Labels labels);
  std::string text_;
};

/// How many answers each route gave, by class of status, and how long they took. Lock-free.
class RouteFigures {
 public:
  /// Upper bounds of the histogram's buckets, in microseconds.
  static constexpr std::array<std::uint32_t, 10> kBounds{100,    250,    1'000,   2'500,     5'000,
                                                         10'000, 50'000, 250'000, 1'000'000, 5'000'000};

  /// `routes` must outlive it.
  explicit RouteFigures(std::span<const Route> routes);
  /// `route` is its number, or `routes.size()` for requests without one.
  void count(std::size_t route, int status, std::chrono::steady_clock::duration took);
  std::uint64_t answers(std::size_t route, int status_class) const;
  /// Families `temujanji_http_responses_total` and `temujanji_http_response_seconds`.
  void append_to(PrometheusText& text) const;

 private:
  struct alignas(64) Figures {
    std::array<std::atomic<std::uint64_t>, 6> by_class{};
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets{};
    std::atomic<std::uint64_t> micros{0};
  };
  std::span<const Route> routes_;
  std::unique_ptr<Figures[]> figures_;
};

}  // namespace temujanji::web
