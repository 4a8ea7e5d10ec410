#include "misuse/patterns.h"

#include <algorithm>

#include "appointments/find.h"
#include "base/check.h"
#include "base/id.h"
#include "misuse/patterns.sql.h"

namespace temujanji::misuse {
namespace {}  // namespace

int most_within(std::vector<base::Instant> moments, std::chrono::milliseconds window) {
  std::ranges::sort(moments);
  std::size_t first = 0;
  std::size_t most = 0;
  for (std::size_t last = 0; last < moments.size(); ++last) {
    while (moments[last] - moments[first] >= window) ++first;
    most = std::max(most, last - first + 1);
  }
  return static_cast<int>(most);
}

bool Patterns::read(storage::Connection& connection, domain::PoolId pool, base::Instant from,
                    base::Instant to) {
  const int room = kAppointmentsMax - seen_;
  if (room <= 0) return false;
  storage::Rows rows = connection.query(sql::kListBooked, {pool, from, to, room});
  while (rows.next()) {
    look_at(rows, pool);
    ++seen_;
  }
  return seen_ < kAppointmentsMax;
}

void Patterns::look_at(const storage::Rows& row, domain::PoolId pool) {
  const base::Instant booked_at = row.instant(5);
  const auto after = booked_at - base::IdSource::made_at(row.integer(6));
  if (after < kQuickAfter) quick_.push_back({row.string(1), pool, row.instant(7), after});
  const auto status = domain::parse_status(row.text(2));
  CHECK(status.has_value());
  const bool live = domain::is_live(*status);
  if (!live && *status != domain::Status::missed) return;
  const auto person = appointments::open_person(keys_, row.id<domain::AppointmentId>(0), row.blob(4));
  if (!live) return missed_[value_of(person.document).text].push_back(row.instant(7));
  const base::Digest identity = row.digest(3);
  add(emails_, value_of_email(person.email).text, identity);
  add(phones_, person.phone, identity);
}

void Patterns::add(Groups& groups, std::string contact, const base::Digest& identity) {
  Group& group = groups[std::move(contact)];
  ++group.appointments;
  if (std::ranges::find(group.identities, identity) == group.identities.end()) {
    group.identities.push_back(identity);
  }
}

std::vector<SharedContact> Patterns::list_shared(domain::BlockKind kind) const {
  std::vector<SharedContact> shared;
  for (const auto& [text, group] : kind == domain::BlockKind::email ? emails_ : phones_) {
    if (group.identities.size() < kIdentitiesMin) continue;
    shared.push_back({{kind, text}, group.identities.size(), group.appointments});
  }
  std::ranges::sort(shared, [](const SharedContact& one, const SharedContact& other) {
    return std::pair(other.identities, one.contact.text) < std::pair(one.identities, other.contact.text);
  });
  return shared;
}

std::vector<MissedOften> Patterns::list_missed() const {
  std::vector<MissedOften> often;
  for (const auto& [text, moments] : missed_) {
    const int missed = most_within(moments, kMissedWithin);
    if (missed >= kMissedMin) often.push_back({{domain::BlockKind::identity, text}, missed});
  }
  std::ranges::sort(often, [](const MissedOften& one, const MissedOften& other) {
    return std::pair(other.missed, one.identity.text) < std::pair(one.missed, other.identity.text);
  });
  return often;
}

std::vector<QuickBooking> Patterns::list_quick() const {
  auto quick = quick_;
  std::ranges::sort(quick, [](const QuickBooking& one, const QuickBooking& other) {
    return std::pair(one.after, one.reference) < std::pair(other.after, other.reference);
  });
  return quick;
}

}  // namespace temujanji::misuse
