#pragma once
#include "features/staff_page.h"

/// The catalogue in the hands of administrators: see, change row by row or by file, preview, save, undo.
namespace temujanji::features::manage_catalogue {

/// GET /{language}/staff/catalogue
base::Task<web::Response> overview(App& app, const web::Request& request, const Visit& visit);
/// GET …/{sheet}: its rows, by `group` and the words `q`.
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// GET …/{sheet}/row: the row with the keys `key`, or a new one.
base::Task<web::Response> show_row(App& app, const web::Request& request, const Visit& visit);
/// POST …/{sheet}/row: with `step` "keep", "remove" or "confirm"; into the change that is worked on.
base::Task<web::Response> edit_row(App& app, const web::Request& request, const Visit& visit);

/// GET …/changes: what was saved.
base::Task<web::Response> history(App& app, const web::Request& request, const Visit& visit);
/// GET …/changes/{change}: one that is worked on, with its effect, or one that was saved.
base::Task<web::Response> show_change(App& app, const web::Request& request, const Visit& visit);
/// POST …/changes/{change}: with `step` "save", "discard", "mine", "theirs" or "undo".
base::Task<web::Response> act_on_change(App& app, const web::Request& request, const Visit& visit);

/// GET …/{sheet}/file and …/workbook
base::Task<web::Response> download(App& app, const web::Request& request, const Visit& visit);
base::Task<web::Response> workbook(App& app, const web::Request& request, const Visit& visit);

/// POST …/upload: a CSV file or a workbook takes the place of the sheets it holds.
base::Task<web::Response> upload(App& app, const web::Request& request, const Visit& visit);
/// POST …/hours_profiles/copy: the hours of a profile, or of all, once more from `from` to `to`, shortened.
base::Task<web::Response> copy_hours(App& app, const web::Request& request, const Visit& visit);

/// GET /{language}/staff/at/{office}/catalogue: what concerns an office, to be read.
base::Task<web::Response> show_office(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::manage_catalogue
