#pragma once
#include <string>
#include <string_view>

#include "features/app.h"
#include "features/target.h"

namespace temujanji::features {

/// A word of the request's language.
std::string_view say(const App& app, const web::Request& request, std::string_view key);

/// The page `asset` ("features/applicant/home/page.html") filled with `values`; `title_key` is the word for
/// PAGE_TITLE.
std::string render_page(const App& app, const web::Request& request, std::string_view asset,
                        std::string_view title_key, web::Values& values);
web::Response show_page(const App& app, const web::Request& request, std::string_view asset,
                        std::string_view title_key, web::Values& values, int status = 200);

/// The page for a status that has no page of its own (404, 403, 429, 503 …), in the request's language.
web::Response status_page(const App& app, const web::Request& request, int status);

/// "/ms/book/slots": a path of this site in the request's language.
std::string path_to(const web::Request& request, std::string_view rest);

/// Rows of the column "Your appointment" (web/components/chosen.html); links where `change_url` is not empty.
void add_chosen(web::Values& values, std::string_view section, std::string_view name,
                std::string_view change_url = "");
void add_chosen_office(web::Values& values, const web::Request& request, const catalogue::Office& office,
                       std::string_view change_url = "");

/// How a field is mended: the word of its code; what is missing is asked for by the field's own word if it
/// has one.
std::string field_error(const App& app, const web::Request& request, std::string_view field,
                        std::string_view code);

/// Tells in the error summary and beside the field what is wrong with it: ERRORS, ERROR_ITEM with FIELD and
/// TEXT.
void add_error(web::Values& values, std::string_view field, std::string_view text);

}  // namespace temujanji::features
