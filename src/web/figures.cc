#include "web/figures.h"

#include <charconv>

namespace temujanji::web {
namespace {

void append_number(std::string& text, double value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.begin(), digits.end(), value);
  text.append(digits.begin(), end.ptr);
}

void append_label(std::string& text, std::string_view value) {
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    if (c == '\n') {
      text += "\\n";
    } else {
      text += c;
    }
  }
}

constexpr std::array<std::string_view, 6> kClasses{"other", "1xx", "2xx", "3xx", "4xx", "5xx"};

}  // namespace

void PrometheusText::family(std::string_view name, std::string_view type, std::string_view help) {
  text_.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
  text_.append(name).append(" ").append(type).append("\n");
}

void PrometheusText::begin_sample(std::string_view name, Labels labels) {
  text_ += name;
  char before = '{';
  for (const auto& [label, value] : labels) {
    text_ += before;
    text_.append(label).append("=\"");
    append_label(text_, value);
    text_ += '"';
    before = ',';
  }
  if (labels.size() != 0) text_ += '}';
  text_ += ' ';
}

void PrometheusText::sample(std::string_view name, Labels labels, double value) {
  begin_sample(name, labels);
  append_number(text_, value);
  text_ += '\n';
}

void PrometheusText::sample(std::string_view name, Labels labels, std::uint64_t value) {
  begin_sample(name, labels);
  text_.append(std::to_string(value)).append("\n");
}

void PrometheusText::single(std::string_view name, std::string_view type, std::string_view help,
                            std::uint64_t value) {
  family(name, type, help);
  sample(name, {}, value);
}

RouteFigures::RouteFigures(std::span<const Route> routes)
    : routes_(routes), figures_(std::make_unique<Figures[]>(routes.size() + 1)) {}

void RouteFigures::count(std::size_t route, int status, std::chrono::steady_clock::duration took) {
  Figures& figures = figures_[std::min(route, routes_.size())];
  const auto status_class = static_cast<std::size_t>(status >= 100 && status < 600 ? status / 100 : 0);
  figures.by_class[status_class].fetch_add(1, std::memory_order_relaxed);
  const auto micros = static_cast<std::uint64_t>(
      std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
  std::size_t bucket = 0;
  while (bucket < kBounds.size() && micros > kBounds[bucket]) ++bucket;
  figures.buckets[bucket].fetch_add(1, std::memory_order_relaxed);
  figures.micros.fetch_add(micros, std::memory_order_relaxed);
}

std::uint64_t RouteFigures::answers(std::size_t route, int status_class) const {
  return figures_[route].by_class[static_cast<std::size_t>(status_class)].load(std::memory_order_relaxed);
}

void RouteFigures::append_to(PrometheusText& text) const {
  const auto path_of = [&](std::size_t route) {
    return route < routes_.size() ? std::string_view(routes_[route].path) : std::string_view("none");
  };
  const auto method_of = [&](std::size_t route) {
    return route < routes_.size() ? to_text(routes_[route].method) : std::string_view("any");
  };
  text.family("temujanji_http_responses_total", "counter", "Answers by route and class of status");
  for (std::size_t route = 0; route <= routes_.size(); ++route) {
    for (std::size_t at = 0; at < kClasses.size(); ++at) {
      const std::uint64_t count = answers(route, static_cast<int>(at));
      if (count == 0) continue;
      text.sample("temujanji_http_responses_total",
                  {{"method", method_of(route)}, {"route", path_of(route)}, {"status", kClasses[at]}}, count);
    }
  }
  text.family("temujanji_http_response_seconds", "histogram", "Time from the complete request to the answer");
  for (std::size_t route = 0; route <= routes_.size(); ++route) {
    const Figures& figures = figures_[route];
    std::uint64_t sum = 0;
    std::array<std::uint64_t, kBounds.size() + 1> up_to{};
    for (std::size_t at = 0; at < up_to.size(); ++at) {
      sum += figures.buckets[at].load(std::memory_order_relaxed);
      up_to[at] = sum;
    }
    if (sum == 0) continue;
    for (std::size_t at = 0; at < up_to.size(); ++at) {
      std::string bound = "+Inf";
      if (at < kBounds.size()) {
        bound.clear();
        append_number(bound, kBounds[at] / 1e6);
      }
      text.sample("temujanji_http_response_seconds_bucket",
                  {{"method", method_of(route)}, {"route", path_of(route)}, {"le", bound}}, up_to[at]);
    }
    const double seconds = static_cast<double>(figures.micros.load(std::memory_order_relaxed)) / 1e6;
    text.sample("temujanji_http_response_seconds_sum",
                {{"method", method_of(route)}, {"route", path_of(route)}}, seconds);
    text.sample("temujanji_http_response_seconds_count",
                {{"method", method_of(route)}, {"route", path_of(route)}}, sum);
  }
}

}  // namespace temujanji::web
