#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "domain/reference.h"
#include "features/routes.h"
#include "tests/support/booking.h"
#include "tests/support/staff.h"

namespace temujanji::features {
namespace {

constexpr storage::Statement kCountRecorded{
    "count_recorded",
    "SELECT (SELECT count(*) FROM audit_event) + (SELECT count(*) FROM appointment_event) + "
    "(SELECT count(*) FROM ticket_event)",
    ""};
constexpr storage::Statement kLastCancellation{"last_cancellation", "SELECT max(id) FROM bulk_cancellation",
                                               ""};

/// An office in Johor on Tuesday morning: somebody is booked, somebody is called to a counter, somebody waits
/// for another slot, and for somebody a cancellation is asked.
class Looks : public testing::Test {
 protected:
  Looks() {
    for (const char* mykad : {"900131145678", "900131145679", "900131145670", "900131145671"})
      references_.push_back(book(mykad));
    house_.clock.advance(std::chrono::hours(24) - std::chrono::minutes(15));
    call_second();
    ask_to_cancel();
    house_.change("UPDATE appointment SET status = 'displaced' WHERE id = (SELECT max(id) FROM appointment)");
  }

  std::string book(const char* mykad) {
    const auto answer = house_.post_json("/api/v1/appointments", serialize(booking(mykad)));
    return std::string(json_of(answer).at("reference").as_string());
  }

  void call_second() {
    Colleague& officer =
        at_counter_.emplace(house_, domain::Role::officer, std::vector<std::string>{"JHR-HQ"});
    officer.get(at_ + "/check-in");
    officer.post(at_ + "/check-in", {{"code", references_[1]}});
    officer.post(at_ + "/check-in/arrive", {{"appointment", input_value(officer.page(), "appointment")}});
    officer.get(at_ + "/queue");
    const std::string& page = officer.page();
    const std::size_t box = page.find("name=\"pools\" value=\"") + 20;
    officer.post(at_ + "/queue/open",
                 {{"counter", "1"}, {"pools", page.substr(box, page.find('"', box) - box)}});
    officer.get(at_ + "/queue");
    officer.post(at_ + "/queue/next", {{"counter", "1"}});
    officer.get(at_ + "/queue");
    EXPECT_TRUE(shows_somebody(officer.page())) << "who is called";
  }

  void ask_to_cancel() {
    Colleague admin(house_, domain::Role::office_admin, {"JHR-HQ"});
    admin.get(at_ + "/cancellations");
    Pairs fields{{"on", "2026-11-24"},
                 {"reason", "other"},
                 {"reason_ms", "Ujian"},
                 {"reason_en", "Test"},
                 {"step", "preview"}};
    admin.post(at_ + "/cancellations", fields);
    EXPECT_TRUE(shows_somebody(admin.page())) << admin.page();
    fields.back().second = "ask";
    fields.emplace_back("seen", input_value(admin.page(), "seen"));
    admin.post(at_ + "/cancellations", fields);
  }

  /// What was asked for may stand on a page without being looked up: the first one's reference and document.
  bool shows_somebody(const std::string& page) const {
    const auto is_shown = [&](const std::string& reference) {
      return has(page, domain::display_reference(reference)) || has(page, reference);
    };
    return has(page, "Siti Aminah binti Ali") || has(page, "900131145679") ||
           std::any_of(references_.begin() + 1, references_.end(), is_shown);
  }

  std::int64_t number(const storage::Statement& statement) {
    auto rows = reader_->query(statement);
    return rows.next() ? rows.integer(0) : 0;
  }

  /// What the forms and addresses of all pages could ask for.
  Pairs fields() {
    return {{"on", "2026-11-24"},
            {"day", "2026-11-24"},
            {"from", "2026-11-24"},
            {"to", "2026-11-24"},
            {"month", "2026-11"},
            {"office", "JHR-HQ"},
            {"q", references_[0]},
            {"code", references_[0]},
            {"reference", references_[0]},
            {"document_number", "900131145678"},
            {"names", std::to_string(number(kLastCancellation))},
            {"reason", "other"},
            {"reason_ms", "Ujian"},
            {"reason_en", "Test"},
            {"why", "a complaint"},
            {"step", "preview"}};
  }

  /// Whether the page shows somebody; then it must be recorded.
  template <class Request>
  bool checked(const std::string& what, Request request) {
    const std::int64_t before = number(kCountRecorded);
    const web::Response response = request();
    const bool shown = shows_somebody(body_of(response));
    if (shown) {
      EXPECT_GT(number(kCountRecorded), before) << what;
    }
    return shown;
  }

  Installation house_;
  const std::string at_ = "/en/staff/at/JHR-HQ";
  std::vector<std::string> references_;
  std::optional<Colleague> at_counter_;
  std::unique_ptr<storage::Connection> reader_ = house_.database->connect(storage::Access::read);
};

std::string staff_target(std::string path) {
  for (const auto& [name, value] : {std::pair("{language}", "en"), std::pair("{office}", "JHR-HQ")}) {
    if (const std::size_t at = path.find(name); at != path.npos)
      path.replace(at, std::string_view(name).size(), value);
  }
  return path;
}

TEST_F(Looks, are_recorded_whatever_page_shows_a_person) {
  std::set<std::string> showing;
  const auto routes = all_routes(house_.app, house_.static_files, [] { return web::Response::text(""); });
  std::string query;
  for (const auto& [name, value] : fields())
    query.append(query.empty() ? "?" : "&").append(name).append("=").append(value);
  const auto walk = [&](Colleague& who) {
    for (const web::Route& route : routes) {
      if (route.who != web::Who::staff || route.path.ends_with("/sign-out") || route.path.ends_with("/kiosk"))
        continue;
      const std::string target = staff_target(route.path);
      who.get("/en/staff");
      bool shown = false;
      if (route.method == web::Method::get) {
        shown = checked(target, [&] { return who.get(target); }) ||
                checked(target, [&] { return who.get(target + query); });
      } else {
        shown = checked(target, [&] { return who.post(target, fields()); });
      }
      if (!shown) continue;
      const std::size_t page = route.path.find_last_of('}') + 1;
      showing.insert((route.method == web::Method::get ? "get " : "post ") + route.path.substr(page));
    }
  };
  for (const domain::Role role : domain::kRoles) {
    const auto offices =
        domain::has_every_office(role) ? std::vector<std::string>{} : std::vector<std::string>{"JHR-HQ"};
    Colleague who(house_, role, offices);
    walk(who);
  }
  walk(*at_counter_);
  // Not only by showing nobody.
  EXPECT_THAT(showing,
              testing::IsSupersetOf({"get /day", "get /displaced", "get /cancellations", "get /queue",
                                     "post /check-in", "post /day", "post /closures"}));
}

}  // namespace
}  // namespace temujanji::features
