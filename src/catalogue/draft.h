#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/language.h"
#include "catalogue/catalogue.h"
#include "domain/calendar.h"

namespace temujanji::catalogue {

/// From when to when a row holds; without end: until a later row begins.
struct Validity {
  domain::Date from{};
  std::optional<domain::Date> to;
};

struct DepartmentDraft {
  int line;
  std::string code;
  base::Bilingual name;
  int sort;
};
struct DivisionDraft {
  int line;
  std::string code;
  std::string department;
  base::Bilingual name;
  int sort;
};
struct StateDraft {
  int line;
  std::string code;
  base::Bilingual name;
  std::string region;
};
struct WeekendDraft {
  int line;
  std::string state;
  unsigned days_off;
  Validity valid;
};
struct HolidayDraft {
  int line;
  domain::Date on;
  std::vector<std::string> states;
  base::Bilingual name;
  bool estimated;
};
struct HoursDraft {
  int line;
  std::string profile;
  int weekday;
  domain::MinuteSpan open;
  Validity valid;
};
struct OfficeDraft {
  int line;
  std::string code, department, kind, state, district;
  base::Bilingual name;
  std::string address, postcode, city, country, time_zone, hours_profile;
  bool opens_on_rest_days;
  std::string phone, latitude, longitude;
  bool active;
};
struct ClosureDraft {
  int line;
  std::string code, state, office;
  domain::Date from, to;
  std::optional<domain::MinuteSpan> part;
  base::Bilingual reason;
};
struct ServiceDraft {
  int line;
  std::string code, division;
  base::Bilingual name, summary;
  ApplicantKind applicant_kind;
  Booking booking;
  std::string online_url;
  int persons_max, minutes;
  base::Bilingual audience;
  std::optional<domain::Date> active_from, active_to;
  domain::BookingWindow window;
};
struct DocumentDraft {
  int line;
  std::string service;
  int sort;
  base::Bilingual text;
  std::string required;
  base::Bilingual condition;
};
struct PoolNameDraft {
  int line;
  std::string code;
  base::Bilingual name;
};
/// An office's pool, from the rows of office_services.csv that name it; `line` is the first of them.
struct PoolDraft {
  int line;
  std::string office, code;
  int counters;
};
/// One office and one service, after `kind:` and `division:` have been spelled out.
struct OfferingDraft {
  int line;
  std::string office, service, pool;
};
struct SeatRuleDraft {
  int line;
  std::string office_kind, pool;
  domain::SeatRule rule;
};
struct AnnouncementDraft {
  int line;
  std::string code, department;
  base::Bilingual title, body;
  Validity shown;
  bool pinned;
};

/// What the files say, row by row with its line, in the order of the files.
struct Draft {
  std::vector<DepartmentDraft> departments;
  std::vector<DivisionDraft> divisions;
  std::vector<StateDraft> states;
  std::vector<WeekendDraft> weekends;
  std::vector<HolidayDraft> holidays;
  std::vector<HoursDraft> hours;
  std::vector<OfficeDraft> offices;
  std::vector<ClosureDraft> closures;
  std::vector<ServiceDraft> services;
  std::vector<DocumentDraft> documents;
  std::vector<PoolNameDraft> pool_names;
  std::vector<PoolDraft> pools;
  std::vector<OfferingDraft> offerings;
  std::vector<SeatRuleDraft> seat_rules;
  std::vector<AnnouncementDraft> announcements;
};

}  // namespace temujanji::catalogue
