#pragma once
#include <boost/json.hpp>
#include <string>

#include "tests/support/installation.h"
#include "tests/support/text.h"

/// Steps of a booking that tests of several features take.
namespace temujanji::features {

/// Tuesday 2026-11-24, 08:00 in Malaysia: the first slot that can be booked on `monday_morning`.
inline base::Instant tuesday_morning() {
  return monday_morning() + std::chrono::hours(24);
}

inline std::string hold_fields_time(base::Instant at) {
  return std::to_string(base::to_millis(at));
}

/// Takes a slot of the passport service in Johor; the answer leads to the details.
inline web::Response hold(Visitor& visitor, base::Instant at = tuesday_morning(),
                          const std::string& language = "ms") {
  visitor.get("/" + language + "/book/slots?office=JHR-HQ&service=PASPORT-BAHARUI");
  return visitor.post("/" + language + "/book/hold", {{"office", "JHR-HQ"},
                                                      {"service", "PASPORT-BAHARUI"},
                                                      {"seats", "1"},
                                                      {"starts_at", hold_fields_time(at)}});
}

/// A citizen's details; the number tells people apart.
inline Pairs citizen(const std::string& mykad = "900131-14-5678") {
  return {{"applicant.name", "Siti Aminah binti Ali"},
          {"applicant.document.type", "mykad"},
          {"applicant.document.number", mykad},
          {"applicant.email", "siti@example.com"},
          {"applicant.phone", "012-345 6789"}};
}

/// Goes from the hold to "Check your answers".
inline void fill_in(Visitor& visitor, const std::string& mykad = "900131-14-5678",
                    const std::string& language = "ms") {
  visitor.get("/" + language + "/book/details");
  visitor.follow(visitor.post("/" + language + "/book/details", citizen(mykad)));
  visitor.get("/" + language + "/book/check");
}

/// The whole way; gives the page that shows the reference.
inline std::string book(Visitor& visitor, const std::string& mykad = "900131-14-5678",
                        const std::string& language = "ms") {
  hold(visitor, tuesday_morning(), language);
  fill_in(visitor, mykad, language);
  visitor.follow(visitor.post("/" + language + "/book/submit", {{"declaration", "yes"}}));
  return visitor.page();
}

/// The reference on a page, as shown.
inline std::string reference_on(const std::string& page) {
  constexpr std::string_view kMark = "class=\"reference\">";
  const std::size_t begin = page.find(kMark);
  if (begin == page.npos) return {};
  return page.substr(begin + kMark.size(), page.find('<', begin) - begin - kMark.size());
}

/// A booking as JSON, to be changed by tests.
inline boost::json::object booking(const std::string& mykad = "900131145678") {
  return {{"office", "JHR-HQ"},
          {"service", "PASPORT-BAHARUI"},
          {"starts_at", "2026-11-24T08:00:00+08:00"},
          {"language", "en"},
          {"applicant",
           {{"name", "Siti Aminah binti Ali"},
            {"document", {{"type", "mykad"}, {"number", mykad}}},
            {"email", "siti@example.com"},
            {"phone", "0123456789"}}}};
}

inline boost::json::object json_of(const web::Response& response) {
  return boost::json::parse(body_of(response)).as_object();
}

inline std::string code_of(const web::Response& response) {
  return std::string(json_of(response).at("code").as_string());
}

}  // namespace temujanji::features
