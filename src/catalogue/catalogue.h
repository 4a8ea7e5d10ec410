#pragma once
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/language.h"
#include "base/zone.h"
#include "domain/applicant.h"
#include "domain/calendar.h"
#include "domain/ids.h"
#include "storage/connection.h"

namespace temujanji::catalogue {

/// A department whose counters can be booked.
struct Department {
  std::string code;
  base::Bilingual name;
};

/// A division of a department; services belong to one.
struct Division {
  std::string code;
  std::string department;
  base::Bilingual name;
};

/// A state or federal territory; ISO 3166-2:MY code "01" … "16".
struct State {
  std::string code;
  base::Bilingual name;
  std::string region;
};

/// Decimal degrees.
struct Position {
  double latitude;
  double longitude;
};

/// A place with counters.
struct Office {
  domain::OfficeId id;
  std::string code;
  std::string department;
  std::string kind;   // "hq", "state", "branch", "utc", "attache", …
  std::string state;  // empty abroad
  std::string district;
  base::Bilingual name;
  std::string address;  // one line; may be empty, then city alone is shown
  std::string postcode;
  std::string city;
  std::string country;  // ISO 3166-1 alpha-2
  base::Zone zone;
  std::string phone;
  std::optional<Position> position;
  bool active;
  domain::OfficeCalendar calendar;
};

/// How a service is come by: booked by the applicant, given a date by the department, or done on a site.
enum class Booking { self, assigned, online_elsewhere };

using domain::ApplicantKind;
using domain::parse_applicant_kind;
using domain::to_text;
std::string_view to_text(Booking booking);
std::optional<Booking> parse_booking(std::string_view text);

/// Whether a document must be brought; `if_applicable` has a condition.
enum class Required { yes, no, if_applicable };

/// A document to bring.
struct Document {
  base::Bilingual text;
  Required required;
  base::Bilingual condition;
};

/// What one comes for.
struct Service {
  domain::ServiceId id;
  std::string code;
  std::string division;
  std::string department;
  base::Bilingual name;
  base::Bilingual summary;
  ApplicantKind applicant_kind;
  Booking booking;
  std::string online_url;  // where it is done online, or empty
  int persons_max;         // persons, and so seats, in one booking
  int minutes;             // one person's time at the counter
  base::Bilingual audience;
  std::optional<domain::Date> active_from;
  std::optional<domain::Date> active_to;  // last day
  domain::BookingWindow window;
  std::vector<Document> documents;  // in order

  /// Whether the service exists on that date.
  bool is_live(domain::Date on) const {
    return (!active_from || *active_from <= on) && (!active_to || on <= *active_to);
  }
};

/// A group of an office's counters that share their seats.
struct Pool {
  domain::PoolId id;
  domain::OfficeId office;
  std::string code;
  base::Bilingual name;
  int counters;
  std::vector<domain::SeatRule> rules;
  std::vector<domain::ServiceId> services;
  /// Those in force, in the order in which they came into it.
  std::vector<domain::DayChange> changes = {};
};

/// From five columns that begin at `first`: date, begin and end of the part, seats, whether it opens.
domain::DayChange read_day_change(const storage::Rows& rows, int first);

/// A service that an office offers, and the counters that serve it.
struct Offering {
  domain::OfficeId office;
  domain::ServiceId service;
  domain::PoolId pool;
};

/// What the department tells the public.
struct Announcement {
  domain::AnnouncementId id;
  std::string department;
  base::Bilingual title;
  base::Bilingual body;  // Markdown
  domain::Date from;
  std::optional<domain::Date> to;  // last day
  bool pinned;

