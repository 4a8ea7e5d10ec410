#pragma once
#include "features/staff_page.h"

/// Who looked at what and who changed what, for auditors.
namespace temujanji::features::read_audit_log {

/// GET /{language}/staff/audit?who=&act=&office=&from=&to=&before=: the log, newest first, and how it stands.
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// POST /{language}/staff/audit/person: everything about the appointment of a reference. That is a look
/// itself.
base::Task<web::Response> person(App& app, const web::Request& request, const Visit& visit);
/// GET /{language}/staff/audit/entry/{row}: one row, "audit_event:12".
base::Task<web::Response> entry(App& app, const web::Request& request, const Visit& visit);
/// GET /{language}/staff/audit/proof/{row}: a file that proves that the row is in the log.
base::Task<web::Response> proof(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::read_audit_log
