#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/assets.h"
#include "web/compress.h"
#include "web/route.h"

namespace temujanji::web {

/// The packed files under `static/`, compressed once, served under `/static/<fingerprint>/<name>`. All files
/// share one fingerprint, so a style sheet's relative links hold. Immutable, thread-safe; copies share.
class StaticFiles {
 public:
  StaticFiles() : StaticFiles(base::all_assets()) {}
  explicit StaticFiles(std::span<const base::Asset> assets);

  /// "/static/3f9c…/": stands before a file's name.
  const std::string& base_url() const;
  std::string url(std::string_view name) const { return base_url() + std::string(name); }

  /// Routes for each file. With the current fingerprint it may be kept for ever; with any other, or with none
  /// ("/static/<name>"), for a minute, which keeps pages whole while servers of two versions run.
  /// `favicon.ico` and `robots.txt` are also served from the top.
  std::vector<Route> routes() const;

 private:
  struct Table;
  std::shared_ptr<const Table> table_;
};

}  // namespace temujanji::web
