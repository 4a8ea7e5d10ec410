#include "domain/spread.h"

#include <algorithm>
#include <charconv>

namespace temujanji::domain {

void Spread::add(int value, std::int64_t times) {
  if (times <= 0) return;
  const auto place = static_cast<std::size_t>(std::clamp(value, 0, kValueMax));
  if (times_.size() <= place) times_.resize(place + 1);
  times_[place] += times;
  count_ += times;
}

Spread& Spread::operator+=(const Spread& other) {
  if (times_.size() < other.times_.size()) times_.resize(other.times_.size());
  for (std::size_t i = 0; i < other.times_.size(); ++i) times_[i] += other.times_[i];
  count_ += other.count_;
  return *this;
}

std::optional<int> Spread::percentile(int percent) const {
  if (count_ == 0) return std::nullopt;
  std::int64_t counted = 0;
  for (std::size_t i = 0; i < times_.size(); ++i) {
    counted += times_[i];
    if (counted * 100 >= count_ * percent) return static_cast<int>(i);
  }
  return kValueMax;
}

std::string Spread::to_text() const {
  std::string text;
  for (std::size_t i = 0; i < times_.size(); ++i) {
    if (times_[i] == 0) continue;
    if (!text.empty()) text += ' ';
    text += std::to_string(i) + ':' + std::to_string(times_[i]);
  }
  return text;
}

bool Spread::add_text(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    int value = 0;
    std::int64_t times = 0;
    const auto first = std::from_chars(at, end, value);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ':') return false;
    const auto second = std::from_chars(first.ptr + 1, end, times);
    if (second.ec != std::errc{} || (second.ptr != end && *second.ptr != ' ')) return false;
    add(value, times);
    at = second.ptr == end ? end : second.ptr + 1;
  }
  return true;
}

}  // namespace temujanji::domain
