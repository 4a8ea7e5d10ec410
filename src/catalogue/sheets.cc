#include "catalogue/sheets.h"

#include <algorithm>

#include "base/check.h"
#include "catalogue/table.h"
#include "tables/csv.h"

namespace temujanji::catalogue {
namespace {

using Kind = ColumnKind;
constexpr auto kMayBeEmpty = Column::Empty::allowed;

Column may_be_empty(std::string_view name, Kind kind = Kind::text, std::string_view of = {}) {
  return {name, kind, of, kMayBeEmpty};
}
Column whole(std::string_view name, int least, int most) {
  return {name, Kind::whole, {}, Column::Empty::refused, least, most};
}

void add_structure(std::vector<SheetForm>& forms) {
  const Column code{"code", Kind::code};
  const Column sort = whole("sort", 0, 1'000'000);
  forms.push_back({"departments", {code, {"name_ms"}, {"name_en"}, sort}, {"code"}});
  forms.push_back(
      {"states",
       {code, {"name_ms"}, {"name_en"}, {"region", Kind::choice, "peninsula sabah sarawak labuan"}},
       {"code"},
       {},
       "iso3166_2"});
  forms.push_back({"divisions",
                   {code, {"department", Kind::reference, "departments"}, {"name_ms"}, {"name_en"}, sort},
                   {"code"}});
}

void add_calendar(std::vector<SheetForm>& forms) {
  const Column valid_from{"valid_from", Kind::date};
  const Column valid_to = may_be_empty("valid_to", Kind::date);
  forms.push_back(
      {"weekend_rules",
       {{"state", Kind::reference, "states"}, {"weekday_off", Kind::weekdays}, valid_from, valid_to},
       {"state", "valid_from"},
       "state"});
  forms.push_back({"holidays",
                   {{"date", Kind::date},
                    {"name_ms"},
                    {"name_en"},
                    {"states", Kind::states},
                    {"estimated", Kind::yes_no}},
                   {"date", "name_ms"},
                   "date"});
  forms.push_back({"hours_profiles",
                   {{"profile", Kind::code},
                    {"weekday", Kind::choice, "1 2 3 4 5 6 7"},
                    {"opens", Kind::time},
                    {"closes", Kind::time},
                    valid_from,
                    valid_to},
                   {"profile", "valid_from", "weekday", "opens"},
                   "profile"});
}

void add_offices(std::vector<SheetForm>& forms) {
  const Column code{"code", Kind::code};
  forms.push_back({"offices",
                   {code,
                    {"department", Kind::reference, "departments"},
                    {"kind", Kind::choice,
                     "hq hq_division state branch passport_office utc service_centre programme_centre "
                     "enforcement_office attache"},
                    may_be_empty("state", Kind::reference, "states"),
                    may_be_empty("district"),
                    {"name_ms"},
                    {"name_en"},
                    may_be_empty("address_line"),
                    may_be_empty("postcode"),
                    {"city"},
                    {"country"},
                    {"time_zone"},
                    {"hours_profile", Kind::reference, "hours_profiles:profile"},
                    {"opens_on_rest_days", Kind::yes_no},
                    may_be_empty("phone"),
                    may_be_empty("latitude"),
                    may_be_empty("longitude"),
                    {"active", Kind::yes_no}},
                   {"code"},
                   "state"});
  forms.push_back({"closures",
                   {code,
                    may_be_empty("state", Kind::reference, "states"),
                    may_be_empty("office", Kind::reference, "offices"),
                    {"from", Kind::date},
                    {"to", Kind::date},
                    may_be_empty("from_time", Kind::time),
                    may_be_empty("to_time", Kind::time),
                    {"reason_ms"},
                    {"reason_en"}},
                   {"code"}});
}

void add_services(std::vector<SheetForm>& forms) {
  const Column code{"code", Kind::code};
  forms.push_back(
      {"services",
       {code,
        {"division", Kind::reference, "divisions"},
        {"name_ms"},
        {"name_en"},
        may_be_empty("summary_ms", Kind::paragraphs),
        may_be_empty("summary_en", Kind::paragraphs),
        {"applicant_kind", Kind::choice,
         "citizen permanent_resident foreigner foreigner_with_sponsor sponsor employer institution"},
        {"booking", Kind::choice, "self assigned online_elsewhere"},
        may_be_empty("online_url"),
        whole("persons_max", 1, 1000),
        whole("minutes", 1, 480),
        whole("window_months", 1, 12),
        whole("lead_days", 0, 90),
        may_be_empty("audience_note_ms", Kind::paragraphs),
        may_be_empty("audience_note_en", Kind::paragraphs),
        may_be_empty("active_from", Kind::date),
        may_be_empty("active_to", Kind::date)},
       {"code"},
       "division"});
  forms.push_back({"service_documents",
                   {{"service", Kind::reference, "services"},
                    whole("sort", 0, 100'000),
                    {"document_ms"},
                    {"document_en"},
                    {"required", Kind::choice, "yes no if_applicable"},
                    may_be_empty("condition_ms"),
                    may_be_empty("condition_en")},
                   {"service", "sort"},
                   "service"});
}

void add_seats(std::vector<SheetForm>& forms) {
  const Column code{"code", Kind::code};
  const Column valid_from{"valid_from", Kind::date};
  const Column valid_to = may_be_empty("valid_to", Kind::date);
  forms.push_back({"pools", {code, {"name_ms"}, {"name_en"}}, {"code"}});
  forms.push_back({"office_services",
                   {{"office", Kind::reference, "offices"},
                    {"service", Kind::reference, "services"},
                    whole("counters", 0, 500),
                    {"pool", Kind::reference, "pools"}},
                   {"office", "service"},
                   "office"});
  forms.push_back({"seat_rules",
                   {{"office_kind", Kind::reference, "offices:kind"},
                    {"pool", Kind::reference, "pools"},
                    {"weekdays", Kind::weekdays},
                    {"from", Kind::time},
                    {"to", Kind::time},
                    whole("slot_minutes", 5, 480),
                    whole("seats_per_counter", 1, 100),
                    valid_from,
                    valid_to},
                   {"office_kind", "pool", "valid_from", "weekdays", "from"},
                   "office_kind"});
  forms.push_back({"announcements",
                   {code,
                    {"department", Kind::reference, "departments"},
                    {"title_ms"},
                    {"title_en"},
                    {"body_ms", Kind::paragraphs},
                    {"body_en", Kind::paragraphs},
                    {"from", Kind::date},
                    may_be_empty("to", Kind::date),
                    {"pinned", Kind::yes_no}},
                   {"code"}});
}

std::vector<SheetForm> make_forms() {
  std::vector<SheetForm> forms;
  add_structure(forms);
  add_calendar(forms);
  add_offices(forms);
  add_services(forms);
  add_seats(forms);
  return forms;
}

}  // namespace

std::size_t SheetForm::column(std::string_view wanted) const {
  const auto found = std::ranges::find(columns, wanted, &Column::name);
  CHECK(found != columns.end());
  return static_cast<std::size_t>(found - columns.begin());
}

const std::vector<SheetForm>& sheet_forms() {
  static const std::vector<SheetForm> forms = make_forms();
  return forms;
}

const SheetForm* find_sheet_form(std::string_view name) {
  const auto found = std::ranges::find(sheet_forms(), name, &SheetForm::name);
  return found == sheet_forms().end() ? nullptr : &*found;
}

tables::Table to_table(const SheetForm& form, const std::vector<SheetRow>& rows) {
  tables::Table table{std::string(form.name), {}, {}};
  for (const Column& column : form.columns) table.columns.emplace_back(column.name);
  for (const SheetRow& row : rows) table.rows.emplace_back(row.begin(), row.end());
  return table;
}

CatalogueFiles to_files(const Sheets& sheets) {
  CatalogueFiles catalogue;
  for (const SheetForm& form : sheet_forms()) {
    const tables::Table table = to_table(form, sheets.at(std::string(form.name)));
    catalogue.files.emplace(form.file(), tables::write_csv(table, tables::CsvFor::editor));
  }
  return catalogue;
}

base::Result<std::vector<SheetRow>, Problems> parse_sheet(const SheetForm& form,
                                                          const std::vector<tables::Record>& records) {
  Problems problems;
  std::vector<SheetRow> rows;
  read_records(form, records, problems, [&](Row& row) {
    SheetRow& fields = rows.emplace_back();
    for (const Column& column : form.columns) fields.push_back(row.text(column.name));
  });
  if (!problems.none()) return problems;
  return rows;
}

}  // namespace temujanji::catalogue
