#pragma once
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "catalogue/edits.h"
#include "catalogue/import.h"
#include "domain/ids.h"
#include "engine/engine.h"

/// What administrators change in the catalogue on the site. A change is worked on until it is saved; then the
/// catalogue has it, and slots and people follow until it is settled.
namespace temujanji::catalogue {

struct KeptChange {
  domain::ChangeId id;
  std::string made_by;  // "staff:<id>"
  base::Instant begun_at;
  /// The edits as they are kept, once saved those that the tables show; `parse_edits` reads them.
  std::string edits;
  std::string reason;
  std::optional<domain::ChangeId> undoes;
  /// The saved change that took this one back.
  std::optional<domain::ChangeId> undone_by;
  /// Codes of the office and the pool, "JHR-KLG/PASPORT".
  std::vector<std::string> pools;
  std::optional<base::Instant> saved_at;
  bool settled = false;
};

std::optional<KeptChange> find_change(storage::Connection& connection, domain::ChangeId id);
/// What somebody is working on.
std::optional<KeptChange> find_open_change(storage::Connection& connection, std::string_view made_by);
/// What was saved, newest first, without the edits; at most so many.
std::vector<KeptChange> list_saved_changes(storage::Connection& connection, int at_most);
std::vector<KeptChange> list_unsettled_changes(storage::Connection& connection);
/// The number that rises with each change of the catalogue, also by imports and closures.
std::int64_t find_revision(storage::Connection& connection);

/// Keeps what somebody is working on: begins a change, or gives the one begun other edits; without any it is
/// given up. False, and nothing happens, if they did something else meanwhile in another window.
struct KeepEdits {
  domain::ChangeId id;
  std::string made_by;
  /// The edits kept before; empty if there is no change yet.
  std::string were;
  /// `to_text` of them; empty to give them up.
  std::string edits;
  std::optional<domain::ChangeId> undoes;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const;
};

enum class SaveRefusal {
  outdated,  // the catalogue or the edits are others than those that were looked at
};

/// Makes the catalogue what the draft says and the change a saved one.
struct SaveChange {
  domain::ChangeId id;
  std::string edits;
  std::string reason;
  std::vector<std::string> pools;
  /// Of the catalogue that the draft was made from.
  std::int64_t revision = 0;
  ImportCatalogue import;

  using Outcome = base::Result<ImportReport, std::variant<SaveRefusal, Problems>>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(id.value); }
};

/// Notes that slots and people have followed.
struct SettleChange {
  domain::ChangeId id;

  using Outcome = base::Done;
  Outcome apply(engine::Scope& scope) const;
};

}  // namespace temujanji::catalogue
