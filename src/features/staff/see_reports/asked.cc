#include "features/staff/see_reports/asked.h"

#include <algorithm>

#include "web/form.h"
#include "web/url.h"

namespace temujanji::features::see_reports {
namespace {

constexpr int kDaysMax = 366;

void set_period(Asked& asked, Period period, domain::Date today) {
  const domain::Date first = today.year() / today.month() / 1;
  asked.period = period;
  asked.to = today;
  switch (period) {
    case Period::today:
      asked.from = today;
      break;
    case Period::this_week:
      asked.from = domain::monday_of(today);
      break;
    case Period::last_week:
      asked.from = domain::plus_days(domain::monday_of(today), -7);
      asked.to = domain::plus_days(domain::monday_of(today), -1);
      break;
    case Period::this_month:
      asked.from = first;
      break;
    case Period::last_month:
      asked.from = domain::plus_months(first, -1);
      asked.to = domain::plus_days(first, -1);
      break;
  }
}

void refuse(Asked& asked, std::string_view field, std::string_view problem) {
  asked.field = field;
  asked.problem = problem;
}

void set_dates(Asked& asked, const web::Form& query) {
  asked.typed_from = query.value("from");
  asked.typed_to = query.value("to");
  const auto from = domain::parse_date(asked.typed_from);
  const auto to = domain::parse_date(asked.typed_to);
  if (!from || !to) return refuse(asked, from ? "to" : "from", "date_format");
  if (*to < *from) return refuse(asked, "to", "period_backwards");
  if (domain::plus_days(*from, kDaysMax) <= *to) return refuse(asked, "to", "period_of_report");
  asked.period.reset();
  asked.from = *from;
  asked.to = *to;
}

}  // namespace

std::string_view to_text(Period period) {
  switch (period) {
    case Period::today:
      return "today";
    case Period::this_week:
      return "this_week";
    case Period::last_week:
      return "last_week";
    case Period::this_month:
      return "this_month";
    case Period::last_month:
      return "last_month";
  }
  return "";
}

reports::Question Asked::question(const Visit& visit) const {
  reports::Question question{{}, from, to, by, std::nullopt};
  for (const catalogue::Office& office : visit.catalogue->offices()) {
    const bool is_asked = visit.office != nullptr ? office.id == visit.office->id
                                                  : visit.account().works_at(office.id) &&
                                                        (state.empty() || office.state == state);
    if (is_asked) question.offices.push_back(office.id);
  }
  if (const auto* found = visit.catalogue->find_service(service)) question.service = found->id;
  return question;
}

domain::Measure Asked::shown() const {
  if (sort) return *sort;
  return has_seats() ? domain::Measure::use : domain::Measure::appointments;
}

std::string Asked::query() const {
  const bool has_period = period.has_value();
  const std::string from_on = domain::to_iso(from), to_on = domain::to_iso(to);
  return web::make_query({{"period", has_period ? to_text(*period) : ""},
                          {"from", has_period ? "" : from_on},
                          {"to", has_period ? "" : to_on},
                          {"by", to_text(by)},
                          {"state", state},
                          {"service", service},
                          {"sort", sort ? to_text(*sort) : ""}});
}

Asked asked_in(const web::Request& request, const Visit& visit, domain::Date today) {
  Asked asked;
  asked.by = visit.office != nullptr ? reports::GroupBy::day : reports::GroupBy::office;
  set_period(asked, Period::this_month, today);
  const auto query = web::Form::parse(request.query);
  if (!query) return asked;
  const auto* period =
      std::ranges::find(kPeriods, query->value("period"), [](Period one) { return to_text(one); });
  if (period != kPeriods.end()) set_period(asked, *period, today);
  if (const auto by = reports::parse_group_by(query->value("by"))) asked.by = *by;
  if (visit.catalogue->find_service(query->value("service")) != nullptr)
    asked.service = query->value("service");
  if (visit.catalogue->find_state(query->value("state")) != nullptr) asked.state = query->value("state");
  asked.sort = domain::parse_measure(query->value("sort"));
  if (asked.sort && is_of_seats(*asked.sort) && !asked.has_seats()) asked.sort.reset();
  if (query->has("from") || query->has("to")) set_dates(asked, *query);
  return asked;
}

}  // namespace temujanji::features::see_reports
