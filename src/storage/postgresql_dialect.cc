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

}  // namespace

std::string as_postgresql(std::string_view sql) {
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
