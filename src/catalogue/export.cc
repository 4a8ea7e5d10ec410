#include <algorithm>
#include <cstdio>
#include <set>
#include <tuple>

#include "catalogue/import_tables.h"
#include "catalogue/sheets.h"
#include "domain/calendar.h"

namespace temujanji::catalogue {
namespace {

std::string text(const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* value = std::get_if<std::string>(&cell)) return *value;
  return {};
}

std::int64_t number(const Cell& cell) {
  return std::get<std::int64_t>(cell);
}

std::string yes_no(const Cell& cell) {
  return number(cell) != 0 ? "yes" : "no";
}

/// 510 → "08:30"
std::string minute(const Cell& cell) {
  if (std::holds_alternative<std::monostate>(cell)) return {};
  const auto minutes = number(cell);
  std::array<char, 24> time{};
  std::snprintf(time.data(), time.size(), "%02d:%02d", static_cast<int>(minutes / 60),
                static_cast<int>(minutes % 60));
  return time.data();
}

/// Bits 4 and 5 → "5+6"
std::string weekdays(const Cell& cell) {
  std::string days;
  for (int day = 1; day <= 7; ++day) {
    if ((number(cell) >> (day - 1) & 1) == 0) continue;
    if (!days.empty()) days += '+';
    days += std::to_string(day);
  }
  return days;
}

/// The rows of every table turned into those of the sheets.
class Export {
 public:
  explicit Export(storage::Connection& connection) {
    for (int i = 0; i < kTables; ++i) {
      const auto name = static_cast<TableName>(i);
      tables_[name] = read_rows(connection, synced_table(name));
    }
    for (const TableName name : {TableName::office, TableName::service}) {
      for (const Cells& row : tables_[name]) codes_[number(row[0])] = text(row[1]);
    }
  }

  Sheets run() {
    copy("departments", TableName::department, 0);
    copy("states", TableName::state, 0);
    copy("divisions", TableName::division, 0);
    copy("pools", TableName::pool_name, 0);
    add_calendar();
    add_offices();
    add_services();
    add_seats();
    add_news();
    return std::move(sheets_);
  }

 private:
  /// A sheet whose columns are those of the table from one on.
  void copy(std::string_view sheet, TableName table, std::size_t first) {
    auto& rows = sheets_[std::string(sheet)];
    for (const Cells& cells : tables_[table]) {
      SheetRow row;
      for (std::size_t i = first; i < cells.size(); ++i) row.push_back(text(cells[i]));
      rows.push_back(std::move(row));
    }
  }

  template <class Make>
  void add(std::string_view sheet, TableName table, Make make) {
    auto& rows = sheets_[std::string(sheet)];
    for (const Cells& cells : tables_[table]) rows.push_back(make(cells));
  }

  std::string code_of(const Cell& id) const {
    const auto* number = std::get_if<std::int64_t>(&id);
    return number == nullptr ? std::string() : codes_.at(*number);
  }

  void add_calendar() {
    add("weekend_rules", TableName::weekend_rule, [](const Cells& row) {
      return SheetRow{text(row[0]), weekdays(row[2]), text(row[1]), text(row[3])};
    });
    add("hours_profiles", TableName::opening_hours, [](const Cells& row) {
      return SheetRow{text(row[0]), text(row[2]), minute(row[3]), minute(row[4]), text(row[1]), text(row[5])};
    });
    add_holidays();
  }

  void add_holidays() {
    std::map<std::tuple<std::string, std::string, std::string, std::string>, std::string> states;
    for (const Cells& row : tables_[TableName::holiday]) {
      std::string& codes = states[{text(row[0]), text(row[2]), text(row[3]), yes_no(row[4])}];
      codes += (codes.empty() ? "" : " ") + text(row[1]);
    }
    std::string all;
    for (const Cells& row : tables_[TableName::state]) all += (all.empty() ? "" : " ") + text(row[0]);
    auto& rows = sheets_["holidays"];
    for (const auto& [key, codes] : states) {
      const auto& [on, name_ms, name_en, estimated] = key;
      rows.push_back({on, name_ms, name_en, codes == all ? "ALL" : codes, estimated});
    }
  }

  void add_offices() {
    add("offices", TableName::office, [](const Cells& row) {
      SheetRow office;
      for (std::size_t i = 1; i < row.size(); ++i) {
        const bool is_flag = i == 14 || i == 18;
        office.push_back(is_flag ? yes_no(row[i]) : text(row[i]));
      }
      return office;
    });
  }

  void add_services() {
    add("services", TableName::service, [](const Cells& row) {
      return SheetRow{text(row[1]),  text(row[2]),  text(row[3]),  text(row[4]),  text(row[5]),
                      text(row[6]),  text(row[7]),  text(row[8]),  text(row[9]),  text(row[10]),
                      text(row[11]), text(row[16]), text(row[17]), text(row[12]), text(row[13]),
                      text(row[14]), text(row[15])};
    });
    add("service_documents", TableName::service_document, [this](const Cells& row) {
      return SheetRow{code_of(row[0]), text(row[1]), text(row[2]), text(row[3]),
                      text(row[4]),    text(row[5]), text(row[6])};
    });
    auto& rows = sheets_["service_documents"];
    std::ranges::stable_sort(rows, {}, [](const SheetRow& row) { return row[0]; });
  }

  void add_seats() {
    std::map<std::int64_t, const Cells*> pools;
    for (const Cells& pool : tables_[TableName::pool]) pools[number(pool[0])] = &pool;
    add("office_services", TableName::offering, [&](const Cells& row) {
      const Cells& pool = *pools.at(number(row[2]));
      return SheetRow{code_of(row[0]), code_of(row[1]), text(pool[5]), text(pool[2])};
    });
    std::ranges::sort(sheets_["office_services"]);
    add("seat_rules", TableName::seat_rule, [](const Cells& row) {
      return SheetRow{text(row[0]), text(row[1]), weekdays(row[3]), minute(row[4]), minute(row[5]),
                      text(row[6]), text(row[7]), text(row[2]),     text(row[8])};
    });
  }

  void add_news() {
    add("closures", TableName::closure, [this](const Cells& row) {
      return SheetRow{text(row[1]),   text(row[2]),   code_of(row[3]), text(row[4]), text(row[5]),
                      minute(row[6]), minute(row[7]), text(row[8]),    text(row[9])};
    });
    add("announcements", TableName::announcement, [](const Cells& row) {
      return SheetRow{text(row[1]), text(row[2]), text(row[3]), text(row[4]),  text(row[5]),
                      text(row[6]), text(row[7]), text(row[8]), yes_no(row[9])};
    });
  }

  std::map<TableName, std::vector<Cells>> tables_;
  std::map<std::int64_t, std::string> codes_;
  Sheets sheets_;
};

}  // namespace

Sheets read_sheets(storage::Connection& connection) {
  return Export(connection).run();
}

}  // namespace temujanji::catalogue
