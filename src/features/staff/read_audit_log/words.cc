#include "features/staff/read_audit_log/words.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "features/staff_names.h"

namespace temujanji::features::read_audit_log {
namespace {

constexpr std::array<std::string_view, 48> kActs{"looked",
                                                 "appointment_booked",
                                                 "appointment_confirmed",
                                                 "appointment_displaced",
                                                 "appointment_attended",
                                                 "appointment_missed",
                                                 "appointment_cancelled_by_applicant",
                                                 "appointment_cancelled_by_department",
                                                 "ticket_issued",
                                                 "ticket_called",
                                                 "ticket_recalled",
                                                 "ticket_started",
                                                 "ticket_transferred",
                                                 "ticket_finished",
                                                 "ticket_absent",
                                                 "ticket_put_back",
                                                 "ticket_cancelled",
                                                 "closed",
                                                 "reopened",
                                                 "changed_day",
                                                 "undid_day_change",
                                                 "set_rules",
                                                 "cancelled_many",
                                                 "exported_persons",
                                                 "blocked",
                                                 "unblocked",
                                                 "kept_block",
                                                 "appealed",
                                                 "approval_asked",
                                                 "approved",
                                                 "refused_approval",
                                                 "announced",
                                                 "changed_announcement",
                                                 "deleted_announcement",
                                                 "changed",
                                                 "set_weekly_mail",
                                                 "ended_weekly_mail",
                                                 "changed_text",
                                                 "changed_catalogue",
                                                 "signed_in",
                                                 "signed_out",
                                                 "noted_identity",
                                                 "account_added",
                                                 "account_changed",
                                                 "account_invited_again",
                                                 "account_joined",
                                                 "account_opened",
                                                 "account_closed"};

/// The prefix of the kinds of a table's events; entries have none.
std::string prefix_of(const audit::Source& source) {
  if (source.table == "audit_event") return "";
  return std::string(source.table.substr(0, source.table.find('_') + 1));
}

/// The word of the key, or else the text with blanks.
std::string word_or(const App& app, const web::Request& request, const std::string& key, std::string text) {
  if (app.words.has(request.language, key)) return std::string(say(app, request, key));
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string who_words(const App& app, const web::Request& request, const std::string& actor,
                      const Names& names) {
  const auto name = names.find(actor);
  if (name != names.end()) return name->second;
  return word_or(app, request, "log_who." + (actor.empty() ? "program" : actor), actor);
}

std::string subject_words(const App& app, const web::Request& request, const Visit& visit,
                          const audit::Found& found, const Names& names) {
  const std::size_t colon = found.subject.find(':');
  const std::string kind = found.subject.substr(0, colon);
  const std::string which = colon == std::string::npos ? "" : found.subject.substr(colon + 1);
  const std::string word = word_or(app, request, "log_subject." + kind, kind);
  const auto id = base::parse_number<std::int64_t>(which);
  if (const auto name = names.find(found.subject); name != names.end()) return word + " " + name->second;
  if (kind == "office" && id) {
    const catalogue::Office* office = visit.catalogue->find_office(domain::OfficeId{*id});
    if (office != nullptr) return word + " " + office->name.in(request.language);
  }
  if (kind == "text") return word_or(app, request, "text_page." + which, which);
  return which.empty() ? word : word + " " + which;
}

/// The known words at its beginning in the reader's language; numbers, dates and names as they are stored.
std::string detail_words(const App& app, const web::Request& request, const std::string& detail) {
  const std::size_t rest = std::min(detail.find_first_of("0123456789,:"), detail.size());
  std::string words(base::trim(std::string_view(detail).substr(0, rest)));
  const std::string behind = detail.substr(words.size());
  std::ranges::replace(words, ' ', '_');
  for (const std::string& key : {"log_detail." + words, "role." + words})
    if (app.words.has(request.language, key)) return std::string(say(app, request, key)) + behind;
  return detail;
}

}  // namespace

Names read_names(storage::Connection& connection, const App& app, const std::vector<audit::Found>& rows) {
  StaffNames staff(connection, app.keys);
  Names names;
  for (const audit::Found& found : rows) {
    for (const std::string& who : {found.actor, found.subject})
      if (who.starts_with("staff:")) names[who] = staff.of_actor(who);
  }
  return names;
}

std::string row_name(const audit::Found& found) {
  return std::string(found.source->table) + ":" + std::to_string(found.id);
}

std::span<const std::string_view> known_acts() {
  return kActs;
}

void narrow_to_act(std::string_view act, audit::Filter& filter) {
  if (std::ranges::find(kActs, act) == kActs.end()) return;
  for (const audit::Source& source : audit::sources()) {
    const std::string prefix = prefix_of(source);
    if (!act.starts_with(prefix) || (prefix.empty() && filter.source != nullptr)) continue;
    filter.source = &source;
    filter.act = act.substr(prefix.size());
  }
}

void add_found(const App& app, const web::Request& request, const Visit& visit, const audit::Found& found,
               const Names& names, web::Values& row) {
  const base::LocalTime at_local = zone_of(visit).to_local(found.at);
  row.set("AT", app.words.short_date(request.language, zone_of(visit).date_at(found.at)) + ", " +
                    app.words.time(request.language, at_local));
  row.set("WHO", who_words(app, request, found.actor, names));
  row.set("ACT", word_or(app, request, "log." + prefix_of(*found.source) + found.act, found.act));
  row.set("SUBJECT", subject_words(app, request, visit, found, names));
  row.set("URL", path_to(request, "/staff/audit/entry/" + row_name(found)));
  const catalogue::Office* office =
      found.office ? visit.catalogue->find_office(domain::OfficeId{*found.office}) : nullptr;
  if (office != nullptr && !found.subject.starts_with("office:"))
    row.add("OFFICE").set("NAME", office->name.in(request.language));
  if (!found.detail.empty()) row.add("DETAIL").set("TEXT", detail_words(app, request, found.detail));
}

}  // namespace temujanji::features::read_audit_log
