#include "domain/allocation.h"

namespace temujanji::domain {
namespace {

bool is_live(const HeldSeats& held, base::Instant now) {
  return !held.ended && held.expires_at > now;
}

/// The hold whose seats the request brings with it.
std::optional<std::size_t> hold_of(const AllocationFacts& facts, const SeatRequest& request) {
  if (request.kind == SeatRequest::Kind::book) return request.held;
  return request.browser ? facts.browser_hold[*request.browser] : std::nullopt;
}

/// Why the request cannot have its seats, or `granted`.
Verdict check_seats(const AllocationFacts& facts, const SeatRequest& request, base::Instant now) {
  const SlotSeats& slot = facts.slots[request.slot];
  const auto held_index = hold_of(facts, request);
  const HeldSeats* held = held_index ? &facts.holds[*held_index] : nullptr;
  const bool books = request.kind == SeatRequest::Kind::book;
  if (books && held != nullptr && (!is_live(*held, now) || held->slot != request.slot))
    return Verdict::hold_expired;
  if (slot.starts_at <= now) return Verdict::slot_gone;
  const int brought = held != nullptr && !held->ended && held->slot == request.slot ? held->seats : 0;
  // Who holds seats of a slot that was withdrawn meanwhile may still take them; nobody new gets in.
  if (slot.withdrawn && !(books && brought >= request.seats)) return Verdict::slot_gone;
  return slot.seats - slot.taken + brought >= request.seats ? Verdict::granted : Verdict::slot_full;
}

std::optional<Decision> check_key(const AllocationFacts& facts, const SeatRequest& request) {
  if (!request.key) return std::nullopt;
  const KeyUse& use = facts.keys[*request.key];
  if (!use.request_hash) return std::nullopt;
  if (*use.request_hash != request.request_hash) return Decision{Verdict::key_mismatch, {}, {}};
  return Decision{Verdict::repeated, use.request, {}};
}

Decision decide(const AllocationFacts& facts, const SeatRequest& request, base::Instant now) {
  if (const auto known = check_key(facts, request)) return *known;
  if (request.identity && facts.identity_has_live[*request.identity])
    return {Verdict::already_booked, {}, {}};
  return {check_seats(facts, request, now), {}, {}};
}

void grant(AllocationFacts& facts, const SeatRequest& request, std::size_t index, Decision& decision) {
  if (const auto held_index = hold_of(facts, request)) {
    HeldSeats& held = facts.holds[*held_index];
    if (!held.ended) {
      facts.slots[held.slot].taken -= held.seats;
      held.ended = true;
      decision.ended_hold = held_index;
    }
  }
  facts.slots[request.slot].taken += request.seats;
  if (request.kind == SeatRequest::Kind::hold) {
    facts.holds.push_back({request.slot, request.seats, request.hold_expires_at, false});
    if (request.browser) facts.browser_hold[*request.browser] = facts.holds.size() - 1;
  }
  if (request.identity) facts.identity_has_live[*request.identity] = true;
  if (request.key) facts.keys[*request.key] = KeyUse{request.request_hash, index};
}

}  // namespace

std::vector<Decision> allocate(AllocationFacts& facts, const std::vector<SeatRequest>& requests,
                               base::Instant now) {
  std::vector<Decision> decisions;
  decisions.reserve(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    decisions.push_back(decide(facts, requests[i], now));
    if (decisions.back().verdict == Verdict::granted) grant(facts, requests[i], i, decisions.back());
  }
  return decisions;
}

}  // namespace temujanji::domain
