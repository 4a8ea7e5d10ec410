#include "features/staff/manage_blocks/page.h"

#include "web/url.h"

namespace temujanji::features::manage_blocks {
namespace {

constexpr std::string_view kValueKinds[] = {"mykad", "passport", "email", "phone", "address"};

std::string day_of(const App& app, const web::Request& request, const Visit& visit, base::Instant at) {
  return app.words.short_date(request.language, zone_of(visit).date_at(at));
}

void add_state(const App& app, const web::Request& request, const Visit& visit, const Row& found,
               web::Values& row) {
  const misuse::Block& block = found.block;
  if (!block.holds(app.clock.now())) {
    web::Values over = row.add("OVER");
    over.set("ENDED",
             day_of(app, request, visit, block.ended_at.value_or(block.ends_at.value_or(block.made_at))));
    if (!found.ended_by.empty()) over.add("ENDED_BY").set("NAME", found.ended_by);
    return;
  }
  row.show("HOLDS");
  if (block.ends_at) {
    row.add("UNTIL").set("DATE", day_of(app, request, visit, *block.ends_at - std::chrono::milliseconds(1)));
  } else {
    row.show("FOR_EVER");
  }
  row.show_if(found.waiting, "WAITING");
  row.show_if(!found.waiting && visit.may(domain::Right::run_office), "CAN_END");
}

void add_appeals(const App& app, const web::Request& request, const Visit& visit, const Row& found,
                 web::Values& row) {
  bool open = false;
  for (const misuse::Appeal& appeal : found.appeals) {
    web::Values shown = row.add("APPEAL");
    shown.set("AT", day_of(app, request, visit, appeal.made_at)).set("TEXT", appeal.text);
    shown.show(appeal.answer == "ended" ? "ENDED" : appeal.answer == "stays" ? "STAYS" : "OPEN");
    open = open || !appeal.answered_at;
  }
  row.show_if(open && visit.may(domain::Right::run_office), "CAN_KEEP");
}

void add_row(const App& app, const web::Request& request, const Visit& visit, const Row& found,
             const Shown& shown, web::Values& values) {
  const misuse::Block& block = found.block;
  web::Values row = values.add("BLOCK");
  if (shown.block == block.id) {
    row.set("TYPED_WHY", shown.typed_why);
    add_item_error(app, request, values, row, shown.field, block.id.value, shown.code);
  }
  row.set("ID", block.id.value).set("VALUE", misuse::display(block.value));
  row.set("KIND", say(app, request, "block_kind." + std::string(to_text(block.value.kind))));
  row.set("REASON", say(app, request, "block_reason." + std::string(to_text(block.reason))));
  if (!block.note.empty()) row.add("NOTE").set("TEXT", block.note);
  row.set("MADE_BY", found.made_by).set("MADE", day_of(app, request, visit, block.made_at));
  const catalogue::Office* office = block.office ? visit.catalogue->find_office(*block.office) : nullptr;
  if (office != nullptr && visit.office == nullptr) {
    row.add("OF_OFFICE").set("NAME", office->name.in(request.language));
  }
  add_state(app, request, visit, found, row);
  add_appeals(app, request, visit, found, row);
}

void add_list_links(const web::Request& request, const Visit& visit, const Shown& shown,
                    web::Values& values) {
  const std::string path = blocks_path(request, visit);
  const bool over = shown.filter.also_over;
  values.set("OTHER_LIST_URL", over ? path : path + web::make_query({{"over", "1"}}));
  values.show(over ? "ALSO_OVER" : "HOLDING");
  if (!shown.more || shown.rows.empty()) return;
  const std::string before = std::to_string(shown.rows.back().block.id.value);
  const std::string_view also = over ? "1" : "";
  values.add("OLDER").set("URL", path + web::make_query({{"before", before}, {"over", also}}));
}

/// The form that blocks: at an office what an appointment names, else any value.
void add_form(const App& app, const web::Request& request, const Shown& shown, web::Values& form) {
  const TypedBlock& typed = shown.typed;
  for (const domain::BlockReason reason : domain::kBlockReasons) {
    web::Values choice = form.add("REASON_CHOICE");
    choice.set("VALUE", to_text(reason));
    choice.set("NAME", say(app, request, "block_reason." + std::string(to_text(reason))));
    choice.show_if(typed.reason == to_text(reason), "CHOSEN");
  }
  form.set("TYPED_NOTE", typed.note).set("TYPED_LAST_ON", typed.last_on);
  if (!shown.candidate) return;
  const Candidate& candidate = *shown.candidate;
  form.set("APPOINTMENT", candidate.appointment.value).set("NAME", candidate.name);
  form.set("REFERENCE", candidate.reference);
  for (const misuse::BlockValue& value : candidate.values) {
    const std::string_view kind = to_text(value.kind);
    web::Values choice = form.add("VALUE_CHOICE");
    choice.set("VALUE", kind).set("SHOWN", misuse::display(value));
    choice.set("NAME", say(app, request, "block_kind." + std::string(kind)));
    choice.show_if(typed.value.kind == kind || (typed.value.kind.empty() && kind == "identity"), "CHOSEN");
  }
}

void add_value_fields(const App& app, const web::Request& request, const TypedBlock& typed,
                      web::Values& values) {
  for (const std::string_view kind : kValueKinds) {
    web::Values choice = values.add("KIND_CHOICE");
    choice.set("VALUE", kind).set("NAME", say(app, request, "block_form." + std::string(kind)));
    choice.show_if(typed.value.kind == kind, "CHOSEN");
  }
  add_countries(request, typed.value.country, values);
}

}  // namespace

std::string blocks_path(const web::Request& request, const Visit& visit) {
  return visit.office != nullptr ? office_path(request, visit, "/blocks") : path_to(request, "/staff/blocks");
}

web::Response page(const App& app, const web::Request& request, const Visit& visit, const Shown& shown) {
  web::Values values;
  values.set("BLOCKS_URL", blocks_path(request, visit));
  values.set("TYPED_VALUE", shown.typed.value.value);
  for (const Row& row : shown.rows) add_row(app, request, visit, row, shown, values);
  values.show(shown.searched ? "SEARCHED" : "LISTED");
  values.show_if(shown.rows.empty(), shown.searched ? "NOT_BLOCKED" : "NONE");
  add_list_links(request, visit, shown, values);
  if (visit.office == nullptr) {
    web::Values form = values.add("BY_VALUE");
    add_value_fields(app, request, shown.typed, form);
    add_form(app, request, shown, form);
  } else {
    values.show("BY_APPOINTMENT");
    if (shown.candidate) {
      web::Values form = values.add("CANDIDATE");
      add_form(app, request, shown, form);
    }
  }
  if (!shown.notice.empty()) values.show(shown.notice);
  if (!shown.field.empty() && !shown.block) {
    values.show("FORM_ERROR");
    add_field_error(app, request, values, shown.field, shown.code);
  }
  return show_staff_page(app, request, visit, "features/staff/manage_blocks/page.html", "blocks.title",
                         values, shown.status);
}

}  // namespace temujanji::features::manage_blocks
