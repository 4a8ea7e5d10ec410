#include "features/weekly_letter.h"

#include "reports/report.h"
#include "reports/weekly_mail.h"

namespace temujanji::features {
namespace {

using base::Language;
using domain::Measure;

constexpr int kDaysOfWeek = 7;
constexpr std::array kTold{Measure::seats,
                           Measure::taken,
                           Measure::use,
                           Measure::appointments,
                           Measure::attended,
                           Measure::missed,
                           Measure::missed_rate,
                           Measure::cancelled_by_applicant,
                           Measure::cancelled_by_department,
                           Measure::cancelled_rate,
                           Measure::walk_ins,
                           Measure::ahead_median,
                           Measure::wait_median,
                           Measure::wait_most,
                           Measure::service_median};

/// Figures of the week and of the one before.
struct TwoWeeks {
  const catalogue::Office& office;
  domain::Date from, to;
  domain::Figures figures, before;
};

domain::Figures figures_of(storage::Connection& connection, const catalogue::Catalogue& catalogue,
                           domain::OfficeId office, domain::Date from, base::Instant now) {
  const reports::Question question{
      {office}, from, domain::plus_days(from, kDaysOfWeek - 1), reports::GroupBy::day, std::nullopt};
  return reports::read_report(connection, catalogue, question, now).total;
}

std::string period_of(const LetterDesk& desk, Language language, const TwoWeeks& weeks) {
  return desk.words.date(language, weeks.from) + " – " + desk.words.date(language, weeks.to);
}

std::string text_in(const LetterDesk& desk, Language language, const TwoWeeks& weeks) {
  const auto say = [&](std::string_view key) { return std::string(desk.words.text(language, key)); };
  std::string text = say("weekly.title") + "\n" + weeks.office.name.in(language) + "\n" +
                     period_of(desk, language, weeks) + "\n\n";
  for (const Measure measure : kTold) {
    text += say("measure." + std::string(to_text(measure))) + ": " + domain::display(weeks.figures, measure);
    text += " (" + say("weekly.before") + " " + domain::display(weeks.before, measure) + ")\n";
  }
  text += "\n" + say("weekly.more") + "\n" + desk.site_url + "/" + std::string(to_text(language)) +
          "/staff/at/" + weeks.office.code + "/reports?from=" + domain::to_iso(weeks.from) +
          "&to=" + domain::to_iso(weeks.to) + "\n\n";
  return text + say("weekly.why") + "\n";
}

}  // namespace

std::optional<notify::Mail> write_weekly_letter(storage::Connection& connection, const LetterDesk& desk,
                                                std::int64_t id, const notify::Envelope& envelope,
                                                base::Instant now) {
  const auto letter = reports::find_weekly_letter(connection, id);
  if (!letter) return std::nullopt;
  const auto to = reports::find_weekly_mail(connection, desk.keys, letter->office);
  const auto catalogue = desk.live.catalogue();
  const catalogue::Office* office = catalogue->find_office(letter->office);
  if (!to || office == nullptr) return std::nullopt;
  const TwoWeeks weeks{
      *office, letter->week_on, domain::plus_days(letter->week_on, kDaysOfWeek - 1),
      figures_of(connection, *catalogue, office->id, letter->week_on, now),
      figures_of(connection, *catalogue, office->id, domain::plus_days(letter->week_on, -kDaysOfWeek), now)};
  notify::Mail mail;
  mail.message_id = envelope.message_id;
  mail.date_at = now;
  mail.from = envelope.from;
  mail.from_name = desk.settings.text("site.name");
  mail.to = to->address;
  mail.language = "ms, en";
  mail.subject = std::string(desk.words.text(Language::ms, "weekly.title")) + ": " + office->name.ms + ", " +
                 period_of(desk, Language::ms, weeks);
  mail.text = text_in(desk, Language::ms, weeks) + "\n----\n\n" + text_in(desk, Language::en, weeks) +
              "\n-- \n" + mail.from_name + "\n";
  return mail;
}

}  // namespace temujanji::features
