#include "features/applicant/choose_service/routes.h"

#include <algorithm>

#include "base/text.h"
#include "features/applicant/choose_service/office_page.h"
#include "features/kept_page.h"
#include "features/page.h"
#include "features/page_version.h"
#include "features/today.h"
#include "web/url.h"

namespace temujanji::features::choose_service {
namespace {

using Services = std::vector<const catalogue::Service*>;

/// What was asked for, out of known values but for the words searched.
struct Asked {
  const catalogue::Department* department;
  std::optional<catalogue::ApplicantKind> kind;
  std::string_view typed;
  /// `typed` in small letters with one blank between its words.
  std::string search;

  bool narrows() const { return kind.has_value() || !search.empty(); }
  std::string kind_code() const { return kind ? std::string(to_text(*kind)) : ""; }
  std::string query() const {
    return web::make_query({{"department", department->code}, {"q", typed}, {"for", kind_code()}});
  }
};

/// Everything about a service that a search looks through, in small letters.
std::string search_words(const catalogue::Service& service, const catalogue::Division& division) {
  std::string words;
  for (const std::string* part : {&service.name.ms, &service.name.en, &service.summary.ms,
                                  &service.summary.en, &service.code, &division.name.ms, &division.name.en}) {
    if (!words.empty()) words += ' ';
    words += base::to_lower(*part);
  }
  return words;
}

/// Whether `words` has every word of `search`.
bool matches(const std::string& words, const std::string& search) {
  return std::ranges::all_of(base::split(search, ' '),
                             [&](std::string_view word) { return words.find(word) != std::string::npos; });
}

Services find_services(const App& app, const catalogue::Catalogue& catalogue,
                       const catalogue::Division& division, const Asked& asked) {
  Services found = catalogue.live_services(asked.department->code, division.code, today_in_malaysia(app));
  std::erase_if(found, [&](const catalogue::Service* service) {
    return (asked.kind && service->applicant_kind != *asked.kind) ||
           !matches(search_words(*service, division), asked.search);
  });
  return found;
}

void add_service(const App& app, const web::Request& request, const catalogue::Service& service,
                 const catalogue::Division& division, web::Values& values) {
  web::Values row = values.add("SERVICE");
  row.set("NAME", service.name.in(request.language)).set("SUMMARY", service.summary.in(request.language));
  row.set("KIND", say(app, request, "kind." + std::string(to_text(service.applicant_kind))));
  row.set("SEARCH_WORDS", search_words(service, division));
  switch (service.booking) {
    case catalogue::Booking::self:
      row.add("SELF").set("URL",
                          path_to(request, "/book/offices") + web::make_query({{"service", service.code}}));
      return;
    case catalogue::Booking::online_elsewhere:
      row.add("ONLINE").set("ONLINE_URL", service.online_url);
      return;
    case catalogue::Booking::assigned:
      row.show("ASSIGNED");
      return;
  }
}

void add_kinds(const App& app, const web::Request& request, const Asked& asked, web::Values& values) {
  const auto add = [&](std::string_view code, std::string_view word, bool selected) {
    web::Values option = values.add("KIND_OPTION");
    option.set("CODE", code).set("LABEL", say(app, request, word)).show_if(selected, "SELECTED");
  };
  add("", "kind.all", !asked.kind);
  for (const catalogue::ApplicantKind kind : domain::kApplicantKinds)
    add(to_text(kind), "kind." + std::string(to_text(kind)), asked.kind == kind);
}

void add_departments(const web::Request& request, const catalogue::Catalogue& catalogue, const Asked& asked,
                     web::Values& values) {
  values.set("DEPARTMENT_CODE", asked.department->code);
  if (catalogue.departments().size() < 2) return;
  values.show("DEPARTMENTS");
  for (const catalogue::Department& department : catalogue.departments()) {
    web::Values row = values.add("DEPARTMENT");
    row.set("NAME", department.name.in(request.language));
    row.set("URL", path_to(request, "/book") + web::make_query({{"department", department.code}}));
    row.show_if(department.code == asked.department->code, "CURRENT");
  }
}

std::size_t add_divisions(const App& app, const web::Request& request, const catalogue::Catalogue& catalogue,
                          const Asked& asked, web::Values& values) {
  const auto divisions = catalogue.divisions_of(asked.department->code);
  std::size_t count = 0;
  for (const catalogue::Division* division : divisions) {
    const Services services = find_services(app, catalogue, *division, asked);
    if (services.empty()) continue;
    web::Values row = values.add("DIVISION");
    row.set("NAME", division->name.in(request.language));
    row.set("OFFICE_FIRST_URL",
            path_to(request, "/book/offices") + web::make_query({{"division", division->code}}));
    row.show_if(asked.narrows() || divisions.size() == 1, "OPEN");
    for (const auto* service : services) add_service(app, request, *service, *division, row);
    count += services.size();
  }
  return count;
}

std::string render(const App& app, const web::Request& request, const catalogue::Catalogue& catalogue,
                   const Asked& asked) {
  web::Values values;
  values.set("Q", asked.typed);
  add_departments(request, catalogue, asked, values);
  add_kinds(app, request, asked, values);
  const std::size_t count = add_divisions(app, request, catalogue, asked, values);
  values.show(count > 0 ? "FOUND" : "FOUND_NONE");
  if (asked.narrows()) values.add("SEARCHED").set("COUNT", count);
  return render_page(app, request, "features/applicant/choose_service/page.html", "choose_service.title",
                     values);
}

/// The words of `text` in small letters with one blank between them.
std::string normalised(std::string_view text) {
  std::string words;
  for (const std::string_view word : base::split(text, ' ')) {
    if (word.empty()) continue;
    if (!words.empty()) words += ' ';
    words += base::to_lower(word);
  }
  return words;
}

}  // namespace

web::Response choose_service(App& app, const web::Request& request) {
  const auto form = web::Form::parse(request.query);
  if (!form) return status_page(app, request, 400);
  if (form->has("office")) return office_page(app, request, *form);

  const std::uint64_t version = catalogue_page_version(app);
  const auto catalogue = app.live.catalogue();
  const std::string_view code = form->value("department");
  Asked asked{nullptr, catalogue::parse_applicant_kind(form->value("for")), form->value("q"),
              normalised(form->value("q"))};
  asked.department = !code.empty()                      ? catalogue->find_department(code)
                     : catalogue->departments().empty() ? nullptr
                                                        : &catalogue->departments().front();
  if (asked.department == nullptr) return status_page(app, request, 404);
  // A search can be anything, so keeping its page would let strangers push out the others.
  if (!asked.search.empty()) {
    const auto page = web::KeptBody::of(render(app, request, *catalogue, asked), 1);
    return web::respond(request, page, "text/html; charset=utf-8");
  }
  return kept_page(app, request, asked.query(), version,
                   [&](const web::Request& shown) { return render(app, shown, *catalogue, asked); });
}

}  // namespace temujanji::features::choose_service
