#include "misuse/patterns.h"

#include <algorithm>
#include <functional>

#include "appointments/find.h"
#include "base/check.h"
#include "base/id.h"
#include "base/text.h"
#include "misuse/patterns.sql.h"

namespace temujanji::misuse {
namespace {

/// Letters and digits only, in lower case: "12, Jalan Contoh" and "12 JALAN CONTOH" are one.
std::string bare(std::string_view text) {
  std::string kept;
  for (const char sign : base::to_lower(text)) {
    const bool is_ascii_mark = static_cast<unsigned char>(sign) < 0x80 && (sign < 'a' || sign > 'z');
    if (!is_ascii_mark || base::is_digit(sign)) kept += sign;
  }
  return kept;
}

/// The first signs of a text in UTF-8.
std::string beginning_of(std::string_view text) {
  constexpr int kSigns = 4;
  std::size_t end = 0;
  for (int signs = 0; signs < kSigns && end < text.size(); ++signs) {
    ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  }
  return std::string(text.substr(0, end));
}

/// Most identities first.
template <class Shared, class Name>
void sort_by_identities(std::vector<Shared>& shared, Name name) {
  std::ranges::sort(shared, [&](const Shared& one, const Shared& other) {
    return std::pair(other.identities, std::invoke(name, one)) <
           std::pair(one.identities, std::invoke(name, other));
  });
}

}  // namespace

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
  const base::Digest identity = row.digest(3);
  const bool is_kept = live || *status == domain::Status::attended || *status == domain::Status::missed;
  if (is_kept) {
    const auto [first, last] = own_.staff_of.equal_range(identity);
    for (auto colleague = first; colleague != last; ++colleague)
      own_bookings_.push_back({colleague->second, row.string(1), pool, row.instant(7), booked_at});
  }
  if (!live && *status != domain::Status::missed) return;
  const auto person = appointments::open_person(keys_, row.id<domain::AppointmentId>(0), row.blob(4));
  if (!live) return missed_[value_of(person.document).text].push_back(row.instant(7));
  add(emails_, value_of_email(person.email).text, identity);
  add(phones_, person.phone, identity);
  add_address(person.address, identity);
}

void Patterns::add_address(const domain::Address& address, const base::Digest& identity) {
  const std::string line = bare(address.line);
  if (line.empty()) return;
  Group& group = add(addresses_,
                     line + '|' + bare(address.postcode.empty() ? address.city : address.postcode), identity);
  if (!group.shown.empty()) return;
  // Enough to tell one from another, not to go there.
  group.shown = beginning_of(address.line) + "…, " + address.postcode + ' ' + address.city;
}

Patterns::Group& Patterns::add(Groups& groups, std::string contact, const base::Digest& identity) {
  Group& group = groups[std::move(contact)];
  ++group.appointments;
  if (std::ranges::find(group.identities, identity) == group.identities.end()) {
    group.identities.push_back(identity);
  }
  return group;
}

std::vector<SharedContact> Patterns::list_shared(domain::BlockKind kind) const {
  std::vector<SharedContact> shared;
  for (const auto& [text, group] : kind == domain::BlockKind::email ? emails_ : phones_) {
    if (group.identities.size() < kIdentitiesMin) continue;
    shared.push_back({{kind, text}, group.identities.size(), group.appointments});
  }
  sort_by_identities(shared, [](const SharedContact& one) { return one.contact.text; });
  return shared;
}

std::vector<SharedAddress> Patterns::list_addresses() const {
  std::vector<SharedAddress> shared;
  for (const auto& [text, group] : addresses_) {
    if (group.identities.size() < kIdentitiesMin) continue;
    shared.push_back({group.shown, group.identities.size(), group.appointments});
  }
  sort_by_identities(shared, [](const SharedAddress& one) { return one.shown; });
  return shared;
}

std::vector<OwnBooking> Patterns::list_own() const {
  auto own = own_bookings_;
  std::ranges::stable_sort(own, {}, &OwnBooking::starts_at);
  return own;
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
