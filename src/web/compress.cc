#include "web/compress.h"

#include <zlib.h>

#include <algorithm>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/check.h"
#include "base/crypto.h"
#include "base/text.h"

namespace temujanji::web {
namespace {

/// Below this a compressed body fits the same packet as the plain one.
constexpr std::size_t kGzipFrom = 512;
/// Memory of an entry beside its bodies.
constexpr std::size_t kEntryBytes = 256;
/// zlib's window, and 16 for the gzip format.
constexpr int kGzipWindow = 15 + 16;

bool names_gzip(std::string_view coding) {
  const std::size_t semicolon = coding.find(';');
  if (base::to_lower(base::trim(coding.substr(0, semicolon))) != "gzip") return false;
  if (semicolon == coding.npos) return true;
  std::string_view weight = base::trim(coding.substr(semicolon + 1));
  if (!weight.starts_with("q=")) return true;
  return weight.find_first_of("123456789") != weight.npos;
}

bool has_etag(const Request& request, std::string_view etag) {
  for (std::string_view one : base::split(request.header("if-none-match"), ',')) {
    one = base::trim(one);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == etag) return true;
  }
  return false;
}

}  // namespace

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  CHECK(deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

bool accepts_gzip(const Request& request) {
  return std::ranges::any_of(base::split(request.header("accept-encoding"), ','), names_gzip);
}

KeptBody KeptBody::of(std::string bytes, int level) {
  KeptBody body;
  const base::Digest digest = base::fingerprint(bytes);
  body.etag = base::to_base64url(base::bytes_of(digest).substr(0, 12));
  if (bytes.size() >= kGzipFrom) {
    std::string small = web::gzip(bytes, level);
    if (small.size() < bytes.size() * 9 / 10) {
      body.gzip = std::make_shared<const std::string>(std::move(small));
    }
  }
  body.identity = std::make_shared<const std::string>(std::move(bytes));
  return body;
}

Response respond(const Request& request, const KeptBody& body, std::string content_type) {
  const bool small = body.gzip != nullptr && accepts_gzip(request);
  const std::string etag = "\"" + body.etag + (small ? "-gz\"" : "\"");
  Response response;
  response.content_type = std::move(content_type);
  response.set_header("ETag", etag);
  response.set_header("Vary", "Accept-Encoding");
  if (has_etag(request, etag)) {
    response.status = 304;
    return response;
  }
  if (small) response.set_header("Content-Encoding", "gzip");
  response.shared_body = small ? body.gzip : body.identity;
  return response;
}

struct PageCache::Shard {
  struct Entry {
    std::string key;
    std::uint64_t version;
    KeptBody body;
    std::size_t bytes;
  };

  std::optional<KeptBody> find(std::string_view key, std::uint64_t version) {
    const std::lock_guard lock(mutex);
    const auto found = by_key.find(key);
    if (found == by_key.end() || found->second->version != version) return std::nullopt;
    entries.splice(entries.begin(), entries, found->second);
    return found->second->body;
  }

  void keep(std::string_view key, std::uint64_t version, const KeptBody& body) {
    const std::size_t size =
        kEntryBytes + key.size() + body.identity->size() + (body.gzip == nullptr ? 0 : body.gzip->size());
    const std::lock_guard lock(mutex);
    if (const auto found = by_key.find(key); found != by_key.end()) forget(found->second);
    if (size > bytes_max) return;
    while (entries.size() >= entries_max || bytes + size > bytes_max) forget(std::prev(entries.end()));
    entries.push_front({std::string(key), version, body, size});
    by_key.emplace(entries.front().key, entries.begin());
    bytes += size;
  }

  void forget(std::list<Entry>::iterator entry) {
    bytes -= entry->bytes;
    by_key.erase(entry->key);
    entries.erase(entry);
  }

  std::size_t entries_max = 0;
  std::size_t bytes_max = 0;
  mutable std::mutex mutex;
  /// The most recently used first.
  std::list<Entry> entries;
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key;
  std::size_t bytes = 0;
};

PageCache::PageCache(std::size_t entries_max, std::size_t bytes_max) {
  for (std::size_t number = 0; number < kShards; ++number) {
    shards_.push_back(std::make_unique<Shard>());
    shards_.back()->entries_max = std::max<std::size_t>(1, entries_max / kShards);
    shards_.back()->bytes_max = bytes_max / kShards;
  }
}

PageCache::~PageCache() = default;

Response PageCache::answer(const Request& request, std::string_view key, std::uint64_t version,
                           const std::function<std::string()>& render) {
  Shard& shard = *shards_[std::hash<std::string_view>()(key) % kShards];
  auto body = shard.find(key, version);
  if (!body) {
    body = KeptBody::of(render());
    shard.keep(key, version, *body);
  }
  Response response = respond(request, *body, "text/html; charset=utf-8");
  response.set_header("Cache-Control", "no-cache");
  return response;
}

std::size_t PageCache::entries() const {
  std::size_t sum = 0;
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard->mutex);
    sum += shard->entries.size();
  }
  return sum;
}

std::size_t PageCache::bytes() const {
  std::size_t sum = 0;
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard->mutex);
    sum += shard->bytes;
  }
  return sum;
}

}  // namespace temujanji::web
