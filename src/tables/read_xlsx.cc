#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>

#include "base/text.h"
#include "tables/xlsx.h"
#include "tables/xml.h"
#include "tables/zip.h"

namespace temujanji::tables {
namespace {

constexpr std::size_t kSheetsMax = 64;
/// Of all sheets together; the same long text may stand in many cells.
constexpr std::size_t kTextBytesMax = 20'000'000;
/// Different texts of all cells.
constexpr std::size_t kTextsMax = 500'000;

/// Whether a number format shows dates or times. Between 14 and 22 and from 45 to 47 the formats are given;
/// of others the letters tell, apart from those in quotes, in brackets or after a backslash.
bool shows_time(int id, std::string_view code) {
  if (code.empty()) return (id >= 14 && id <= 22) || (id >= 45 && id <= 47);
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '\\') {
      ++i;
    } else if (c == '"' || (c == '[' && code.substr(i, 2) != "[h" && code.substr(i, 2) != "[H")) {
      i = std::min(code.find(c == '"' ? '"' : ']', i + 1), code.size());
    } else if (std::string_view("yYdDhH").find(c) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

/// With the 15 digits that a number is shown with; files have what the machine computes with, as
/// 1.1000000000000001.
std::string number_text(const std::string& stored) {
  const auto number = base::parse_number<double>(stored);
  if (!number || stored.find_first_of(".eE") == stored.npos) return stored;
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.begin(), text.end(), *number, std::chars_format::general, 15);
  return {text.begin(), end.ptr};
}

/// The day or minute that a serial number means, counted from the end of 1899.
std::optional<std::string> time_text(double serial) {
  if (!(serial >= 0 && serial < 2'958'466)) return std::nullopt;
  const auto minutes = static_cast<std::int64_t>(std::llround(serial * 1440));
  const std::chrono::year_month_day on{std::chrono::sys_days(std::chrono::year(1899) / 12 / 30) +
                                       std::chrono::days(minutes / 1440)};
  const auto minute = static_cast<int>(minutes % 1440);
  std::array<char, 32> text{};
  std::string out;
  if (minutes >= 1440) {
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(on.year()),
                  static_cast<unsigned>(on.month()), static_cast<unsigned>(on.day()));
    out = text.data();
  }
  if (minutes >= 1440 && minute == 0) return out;
  std::snprintf(text.data(), text.size(), "%02d:%02d", minute / 60, minute % 60);
  return out.empty() ? text.data() : out + " " + text.data();
}

/// "C5" → 2
std::optional<std::size_t> column_of(std::string_view place) {
  std::size_t column = 0;
  std::size_t letters = 0;
  for (; letters < place.size() && place[letters] >= 'A' && place[letters] <= 'Z'; ++letters) {
    if (letters == 3) return std::nullopt;
    column = column * 26 + static_cast<std::size_t>(place[letters] - 'A') + 1;
  }
  if (letters == 0) return std::nullopt;
  return column - 1;
}

/// What a sheet's cells refer to.
struct Shared {
  std::vector<std::string> texts;
  std::vector<bool> time_styles;
  int days_off = 0;  // 1462 where the workbook counts from 1904
};

class SheetReader {
 public:
  SheetReader(const Shared& shared, std::size_t& bytes_left) : shared_(shared), bytes_left_(bytes_left) {}

  void begin(std::string_view name, const XmlAttributes& attributes) {
    if (name == "row") {
      ++row_;
      if (const auto number = base::parse_number<int>(attributes.value("r"))) row_ = *number;
      record_ = {row_, {}};
      column_ = 0;
    } else if (name == "c") {
      column_ = column_of(attributes.value("r")).value_or(column_);
      type_ = attributes.value("t");
      style_ = base::parse_number<std::size_t>(attributes.value("s")).value_or(0);
      value_.clear();
    } else if (name == "rPh") {
      is_reading_aid_ = true;
    }
    takes_text_ = (name == "v" || name == "t") && !is_reading_aid_;
  }

  void end(std::string_view name) {
    takes_text_ = false;
    if (name == "rPh") is_reading_aid_ = false;
    if (name == "c") end_cell();
    if (name == "row") end_row();
  }

