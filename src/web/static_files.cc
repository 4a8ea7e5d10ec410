#include "web/static_files.h"

#include <algorithm>
#include <array>

#include "base/crypto.h"
#include "base/text.h"

namespace temujanji::web {
namespace {

constexpr std::string_view kFolder = "static/";
/// What clients look for at the top whatever the pages say.
constexpr std::array<std::string_view, 2> kAtTop{"favicon.ico", "robots.txt"};

std::string_view content_type_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kTypes{{
      {".css", "text/css; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
  }};
  for (const auto& [ending, type] : kTypes) {
    if (name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

}  // namespace

struct StaticFiles::Table {
  struct File {
    std::string name;
    KeptBody body;
  };
  std::string fingerprint;
  std::string base_url;
  std::vector<File> files;
};

StaticFiles::StaticFiles(std::span<const base::Asset> assets) {
  auto table = std::make_shared<Table>();
  std::string fingerprints;
  for (const base::Asset& asset : assets) {
    if (!asset.path.starts_with(kFolder)) continue;
    table->files.push_back(
        {std::string(asset.path.substr(kFolder.size())), KeptBody::of(std::string(asset.bytes), 9)});
    fingerprints += table->files.back().name + " " + table->files.back().body.etag + "\n";
  }
  const base::Digest all = base::fingerprint(fingerprints);
  table->fingerprint = base::to_hex(base::bytes_of(all).substr(0, 6));
  table->base_url = "/static/" + table->fingerprint + "/";
  table_ = std::move(table);
}

const std::string& StaticFiles::base_url() const {
  return table_->base_url;
}

std::vector<Route> StaticFiles::routes() const {
  std::vector<Route> routes;
  for (const Table::File& file : table_->files) {
    const auto serve = [table = table_, &file](const Request& request) {
      Response response = respond(request, file.body, std::string(content_type_of(file.name)));
      const bool current = !request.path_values.empty() && request.path_values.front() == table->fingerprint;
      response.set_header("Cache-Control",
                          current ? "public, max-age=31536000, immutable" : "public, max-age=60");
      return response;
    };
    const auto add = [&](std::string path) {
      routes.push_back({Method::get, std::move(path), Who::anyone, Guard::none, QuickHandler(serve)});
    };
    add("/static/{fingerprint}/" + file.name);
    add("/static/" + file.name);
    if (std::ranges::find(kAtTop, file.name) != kAtTop.end()) add("/" + file.name);
  }
  return routes;
}

}  // namespace temujanji::web
