#include "appointments/take_seats.h"

#include <unordered_map>
#include <unordered_set>

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

/// What was submitted for an appointment; a hash of nothing if it had no key.
base::Digest submitted_in(const storage::Rows& rows, int column) {
  return rows.is_null(column) ? base::Digest{} : rows.digest(column);
}

/// Identity and service in one key: both are spread evenly, so no two pairs meet.
base::Digest place_of(const BookRequest& request) {
  base::Digest place = request.identity;
  for (std::size_t i = 0; i < sizeof(request.service.value); ++i) {
    place[i] =
        static_cast<std::uint8_t>(place[i] ^ static_cast<std::uint8_t>(request.service.value >> (8 * i)));
  }
  return place;
}

/// The facts of one batch under lock, and which row each index stands for.
class Batch {
 public:
  explicit Batch(engine::Scope& scope) : scope_(scope) {}

  void add(const HoldRequest& request) {
    domain::SeatRequest seat_request;
    seat_request.kind = domain::SeatRequest::Kind::hold;
    seat_request.slot = slot_index(request.slot);
    service_of_.push_back(service_index(request.service));
    seat_request.seats = request.seats;
    seat_request.hold_expires_at = request.expires_at;
    if (request.browser) seat_request.browser = browser_index(*request.browser);
    requests_.push_back(seat_request);
  }

  void add(const BookRequest& request) {
    domain::SeatRequest seat_request;
    seat_request.slot = slot_index(request.slot);
    service_of_.push_back(service_index(request.service));
    seat_request.seats = request.seats;
    seat_request.identity = identity_index(request);
    if (request.request_hash) {
      seat_request.request_hash = *request.request_hash;
      seat_request.key = key_index(request.reference);
    }
    if (request.hold) seat_request.held = hold_index(*request.hold);
    requests_.push_back(seat_request);
  }

  /// Reads the facts, one kind after the other: holds lead to slots, and what is read after the slots are
  /// locked is as their last holder left it.
  std::vector<domain::Decision> decide() {
    find_holds_of_browsers();
    find_holds();
    ask_for_services();
    ask_for_slots();
    ask_for_identities();
    ask_for_keys();
    scope_.transaction.read_answers();
    turn_away_from_services_that_are_gone();
    for (const domain::SlotSeats& slot : facts_.slots) taken_before_.push_back(slot.taken);
    return domain::allocate(facts_, requests_, scope_.now);
  }

  /// A hold that was granted got the next index.
  void note_granted_hold(domain::HoldId id) { hold_rows_.push_back(id); }

  domain::HoldId hold_row(std::size_t index) const { return hold_rows_[index]; }

  /// What an earlier batch made of a request's key.
  domain::AppointmentId stored(std::size_t request) const { return stored_.at(*requests_[request].key); }

  /// Writes and announces the seats that changed.
  void write_taken() {
    storage::ParameterRows taken;
    for (std::size_t i = 0; i < facts_.slots.size(); ++i) {
      const domain::SlotSeats& slot = facts_.slots[i];
      if (slot.taken == taken_before_[i]) continue;
      taken.add({slot_rows_[i], slot.taken});
      scope_.events.seats.push_back({pools_[i], slot_rows_[i].value, slot.seats, slot.taken});
    }
    if (taken.empty()) return;
    scope_.transaction.connection().number_transaction();
    scope_.transaction.execute_each(sql::kSetTaken, taken);
  }

 private:
  std::size_t slot_index(domain::SlotId id) {
    const auto [known, added] = slots_.try_emplace(id, slot_rows_.size());
    if (added) slot_rows_.push_back(id);
    return known->second;
  }
  std::size_t service_index(domain::ServiceId id) {
    const auto [known, added] = services_.try_emplace(id, service_rows_.size());
    if (added) service_rows_.add({id});
    return known->second;
  }
  std::size_t hold_index(domain::HoldId id) {
    const auto [known, added] = holds_.try_emplace(id, hold_rows_.size());
    if (added) hold_rows_.push_back(id);
    return known->second;
  }
  std::size_t browser_index(const base::Digest& browser) {
    const auto [known, added] = browsers_.try_emplace(browser, browser_rows_.size());
    if (added) browser_rows_.add({known->first});
    return known->second;
  }
  std::size_t identity_index(const BookRequest& request) {
    const auto [known, added] = identities_.try_emplace(place_of(request), identity_rows_.size());
    if (added) identity_rows_.add({request.identity, request.service});
    return known->second;
  }
  std::size_t key_index(std::string_view reference) {
    const auto [known, added] = keys_.try_emplace(reference, key_rows_.size());
    if (added) key_rows_.add({reference});
    return known->second;
  }

