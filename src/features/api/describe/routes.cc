#include "features/api/describe/routes.h"

#include "base/assets.h"
#include "base/check.h"
#include "web/compress.h"

namespace temujanji::features::describe {
namespace {

web::KeptBody read_description() {
  const auto text = base::find_asset("features/api/openapi.yaml");
  CHECK(text.has_value());
  return web::KeptBody::of(std::string(*text), 9);
}

}  // namespace

web::Response description(const web::Request& request) {
  static const web::KeptBody kept = read_description();
  web::Response response = web::respond(request, kept, "application/yaml");
  response.set_header("Cache-Control", "public, max-age=300");
  return response;
}

}  // namespace temujanji::features::describe
