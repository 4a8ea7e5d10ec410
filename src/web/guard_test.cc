#include "web/guard.h"

#include <gtest/gtest.h>

#include "base/fault.h"
#include "web/cookies.h"

namespace temujanji::web {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Asked {
  Headers headers;
  int same_origin;
  int form;
};

TEST(guards, ask_where_a_request_comes_from) {
  const Asked rows[] = {
      {{{"sec-fetch-site", "same-origin"}}, 0, 0},
      {{{"sec-fetch-site", "same-site"}}, 403, 403},
      {{{"sec-fetch-site", "cross-site"}}, 403, 403},
      {{{"sec-fetch-site", "none"}}, 403, 403},
      {{{"sec-fetch-site", "cross-site"}, {"origin", "http://here:8080"}}, 403, 403},
      {{{"origin", "http://here:8080"}}, 0, 0},
      {{{"origin", "HTTP://HERE:8080"}}, 0, 0},
      {{{"origin", "https://here:8080"}}, 403, 403},
      {{{"origin", "http://here"}}, 403, 403},
      {{{"origin", "http://here:8080.evil"}}, 403, 403},
      {{{"origin", "null"}}, 403, 403},
      {{{"origin", "https://site.example"}}, 0, 0},
      {{{"origin", "http://evil"}, {"referer", "http://here:8080/"}}, 403, 403},
      {{{"referer", "http://here:8080/ms/book?x"}}, 0, 0},
      {{{"referer", "http://evil/http://here:8080/"}}, 403, 403},
      {{}, 403, 0},
  };
  const auto keys = base::KeyRing::ephemeral();
  const Guards guards{&keys, "https://site.example"};
  const std::string browser(22, 'A');
  for (const Asked& row : rows) {
    Request request;
    request.method = Method::post;
    request.headers = row.headers;
    request.headers.emplace_back("host", "here:8080");
    request.headers.emplace_back("cookie", "browser=" + browser);
    request.body = "csrf=" + csrf_token(keys, browser);
    const std::string shown = row.headers.empty() ? "nothing" : row.headers[0].second;
    EXPECT_EQ(refusal_of(Guard::same_origin, request, guards), row.same_origin) << shown;
    EXPECT_EQ(refusal_of(Guard::form, request, guards), row.form) << shown;
    EXPECT_EQ(refusal_of(Guard::none, request, guards), 0) << shown;
  }
}

TEST(guards, take_a_form_only_with_the_token_of_its_browser) {
  const auto keys = base::KeyRing::ephemeral();
  const Guards guards{&keys, {}};
  const std::string ours(22, 'A');
  const std::string theirs(22, 'B');
  const std::pair<std::string, std::string> refused[] = {
      {ours, ""},
      {ours, "csrf="},
      {ours, "csrf=" + csrf_token(keys, theirs)},
      {ours, "csrf=" + csrf_token(keys, ours) + "A"},
      {ours, "csrf=%zz"},
      {"", "csrf=" + csrf_token(keys, "")},
      {"short", "csrf=" + csrf_token(keys, "short")},
      {ours, "csrf=" + csrf_token(base::KeyRing::ephemeral(), ours)},
  };
  for (const auto& [browser, body] : refused) {
    Request request;
    request.headers = {{"sec-fetch-site", "same-origin"}, {"cookie", "a=b; browser=" + browser}};
    request.body = body;
    EXPECT_EQ(refusal_of(Guard::form, request, guards), 403) << browser << " " << body;
  }
}

TEST(guards, take_json_from_programs_and_our_own_pages) {
  struct ApiRow {
    Headers headers;
    std::string body;
    int status;
  };
  const ApiRow rows[] = {
      {{{"content-type", "application/json"}}, "{}", 0},
      {{{"content-type", "Application/JSON; charset=utf-8"}}, "{}", 0},
      {{{"content-type", "text/plain"}}, "{}", 415},
      {{{"content-type", "application/x-www-form-urlencoded"}}, "{}", 415},
      {{}, "{}", 415},
      {{}, "", 0},
      {{{"content-type", "application/json"}, {"origin", "http://evil"}}, "{}", 403},
      {{{"content-type", "application/json"}, {"origin", "http://here"}}, "{}", 0},
  };
  for (const ApiRow& row : rows) {
    Request request;
    request.headers = row.headers;
    request.headers.emplace_back("host", "here");
    request.body = row.body;
    EXPECT_EQ(refusal_of(Guard::api, request, Guards{}), row.status);
  }
}

TEST(cookies, are_host_bound_over_tls_and_plain_on_loopback) {
  Request request;
  Response plain;
  set_cookie(plain, request, "hold", "abc", std::chrono::minutes(15));
  EXPECT_EQ(plain.header("Set-Cookie"), "hold=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=900");
  request.secure = true;
  Response secure;
  set_cookie(secure, request, "hold", "abc", std::chrono::seconds(0));
  EXPECT_EQ(secure.header("Set-Cookie"), "__Host-hold=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
}

TEST(cookies, are_read_by_their_exact_name) {
  const std::pair<std::string, std::string_view> rows[] = {
      {"hold=1", "1"}, {"a=2; hold=1", "1"}, {"xhold=2;hold=1", "1"}, {"hold=1; hold=2", "1"}, {"hold", ""},
      {"", ""},        {"hold=a=b", "a=b"},  {" hold=1 ", "1"},       {"__Host-hold=9", ""},
  };
  for (const auto& [line, value] : rows) {
    Request request;
    request.headers = {{"cookie", line}};
    EXPECT_EQ(find_cookie(request, "hold"), value) << line;
  }
  Request secure;
  secure.secure = true;
  secure.headers = {{"cookie", "hold=planted; __Host-hold=ours"}};
  EXPECT_EQ(find_cookie(secure, "hold"), "ours");
}

TEST(cookies, give_a_browser_one_token_and_keep_it) {
  Request request;
  Response response;
  const std::string token = ensure_browser(request, response);
  EXPECT_EQ(token.size(), 22u);
  EXPECT_NE(response.header("Set-Cookie").find("browser=" + token), std::string_view::npos);
  request.headers = {{"cookie", "browser=" + token}};
  Response again;
  EXPECT_EQ(ensure_browser(request, again), token);
  EXPECT_EQ(again.header("Set-Cookie"), "");
  request.headers = {{"cookie", "browser=<script>"}};
  EXPECT_EQ(find_browser(request), "");
  EXPECT_NE(ensure_browser(request, again), "<script>");
}

TEST(responses, refuse_headers_that_break_out_and_redirections_elsewhere) {
  Response response;
  EXPECT_THROW(response.set_header("X", "a\r\nSet-Cookie: b"), base::Fault);
  EXPECT_THROW(response.set_header("X\n", "a"), base::Fault);
  for (const std::string elsewhere : {"https://evil", "//evil", "/\\evil", "", "/a\nb"}) {
    EXPECT_THROW(Response::see_other(elsewhere), base::Fault) << elsewhere;
  }
  EXPECT_EQ(Response::see_other("/ms/").header("Location"), "/ms/");
}

}  // namespace
}  // namespace temujanji::web
