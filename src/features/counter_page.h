#pragma once
#include <string>
#include <string_view>

#include "audit/append.h"
#include "counter/ticket.h"
#include "features/staff_page.h"
#include "features/ticket_words.h"

namespace temujanji::features {

/// The present day of the office that a visit is at.
counter::Day today_at(const App& app, const Visit& visit);

/// TICKET and VERSION for its forms, LABEL, SERVICE, POOL, PERSONS, STATE, ISSUED "9:15 pagi", COUNTER;
/// sections IS_WAITING, IS_CALLED … by its state, PRIORITY and ARRIVAL each with TEXT.
void add_ticket(const App& app, const web::Request& request, const Visit& visit,
                const counter::Ticket& ticket, web::Values& values);

/// Repeats section PRIORITY_CHOICE: VALUE, NAME; CHOSEN.
void add_priorities(const App& app, const web::Request& request, web::Values& values,
                    domain::Priority chosen);

/// What a look at an office's day sheet is called in the audit log: "day sheet 2026-11-24".
std::string day_sheet_on(domain::Date on);

/// Writes down that a person's data are about to be shown; what is shown waits for it.
audit::Append look_at(const Visit& visit, std::string subject, std::string detail);

}  // namespace temujanji::features
