#include "cli/doctor.h"

#include <ostream>

#include "appointments/details.h"
#include "audit/verify.h"
#include "base/crypto.h"
#include "catalogue/catalogue.h"
#include "cli/commands.h"
#include "cli/doctor.sql.h"
#include "domain/life_cycle.h"
#include "reports/keep_days.h"

namespace temujanji::cli {
namespace {

constexpr std::size_t kExamples = 5;

/// A check that one statement does: its rows are the violations, with three numbers each.
struct SqlCheck {
  std::string_view name;
  const storage::Statement& statement;
  std::string_view first, second, third;
};

const SqlCheck kChecks[] = {
    {"I1 seats taken are those of live appointments and holds", sql::kCheckSeatsTaken, "slot", "taken",
     "counted"},
    {"I1 seats taken never exceed seats", sql::kCheckSeatsExceeded, "slot", "taken", "seats"},
    {"I2 at most one live appointment per identity and service", sql::kCheckOneLive, "appointment", "service",
     "live"},
    {"I3 every appointment has its slot and service", sql::kCheckAppointmentWhole, "appointment", "slot",
     "service"},
    {"I3 every appointment has a whole reference", sql::kCheckReference, "appointment", "characters", "slot"},
    {"I4 every appointment began with a booking", sql::kCheckAskedFor, "appointment", "events", "slot"},
    {"I4 every event is of an appointment", sql::kCheckEventWhole, "event", "appointment", "at"},
    {"I4 every hold has its slot and service", sql::kCheckHoldWhole, "hold", "slot", "service"},
    {"I4 every hold ended in a known way", sql::kCheckHoldEnd, "hold", "slot", "seats"},
    {"I5 every key has one effect", sql::kCheckOneEffect, "appointment", "number", ""},
    {"I9 every booking, confirmation and cancellation has its mail", sql::kCheckMailQueued, "appointment",
     "event", "at"},
    {"I9 every mail tells of its own event", sql::kCheckMailEvent, "event", "appointment", ""},
    {"I10 every number that was served is of an attended appointment", sql::kCheckTicket, "ticket",
     "appointment", "number"},
};

void note(Finding& finding, std::string example) {
  if (finding.violations++ < kExamples) finding.examples.push_back(std::move(example));
}

std::string named(std::string_view name, std::int64_t value) {
  return std::string(name) + ' ' + std::to_string(value);
}

Finding run(storage::Connection& connection, const SqlCheck& check) {
  Finding finding{check.name, 0, {}};
  auto rows = connection.query(check.statement);
  while (rows.next()) {
    std::string example = named(check.first, rows.integer(0)) + ", " + named(check.second, rows.integer(1));
    if (!check.third.empty()) example += ", " + named(check.third, rows.integer(2));
    note(finding, std::move(example));
  }
  return finding;
}

bool is_inside(const domain::OfficeDay& day, int from, int to) {
  for (const domain::MinuteSpan span : day.open) {
    if (span.from <= from && to <= span.to) return true;
  }
  return false;
}

/// Where a slot lies in its office's day.
struct SlotPlace {
  domain::Date on;
  int from;
};

SlotPlace place_of(const catalogue::Office& office, base::Instant starts_at) {
  const base::LocalTime at_local = office.zone.to_local(starts_at);
  const auto day = std::chrono::floor<std::chrono::days>(at_local);
  const auto minute = std::chrono::duration_cast<std::chrono::minutes>(at_local - day);
  return {domain::Date(day), static_cast<int>(minute.count())};
}

Finding check_calendars(storage::Connection& connection, base::Instant now) {
  Finding finding{"I6 every slot on offer lies inside its office's open hours", 0, {}};
  const auto catalogue = catalogue::Catalogue::load(connection);
  std::int64_t pool = 0;
  const catalogue::Office* office = nullptr;
  std::span<const domain::DayChange> changes;
  domain::Date on{};
  domain::OfficeDay day{};
  auto rows = connection.query(sql::kListOfferedTimes, {now});
  while (rows.next()) {
    if (rows.integer(1) != pool || office == nullptr) {
      pool = rows.integer(1);
      const catalogue::Pool* found = catalogue->find_pool(domain::PoolId{pool});
      office = found == nullptr ? nullptr : catalogue->find_office(found->office);
      if (found != nullptr) changes = found->changes;
      on = {};
    }
    if (office == nullptr) {
      note(finding, named("slot", rows.integer(0)) + " has no pool");
      continue;
    }
    const SlotPlace place = place_of(*office, rows.instant(2));
    if (place.on != on) {
      on = place.on;
      day = domain::pool_day(office->calendar, changes, on);
    }
    if (is_inside(day, place.from, place.from + rows.small(3))) continue;
    note(finding, named("slot", rows.integer(0)) + " at " + office->code + " on " + domain::to_iso(on) +
                      ", minute " + std::to_string(place.from));
  }
  return finding;
}

Finding check_changes(storage::Connection& connection) {
  Finding finding{"I7 every appointment changed only as the rules allow", 0, {}};
  std::int64_t appointment = 0;
  std::optional<domain::Status> reached, stored;
  const auto close = [&] {
    if (appointment != 0 && reached != stored) {
      note(finding, named("appointment", appointment) + ": its last event and its status differ");
    }
  };
  auto rows = connection.query(sql::kListStatusChanges);
  while (rows.next()) {
    const auto next = domain::parse_status(rows.text(1));
    if (rows.integer(0) != appointment) {
      close();
      appointment = rows.integer(0);
      if (next != domain::Status::booked)
        note(finding, named("appointment", appointment) + " was not booked first");
    } else if (!reached || !next || !domain::may_become(*reached, *next)) {
      note(finding, named("appointment", appointment) + ": an unlawful change to " + rows.string(1));
    }
    reached = next;
    stored = domain::parse_status(rows.text(2));
  }
  close();
  return finding;
}

Finding check_log(storage::Connection& connection, base::Instant now, std::string_view public_key) {
  Finding finding{"I8 the audit log is complete and its heads are genuine", 0, {}};
  const audit::Problems problems = audit::verify_quickly(connection, now, public_key);
  finding.violations = problems.count();
  for (const std::string& problem : problems.kept()) {
    if (finding.examples.size() < kExamples) finding.examples.push_back(problem);
  }
  return finding;
}

/// Where a move led: to where the next one began, or to where the appointment is.
struct Move {
  std::int64_t appointment = 0;
  appointments::Moved note;
  base::Instant to_at;
  domain::OfficeId to_office;
};

std::vector<Move> list_moves(storage::Connection& connection, Finding& finding) {
  std::vector<Move> moves;
  auto rows = connection.query(sql::kListMoves);
  while (rows.next()) {
    const auto note_of_move = appointments::parse_moved(rows.text(1));
    if (!note_of_move) {
      note(finding, named("appointment", rows.integer(0)) + ": a move that tells nothing");
      continue;
    }
    if (!moves.empty() && moves.back().appointment == rows.integer(0)) {
      moves.back().to_at = note_of_move->from_at;
      moves.back().to_office = note_of_move->from_office;
    }
    moves.push_back({rows.integer(0), *note_of_move, rows.instant(2), rows.id<domain::OfficeId>(3)});
  }
  return moves;
}

Finding check_moves(storage::Connection& connection) {
  Finding finding{"I12 nobody was moved earlier or to another office unasked", 0, {}};
  for (const Move& move : list_moves(connection, finding)) {
    if (move.note.agreed) continue;
    if (move.to_at < move.note.from_at) note(finding, named("appointment", move.appointment) + ": earlier");
    if (move.to_office != move.note.from_office) {
      note(finding, named("appointment", move.appointment) + ": to another office");
    }
  }
  return finding;
}

Finding check_kept_days(storage::Connection& connection) {
  Finding finding{"I13 the figures that are kept are those of the rows they were counted from", 0, {}};
  const auto catalogue = catalogue::Catalogue::load(connection);
  for (const counter::Day& day : reports::list_settled_days(connection, *catalogue)) {
    const catalogue::Office& office = *catalogue->find_office(day.office);
    const auto kept = reports::find_kept_day(connection, day.office, day.on);
    if (kept && kept->tells(reports::count_day(connection, day, office.zone))) continue;
    note(finding, "office " + office.code + " on " + domain::to_iso(day.on));
  }
  return finding;
}

}  // namespace

std::vector<Finding> examine(storage::Connection& connection, base::Instant now,
                             std::string_view public_key) {
  std::vector<Finding> findings;
  for (const SqlCheck& check : kChecks) findings.push_back(run(connection, check));
  const auto mails = findings.end() - 3;
  findings.insert(mails, {check_calendars(connection, now), check_changes(connection),
                          check_log(connection, now, public_key)});
  findings.push_back(check_moves(connection));
  findings.push_back(check_kept_days(connection));
  return findings;
}

int doctor(const World& world, const DataFolder& folder) {
  const auto database = open_database(folder, world.clock);
  // A backup is checked where its keys are not.
  const bool has_keys = std::filesystem::exists(folder.keys());
  const std::string public_key = has_keys ? base::KeyRing::load(folder.keys()).public_key() : "";
  if (!has_keys) world.out << "There are no keys in the data folder, so signatures are not checked.\n";
  bool healthy = true;
  const auto connection = database->connect(storage::Access::read);
  for (const Finding& finding : examine(*connection, world.clock.now(), public_key)) {
    world.out << finding.check << ": ";
    if (finding.violations == 0) {
      world.out << "ok\n";
      continue;
    }
    healthy = false;
    world.out << finding.violations << (finding.violations == 1 ? " violation\n" : " violations\n");
    for (const std::string& example : finding.examples) world.out << "    " << example << '\n';
    if (finding.violations > finding.examples.size()) world.out << "    …\n";
  }
  return healthy ? 0 : 1;
}

}  // namespace temujanji::cli
