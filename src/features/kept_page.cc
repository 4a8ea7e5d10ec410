#include "features/kept_page.h"

namespace temujanji::features {

web::Response kept_page(App& app, const web::Request& request, const std::string& query,
                        std::uint64_t version,
                        const std::function<std::string(const web::Request& shown)>& render) {
  return app.page_cache.answer(request, request.path + query, version, [&] {
    web::Request shown;
    shown.language = request.language;
    shown.path = request.path;
    if (!query.empty()) shown.query = query.substr(1);
    return render(shown);
  });
}

}  // namespace temujanji::features
