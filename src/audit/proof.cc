#include "audit/proof.h"

#include <algorithm>
#include <boost/json.hpp>

#include "audit/store.h"
#include "base/text.h"

namespace temujanji::audit {
namespace {

namespace json = boost::json;

constexpr std::string_view kProofFormat = "temujanji-audit-proof-1";
constexpr std::size_t kPathMax = 64;

std::vector<Value> values_of(const Source& source, const storage::Rows& row) {
  std::vector<Value> values;
  for (std::size_t i = 0; i < source.columns.size(); ++i) {
    const int column = static_cast<int>(i);
    if (row.is_null(column)) {
      values.push_back({true});
    } else if (source.columns[i].kind == ColumnKind::integer) {
      values.push_back({false, row.integer(column)});
    } else {
      values.push_back({false, 0, row.string(column)});
    }
  }
  return values;
}

std::string text_of_hash(const Hash& hash) {
  return base::to_base64url(base::bytes_of(hash));
}

json::value to_json(const Value& value, ColumnKind kind) {
  if (value.is_null) return nullptr;
  return kind == ColumnKind::integer ? json::value(value.number) : json::value(value.text);
}

std::optional<Value> parse_value(const json::value& value, ColumnKind kind) {
  if (value.is_null()) return Value{true};
  if (kind == ColumnKind::text)
    return value.is_string() ? std::optional(Value{false, 0, std::string(value.get_string())}) : std::nullopt;
  return value.is_int64() ? std::optional(Value{false, value.get_int64()}) : std::nullopt;
}

/// The values of an object that has the source's columns and no other.
std::optional<std::vector<Value>> parse_row(const json::object& object, const Source& source) {
  std::vector<Value> values;
  for (const Column& column : source.columns) {
    const json::value* given = object.if_contains(column.name);
    const auto value = given == nullptr ? std::nullopt : parse_value(*given, column.kind);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  if (object.size() != values.size()) return std::nullopt;
  return values;
}

std::optional<std::vector<Hash>> parse_path(const json::array& array) {
  std::vector<Hash> path;
  if (array.size() > kPathMax) return std::nullopt;
  for (const json::value& value : array) {
    const auto hash = value.is_string() ? parse_hash(value.get_string()) : std::nullopt;
    if (!hash) return std::nullopt;
    path.push_back(*hash);
  }
  return path;
}

}  // namespace

ProofOrNot prove(storage::Connection& connection, const Source& source, std::int64_t id) {
  Proof proof;
  proof.table = source.table;
  visit_rows(connection, source, id, id,
             [&](const storage::Rows& row) { proof.row = values_of(source, row); });
  if (proof.row.empty()) return NoProof::unknown;
  const auto head = find_last_head(connection);
  const auto sealed = list_sealed(connection, id, id);
  const auto leaf = std::ranges::find(sealed, RowKey{id, source.tag}, &SealedRow::row);
  if (!head || leaf == sealed.end() || leaf->index >= head->size) return NoProof::not_yet;
  proof.head = *head;
  proof.index = leaf->index;
  const auto hash = [&](std::uint64_t begin, std::uint64_t end) {
    return hash_of_range(connection, begin, end);
  };
  proof.path = inclusion_path(proof.index, head->size, hash);
  const Hash hashed = hash_leaf(content_of(source, proof.row));
  if (!is_included(hashed, proof.index, head->size, proof.path, head->root)) return NoProof::damaged;
  return proof;
}

bool is_valid(const Proof& proof, std::string_view public_key) {
  const Source* source = find_source(proof.table);
  if (source == nullptr || !is_genuine(proof.head, public_key)) return false;
  const Hash leaf = hash_leaf(content_of(*source, proof.row));
  return is_included(leaf, proof.index, proof.head.size, proof.path, proof.head.root);
}

std::string to_json(const Proof& proof) {
  const Source& source = *find_source(proof.table);
  json::object row;
  for (std::size_t i = 0; i < source.columns.size(); ++i)
    row[source.columns[i].name] = to_json(proof.row[i], source.columns[i].kind);
  json::array path;
  for (const Hash& hash : proof.path) path.push_back(json::value(text_of_hash(hash)));
  const json::object object{{"format", kProofFormat}, {"table", proof.table}, {"row", row},
                            {"leaf", proof.index},    {"path", path},         {"head", to_line(proof.head)}};
  return json::serialize(object) + "\n";
}

std::optional<Proof> parse_proof(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  const json::object& object = value.get_object();
  const auto member = [&](std::string_view name) {
    const json::value* found = object.if_contains(name);
    return found == nullptr ? json::value() : *found;
  };
  const json::value format = member("format"), table = member("table"), row = member("row"),
                    index = member("leaf"), path = member("path"), line = member("head");
  if (!format.is_string() || format.get_string() != kProofFormat || !table.is_string() || !row.is_object() ||
      !index.is_int64() || index.get_int64() < 0 || !path.is_array() || !line.is_string())
    return std::nullopt;
  const Source* source = find_source(std::string_view(table.get_string()));
  if (source == nullptr) return std::nullopt;
  auto values = parse_row(row.get_object(), *source);
  auto hashes = parse_path(path.get_array());
  auto head = parse_line(line.get_string());
  if (!values || !hashes || !head) return std::nullopt;
  return Proof{std::string(source->table), std::move(*values), static_cast<std::uint64_t>(index.get_int64()),
               std::move(*hashes), std::move(*head)};
}

}  // namespace temujanji::audit
