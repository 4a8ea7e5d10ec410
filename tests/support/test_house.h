#pragma once
#include <map>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/fault.h"
#include "base/id.h"
#include "catalogue/catalogue.h"
#include "catalogue/import.h"
#include "engine/run.h"
#include "storage/database.h"
#include "storage/postgresql_dialect.h"
#include "tests/support/test_database.h"

namespace temujanji::appointments {

/// The services of the small catalogues that tests make.
inline constexpr domain::ServiceId kPassport{1}, kPermit{2};

}  // namespace temujanji::appointments

namespace temujanji::catalogue {

/// A database with an engine and a clock that stands still; for tests. The clock shows Monday 2026-11-02,
/// 08:00 in Kuala Lumpur.
class TestHouse {
 public:
  ImportReport import(const CatalogueFiles& files) {
    auto outcome = import_catalogue(engine, ids, files);
    if (!outcome) throw base::Fault(outcome.refusal().kept().front().reason);
    return std::move(outcome).value();
  }
  std::shared_ptr<const Catalogue> catalogue() { return Catalogue::load(*connection); }
  /// Runs SQL without parameters.
  void change(const std::string& sql) { connection->run_script(sql); }
  /// The first column of the first row as a number.
  std::int64_t number(const std::string& sql) {
    const Kept& kept = statements_.try_emplace(sql, sql).first->second;
    auto rows = connection->query(kept.statement);
    return rows.next() ? rows.integer(0) : -1;
  }

  const tests::TestDatabase under_test{tests::TestDatabase::with_schema()};
  base::ManualClock clock{base::from_millis(1'793'577'600'000)};
  base::IdSource ids{clock, 1};
  std::unique_ptr<storage::Database> database = under_test.open();
  std::unique_ptr<storage::Peers> peers = database->join(storage::Role::helper, ids);
  std::unique_ptr<storage::Connection> connection = database->connect(storage::Access::write);
  engine::Engine engine{*database, clock, ids, {}};

 private:
  struct Kept {
    explicit Kept(const std::string& sql) : sqlite(sql), postgresql(storage::as_postgresql(sql)) {}
    const std::string sqlite, postgresql;
    const storage::Statement statement{"test", sqlite, postgresql};
  };
  /// Connections know statements by their address.
  std::map<std::string, Kept> statements_;
};

}  // namespace temujanji::catalogue
