#include "features/composer.h"

#include "features/composer.sql.h"
#include "notify/letters.h"

namespace temujanji::features {

notify::Composer make_composer(const LetterDesk& desk, const base::Clock& clock,
                               const std::string& installation) {
  return [desk, &clock, installation](storage::Connection& connection,
                                      const notify::OutboxRow& row) -> std::optional<notify::Mail> {
    const auto kind = notify::parse_letter_kind(row.kind);
    const auto appointment =
        appointments::find_appointment(connection, desk.keys, domain::AppointmentId{row.appointment_id});
    if (!kind || !appointment) return std::nullopt;
    const std::string& from = desk.settings.text("mail.from");
    notify::Envelope envelope;
    envelope.message_id = notify::make_message_id(row.event_id, installation, notify::host_of(from));
    envelope.from = from;
    envelope.to = appointment->person.email;
    const notify::AppointmentFacts facts = letter_facts(desk, *appointment, clock.now());
    return notify::write_letter(facts, *kind, appointment->language, envelope, desk.words);
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
