#pragma once
#include "features/counter_page.h"

/// The officer's own page: opens a counter, calls numbers, serves them.
namespace temujanji::features::serve_queue {

/// GET /{language}/staff/at/{office}/queue
base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit);
/// GET …/queue/live: the same without who is at the counter, for the page to bring itself up to date.
base::Task<web::Response> show_live(App& app, const web::Request& request, const Visit& visit);
/// POST …/queue/open and …/queue/close: the officer's counter.
base::Task<web::Response> open(App& app, const web::Request& request, const Visit& visit);
base::Task<web::Response> close(App& app, const web::Request& request, const Visit& visit);
/// POST …/queue/next: calls who is next.
base::Task<web::Response> next(App& app, const web::Request& request, const Visit& visit);
/// POST …/queue/act: what is done to one number, `action` says what.
base::Task<web::Response> act(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::serve_queue
