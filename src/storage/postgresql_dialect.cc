#include "storage/postgresql_dialect.h"

#include <algorithm>

namespace temujanji::storage {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view translate(std::string_view word) {
  if (word == "integer") return "bigint";
  if (word == "blob") return "bytea";
  if (word == "STRICT") return "";
  return word;
}

/// Lines that SQLite takes for comments.
std::string with_own_lines(std::string_view sql) {
  constexpr std::string_view kMark = "-- postgresql:";
  std::string out;
  while (!sql.empty()) {
    const std::string_view line = sql.substr(0, sql.find('\n') + 1);
    if (line.empty()) return out += sql;
    out += line.starts_with(kMark) ? line.substr(kMark.size()) : line;
    sql.remove_prefix(line.size());
  }
  return out;
}

}  // namespace

std::string as_postgresql(std::string_view script) {
  const std::string own = with_own_lines(script);
  std::string_view sql = own;
  std::string out;
  out.reserve(sql.size());
  while (!sql.empty()) {
    const std::size_t length = static_cast<std::size_t>(
        std::ranges::find_if(sql, [&](char c) { return is_word(c) != is_word(sql.front()); }) - sql.begin());
    const std::string_view part = sql.substr(0, length);
    out += is_word(part.front()) ? translate(part) : part;
    sql.remove_prefix(length);
  }
  return out;
}

}  // namespace temujanji::storage
