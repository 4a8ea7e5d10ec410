#include <array>
#include <utility>

#include "base/check.h"
#include "catalogue/catalogue.h"

namespace temujanji::catalogue {
namespace {

constexpr std::array<std::pair<Booking, std::string_view>, 3> kBookings{
    {{Booking::self, "self"},
     {Booking::assigned, "assigned"},
     {Booking::online_elsewhere, "online_elsewhere"}}};

template <class Value, std::size_t n>
std::string_view text_of(const std::array<std::pair<Value, std::string_view>, n>& words, Value value) {
  for (const auto& [known, text] : words) {
    if (known == value) return text;
  }
  CHECK(false);
  return {};
}

template <class Value, std::size_t n>
std::optional<Value> value_of(const std::array<std::pair<Value, std::string_view>, n>& words,
                              std::string_view text) {
  for (const auto& [value, known] : words) {
    if (known == text) return value;
  }
  return std::nullopt;
}

constexpr std::array<std::pair<TextPage, std::string_view>, kTextPages.size()> kPageNames{
    {{TextPage::manual, "manual"},
     {TextPage::faq, "faq"},
     {TextPage::contact, "contact"},
     {TextPage::officers, "officers"}}};

}  // namespace

std::string_view to_text(TextPage page) {
  return text_of(kPageNames, page);
}

std::optional<TextPage> parse_text_page(std::string_view text) {
  return value_of(kPageNames, text);
}

std::string_view to_text(Booking booking) {
  return text_of(kBookings, booking);
}

std::optional<Booking> parse_booking(std::string_view text) {
  return value_of(kBookings, text);
}

}  // namespace temujanji::catalogue
