#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "web/http.h"

namespace temujanji::web {

/// `bytes` in the gzip format; `level` 1 (quick) to 9 (small).
std::string gzip(std::string_view bytes, int level = 6);
/// Whether the client takes gzip, by its Accept-Encoding.
bool accepts_gzip(const Request& request);

/// A body kept in memory both as it is and compressed. `gzip` is empty where compressing does not pay.
struct KeptBody {
  std::shared_ptr<const std::string> identity;
  std::shared_ptr<const std::string> gzip;
  /// Of the bytes; differs between the two by a suffix when sent.
  std::string etag;

  static KeptBody of(std::string bytes, int level = 6);
};

/// The answer from a kept body: 304 if the client has it, else the form it takes, without copying. Sets ETag
/// and Vary; Cache-Control is the caller's.
Response respond(const Request& request, const KeptBody& body, std::string content_type);

/// Rendered public pages by key and version; least recently used ones go first. Bounded in entries and bytes.
/// Thread-safe.
class PageCache {
 public:
  PageCache(std::size_t entries_max, std::size_t bytes_max);
  ~PageCache();

  /// The kept page of this key if it is of this version, else `render`'s, which is kept. `render` runs
  /// without a lock, perhaps on several threads at once. Only for pages that are the same for everyone. The
  /// answer is HTML with `Cache-Control: no-cache`, so browsers ask again and get 304 if nothing changed.
  Response answer(const Request& request, std::string_view key, std::uint64_t version,
                  const std::function<std::string()>& render);
  std::size_t entries() const;
  std::size_t bytes() const;

 private:
  struct Shard;
  static constexpr std::size_t kShards = 8;
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace temujanji::web
