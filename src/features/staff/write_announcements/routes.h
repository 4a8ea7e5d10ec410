#pragma once
#include "features/staff_page.h"

/// What headquarters announces to the public.
namespace temujanji::features::write_announcements {

/// A form with two texts, each percent-coded.
inline constexpr std::size_t kBodyBytesMax = 64 * 1024;

/// GET /{language}/staff/announcements: those that are shown, that are to come and that are over.
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// GET /{language}/staff/announcements/write?announcement=: the form for another one, or for one to be
/// changed.
base::Task<web::Response> edit(App& app, const web::Request& request, const Visit& visit);
/// POST /{language}/staff/announcements/write: with `step` preview or publish.
base::Task<web::Response> save(App& app, const web::Request& request, const Visit& visit);
/// POST /{language}/staff/announcements/end: it was shown for the last time yesterday.
base::Task<web::Response> end(App& app, const web::Request& request, const Visit& visit);
/// POST /{language}/staff/announcements/delete
base::Task<web::Response> remove(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::write_announcements