  void find_holds_of_browsers() {
    facts_.browser_hold.resize(browser_rows_.size());
    scope_.transaction.ask_each(sql::kFindHoldOfBrowser, browser_rows_,
                                [this](std::size_t browser, const storage::Rows& row) {
                                  facts_.browser_hold[browser] = hold_index(row.id<domain::HoldId>(0));
                                });
    scope_.transaction.read_answers();
  }

  void find_holds() {
    storage::ParameterRows rows;
    for (const domain::HoldId id : hold_rows_) rows.add({id});
    std::vector<domain::SlotId> slots(hold_rows_.size());
    domain::HeldSeats missing;
    missing.ended = true;  // stays so for a hold that never was
    facts_.holds.assign(hold_rows_.size(), missing);
    scope_.transaction.ask_each(sql::kFindHoldSeats, rows, [&](std::size_t hold, const storage::Rows& row) {
      slots[hold] = row.id<domain::SlotId>(0);
      facts_.holds[hold] = {0, row.small(1), row.instant(2), row.integer(3) != 0};
    });
    scope_.transaction.read_answers();
    for (std::size_t hold = 0; hold < slots.size(); ++hold) facts_.holds[hold].slot = slot_index(slots[hold]);
  }

  void ask_for_services() {
    service_there_.resize(service_rows_.size());
    scope_.transaction.ask_each(
        sql::kFindService, service_rows_,
        [this](std::size_t service, const storage::Rows&) { service_there_[service] = true; });
  }

  void ask_for_slots() {
    for (const domain::SlotId id : slot_rows_) slot_parameters_.add({id});
    facts_.slots.assign(slot_rows_.size(), missing_slot());
    pools_.resize(slot_rows_.size());
    scope_.transaction.ask_each(
        sql::kFindSlotSeats, slot_parameters_, [this](std::size_t slot, const storage::Rows& row) {
          pools_[slot] = row.integer(0);
          facts_.slots[slot] = {row.instant(1), row.small(2), row.small(3), row.integer(4) != 0};
        });
  }

  void ask_for_identities() {
    facts_.identity_has_live.resize(identity_rows_.size());
    scope_.transaction.ask_each(
        sql::kFindLiveAppointment, identity_rows_,
        [this](std::size_t identity, const storage::Rows&) { facts_.identity_has_live[identity] = true; });
  }

  void ask_for_keys() {
    facts_.keys.resize(key_rows_.size());
    stored_.resize(key_rows_.size());
    scope_.transaction.ask_each(sql::kFindKeyUse, key_rows_,
                                [this](std::size_t key, const storage::Rows& row) {
                                  stored_[key] = row.id<domain::AppointmentId>(0);
                                  facts_.keys[key].request_hash = submitted_in(row, 1);
                                });
  }

  /// Whoever asks for one asks for a slot that is not there.
  void turn_away_from_services_that_are_gone() {
    for (std::size_t i = 0; i < requests_.size(); ++i) {
      if (service_there_[service_of_[i]]) continue;
      requests_[i].slot = facts_.slots.size();
      facts_.slots.push_back(missing_slot());
      slot_rows_.emplace_back();
      pools_.push_back(0);
    }
  }

  static domain::SlotSeats missing_slot() {
    domain::SlotSeats missing;
    missing.withdrawn = true;
    return missing;
  }

  engine::Scope& scope_;
  domain::AllocationFacts facts_;
  std::vector<domain::SeatRequest> requests_;
  std::vector<std::size_t> service_of_;  // per request
  std::vector<domain::SlotId> slot_rows_;
  std::vector<domain::HoldId> hold_rows_;
  storage::ParameterRows browser_rows_, service_rows_, slot_parameters_, identity_rows_, key_rows_;
  std::vector<bool> service_there_;
  std::vector<std::int64_t> pools_;
  std::vector<int> taken_before_;
  std::vector<domain::AppointmentId> stored_;
  std::unordered_map<domain::SlotId, std::size_t> slots_;
  std::unordered_map<domain::ServiceId, std::size_t> services_;
  std::unordered_map<domain::HoldId, std::size_t> holds_;
  std::unordered_map<base::Digest, std::size_t, DigestHash> browsers_;
  std::unordered_map<base::Digest, std::size_t, DigestHash> identities_;
  std::unordered_map<std::string_view, std::size_t> keys_;
};

