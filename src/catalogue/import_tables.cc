#include "catalogue/import_tables.h"

#include <array>

#include "base/check.h"
#include "catalogue/catalogue.sql.h"
#include "catalogue/import.sql.h"

namespace temujanji::catalogue {
namespace {

const std::array<SyncedTable, kTables> kSynced{{
    {"department", sql::kListDepartments, sql::kInsertDepartment, sql::kUpdateDepartment,
     sql::kDeleteDepartment, "tttn", 1},
    {"state", sql::kListStates, sql::kInsertState, sql::kUpdateState, sql::kDeleteState, "tttt", 1},
    {"division", sql::kListDivisions, sql::kInsertDivision, sql::kUpdateDivision, sql::kDeleteDivision,
     "ttttn", 1},
    {"weekend_rule", sql::kListWeekendRules, sql::kInsertWeekendRule, sql::kUpdateWeekendRule,
     sql::kDeleteWeekendRule, "ttnt", 2},
    {"holiday", sql::kListHolidays, sql::kInsertHoliday, sql::kUpdateHoliday, sql::kDeleteHoliday, "ttttn",
     3},
    {"opening_hours", sql::kListOpeningHours, sql::kInsertOpeningHours, sql::kUpdateOpeningHours,
     sql::kDeleteOpeningHours, "ttnnnt", 4},
    {"office", sql::kListOffices, sql::kInsertOffice, sql::kUpdateOffice, sql::kDeleteOffice,
     "nttttttttttttt"
     "ntttn",
     1},
    {"closure", sql::kListImportedClosures, sql::kInsertClosure, sql::kUpdateClosure, sql::kDeleteClosure,
     "nttnttnntt", 1},
    {"service", sql::kListServices, sql::kInsertService, sql::kUpdateService, sql::kDeleteService,
     "nttttttttt"
     "nnttttnnn",
     1},
    {"service_document", sql::kListDocuments, sql::kInsertServiceDocument, sql::kUpdateServiceDocument,
     sql::kDeleteServiceDocument, "nnttttt", 2},
    {"pool_name", sql::kListPoolNames, sql::kInsertPoolName, sql::kUpdatePoolName, sql::kDeletePoolName,
     "ttt", 1},
    {"pool", sql::kListPools, sql::kInsertPool, sql::kUpdatePool, sql::kDeletePool, "nntttn", 1},
    {"offering", sql::kListOfferings, sql::kInsertOffering, sql::kUpdateOffering, sql::kDeleteOffering, "nnn",
     2},
    {"seat_rule", sql::kListSeatRules, sql::kInsertSeatRule, sql::kUpdateSeatRule, sql::kDeleteSeatRule,
     "tttnnnnnt", 5},
    {"announcement", sql::kListImportedAnnouncements, sql::kInsertAnnouncement, sql::kUpdateAnnouncement,
     sql::kDeleteAnnouncement, "nttttttttn", 1},
}};

Cell cell(const std::optional<domain::Date>& on) {
  return on ? Cell{domain::to_iso(*on)} : Cell{};
}
Cell cell(domain::Date on) {
  return domain::to_iso(on);
}
Cell cell(int number) {
  return std::int64_t{number};
}
Cell cell(unsigned number) {
  return std::int64_t{number};
}
Cell cell(bool flag) {
  return std::int64_t{flag ? 1 : 0};
}
Cell filled(const std::string& text) {
  return text.empty() ? Cell{} : Cell{text};
}

}  // namespace

const SyncedTable& synced_table(TableName name) {
  return kSynced[static_cast<std::size_t>(name)];
}

RowIds::RowIds(const std::vector<Cells>& present, std::size_t code_column, base::IdSource& ids)
    : source_(ids) {
  for (const Cells& cells : present) {
    ids_.emplace(std::get<std::string>(cells[code_column]), std::get<std::int64_t>(cells[0]));
  }
}

std::int64_t RowIds::of(const std::string& code) {
  const auto [place, is_new] = ids_.try_emplace(code, 0);
  if (is_new) place->second = source_.next();
  return place->second;
}

WantedRows::WantedRows(const Draft& draft, const std::map<TableName, std::vector<Cells>>& present,
                       base::IdSource& ids)
    : draft_(draft),
      offices_(present.at(TableName::office), 1, ids),
      services_(present.at(TableName::service), 1, ids),
      closures_(present.at(TableName::closure), 1, ids),
      announcements_(present.at(TableName::announcement), 1, ids),
      ids_(ids) {
  for (const Cells& cells : present.at(TableName::pool)) {
    pools_.emplace(std::pair(std::get<std::int64_t>(cells[1]), std::get<std::string>(cells[2])),
                   std::get<std::int64_t>(cells[0]));
  }
}

std::int64_t WantedRows::pool_id(const std::string& office, const std::string& code) {
  const auto [place, is_new] = pools_.try_emplace(std::pair(offices_.of(office), code), 0);
  if (is_new) place->second = ids_.next();
  return place->second;
}

std::vector<Cells> WantedRows::rows(TableName name) {
  switch (name) {
    case TableName::office:
      return offices();
    case TableName::closure:
      return closures();
    case TableName::service:
      return services();
    case TableName::service_document:
      return documents();
    case TableName::pool:
      return pools();
    case TableName::offering:
      return offerings();
    case TableName::seat_rule:
      return seat_rules();
    case TableName::announcement:
      return announcements();
    case TableName::department:
    case TableName::state:
    case TableName::division:
    case TableName::pool_name:
    case TableName::weekend_rule:
    case TableName::holiday:
    case TableName::opening_hours:
      return calendar(name);
  }
  CHECK(false);
  return {};
}

std::vector<Cells> WantedRows::calendar(TableName name) {
  std::vector<Cells> rows;
  if (name == TableName::department) {
    for (const auto& row : draft_.departments) {
      rows.push_back({row.code, row.name.ms, row.name.en, cell(row.sort)});
    }
  } else if (name == TableName::state) {
    for (const auto& row : draft_.states) rows.push_back({row.code, row.name.ms, row.name.en, row.region});
  } else if (name == TableName::division) {
    for (const auto& row : draft_.divisions) {
      rows.push_back({row.code, row.department, row.name.ms, row.name.en, cell(row.sort)});
    }
  } else if (name == TableName::pool_name) {
    for (const auto& row : draft_.pool_names) rows.push_back({row.code, row.name.ms, row.name.en});
  } else if (name == TableName::weekend_rule) {
    for (const auto& row : draft_.weekends) {
      rows.push_back({row.state, cell(row.valid.from), cell(row.days_off), cell(row.valid.to)});
    }
  } else if (name == TableName::holiday) {
    for (const auto& row : draft_.holidays) {
      for (const std::string& state : row.states) {
        rows.push_back({cell(row.on), state, row.name.ms, row.name.en, cell(row.estimated)});
      }
    }
  } else {
    for (const auto& row : draft_.hours) {
      rows.push_back({row.profile, cell(row.valid.from), cell(row.weekday), cell(row.open.from),
                      cell(row.open.to), cell(row.valid.to)});
    }
  }
  return rows;
}

std::vector<Cells> WantedRows::offices() {
  std::vector<Cells> rows;
  for (const OfficeDraft& row : draft_.offices) {
    rows.push_back({offices_.of(row.code), row.code, row.department, row.kind, filled(row.state),
                    row.district, row.name.ms, row.name.en, row.address, row.postcode, row.city, row.country,
                    row.time_zone, row.hours_profile, cell(row.opens_on_rest_days), row.phone, row.latitude,
                    row.longitude, cell(row.active)});
  }
  return rows;
}

std::vector<Cells> WantedRows::closures() {
  std::vector<Cells> rows;
  for (const ClosureDraft& row : draft_.closures) {
    rows.push_back({closures_.of(row.code), row.code, filled(row.state),
                    row.office.empty() ? Cell{} : Cell{offices_.of(row.office)}, cell(row.from), cell(row.to),
                    row.part ? cell(row.part->from) : Cell{}, row.part ? cell(row.part->to) : Cell{},
                    row.reason.ms, row.reason.en});
  }
  return rows;
}

std::vector<Cells> WantedRows::services() {
  std::vector<Cells> rows;
  for (const ServiceDraft& row : draft_.services) {
    // Their order in the file is the order of display.
    const auto sort = static_cast<std::int64_t>(rows.size() + 1) * 10;
    rows.push_back({services_.of(row.code), row.code, row.division, row.name.ms, row.name.en, row.summary.ms,
                    row.summary.en, std::string(to_text(row.applicant_kind)),
                    std::string(to_text(row.booking)), row.online_url, cell(row.persons_max),
                    cell(row.minutes), row.audience.ms, row.audience.en, cell(row.active_from),
                    cell(row.active_to), cell(row.window.window_months), cell(row.window.lead_days), sort});
  }
  return rows;
}

std::vector<Cells> WantedRows::documents() {
  std::vector<Cells> rows;
  for (const DocumentDraft& row : draft_.documents) {
    rows.push_back({services_.of(row.service), cell(row.sort), row.text.ms, row.text.en, row.required,
                    row.condition.ms, row.condition.en});
  }
  return rows;
}

std::vector<Cells> WantedRows::pools() {
  std::map<std::string, base::Bilingual> names;
  for (const PoolNameDraft& row : draft_.pool_names) names.emplace(row.code, row.name);
  std::vector<Cells> rows;
  for (const PoolDraft& row : draft_.pools) {
    const base::Bilingual& name = names.at(row.code);
    rows.push_back({pool_id(row.office, row.code), offices_.of(row.office), row.code, name.ms, name.en,
                    cell(row.counters)});
  }
  return rows;
}

std::vector<Cells> WantedRows::offerings() {
  std::vector<Cells> rows;
  for (const OfferingDraft& row : draft_.offerings) {
    rows.push_back({offices_.of(row.office), services_.of(row.service), pool_id(row.office, row.pool)});
  }
  return rows;
}

std::vector<Cells> WantedRows::seat_rules() {
  std::vector<Cells> rows;
  for (const SeatRuleDraft& row : draft_.seat_rules) {
    rows.push_back({row.office_kind, row.pool, cell(row.rule.valid_from), cell(row.rule.weekdays),
                    cell(row.rule.part.from), cell(row.rule.part.to), cell(row.rule.slot_minutes),
                    cell(row.rule.seats_per_counter), cell(row.rule.valid_to)});
  }
  return rows;
}

std::vector<Cells> WantedRows::announcements() {
  std::vector<Cells> rows;
  for (const AnnouncementDraft& row : draft_.announcements) {
    rows.push_back({announcements_.of(row.code), row.code, row.department, row.title.ms, row.title.en,
                    row.body.ms, row.body.en, cell(row.shown.from), cell(row.shown.to), cell(row.pinned)});
  }
  return rows;
}

}  // namespace temujanji::catalogue