  void text(std::string_view text) {
    if (!takes_text_) return;
    value_ += text;
    if (value_.size() > kFieldBytesMax) refuse("a cell is longer than 20,000 bytes");
  }

  bool goes_on() const { return !problem_; }
  const std::optional<Problem>& problem() const { return problem_; }
  std::vector<Record> take() { return std::move(records_); }

 private:
  void refuse(std::string reason) {
    if (!problem_) problem_ = Problem{row_, std::move(reason)};
    takes_text_ = false;
  }

  /// What the cell shows.
  std::string shown() const {
    if (type_ == "s") {
      const auto index = base::parse_number<std::size_t>(value_);
      return index && *index < shared_.texts.size() ? shared_.texts[*index] : std::string();
    }
    if (!type_.empty() && type_ != "n") return value_;
    if (style_ >= shared_.time_styles.size() || !shared_.time_styles[style_]) return number_text(value_);
    const auto serial = base::parse_number<double>(value_);
    const auto text = serial ? time_text(*serial + shared_.days_off) : std::nullopt;
    return text.value_or(value_);
  }

  void end_cell() {
    const std::size_t column = column_++;
    std::string value = shown();
    if (problem_ || value.empty()) return;
    if (column >= kFieldsMax) return refuse("a row has more than 64 cells");
    if (!base::is_clean_utf8(value)) return refuse("a cell has control characters");
    if (value.size() > bytes_left_) return refuse("the workbook holds more than 20 MB of text");
    bytes_left_ -= value.size();
    if (record_.fields.size() <= column) record_.fields.resize(column + 1);
    record_.fields[column] = std::move(value);
  }

  void end_row() {
    if (problem_ || record_.fields.empty()) return;
    if (records_.size() == kRecordsMax) return refuse("there are more than 100,000 rows");
    if (!records_.empty() && record_.fields.size() < records_.front().fields.size()) {
      record_.fields.resize(records_.front().fields.size());
    }
    records_.push_back(std::move(record_));
    record_ = {row_, {}};
  }

  const Shared& shared_;
  std::size_t& bytes_left_;
  std::vector<Record> records_;
  std::optional<Problem> problem_;
  Record record_{0, {}};
  int row_ = 0;
  std::size_t column_ = 0;
  std::string type_;
  std::size_t style_ = 0;
  std::string value_;
  bool takes_text_ = false;
  bool is_reading_aid_ = false;
};

struct SheetName {
  std::string name;
  std::string id;
};

class WorkbookReader {
 public:
  explicit WorkbookReader(std::string_view bytes) : archive_(bytes) {}

  base::Result<std::vector<Sheet>, Problem> read() {
    if (!archive_.is_open()) return Problem{0, "this is no workbook (.xlsx), or it is damaged"};
    const std::string workbook = find_workbook();
    const std::string folder = workbook.substr(0, workbook.rfind('/') + 1);
    read_references(folder + "_rels/" + workbook.substr(folder.size()) + ".rels", folder);
    if (!read_workbook(workbook)) return Problem{0, "this is no workbook (.xlsx), or it is damaged"};
    if (names_.size() > kSheetsMax) return Problem{0, "the workbook has more than 64 sheets"};
    if (!read_styles() || !read_texts()) return Problem{0, "the workbook is damaged or too large"};
    std::vector<Sheet> sheets;
    for (const SheetName& name : names_) {
      SheetReader reader(shared_, bytes_left_);
      if (!read_sheet(name, reader)) {
        return reader.problem().value_or(Problem{0, "the sheet " + name.name + " is damaged or too large"});
      }
      sheets.push_back({name.name, reader.take()});
    }
    return sheets;
  }

 private:
  /// False: the file is not there, or cannot be read to its end.
  bool read_xml(const std::string& file, XmlHandlers handlers, const std::function<bool()>& goes_on) {
    XmlReader xml(std::move(handlers));
    bool good = true;
    const bool is_there = archive_.read(file, [&](std::string_view piece) {
      good = xml.take(piece) && goes_on();
      return good;
    });
    return is_there && good && xml.finish() && goes_on();
  }

