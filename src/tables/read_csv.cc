#include <optional>

#include "base/text.h"
#include "tables/csv.h"
#include "tables/formula.h"

namespace temujanji::tables {
namespace {

/// Reads one file; `line_` is that of the next character.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  base::Result<std::vector<Record>, Problem> read() {
    if (rest_.size() > kFileBytesMax) return Problem{1, "the file is larger than 5 MB"};
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
    std::vector<Record> records;
    while (!rest_.empty()) {
      if (skip_line_end()) continue;
      if (records.size() == kRecordsMax) return Problem{line_, "there are more than 100,000 rows"};
      Record record{line_, {}};
      if (auto problem = read_record(record)) return std::move(*problem);
      records.push_back(std::move(record));
    }
    return records;
  }

 private:
  bool skip_line_end() {
    const std::size_t length = rest_.starts_with("\r\n") ? 2 : rest_.starts_with("\n") ? 1 : 0;
    rest_.remove_prefix(length);
    if (length > 0) ++line_;
    return length > 0;
  }

  std::optional<Problem> read_record(Record& record) {
    for (;;) {
      if (record.fields.size() == kFieldsMax) return Problem{line_, "a row has more than 64 cells"};
      const int line = line_;
      std::string field;
      auto problem = rest_.starts_with('"') ? read_quoted(field) : read_plain(field);
      if (problem) return problem;
      if (field.size() > kFieldBytesMax) return Problem{line, "a cell is longer than 20,000 bytes"};
      if (!base::is_clean_utf8(field)) {
        return Problem{line, "the text is not UTF-8 or has control characters; save the file as UTF-8"};
      }
      if (is_guarded(field)) field.erase(0, 1);
      record.fields.push_back(std::move(field));
      if (rest_.empty() || skip_line_end()) return std::nullopt;
      if (rest_.front() != ',') return Problem{line_, "after a closing quote a comma must follow"};
      rest_.remove_prefix(1);
    }
  }

  std::optional<Problem> read_plain(std::string& field) {
    std::size_t length = rest_.find_first_of(",\"\n");
    if (length == rest_.npos) length = rest_.size();
    if (length < rest_.size() && rest_[length] == '"') {
      return Problem{line_, "a cell with a quote in it must itself stand in quotes"};
    }
    const bool carriage_return =
        length < rest_.size() && rest_[length] == '\n' && length > 0 && rest_[length - 1] == '\r';
    if (carriage_return) --length;
    field = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return std::nullopt;
  }

  std::optional<Problem> read_quoted(std::string& field) {
    const int begins = line_;
    rest_.remove_prefix(1);
    for (;;) {
      const std::size_t quote = rest_.find('"');
      if (quote == rest_.npos) return Problem{begins, "a quote is opened here and never closed"};
      append_lines(field, rest_.substr(0, quote));
      rest_.remove_prefix(quote + 1);
      if (!rest_.starts_with('"')) return std::nullopt;
      field += '"';
      rest_.remove_prefix(1);
    }
  }

  /// Line ends inside quotes become LF, whatever the file's own are.
  void append_lines(std::string& field, std::string_view part) {
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (part[i] == '\n') ++line_;
      if (part[i] == '\r' && i + 1 < part.size() && part[i + 1] == '\n') continue;
      field += part[i];
    }
  }

  std::string_view rest_;
  int line_ = 1;
};

}  // namespace

base::Result<std::vector<Record>, Problem> read_csv(std::string_view text) {
  return Reader(text).read();
}

}  // namespace temujanji::tables
