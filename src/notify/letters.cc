#include "notify/letters.h"

#include <ctemplate/template.h>
#include <ctemplate/template_dictionary.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include "base/assets.h"
#include "base/check.h"
#include "notify/calendar_file.h"
#include "notify/slip.h"

namespace temujanji::notify {
namespace {

using base::Language;

constexpr std::array kNotes{"slip.note_bring", "slip.note_late", "slip.note_cancel", "slip.note_free"};

/// What a letter says, in one language, before it becomes text or HTML.
struct Content {
  struct Fact {
    std::string label;
    std::vector<std::string> lines;
  };
  std::string subject, title, lead, when;
  /// Empty for an appointment that will not take place.
  std::string arrive, arrive_detail;
  std::vector<Fact> facts;
  std::vector<std::string> documents;
  std::vector<std::string> notes;
  std::string url, url_label;
};

bool takes_place(LetterKind kind) {
  return kind == LetterKind::booked || kind == LetterKind::confirmed || kind == LetterKind::moved ||
         kind == LetterKind::restored;
}

class Writer {
 public:
  Writer(const AppointmentFacts& facts, LetterKind kind, Language language, const base::Words& words)
      : facts_(facts), kind_(kind), language_(language), words_(words) {}

  Content content() const {
    Content content;
    content.subject = of_kind("mail.subject.", {{"date", facts_.date.in(language_)},
                                                {"time", facts_.time.in(language_)},
                                                {"reference", facts_.reference}});
    content.title = of_kind("mail.title.", {});
    content.lead = of_kind("mail.lead.", {});
    content.when = facts_.date.in(language_) + ", " + facts_.time.in(language_);
    content.url = facts_.manage_url.in(language_);
    content.url_label = word(takes_place(kind_) ? "mail.manage" : "mail.check");
    add_facts(content);
    if (takes_place(kind_)) add_preparation(content);
    return content;
  }

  std::string word(std::string_view key) const { return std::string(words_.text(language_, key)); }

 private:
  std::string of_kind(std::string_view prefix, base::Replacements with) const {
    return words_.text(language_, std::string(prefix) + std::string(to_text(kind_)), with);
  }

  void add_facts(Content& content) const {
    const std::string& former = facts_.former.in(language_);
    const std::string& reason = facts_.reason.in(language_);
    if (!former.empty()) content.facts.push_back({word("mail.former"), {former}});
    if (!reason.empty()) content.facts.push_back({word("mail.reason"), {reason}});
    content.facts.push_back({word("slip.service"), {facts_.service.in(language_)}});
    Content::Fact office{word("slip.office"), {facts_.office.in(language_)}};
    std::ranges::copy(facts_.address_lines, std::back_inserter(office.lines));
    if (!facts_.phone.empty())
      office.lines.push_back(words_.text(language_, "slip.phone", {{"phone", facts_.phone}}));
    content.facts.push_back(std::move(office));
    content.facts.push_back({word("slip.applicant"), {facts_.masked_name, facts_.masked_document}});
    if (facts_.seats > 1) content.facts.push_back({word("slip.persons"), {std::to_string(facts_.seats)}});
  }

  void add_preparation(Content& content) const {
    content.arrive = words_.text(language_, "slip.arrive", {{"time", facts_.arrive_by.in(language_)}});
    content.arrive_detail = word("slip.arrive_detail");
    for (const DocumentFact& document : facts_.documents) {
      const std::string& condition = document.condition.in(language_);
      content.documents.push_back(document.text.in(language_) +
                                  (condition.empty() ? "" : " (" + condition + ")"));
    }
    for (const char* note : kNotes) content.notes.push_back(word(note));
  }

