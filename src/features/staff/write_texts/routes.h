#pragma once
#include "features/staff_page.h"

/// What headquarters writes for the public and for officers: manual, questions, contact, officers' guide.
namespace temujanji::features::write_texts {

/// A form with two texts, each percent-coded.
inline constexpr std::size_t kBodyBytesMax = 256 * 1024;

/// GET /{language}/staff/texts: all of them, with who changed them last.
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// GET /{language}/staff/texts/{page}?version=: the one that is shown, or an older one to be shown again.
base::Task<web::Response> edit(App& app, const web::Request& request, const Visit& visit);
/// POST /{language}/staff/texts/{page}: with `step` preview or save.
base::Task<web::Response> save(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::write_texts
