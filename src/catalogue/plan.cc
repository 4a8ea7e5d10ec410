#include "catalogue/plan.h"

#include <algorithm>

#include "base/check.h"
#include "catalogue/catalogue.sql.h"
#include "catalogue/import_tables.h"

namespace temujanji::catalogue {
namespace {

/// Rows in memory, read like those of a database.
class MemoryCursor final : public storage::Rows::Cursor {
 public:
  explicit MemoryCursor(std::vector<Cells> rows) : rows_(std::move(rows)) {}

  bool next() override { return ++next_ <= rows_.size(); }
  bool is_null(int column) const override { return std::holds_alternative<std::monostate>(cell(column)); }
  std::int64_t integer(int column) const override { return std::get<std::int64_t>(cell(column)); }
  std::string_view bytes(int column) const override { return std::get<std::string>(cell(column)); }
  void release() override { next_ = 0; }

 private:
  const Cell& cell(int column) const { return rows_[next_ - 1][static_cast<std::size_t>(column)]; }

  std::vector<Cells> rows_;
  std::size_t next_ = 0;
};

/// Reads some tables from memory and everything else from the database; writes nothing.
class PlannedTables final : public storage::Connection {
 public:
  explicit PlannedTables(storage::Connection& connection) : connection_(connection) {}

  void set(const storage::Statement& statement, std::vector<Cells> rows) {
    planned_.insert_or_assign(&statement, std::make_unique<MemoryCursor>(std::move(rows)));
  }

  using storage::Connection::query;
  storage::Rows query(const storage::Statement& statement,
                      std::span<const storage::Parameter> parameters) override {
    const auto found = planned_.find(&statement);
    if (found != planned_.end()) return storage::Rows(*found->second);
    return connection_.query(statement, parameters);
  }
  std::int64_t execute(const storage::Statement&, std::span<const storage::Parameter>) override {
    CHECK(false);
    return 0;
  }
  void execute_each(const storage::Statement&, const storage::ParameterRows&) override { CHECK(false); }
  void ask_each(const storage::Statement&, const storage::ParameterRows&, Visit) override { CHECK(false); }
  void run_script(std::string_view) override { CHECK(false); }
  void begin() override { CHECK(false); }
  std::int64_t commit() override {
    CHECK(false);
    return 0;
  }
  void rollback() noexcept override {}

 private:
  storage::Connection& connection_;
  std::map<const storage::Statement*, std::unique_ptr<MemoryCursor>> planned_;
};

/// Closures made by staff, which an import leaves alone.
std::vector<Cells> closures_of_staff(storage::Connection& connection) {
  const SyncedTable& imported = synced_table(TableName::closure);
  const SyncedTable all{imported.name,   sql::kListClosures, imported.insert,     imported.update,
                        imported.remove, imported.kinds,     imported.key_columns};
  std::vector<Cells> rows = read_rows(connection, all);
  std::erase_if(rows, [](const Cells& row) { return !std::holds_alternative<std::monostate>(row[1]); });
  return rows;
}

base::Instant begin_of(const Office& office, std::chrono::year_month month) {
  return office.zone.to_utc(base::LocalTime(std::chrono::local_days(month / 1)));
}

/// The effect of one pool's plan, month by month.
std::vector<MonthEffect> by_month(storage::Connection& connection, const Office& office, const Pool& pool,
                                  const std::vector<domain::PlannedSlot>& slots, base::Instant now,
                                  domain::Date last_on) {
  std::vector<MonthEffect> months;
  const domain::Date today = office.zone.date_at(now);
  const std::chrono::year_month last{last_on.year(), last_on.month()};
  for (std::chrono::year_month month{today.year(), today.month()}; month <= last;
       month += std::chrono::months(1)) {
    PoolPlan plan{office.id,
                  pool.id,
                  std::max(now, begin_of(office, month)),
                  begin_of(office, month + std::chrono::months(1)),
                  {}};
    for (const domain::PlannedSlot& slot : slots) {
      if (slot.starts_at >= plan.from && slot.starts_at < plan.to) plan.slots.push_back(slot);
    }
    MonthEffect effect{month, preview(connection, plan)};
    if (effect.report.changed_anything() || !effect.report.kept_with_bookings.empty())
      months.push_back(std::move(effect));
  }
  return months;
}

/// Whether everything that `plan_pool` asks for is the same of both: most pools of a country are, and need
/// not be planned to know that nothing happens to them.
bool are_planned_alike(const Catalogue& before, const Catalogue& after, const Pool& pool) {
  const Pool* other = after.find_pool(pool.id);
  if (other == nullptr || pool.counters != other->counters || pool.rules != other->rules ||
      pool.changes != other->changes || pool.services != other->services) {
    return false;
  }
  const Office* was = before.find_office(pool.office);
  const Office* is = after.find_office(other->office);
  if (was == nullptr || is == nullptr || was->active != is->active || was->zone.name() != is->zone.name() ||
      was->calendar != is->calendar) {
    return false;
  }
  return std::ranges::all_of(pool.services, [&](domain::ServiceId id) {
    const Service* served = before.find_service(id);
    const Service* serves = after.find_service(id);
    return served != nullptr && serves != nullptr && served->booking == serves->booking &&
           served->active_from == serves->active_from && served->active_to == serves->active_to;
  });
}

class Effects {
 public:
  Effects(storage::Connection& connection, base::Instant now, int days)
      : connection_(connection), now_(now), days_(days) {}

