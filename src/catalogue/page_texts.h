#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "base/result.h"
#include "catalogue/catalogue.h"
#include "engine/engine.h"

/// Texts that headquarters writes, as Markdown in both languages.
namespace temujanji::catalogue {

/// A text as it was saved.
struct TextVersion {
  /// 0: the one that the program brings.
  domain::PageTextId id;
  base::Bilingual text;
  /// "staff:17"; empty for the program's own.
  std::string made_by;
  base::Instant made_at{};
};

/// Newest first, at most `rows_max` of those that were saved. Their texts are empty.
std::vector<TextVersion> list_versions(storage::Connection& connection, TextPage page, int rows_max);
/// One version; with id 0 the program's own.
std::optional<TextVersion> find_version(storage::Connection& connection, TextPage page,
                                        domain::PageTextId id);
/// The one that is shown.
TextVersion find_shown_version(storage::Connection& connection, TextPage page);

enum class SaveTextRefusal {
  /// Somebody else saved the page after `seen` was read.
  changed_meanwhile,
};

/// Makes a text the one that is shown. The revision `catalogue` rises, so that every process reads it.
struct SavePageText {
  domain::PageTextId id;
  TextPage page;
  base::Bilingual text;
  /// The version that was shown to whoever wrote this one.
  domain::PageTextId seen;
  std::string actor;

  using Outcome = base::Result<base::Done, SaveTextRefusal>;
  Outcome apply(engine::Scope& scope) const;
  /// Of two who save the same page one comes first.
  void claim(engine::Claims& claims) const { claims.rows.push_back(static_cast<std::int64_t>(page)); }
};

}  // namespace temujanji::catalogue
