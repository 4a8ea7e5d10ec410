#include "features/staff/change_day/effect_pages.h"

#include "features/approval_subjects.h"
#include "features/people_rows.h"
#include "features/staff/change_day/month.h"

namespace temujanji::features::change_day {
namespace {

constexpr std::string_view kPreviewPage = "features/staff/change_day/preview.html";
constexpr std::string_view kUndoPage = "features/staff/change_day/undo.html";

void add_people(const App& app, const web::Request& request, const Visit& visit, const People& people,
                std::string_view section, web::Values& values) {
  if (people.count == 0) return;
  web::Values list = values.add(section);
  list.set("COUNT", people.count);
  for (const appointments::Appointment& one : people.named) add_person(app, request, visit, one, list);
  if (people.count > people.named.size()) {
    list.add("OTHERS").set("OTHERS_COUNT", people.count - people.named.size());
  }
}

void add_effect(const App& app, const web::Request& request, const Visit& visit, const Effect& effect,
                web::Values& values) {
  for (const auto& [section, count] :
       {std::pair("SLOTS_NEW", effect.slots_new), std::pair("SLOTS_GONE", effect.slots_gone),
        std::pair("SEATS_MORE", effect.seats_more), std::pair("SEATS_FEWER", effect.seats_fewer)}) {
    if (count > 0) values.add(section).set("COUNT", count);
  }
  add_people(app, request, visit, effect.displaced, "DISPLACED", values);
  add_people(app, request, visit, effect.kept, "KEPT", values);
  values.show_if(effect.displaced.count + effect.kept.count == 0, "NOBODY");
}

void add_facts(const App& app, const web::Request& request, const Visit& visit, const catalogue::Pool& pool,
               const domain::DayChange& change, const base::Bilingual& reason, web::Values& values) {
  const View view{&pool, change.on.year() / change.on.month(), change.on};
  values.set("CALENDAR_URL", office_path(request, visit, "/calendar"));
  values.set("BACK_URL", calendar_url(request, visit, view) + "#day");
  values.set("POOL_NAME", pool.name.in(request.language)).set("WHEN", when_of(app, request, change));
  values.set("WHAT", what_of(app, request, change));
  values.set("REASON_IN_MALAY", reason.ms).set("REASON_IN_ENGLISH", reason.en);
}

}  // namespace

web::Response preview(const App& app, const web::Request& request, const Visit& visit,
                      const catalogue::Pool& pool, const Typed& typed, const Checked& checked,
                      const Effect& effect) {
  web::Values values;
  add_facts(app, request, visit, pool, checked.change, checked.reason, values);
  values.set("POOL", typed.pool).set("ON", typed.on).set("SEEN", visit.catalogue->revision());
  add_typed(app, request, typed, values);
  add_effect(app, request, visit, effect, values);
  values.show(effect.above_rule ? "NEEDS_APPROVAL" : "CAN_SAVE");
  return show_staff_page(app, request, visit, kPreviewPage, "calendar.preview", values);
}

web::Response undo_page(const App& app, const web::Request& request, const Visit& visit,
                        const catalogue::Pool& pool, const catalogue::KeptDayChange& kept,
                        const Effect& effect) {
  web::Values values;
  add_facts(app, request, visit, pool, kept.change, kept.reason, values);
  values.set("ID", kept.id.value);
  add_effect(app, request, visit, effect, values);
  return show_staff_page(app, request, visit, kUndoPage, "calendar.undo_title", values);
}

}  // namespace temujanji::features::change_day
