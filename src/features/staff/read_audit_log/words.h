#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "audit/find.h"
#include "features/staff_page.h"

namespace temujanji::features::read_audit_log {

/// Names of colleagues by "staff:17", for all rows of a page.
using Names = std::map<std::string, std::string>;
Names read_names(storage::Connection& connection, const App& app, const std::vector<audit::Found>& rows);

/// "audit_event:12"
std::string row_name(const audit::Found& found);

/// What the list can be narrowed to, in the order in which it is offered: acts of entries, and kinds of
/// events as "appointment_booked" and "ticket_called".
std::span<const std::string_view> known_acts();
/// Narrows to one of them; to everything where it is none.
void narrow_to_act(std::string_view act, audit::Filter& filter);

/// AT, WHO, ACT, SUBJECT, URL; sections OFFICE (NAME) and DETAIL (TEXT).
void add_found(const App& app, const web::Request& request, const Visit& visit, const audit::Found& found,
               const Names& names, web::Values& row);

}  // namespace temujanji::features::read_audit_log