  bool read_elements(const std::string& file,
                     std::function<void(std::string_view, const XmlAttributes&)> begin) {
    XmlHandlers handlers{std::move(begin), [](std::string_view) {}, [](std::string_view) {}};
    return read_xml(file, std::move(handlers), [] { return true; });
  }

  std::string find_workbook() {
    std::string found = "xl/workbook.xml";
    read_elements("_rels/.rels", [&](std::string_view, const XmlAttributes& attributes) {
      if (attributes.value("Type").ends_with("/officeDocument")) found = attributes.value("Target");
    });
    return found.starts_with('/') ? found.substr(1) : found;
  }

  void read_references(const std::string& file, const std::string& folder) {
    read_elements(file, [&](std::string_view, const XmlAttributes& attributes) {
      const std::string target(attributes.value("Target"));
      const std::string path = target.starts_with('/') ? target.substr(1) : folder + target;
      targets_[std::string(attributes.value("Id"))] = path;
      if (attributes.value("Type").ends_with("/sharedStrings")) texts_file_ = path;
      if (attributes.value("Type").ends_with("/styles")) styles_file_ = path;
    });
  }

  bool read_workbook(const std::string& file) {
    return read_elements(file, [&](std::string_view name, const XmlAttributes& attributes) {
      if (name == "workbookPr") {
        const std::string_view since_1904 = attributes.value("date1904");
        if (since_1904 == "1" || since_1904 == "true") shared_.days_off = 1462;
      }
      if (name != "sheet" || names_.size() > kSheetsMax) return;
      names_.push_back({std::string(attributes.value("name")), std::string(attributes.value("id"))});
    });
  }

  bool read_styles() {
    if (styles_file_.empty()) return true;
    std::map<int, std::string> codes;
    bool in_cells = false;
    const auto id_in = [](const XmlAttributes& attributes) {
      return base::parse_number<int>(attributes.value("numFmtId")).value_or(0);
    };
    XmlHandlers handlers{[&](std::string_view name, const XmlAttributes& attributes) {
                           if (name == "numFmt") codes[id_in(attributes)] = attributes.value("formatCode");
                           if (name == "cellXfs") in_cells = true;
                           if (name != "xf" || !in_cells) return;
                           const int id = id_in(attributes);
                           shared_.time_styles.push_back(shows_time(id, codes[id]));
                         },
                         [&](std::string_view name) {
                           if (name == "cellXfs") in_cells = false;
                         },
                         [](std::string_view) {}};
    return read_xml(styles_file_, std::move(handlers), [] { return true; });
  }

  bool read_texts() {
    if (texts_file_.empty()) return true;
    bool takes_text = false;
    bool is_reading_aid = false;
    XmlHandlers handlers{[&](std::string_view name, const XmlAttributes&) {
                           if (name == "si") shared_.texts.emplace_back();
                           if (name == "rPh") is_reading_aid = true;
                           takes_text = name == "t" && !is_reading_aid && !shared_.texts.empty();
                         },
                         [&](std::string_view name) {
                           takes_text = false;
                           if (name == "rPh") is_reading_aid = false;
                         },
                         [&](std::string_view text) {
                           if (takes_text) shared_.texts.back() += text;
                         }};
    return read_xml(texts_file_, std::move(handlers), [this] { return shared_.texts.size() <= kTextsMax; });
  }

  bool read_sheet(const SheetName& name, SheetReader& reader) {
    XmlHandlers handlers{
        [&](std::string_view element, const XmlAttributes& attributes) { reader.begin(element, attributes); },
        [&](std::string_view element) { reader.end(element); },
        [&](std::string_view text) { reader.text(text); }};
    return read_xml(targets_[name.id], std::move(handlers), [&] { return reader.goes_on(); });
  }

  ZipReader archive_;
  std::map<std::string, std::string> targets_;
  std::string texts_file_, styles_file_;
  std::vector<SheetName> names_;
  Shared shared_;
  std::size_t bytes_left_ = kTextBytesMax;
};

}  // namespace

base::Result<std::vector<Sheet>, Problem> read_xlsx(std::string_view bytes) {
  if (bytes.size() > kFileBytesMax) return Problem{0, "the file is larger than 5 MB"};
  return WorkbookReader(bytes).read();
}

}  // namespace temujanji::tables