  const AppointmentFacts& facts_;
  const LetterKind kind_;
  const Language language_;
  const base::Words& words_;
};

std::string as_text(const Content& content, const AppointmentFacts& facts, const Writer& words) {
  std::string text = content.title + "\n\n" + content.lead + "\n\n";
  text += words.word("slip.reference") + ": " + facts.reference + "\n";
  text += words.word("slip.when") + ": " + content.when + "\n";
  if (!content.arrive.empty()) text += content.arrive + ", " + content.arrive_detail + "\n";
  text += "\n";
  for (const Content::Fact& fact : content.facts) {
    text += fact.label + ":\n";
    for (const std::string& line : fact.lines) text += "  " + line + "\n";
  }
  const auto list = [&text](const std::string& heading, const std::vector<std::string>& items) {
    if (items.empty()) return;
    text += "\n" + heading + ":\n";
    for (const std::string& item : items) text += "- " + item + "\n";
  };
  list(words.word("slip.documents"), content.documents);
  if (!content.notes.empty())
    text += "\n" + words.word("slip.payment") + ". " + words.word("slip.payment_detail") + "\n";
  list(words.word("slip.notes"), content.notes);
  text += "\n" + content.url_label + ":\n" + content.url + "\n\n-- \n" + words.word("mail.automatic");
  return text + "\n" + facts.site_name + "\n";
}

/// The template of all letters; parsed once, escapes by context what it is given.
const std::string& template_key() {
  static const std::string key = [] {
    const auto bytes = base::find_asset("notify/letter.html");
    CHECK(bytes.has_value());
    CHECK(ctemplate::StringToTemplateCache("notify/letter.html", bytes->data(), bytes->size(),
                                           ctemplate::DO_NOT_STRIP));
    return std::string("notify/letter.html");
  }();
  return key;
}

void fill_lists(ctemplate::TemplateDictionary& page, const Content& content, const Writer& words) {
  for (const Content::Fact& fact : content.facts) {
    ctemplate::TemplateDictionary& row = *page.AddSectionDictionary("FACT");
    row.SetValue("LABEL", fact.label);
    for (const std::string& line : fact.lines) row.AddSectionDictionary("LINE")->SetValue("TEXT", line);
  }
  if (!content.documents.empty()) {
    ctemplate::TemplateDictionary& section = *page.AddSectionDictionary("DOCUMENTS");
    section.SetValue("DOCUMENTS_LABEL", words.word("slip.documents"));
    for (const std::string& text : content.documents)
      section.AddSectionDictionary("DOCUMENT")->SetValue("TEXT", text);
  }
  if (!content.notes.empty()) {
    ctemplate::TemplateDictionary& section = *page.AddSectionDictionary("NOTES");
    section.SetValue("PAYMENT", words.word("slip.payment"));
    section.SetValue("PAYMENT_DETAIL", words.word("slip.payment_detail"));
    section.SetValue("NOTES_LABEL", words.word("slip.notes"));
    for (const std::string& text : content.notes)
      section.AddSectionDictionary("NOTE")->SetValue("TEXT", text);
  }
}

std::string as_html(const Content& content, const AppointmentFacts& facts, Language language,
                    const Writer& words) {
  ctemplate::TemplateDictionary page("letter");
  page.SetValue("LANGUAGE", std::string(base::to_text(language)));
  page.SetValue("SUBJECT", content.subject);
  page.SetValue("SITE", facts.site_name);
  page.SetValue("DEPARTMENT", facts.department.in(language));
  page.SetValue("TITLE", content.title);
  page.SetValue("LEAD", content.lead);
  page.SetValue("REFERENCE_LABEL", words.word("slip.reference"));
  page.SetValue("REFERENCE", facts.reference);
  page.SetValue("WHEN_LABEL", words.word("slip.when"));
  page.SetValue("WHEN", content.when);
  page.SetValue("URL", content.url);
  page.SetValue("MANAGE", content.url_label);
  page.SetValue("AUTOMATIC", words.word("mail.automatic"));
  if (!content.arrive.empty()) {
    ctemplate::TemplateDictionary& section = *page.AddSectionDictionary("ARRIVE_SECTION");
    section.SetValue("ARRIVE", content.arrive);
    section.SetValue("ARRIVE_DETAIL", content.arrive_detail);
  }
  fill_lists(page, content, words);
  std::string html;
  CHECK(ctemplate::ExpandTemplate(template_key(), ctemplate::DO_NOT_STRIP, &page, &html));
  return html;
}

std::vector<Attachment> attachments(const AppointmentFacts& facts, LetterKind kind, Language language,
                                    const base::Words& words, const std::string& host) {
  std::vector<Attachment> files;
  if (takes_place(kind)) {
    files.push_back({"slip-temujanji.pdf", "application/pdf", make_slip_pdf(facts, words)});
    files.push_back({"temujanji.ics", "text/calendar; charset=utf-8; method=PUBLISH",
                     make_appointment_calendar(facts, CalendarUse::publish, language, words, host)});
  } else {
    files.push_back({"temujanji.ics", "text/calendar; charset=utf-8; method=CANCEL",
                     make_appointment_calendar(facts, CalendarUse::cancel, language, words, host)});
  }
  return files;
}

constexpr std::array<std::pair<LetterKind, std::string_view>, 7> kKinds{{
    {LetterKind::booked, "booked"},
    {LetterKind::confirmed, "confirmed"},
    {LetterKind::displaced, "displaced"},
    {LetterKind::cancelled_by_applicant, "cancelled_by_applicant"},
    {LetterKind::cancelled_by_department, "cancelled_by_department"},
    {LetterKind::moved, "moved"},
    {LetterKind::restored, "restored"},
}};

}  // namespace

std::string_view to_text(LetterKind kind) {
  const auto* found = std::ranges::find(kKinds, kind, &std::pair<LetterKind, std::string_view>::first);
  CHECK(found != kKinds.end());
  return found->second;
}

std::optional<LetterKind> parse_letter_kind(std::string_view text) {
  const auto* found = std::ranges::find(kKinds, text, &std::pair<LetterKind, std::string_view>::second);
  if (found == kKinds.end()) return std::nullopt;
  return found->first;
}

Mail write_letter(const AppointmentFacts& facts, LetterKind kind, Language language, const Envelope& envelope,
                  const base::Words& words) {
  const Writer writer(facts, kind, language, words);
  const Content content = writer.content();
  Mail mail;
  mail.message_id = envelope.message_id;
  mail.date_at = facts.happened_at;
  mail.from = envelope.from;
  mail.from_name = facts.site_name;
  mail.to = envelope.to;
  mail.subject = content.subject;
  mail.language = base::to_text(language);
  mail.text = as_text(content, facts, writer);
  mail.html = as_html(content, facts, language, writer);
  mail.attachments = attachments(facts, kind, language, words, std::string(host_of(envelope.from)));
  return mail;
}

}  // namespace temujanji::notify
