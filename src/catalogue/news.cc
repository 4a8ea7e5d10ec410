#include "catalogue/news.h"

#include <algorithm>

#include "base/text.h"

namespace temujanji::catalogue {
namespace {

constexpr std::size_t kTextMax = 6500;
/// No change takes more: four numbers of at most 20 digits.
constexpr std::size_t kChangeMax = 84;
/// A change is pool, slot, seats and taken. The first two are differences to the change before, which are
/// short because ids that were made together lie close to each other.
constexpr std::size_t kFields = 4;

std::optional<std::int64_t> number_of(std::string_view text) {
  return base::parse_number<std::int64_t>(text);
}

}  // namespace

std::vector<std::string> to_news(const engine::Events& events) {
  std::vector<engine::Events::SeatsChanged> seats = events.seats;
  std::ranges::sort(seats, {}, [](const auto& change) { return std::pair(change.pool_id, change.slot_id); });
  std::vector<std::string> texts;
  engine::Events::SeatsChanged before{};
  for (const engine::Events::SeatsChanged& change : seats) {
    if (texts.empty() || texts.back().size() + kChangeMax > kTextMax) {
      texts.push_back(std::to_string(events.number));
      before = {};
    }
    std::string& text = texts.back();
    text += ';' + std::to_string(change.pool_id - before.pool_id);
    text += ',' + std::to_string(change.slot_id - before.slot_id);
    text += ',' + std::to_string(change.seats);
    text += ',' + std::to_string(change.taken);
    before = change;
  }
  return texts;
}

std::optional<engine::Events> from_news(std::string_view text) {
  const std::vector<std::string_view> parts = base::split(text, ';');
  const auto number = number_of(parts.front());
  if (!number) return std::nullopt;
  engine::Events events;
  events.number = *number;
  engine::Events::SeatsChanged change{};
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::vector<std::string_view> fields = base::split(parts[i], ',');
    if (fields.size() != kFields) return std::nullopt;
    const auto pool = number_of(fields[0]);
    const auto slot = number_of(fields[1]);
    const auto seats = base::parse_number<std::int32_t>(fields[2]);
    const auto taken = base::parse_number<std::int32_t>(fields[3]);
    if (!pool || !slot || !seats || !taken) return std::nullopt;
    change = {change.pool_id + *pool, change.slot_id + *slot, *seats, *taken};
    events.seats.push_back(change);
  }
  return events;
}

}  // namespace temujanji::catalogue
