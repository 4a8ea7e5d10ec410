#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/crypto.h"
#include "domain/applicant.h"
#include "domain/block.h"
#include "domain/ids.h"
#include "misuse/block_value.h"
#include "staff/own_identity.h"
#include "storage/connection.h"

namespace temujanji::misuse {

/// From when on something is worth a look: live appointments of so many identities under one e-mail address,
/// telephone or postal address; so many missed within so long; booked so soon after the slot was made.
inline constexpr std::size_t kIdentitiesMin = 3;
inline constexpr int kMissedMin = 3;
inline constexpr std::chrono::days kMissedWithin{90};
inline constexpr std::chrono::seconds kQuickAfter{60};

/// The most of these moments that lie within a time shorter than `window`.
int most_within(std::vector<base::Instant> moments, std::chrono::milliseconds window);

/// Several identities that booked under one e-mail address or telephone.
struct SharedContact {
  BlockValue contact;
  std::size_t identities = 0;
  std::size_t appointments = 0;
};

/// Several identities that gave one postal address, as it is shown: "12 J…, 62000 Putrajaya".
struct SharedAddress {
  std::string shown;
  std::size_t identities = 0;
  std::size_t appointments = 0;
};

/// An identity that did not come, again and again.
struct MissedOften {
  BlockValue identity;
  int missed = 0;
};

/// An appointment that was booked as soon as its slot was made.
struct QuickBooking {
  std::string reference;
  domain::PoolId pool;
  base::Instant starts_at;
  std::chrono::milliseconds after{};
};

/// An appointment that somebody of the department has.
struct OwnBooking {
  domain::StaffId staff;
  std::string reference;
  domain::PoolId pool;
  base::Instant starts_at;
  base::Instant booked_at;
};

/// Looks for patterns in the appointments of some pools in some time, which are read part by part, so that no
/// reader is kept for long. Personal data are opened one appointment after the other, since what is stored
/// tells nothing about contacts. Used by one thread at a time.
class Patterns {
 public:
  /// At most so many appointments are looked through.
  static constexpr int kAppointmentsMax = 100'000;

  Patterns(const base::KeyRing& keys, staff::OwnIdentities own) : keys_(keys), own_(std::move(own)) {}

  /// Looks through a pool's appointments that begin in this time. False once the most have been looked
  /// through; then what is told is of a part. Throws Fault if one cannot be opened.
  bool read(storage::Connection& connection, domain::PoolId pool, base::Instant from, base::Instant to);
  int appointments() const { return seen_; }
  /// Active accounts that are not known by their document.
  int unknown_staff() const { return own_.unknown; }

  /// Each with the most telling first.
  std::vector<SharedContact> list_shared(domain::BlockKind kind) const;
  std::vector<SharedAddress> list_addresses() const;
  std::vector<OwnBooking> list_own() const;
  std::vector<MissedOften> list_missed() const;
  std::vector<QuickBooking> list_quick() const;

 private:
  struct Group {
    std::vector<base::Digest> identities;
    std::size_t appointments = 0;
    /// Of a postal address: how it is shown.
    std::string shown = {};
  };
  using Groups = std::unordered_map<std::string, Group>;

  void look_at(const storage::Rows& row, domain::PoolId pool);
  static Group& add(Groups& groups, std::string contact, const base::Digest& identity);
  void add_address(const domain::Address& address, const base::Digest& identity);

  const base::KeyRing& keys_;
  const staff::OwnIdentities own_;
  int seen_ = 0;
  Groups emails_, phones_, addresses_;
  std::vector<OwnBooking> own_bookings_;
  /// By the text of the identity: when they were missed.
  std::unordered_map<std::string, std::vector<base::Instant>> missed_;
  std::vector<QuickBooking> quick_;
};

}  // namespace temujanji::misuse