  bool is_current(domain::Date on) const { return from <= on && (!to || on <= *to); }
};

/// A text that headquarters writes.
enum class TextPage {
  manual,    // how to book
  faq,       // what people ask
  contact,   // how to reach the department
  officers,  // how to work at the counter, for people of the department
};
inline constexpr std::array kTextPages{TextPage::manual, TextPage::faq, TextPage::contact,
                                       TextPage::officers};
std::string_view to_text(TextPage page);
std::optional<TextPage> parse_text_page(std::string_view text);

/// Everything that the catalogue tables say, as it stood at one moment. Immutable and thread-safe; shared as
/// `std::shared_ptr<const Catalogue>`. Pointers it hands out live as long as it. Offices that are not active
/// and services that have ended are in it too, for the appointments that refer to them.
class Catalogue {
 public:
  /// Reads the tables. Throws Fault, also for a time zone that this machine does not know.
  static std::shared_ptr<const Catalogue> load(storage::Connection& connection);

  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  /// The number of the revision 'catalogue' before it was read: what it says is at least as new.
  std::int64_t revision() const { return revision_; }

  /// In display order.
  std::span<const Department> departments() const { return departments_; }
  std::span<const Division> divisions() const { return divisions_; }
  std::span<const State> states() const { return states_; }
  std::span<const Office> offices() const { return offices_; }
  std::span<const Service> services() const { return services_; }
  std::span<const Pool> pools() const { return pools_; }
  std::span<const Offering> offerings() const { return offerings_; }
  std::span<const Announcement> announcements() const { return announcements_; }
  /// The text of the page as it is shown, as Markdown.
  const base::Bilingual& text_of(TextPage page) const { return texts_[static_cast<std::size_t>(page)]; }

  /// Null for what is not there.
  const Department* find_department(std::string_view code) const;
  const Division* find_division(std::string_view code) const;
  const State* find_state(std::string_view code) const;
  const Office* find_office(std::string_view code) const;
  const Office* find_office(domain::OfficeId id) const;
  const Service* find_service(std::string_view code) const;
  const Service* find_service(domain::ServiceId id) const;
  const Pool* find_pool(domain::PoolId id) const;
  /// The counters that serve `service` at `office`, or null if it is not offered there.
  const Offering* find_offering(domain::OfficeId office, domain::ServiceId service) const;

  /// The divisions of a department, in display order.
  std::vector<const Division*> divisions_of(std::string_view department) const;
  /// Active offices that offer the service, in display order.
  std::vector<const Office*> offices_offering(domain::ServiceId service) const;
  /// Services that the office offers and that are live `on`; of one division unless `division` is empty.
  std::vector<const Service*> services_of(domain::OfficeId office, std::string_view division,
                                          domain::Date on) const;
  /// Services of a department (of one division unless `division` is empty) that are live `on`.
  std::vector<const Service*> live_services(std::string_view department, std::string_view division,
                                            domain::Date on) const;
  /// Whether an applicant may book the service at the office at all: offered there, the office active, the
  /// service booked by the applicant and live `today`.
  bool is_bookable(domain::ServiceId service, domain::OfficeId office, domain::Date today) const;
  /// What is told to the public `on` that date; pinned first, then newest first.
  std::vector<const Announcement*> current_announcements(std::string_view department, domain::Date on) const;

 private:
  friend class CatalogueReader;
  Catalogue() = default;

  struct PairHash {
    std::size_t operator()(const std::pair<std::int64_t, std::int64_t>& pair) const {
      return static_cast<std::size_t>(pair.first) * 1'000'003U + static_cast<std::size_t>(pair.second);
    }
  };
  using Codes = std::unordered_map<std::string_view, std::size_t>;
  using Ids = std::unordered_map<std::int64_t, std::size_t>;

  void index();

  std::int64_t revision_ = 0;
  std::vector<Department> departments_;
  std::vector<Division> divisions_;
  std::vector<State> states_;
  std::vector<Office> offices_;
  std::vector<Service> services_;
  std::vector<Pool> pools_;
  std::vector<Offering> offerings_;
  std::vector<Announcement> announcements_;
  std::array<base::Bilingual, kTextPages.size()> texts_;
  Codes office_codes_, service_codes_;
  Ids office_ids_, service_ids_, pool_ids_;
  std::unordered_map<std::pair<std::int64_t, std::int64_t>, std::size_t, PairHash> offering_pairs_;
  std::unordered_map<std::int64_t, std::vector<std::size_t>> offices_of_service_, services_of_office_;
};

}  // namespace temujanji::catalogue