  /// The pool as it was in `before`, null in a new one, and as it is to be in `after`.
  void add(const Catalogue* before, const Catalogue* after, const Pool& pool) {
    const Catalogue& any = before != nullptr ? *before : *after;
    const Office& office = *any.find_office(pool.office);
    const domain::Date last_on = last_published_day(connection_, pool, office, now_, days_);
    const auto planned = [&](const Catalogue* catalogue) {
      const Pool* one = catalogue == nullptr ? nullptr : catalogue->find_pool(pool.id);
      return one == nullptr ? std::vector<domain::PlannedSlot>() : plan_pool(*catalogue, *one, now_, last_on);
    };
    const std::vector<domain::PlannedSlot> slots = planned(after);
    if (planned(before) == slots) return;
    PoolEffect effect{office.code, pool.code, by_month(connection_, office, pool, slots, now_, last_on)};
    if (!effect.months.empty()) effects_.push_back(std::move(effect));
  }

  std::vector<PoolEffect> take() { return std::move(effects_); }

 private:
  storage::Connection& connection_;
  const base::Instant now_;
  const int days_;
  std::vector<PoolEffect> effects_;
};

}  // namespace

std::shared_ptr<const Catalogue> plan_catalogue(storage::Connection& connection, const Draft& draft,
                                                base::IdSource& ids) {
  std::map<TableName, std::vector<Cells>> present;
  for (int i = 0; i < kTables; ++i) {
    const auto name = static_cast<TableName>(i);
    present[name] = read_rows(connection, synced_table(name));
  }
  WantedRows wanted(draft, present, ids);
  PlannedTables planned(connection);
  for (int i = 0; i < kTables; ++i) {
    const auto name = static_cast<TableName>(i);
    std::vector<Cells> rows = wanted.rows(name);
    // In the order of the keys, in which whatever has an order in time is listed.
    std::ranges::sort(rows);
    if (name != TableName::closure) {
      planned.set(synced_table(name).list, std::move(rows));
      continue;
    }
    std::ranges::copy(closures_of_staff(connection), std::back_inserter(rows));
    planned.set(sql::kListClosures, std::move(rows));
  }
  return Catalogue::load(planned);
}

PublishReport PoolEffect::total() const {
  PublishReport total;
  for (const MonthEffect& month : months) total.add(month.report);
  return total;
}

std::vector<PoolEffect> effect_of(storage::Connection& connection, const Catalogue& before,
                                  const Catalogue& after, base::Instant now, int days) {
  Effects effects(connection, now, days);
  for (const Pool& pool : before.pools()) {
    if (!are_planned_alike(before, after, pool)) effects.add(&before, &after, pool);
  }
  for (const Pool& pool : after.pools()) {
    if (before.find_pool(pool.id) == nullptr) effects.add(nullptr, &after, pool);
  }
  return effects.take();
}

}  // namespace temujanji::catalogue
