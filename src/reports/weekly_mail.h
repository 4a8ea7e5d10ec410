#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "base/result.h"
#include "catalogue/catalogue.h"
#include "engine/engine.h"

/// The mail with an office's figures of the week, on Monday mornings.
namespace temujanji::reports {

/// To whom an office's mail goes.
struct WeeklyMail {
  std::string address;
  /// When it was set: the first mail tells of the week in which that was.
  base::Instant since_at;
};
std::optional<WeeklyMail> find_weekly_mail(storage::Connection& connection, const base::KeyRing& keys,
                                           domain::OfficeId office);
std::string seal_address(const base::KeyRing& keys, domain::OfficeId office, std::string_view address);

/// Sets the address, or takes it away.
struct SetWeeklyMail {
  domain::OfficeId office;
  /// Nothing: no mail any more.
  std::optional<std::string> sealed_address;
  std::string actor;

  using Outcome = base::Done;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(office.value); }
};

/// When the next mail goes out to an address that was set at `since`: on a Monday, at seven in the morning at
/// the office, once the week in which it was set is over.
base::Instant next_weekly_mail_at(const base::Zone& zone, base::Instant since, base::Instant now);

/// A week of an office of which a mail tells.
struct WeeklyLetter {
  domain::OfficeId office;
  domain::Date week_on;  // its Monday
};
std::optional<WeeklyLetter> find_weekly_letter(storage::Connection& connection, std::int64_t id);

/// Puts a mail into the outbox, once for each office and week whoever asks; false if it is there already.
struct QueueWeeklyLetter {
  WeeklyLetter letter;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(letter.office.value); }
};

/// Puts in what is due: of the week before this one, once all its days are counted. Tells how many; for the
/// caretaker.
int queue_weekly_letters(engine::Engine& engine, storage::Connection& connection,
                         const catalogue::Catalogue& catalogue, base::Instant now);

}  // namespace temujanji::reports
