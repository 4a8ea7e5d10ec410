#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "features/app.h"

namespace temujanji::features {

/// Answers a page that is the same for everyone, from App::page_cache while `version` stands. It is kept
/// under the request's path and `query`, which must be put together from known values only: what else the
/// address has reaches neither the cache nor the page, whose `shown` request has nothing but language, path
/// and that query.
web::Response kept_page(App& app, const web::Request& request, const std::string& query,
                        std::uint64_t version,
                        const std::function<std::string(const web::Request& shown)>& render);

}  // namespace temujanji::features
