#pragma once
#include "features/staff_page.h"

/// Who may not book: headquarters block by document, e-mail, telephone or address, an office's administrator
/// by an appointment of the office. What is blocked stands in forms only, never in an address.
namespace temujanji::features::manage_blocks {

/// GET /{language}/staff/blocks and /{language}/staff/at/{office}/blocks
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// POST …/blocks/find: what is known of a value, or of whom an appointment names, and the form to block it.
base::Task<web::Response> find(App& app, const web::Request& request, const Visit& visit);
/// POST …/blocks/add
base::Task<web::Response> add(App& app, const web::Request& request, const Visit& visit);
/// POST …/blocks/end: asks a second person to approve the end of a block.
base::Task<web::Response> end(App& app, const web::Request& request, const Visit& visit);
/// POST …/blocks/keep: answers appeals, the block stays.
base::Task<web::Response> keep(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::manage_blocks
