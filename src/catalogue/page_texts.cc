#include "catalogue/page_texts.h"

#include "base/assets.h"
#include "base/check.h"
#include "catalogue/catalogue.sql.h"
#include "catalogue/page_texts.sql.h"

namespace temujanji::catalogue {
namespace {

std::string packed_text(TextPage page, base::Language language) {
  const std::string path =
      "texts/" + std::string(to_text(page)) + "." + std::string(to_text(language)) + ".md";
  const auto text = base::find_asset(path);
  CHECK(text.has_value());
  return std::string(*text);
}

TextVersion packed_version(TextPage page) {
  return {{}, {packed_text(page, base::Language::ms), packed_text(page, base::Language::en)}, {}, {}};
}

std::optional<TextVersion> read(storage::Rows rows) {
  if (!rows.next()) return std::nullopt;
  return TextVersion{
      rows.id<domain::PageTextId>(0), {rows.string(1), rows.string(2)}, rows.string(3), rows.instant(4)};
}

}  // namespace

std::vector<TextVersion> list_versions(storage::Connection& connection, TextPage page, int rows_max) {
  std::vector<TextVersion> versions;
  storage::Rows rows = connection.query(sql::kListVersions, {to_text(page), rows_max});
  while (rows.next())
    versions.push_back({rows.id<domain::PageTextId>(0), {}, rows.string(1), rows.instant(2)});
  return versions;
}

std::optional<TextVersion> find_version(storage::Connection& connection, TextPage page,
                                        domain::PageTextId id) {
  if (!id) return packed_version(page);
  return read(connection.query(sql::kFindVersion, {id, to_text(page)}));
}

TextVersion find_shown_version(storage::Connection& connection, TextPage page) {
  auto newest = read(connection.query(sql::kFindNewestVersion, {to_text(page)}));
  return newest ? std::move(*newest) : packed_version(page);
}

SavePageText::Outcome SavePageText::apply(engine::Scope& scope) const {
  const auto newest = read(scope.transaction.query(sql::kFindNewestVersion, {to_text(page)}));
  if ((newest ? newest->id : domain::PageTextId{}) != seen) return SaveTextRefusal::changed_meanwhile;
  scope.transaction.execute(sql::kInsertVersion, {id, to_text(page), text.ms, text.en, actor, scope.now});
  scope.transaction.execute(sql::kBumpRevision, {"catalogue"});
  scope.events.catalogue_changed = true;
  return base::Done{};
}

}  // namespace temujanji::catalogue
