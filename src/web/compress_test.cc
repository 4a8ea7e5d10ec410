#include "web/compress.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "web/static_files.h"

namespace temujanji::web {
namespace {

std::string gunzip(std::string_view bytes) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string out(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

Request asking(std::string coding, std::string etag = {}) {
  Request request;
  request.headers = {{"accept-encoding", std::move(coding)}, {"if-none-match", std::move(etag)}};
  return request;
}

TEST(compression, gives_the_bytes_back) {
  for (const std::string& bytes : {std::string(), std::string("a"), std::string(100'000, 'x')}) {
    EXPECT_EQ(gunzip(gzip(bytes)), bytes);
  }
}

TEST(compression, is_used_only_where_the_client_takes_it) {
  const std::pair<std::string, bool> rows[] = {
      {"gzip", true},         {"deflate, gzip, br", true},
      {"GZIP;q=0.5", true},   {"gzip;q=0", false},
      {"gzip; q=0.0", false}, {"", false},
      {"br", false},          {"xgzip", false},
  };
  for (const auto& [coding, taken] : rows) EXPECT_EQ(accepts_gzip(asking(coding)), taken) << coding;
}

TEST(kept_bodies, are_sent_in_the_form_the_client_takes) {
  const KeptBody body = KeptBody::of(std::string(5000, 'x'));
  const Response small = respond(asking("gzip"), body, "text/html");
  EXPECT_EQ(small.header("Content-Encoding"), "gzip");
  EXPECT_EQ(small.shared_body, body.gzip);
  EXPECT_EQ(gunzip(*small.shared_body), *body.identity);
  const Response plain = respond(asking(""), body, "text/html");
  EXPECT_EQ(plain.header("Content-Encoding"), "");
  EXPECT_EQ(plain.shared_body, body.identity);
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
  EXPECT_NE(plain.header("ETag"), small.header("ETag"));
}

TEST(kept_bodies, are_not_sent_again_to_who_has_them) {
  const KeptBody body = KeptBody::of(std::string(5000, 'x'));
  const std::string etag(respond(asking("gzip"), body, "text/html").header("ETag"));
  EXPECT_EQ(respond(asking("gzip", "\"a\", W/" + etag), body, "text/html").status, 304);
  EXPECT_EQ(respond(asking("", etag), body, "text/html").status, 200);
  EXPECT_EQ(respond(asking("gzip", "\"a\""), body, "text/html").status, 200);
}

TEST(page_cache, renders_once_for_a_key_and_version) {
  PageCache cache(64, 1 << 20);
  int rendered = 0;
  const auto render = [&] { return "page " + std::to_string(++rendered); };
  EXPECT_EQ(*cache.answer(asking(""), "a", 1, render).shared_body, "page 1");
  EXPECT_EQ(*cache.answer(asking(""), "a", 1, render).shared_body, "page 1");
  EXPECT_EQ(*cache.answer(asking(""), "a", 2, render).shared_body, "page 2");
  EXPECT_EQ(*cache.answer(asking(""), "b", 2, render).shared_body, "page 3");
  EXPECT_EQ(cache.entries(), 2u);
}

TEST(page_cache, stays_within_its_bounds) {
  PageCache cache(64, 256 * 1024);
  for (int key = 0; key < 1000; ++key) {
    cache.answer(asking(""), std::to_string(key), 1,
                 [&] { return std::string(3000, static_cast<char>(key)); });
    ASSERT_LE(cache.entries(), 64u);
    ASSERT_LE(cache.bytes(), 256u * 1024);
  }
  const auto huge = cache.answer(asking(""), "huge", 1, [] { return std::string(1 << 20, 'x'); });
  EXPECT_EQ(huge.shared_body->size(), 1u << 20);
  EXPECT_LE(cache.bytes(), 256u * 1024);
}

TEST(static_files, are_kept_for_ever_only_under_the_current_fingerprint) {
  const base::Asset assets[] = {{"static/style.css", "p{}"}, {"templates/page.html", "<p>"}};
  const StaticFiles files(assets);
  const auto routes = files.routes();
  ASSERT_EQ(routes.size(), 2u);
  EXPECT_EQ(routes[0].path, "/static/{fingerprint}/style.css");
  const auto& handler = std::get<QuickHandler>(routes[0].handler);
  Request request;
  request.path_values = {files.base_url().substr(8, files.base_url().size() - 9)};
  const Response current = handler(request);
  EXPECT_EQ(current.header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(current.content_type, "text/css; charset=utf-8");
  EXPECT_EQ(*current.shared_body, "p{}");
  request.path_values = {"0000"};
  EXPECT_EQ(handler(request).header("Cache-Control"), "public, max-age=60");
}

TEST(static_files, change_their_address_with_any_of_their_bytes) {
  const base::Asset before[] = {{"static/a.css", "1"}, {"static/b.js", "2"}};
  const base::Asset after[] = {{"static/a.css", "1"}, {"static/b.js", "3"}};
  EXPECT_NE(StaticFiles(before).base_url(), StaticFiles(after).base_url());
  EXPECT_EQ(StaticFiles(before).base_url(), StaticFiles(before).base_url());
}

}  // namespace
}  // namespace temujanji::web
