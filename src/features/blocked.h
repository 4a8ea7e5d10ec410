#pragma once
#include <optional>

#include "base/task.h"
#include "features/app.h"
#include "misuse/block_list.h"

namespace temujanji::features {

/// Whether the address that a request comes from may book; networks without limits always may.
std::optional<misuse::Blocked::Match> find_address_block(const App& app, const web::Request& request);
/// Whether the request may book for somebody: by address, document, e-mail and telephone.
std::optional<misuse::Blocked::Match> find_block(const App& app, const web::Request& request,
                                                 const domain::Applicant& applicant);

/// 403, a page that says what to do and leads to the appeal.
web::Response blocked_page(const App& app, const web::Request& request, const misuse::Blocked::Match& match);
/// 403 `blocked`.
web::Response blocked_problem(const App& app);

/// Waits until what was committed about blocks holds in this process.
base::Task<bool> reload_blocks(App& app, const web::Request& request);

}  // namespace temujanji::features
