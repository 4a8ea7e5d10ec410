#include "appointments/take_seats.h"

#include <unordered_map>

#include "appointments/history.h"
#include "appointments/take_seats.sql.h"
#include "base/check.h"
#include "domain/reference.h"

namespace temujanji::appointments {
namespace {

struct DigestHash {
  std::size_t operator()(const base::Digest& digest) const {
    std::size_t value = 0;
    static_assert(sizeof(value) <= sizeof(digest));
    __builtin_memcpy(&value, digest.data(), sizeof(value));
    return value;
  }
};

base::Digest digest_of(std::string_view bytes) {
  base::Digest digest{};
  CHECK(bytes.size() == digest.size());
  __builtin_memcpy(digest.data(), bytes.data(), bytes.size());
  return digest;
}

/// What was submitted for a row of find_key_use; a hash of nothing if it had no key.
base::Digest submitted_in(storage::Rows& rows) {
  return rows.is_null(1) ? base::Digest{} : digest_of(rows.blob(1));
}

/// The facts of one batch under lock, and which row each index stands for.
class Batch {
 public:
  explicit Batch(engine::Scope& scope) : scope_(scope) {}

  void add(const HoldRequest& request) {
    domain::SeatRequest seat_request;
    seat_request.kind = domain::SeatRequest::Kind::hold;
    seat_request.slot = slot_index(request.slot);
    seat_request.seats = request.seats;
    seat_request.hold_expires_at = request.expires_at;
    if (request.browser) seat_request.browser = browser_index(*request.browser);
    requests_.push_back(seat_request);
  }

  void add(const BookRequest& request) {
    domain::SeatRequest seat_request;
    seat_request.slot = slot_index(request.slot);
    seat_request.seats = request.seats;
    seat_request.identity = identity_index(request);
    if (request.request_hash) {
      seat_request.request_hash = *request.request_hash;
      seat_request.key = key_index(request.reference);
    }
    if (request.hold) seat_request.held = hold_index(*request.hold);
    requests_.push_back(seat_request);
  }

  std::vector<domain::Decision> decide() {
    taken_before_.reserve(facts_.slots.size());
    for (const domain::SlotSeats& slot : facts_.slots) taken_before_.push_back(slot.taken);
    return domain::allocate(facts_, requests_, scope_.now);
  }

  /// A hold that was granted got the next index.
  void note_granted_hold(domain::HoldId id) { hold_rows_.push_back(id); }

  domain::HoldId hold_row(std::size_t index) const { return hold_rows_[index]; }

  /// What an earlier batch made of a request's key.
  domain::AppointmentId stored(std::size_t request) const { return stored_.at(*requests_[request].key); }

  void write_taken() {
    for (std::size_t i = 0; i < facts_.slots.size(); ++i) {
      const domain::SlotSeats& slot = facts_.slots[i];
      if (slot.taken == taken_before_[i]) continue;
      scope_.transaction.execute(sql::kSetTaken, {slot_rows_[i], slot.taken});
      scope_.events.seats.push_back({pools_[i], slot_rows_[i].value, slot.seats, slot.taken});
    }
  }

 private:
  std::size_t slot_index(domain::SlotId id) {
    const auto [known, added] = slots_.try_emplace(id, facts_.slots.size());
    if (!added) return known->second;
    domain::SlotSeats slot;
    slot.withdrawn = true;  // stays so for a slot that is gone
    std::int64_t pool = 0;
    storage::Rows rows = scope_.transaction.query(sql::kFindSlotSeats, {id});
    if (rows.next()) {
      pool = rows.integer(0);
      slot = {rows.instant(1), rows.small(2), rows.small(3), rows.integer(4) != 0};
    }
    facts_.slots.push_back(slot);
    slot_rows_.push_back(id);
    pools_.push_back(pool);
    return known->second;
  }

  std::size_t hold_index(domain::HoldId id) {
    const auto [known, added] = holds_.try_emplace(id, facts_.holds.size());
    if (!added) return known->second;
    domain::HeldSeats held;
    held.ended = true;  // stays so for a hold that never was
    domain::SlotId slot;
    {
      storage::Rows rows = scope_.transaction.query(sql::kFindHoldSeats, {id});
      if (rows.next()) {
        slot = rows.id<domain::SlotId>(0);
        held = {0, rows.small(1), rows.instant(2), rows.integer(3) != 0};
      }
    }
    held.slot = slot_index(slot);
    facts_.holds.push_back(held);
    hold_rows_.push_back(id);
    return known->second;
  }

  std::size_t browser_index(const base::Digest& browser) {
    const auto [known, added] = browsers_.try_emplace(browser, facts_.browser_hold.size());
    if (!added) return known->second;
    domain::HoldId hold;
    {
      storage::Rows rows = scope_.transaction.query(sql::kFindHoldOfBrowser, {browser});
      if (rows.next()) hold = rows.id<domain::HoldId>(0);
    }
    facts_.browser_hold.push_back(hold ? std::optional(hold_index(hold)) : std::nullopt);
    return known->second;
  }