/// What granted requests write, set by set.
class Written {
 public:
  explicit Written(engine::Scope& scope) : scope_(scope) {}

  void add(const HoldRequest& request) {
    holds_.add({request.id, request.browser, request.slot, request.service, request.seats, scope_.now,
                request.expires_at});
    fresh_holds_.insert(request.id);
  }
  void add(const BookRequest& request) {
    appointments_.add({request.id, request.reference, request.slot, request.service, request.seats,
                       request.identity, storage::Blob{request.person}, to_text(request.language), scope_.now,
                       request.request_hash});
    events_.push_back({request.id, "booked", request.actor, "", Tell::applicant});
  }
  void end_hold(domain::HoldId hold, std::string_view by, std::optional<domain::AppointmentId> appointment) {
    // One that another request of the same batch was granted must be there first.
    if (fresh_holds_.contains(hold)) write();
    ended_.add({hold, scope_.now, by, appointment});
  }

  void write() {
    scope_.transaction.execute_each(sql::kInsertAppointment, appointments_);
    append_events(scope_, events_);
    scope_.transaction.execute_each(sql::kEndHold, ended_);
    scope_.transaction.execute_each(sql::kInsertHold, holds_);
    appointments_.clear();
    events_.clear();
    ended_.clear();
    holds_.clear();
    fresh_holds_.clear();
  }

 private:
  engine::Scope& scope_;
  storage::ParameterRows appointments_, ended_, holds_;
  std::vector<NewEvent> events_;
  std::unordered_set<domain::HoldId> fresh_holds_;
};

TakeSeats::Outcome grant(Written& written, const Batch& batch, const HoldRequest& request,
                         const domain::Decision& decision) {
  if (decision.ended_hold) written.end_hold(batch.hold_row(*decision.ended_hold), "replaced", std::nullopt);
  written.add(request);
  return {domain::Verdict::granted, {}, {}};
}

TakeSeats::Outcome grant(Written& written, const Batch& batch, const BookRequest& request,
                         const domain::Decision& decision) {
  written.add(request);
  if (decision.ended_hold) written.end_hold(batch.hold_row(*decision.ended_hold), "booked", request.id);
  return {domain::Verdict::granted, request.id, request.reference};
}

/// The first bytes of a digest as a number to claim.
std::int64_t claim_of(const base::Digest& digest) {
  return static_cast<std::int64_t>(DigestHash{}(digest));
}

void claim_for(const HoldRequest& request, engine::Claims& claims) {
  claims.rows.push_back(request.slot.value);
  if (request.browser) claims.persons.push_back(claim_of(*request.browser));
}

void claim_for(const BookRequest& request, engine::Claims& claims) {
  claims.rows.push_back(request.slot.value);
  claims.persons.push_back(claim_of(request.identity));
}

}  // namespace

void TakeSeats::claim(engine::Claims& claims) const {
  std::visit([&](const auto& wanted) { claim_for(wanted, claims); }, request);
}

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
  Written written(scope);
  for (std::size_t i = 0; i < members.size(); ++i) {
    const domain::Decision& decision = decisions[i];
    std::optional<Outcome>& outcome = members[i].outcome;
    switch (decision.verdict) {
      case domain::Verdict::granted:
        outcome = std::visit([&](const auto& wanted) { return grant(written, batch, wanted, decision); },
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
  written.write();
  batch.write_taken();
}

std::string reference_of_key(const base::KeyRing& keys, std::string_view key) {
  std::uint64_t bits = 0;
  const base::Digest digest = keys.hash("idempotency", key);
  __builtin_memcpy(&bits, digest.data(), sizeof bits);
  return domain::make_reference(bits);
}

std::optional<base::Digest> find_submitted(storage::Connection& connection, std::string_view reference) {
  storage::Rows rows = connection.query(sql::kFindSubmission, {reference});
  if (!rows.next()) return std::nullopt;
  return submitted_in(rows, 0);
}

}  // namespace temujanji::appointments
