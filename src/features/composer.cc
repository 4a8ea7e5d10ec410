#include "features/composer.h"

#include <algorithm>

#include "appointments/bulk_cancel.h"
#include "appointments/details.h"
#include "features/composer.sql.h"
#include "features/reassigned.h"
#include "features/weekly_letter.h"
#include "notify/letters.h"

namespace temujanji::features {
namespace {

using History = std::vector<appointments::HistoryEntry>;

/// What a mail about an event says besides the appointment.
struct Told {
  notify::LetterKind kind;
  Reassigned reassigned;
  base::Bilingual reason;
  int changes = 0;
};

base::Bilingual cancel_reason(storage::Connection& connection, const base::Words& words,
                              std::string_view detail) {
  if (const auto bulk = appointments::parse_cancelled_by(detail)) {
    const auto found = appointments::find_bulk_cancellation(connection, *bulk);
    return found ? found->reason : base::Bilingual{};
  }
  const std::string key = "cancel_reason." + std::string(detail);
  if (detail.empty() || !words.has(base::Language::ms, key)) return {};
  return {std::string(words.text(base::Language::ms, key)), std::string(words.text(base::Language::en, key))};
}

/// `history` up to the event that is told.
std::optional<Told> what_to_tell(storage::Connection& connection, const LetterDesk& desk,
                                 const notify::OutboxRow& row, const History& history) {
  const auto kind = notify::parse_letter_kind(row.kind);
  if (!kind || history.empty()) return std::nullopt;
  Told told{*kind, find_reassigned(connection, history), {}, static_cast<int>(history.size()) - 1};
  if (*kind == notify::LetterKind::cancelled_by_department) {
    told.reason = cancel_reason(connection, desk.words, history.back().detail);
  } else if (*kind == notify::LetterKind::displaced) {
    told.reason = told.reassigned.reason;
  } else if (*kind == notify::LetterKind::booked) {
    if (told.reassigned.what == Reassignment::moved) {
      told.kind = notify::LetterKind::moved;
      told.reason = told.reassigned.reason;
    }
    if (told.reassigned.what == Reassignment::restored) told.kind = notify::LetterKind::restored;
  }
  return told;
}

/// Who was moved before the mail about the closure went out is told of the time that was closed, not of the
/// one that is kept.
void put_back(appointments::Appointment& appointment, const History& later) {
  for (const appointments::HistoryEntry& event : later) {
    const auto moved = appointments::parse_moved(event.detail);
    if (!moved) continue;
    appointment.starts_at = moved->from_at;
    appointment.office = moved->from_office;
    return;
  }
}

void add_told(notify::AppointmentFacts& facts, const Told& told, const LetterDesk& desk,
              domain::OfficeId office) {
  facts.reason = told.reason;
  facts.changes = told.changes;
  if (told.kind != notify::LetterKind::moved) return;
  const auto catalogue = desk.live.catalogue();
  const auto former = [&](base::Language language) {
    return former_place(*told.reassigned.moved, *catalogue, office, desk.words, language);
  };
  facts.former = {former(base::Language::ms), former(base::Language::en)};
}

std::optional<notify::Mail> write_of_appointment(storage::Connection& connection, const LetterDesk& desk,
                                                 const notify::OutboxRow& row, notify::Envelope envelope,
                                                 base::Instant now) {
  auto appointment =
      appointments::find_appointment(connection, desk.keys, domain::AppointmentId{row.appointment_id});
  if (!appointment) return std::nullopt;
  History history = appointments::list_events(connection, appointment->id);
  const auto next = std::ranges::upper_bound(
      history, row.event_id, {}, [](const appointments::HistoryEntry& event) { return event.id.value; });
  const History later(next, history.end());
  history.erase(next, history.end());
  const auto told = what_to_tell(connection, desk, row, history);
  if (!told) return std::nullopt;
  if (told->kind == notify::LetterKind::displaced) put_back(*appointment, later);
  notify::AppointmentFacts facts = letter_facts(desk, *appointment, now);
  add_told(facts, *told, desk, appointment->office);
  envelope.to = appointment->person.email;
  return notify::write_letter(facts, told->kind, appointment->language, envelope, desk.words);
}

}  // namespace

notify::Composer make_composer(const LetterDesk& desk, const base::Clock& clock,
                               const std::string& installation) {
  return [desk, &clock, installation](storage::Connection& connection,
                                      const notify::OutboxRow& row) -> std::optional<notify::Mail> {
    const std::string& from = desk.settings.text("mail.from");
    const notify::Envelope envelope{
        notify::make_message_id(row.event_id, installation, notify::host_of(from)), from, {}};
    if (row.kind == "weekly")
      return write_weekly_letter(connection, desk, row.event_id, envelope, clock.now());
    return write_of_appointment(connection, desk, row, envelope, clock.now());
  };
}

RecordDeliveries::Outcome RecordDeliveries::apply(engine::Scope& scope) const {
  notify::apply_results(scope.transaction, results, scope.now);
  return {};
}

std::string installation_id(storage::Connection& connection) {
  storage::Rows rows = connection.query(sql::kFindInstallation);
  if (!rows.next())
    throw base::Fault("the database has no installation row; was it made by `temujanji init`?");
  return rows.string(0);
}

}  // namespace temujanji::features
