#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/task.h"
#include "domain/staff.h"
#include "features/page.h"
#include "staff/sessions.h"

namespace temujanji::features {

/// Somebody of the department, at a page that they may open.
struct Visit {
  staff::Session session;
  std::shared_ptr<const catalogue::Catalogue> catalogue;
  /// The office that the address names; null where it names none.
  const catalogue::Office* office = nullptr;

  const staff::Account& account() const { return session.account; }
  bool may(domain::Right right) const { return domain::may(session.account.role, right); }
};

using StaffHandler = base::Task<web::Response> (*)(App&, const web::Request&, const Visit&);

/// Lets somebody in who is signed in, whose role has the right, and who works at the office that the address
/// names (`/{language}/staff/at/{office}/…`). Everybody else is answered here: who is not signed in is asked
/// to, who has no right gets 403, and an office that is not theirs does not exist for them (404).
base::Task<web::Response> enter(App& app, const web::Request& request, domain::Right right,
                                StaffHandler handler);

staff::SessionLimits session_limits(const App& app);
/// Begins or forgets a session in the browser.
void keep_session(const App& app, const web::Request& request, web::Response& response,
                  std::string_view token);
std::string_view find_session_token(const web::Request& request);

/// A page of the department in its frame. For every page: STAFF_NAME, USER_NAME, CSRF, OFFICE_NAME,
/// OFFICE_CODE and OFFICE_URL "/ms/staff/at/JHR-HQ" if the address names an office, and a section for each
/// right.
web::Response show_staff_page(const App& app, const web::Request& request, const Visit& visit,
                              std::string_view asset, std::string_view title_key, web::Values& values,
                              int status = 200);
/// A page of the department before anybody is signed in.
web::Response show_door(const App& app, const web::Request& request, std::string_view asset,
                        std::string_view title_key, web::Values& values, int status = 200);

/// "/ms/staff/at/JHR-HQ/day"
std::string office_path(const web::Request& request, const Visit& visit, std::string_view rest);

/// The zone whose times are shown: the office's, or that of the first office they work at.
const base::Zone& zone_of(const Visit& visit);

/// Fills section `FIELD_ERROR` with ERROR_TEXT and the error summary.
void add_field_error(const App& app, const web::Request& request, web::Values& values, std::string_view field,
                     std::string_view code);
/// The same of a field that each item of a list has, with the id "why-17": `values` are the page's, `item`
/// the item's.
void add_item_error(const App& app, const web::Request& request, web::Values& values, web::Values& item,
                    std::string_view field, std::int64_t id, std::string_view code);

}  // namespace temujanji::features
