#pragma once
#include <string>
#include <string_view>

namespace temujanji::storage {

/// A migration, written in SQLite's types, as PostgreSQL reads it: whole numbers are `bigint`, bytes `bytea`,
/// and STRICT, which is always so, is left out. Lines that begin with `-- postgresql:` are PostgreSQL's
/// alone.
std::string as_postgresql(std::string_view sql);

}  // namespace temujanji::storage