  std::size_t identity_index(const BookRequest& request) {
    // Identity and service in one key: both are spread evenly, so no two pairs meet.
    base::Digest place = request.identity;
    for (std::size_t i = 0; i < sizeof(request.service.value); ++i) {
      place[i] =
          static_cast<std::uint8_t>(place[i] ^ static_cast<std::uint8_t>(request.service.value >> (8 * i)));
    }
    const auto [known, added] = identities_.try_emplace(place, facts_.identity_has_live.size());
    if (!added) return known->second;
    storage::Rows rows =
        scope_.transaction.query(sql::kFindLiveAppointment, {request.identity, request.service});
    facts_.identity_has_live.push_back(rows.next());
    return known->second;
  }

  std::size_t key_index(std::string_view reference) {
    const auto [known, added] = keys_.try_emplace(reference, facts_.keys.size());
    if (!added) return known->second;
    domain::KeyUse use;
    domain::AppointmentId stored;
    storage::Rows rows = scope_.transaction.query(sql::kFindKeyUse, {reference});
    if (rows.next()) {
      stored = rows.id<domain::AppointmentId>(0);
      use.request_hash = submitted_in(rows);
    }
    facts_.keys.push_back(use);
    stored_.push_back(stored);
    return known->second;
  }

  engine::Scope& scope_;
  domain::AllocationFacts facts_;
  std::vector<domain::SeatRequest> requests_;
  std::vector<domain::SlotId> slot_rows_;
  std::vector<std::int64_t> pools_;
  std::vector<int> taken_before_;
  std::vector<domain::HoldId> hold_rows_;
  std::vector<domain::AppointmentId> stored_;
  std::unordered_map<domain::SlotId, std::size_t> slots_;
  std::unordered_map<domain::HoldId, std::size_t> holds_;
  std::unordered_map<base::Digest, std::size_t, DigestHash> browsers_;
  std::unordered_map<base::Digest, std::size_t, DigestHash> identities_;
  std::unordered_map<std::string_view, std::size_t> keys_;
};

void end_hold(engine::Scope& scope, domain::HoldId hold, std::string_view by,
              std::optional<domain::AppointmentId> appointment) {
  scope.transaction.execute(sql::kEndHold, {hold, scope.now, by, appointment});
}

TakeSeats::Outcome write(engine::Scope& scope, Batch& batch, const HoldRequest& request,
                         const domain::Decision& decision) {
  if (decision.ended_hold) end_hold(scope, batch.hold_row(*decision.ended_hold), "replaced", std::nullopt);
  scope.transaction.execute(sql::kInsertHold, {request.id, request.browser, request.slot, request.service,
                                               request.seats, scope.now, request.expires_at});
  return {domain::Verdict::granted, {}, {}};
}

TakeSeats::Outcome write(engine::Scope& scope, Batch& batch, const BookRequest& request,
                         const domain::Decision& decision) {
  scope.transaction.execute(
      sql::kInsertAppointment,
      {request.id, request.reference, request.slot, request.service, request.seats, request.identity,
       storage::Blob{request.person}, to_text(request.language), scope.now, request.request_hash});
  append_event(scope, request.id, "booked", request.actor, "", Tell::applicant);
  if (decision.ended_hold) end_hold(scope, batch.hold_row(*decision.ended_hold), "booked", request.id);
  return {domain::Verdict::granted, request.id, request.reference};
}

}  // namespace

void TakeSeats::apply_group(engine::Scope& scope, std::span<engine::Member<TakeSeats>> members) {
  Batch batch(scope);
  for (const auto& member : members) {
    std::visit([&](const auto& wanted) { batch.add(wanted); }, member.command.request);
  }
  const std::vector<domain::Decision> decisions = batch.decide();
  for (const auto& member : members) {
    const std::size_t i = static_cast<std::size_t>(&member - members.data());
    if (decisions[i].verdict != domain::Verdict::granted) continue;
    if (const auto* hold = std::get_if<HoldRequest>(&member.command.request))
      batch.note_granted_hold(hold->id);
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    const domain::Decision& decision = decisions[i];
    std::optional<Outcome>& outcome = members[i].outcome;
    switch (decision.verdict) {
      case domain::Verdict::granted:
        outcome = std::visit([&](const auto& wanted) { return write(scope, batch, wanted, decision); },
                             members[i].command.request);
        break;
      case domain::Verdict::repeated:
        outcome =
            Outcome{domain::Verdict::repeated,
                    decision.request ? members[*decision.request].outcome->appointment : batch.stored(i),
                    std::get<BookRequest>(members[i].command.request).reference};
        break;
      case domain::Verdict::key_mismatch:
      case domain::Verdict::already_booked:
      case domain::Verdict::slot_full:
      case domain::Verdict::slot_gone:
      case domain::Verdict::hold_expired:
        outcome = Outcome{decision.verdict, {}, {}};
        break;
    }
  }
  batch.write_taken();
}

std::string reference_of_key(const base::KeyRing& keys, std::string_view key) {
  std::uint64_t bits = 0;
  const base::Digest digest = keys.hash("idempotency", key);
  __builtin_memcpy(&bits, digest.data(), sizeof bits);
  return domain::make_reference(bits);
}

std::optional<base::Digest> find_submitted(storage::Connection& connection, std::string_view reference) {
  storage::Rows rows = connection.query(sql::kFindKeyUse, {reference});
  if (!rows.next()) return std::nullopt;
  return submitted_in(rows);
}

}  // namespace temujanji::appointments
