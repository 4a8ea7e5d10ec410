#include "web/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/fault.h"
#include "base/log.h"
#include "tests/support/raw_client.h"

namespace temujanji::web {
namespace {

using tests::RawClient;
using namespace std::chrono_literals;

struct Later {
  base::Executor& executor;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    executor.post([waiter] { waiter.resume(); });
  }
  void await_resume() {}
};

base::Task<Response> echo_later(const Request& request) {
  Later later{*request.executor};
  co_await later;
  co_return Response::text("later " + request.body);
}

/// Hands itself to whoever opens the gate, on the opener's thread.
struct Gate {
  std::atomic<void*> waiting{nullptr};
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> waiter) { waiting.store(waiter.address()); }
  void await_resume() {}
  void open_when_someone_waits() {
    void* waiter = nullptr;
    while ((waiter = waiting.exchange(nullptr)) == nullptr) std::this_thread::yield();
    std::coroutine_handle<>::from_address(waiter).resume();
  }
};

base::Task<Response> wait_at(Gate& gate) {
  co_await gate;
  co_return Response::text("through");
}

base::Task<Response> fail_later(const Request& request) {
  Later later{*request.executor};
  co_await later;
  throw base::Fault("the database is gone");
}

Router test_router(Gate& gate) {
  std::vector<Route> routes;
  const auto add = [&](Method method, std::string path, std::variant<QuickHandler, TaskHandler> handler) {
    routes.push_back({method, std::move(path), Who::anyone, Guard::none, std::move(handler)});
  };
  add(Method::get, "/hello", [](const Request&) { return Response::text("hello"); });
  add(Method::get, "/{language}/office/{office}", [](const Request& request) {
    return Response::text(std::string(base::to_text(request.language)) + " " + request.path_values.at(0));
  });
  add(Method::post, "/echo", [](const Request& request) { return Response::text(request.body); });
  add(Method::post, "/later", [](const Request& request) { return echo_later(request); });
  add(Method::get, "/gate", [&gate](const Request&) { return wait_at(gate); });
  add(Method::get, "/fail", [](const Request&) -> Response { throw base::Fault("no disk"); });
  add(Method::get, "/fail-later", [](const Request& request) { return fail_later(request); });
  add(Method::get, "/often", [](const Request&) { return Response::text("too often", 429); });
  add(Method::get, "/full", [](const Request&) -> Response { throw base::Overloaded("full"); });
  add(Method::get, "/address", [](const Request& request) {
    return Response::text(request.address.text + " " + request.address.prefix +
                          (request.secure ? " secure" : " plain"));
  });
  add(Method::get, "/shared", [](const Request&) {
    Response response = Response::text({});
    response.shared_body = std::make_shared<const std::string>(std::string(100'000, 'x'));
    return response;
  });
  routes.push_back({Method::post, "/import", Who::anyone, Guard::none,
                    QuickHandler([](const Request& request) {
                      return Response::text(std::to_string(request.body.size()));
                    }),
                    100'000});
  return Router(std::move(routes));
}

class ServerTest : public testing::Test {
 protected:
  void serve(ServerOptions options = {}, ServerHooks hooks = {}) {
    base::set_log_level("off");
    options.threads = 2;
    server_ = std::make_unique<Server>(std::move(options), test_router(gate_), Guards{}, std::move(hooks));
    server_->start();
  }
  void TearDown() override {
    server_.reset();
    base::set_log_level("info");
  }
  RawClient connect() { return RawClient(server_->port()); }
  std::string ask(std::string_view request) {
    RawClient client = connect();
    client.send(request);
    return client.read_response();
  }

  Gate gate_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, answers_with_length_date_and_security_headers) {
  serve();
  const std::string answer = ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  for (const std::string_view line :
       {"Content-Length: 5\r\n", "Date: ", "X-Content-Type-Options: nosniff\r\n",
        "Cache-Control: no-store\r\n", "Content-Security-Policy: default-src 'none'; ",
        "Referrer-Policy: same-origin\r\n",
        "Permissions-Policy: ", "Cross-Origin-Opener-Policy: same-origin\r\n", "\r\n\r\nhello"}) {
    EXPECT_NE(answer.find(line), answer.npos) << line << " in " << answer;
  }
  EXPECT_EQ(answer.find("Strict-Transport-Security"), answer.npos);
  EXPECT_EQ(answer.find("Connection:"), answer.npos);
}

TEST_F(ServerTest, answers_rows_of_requests) {
  struct Row {
    std::string_view request;
    std::string_view status;
    std::string_view words;
  };
  const Row rows[] = {
      {"GET /ms/office/KLP HTTP/1.1\r\nHost: a\r\n\r\n", "200", "ms KLP"},
      {"GET /en/office/A%20B?x=1 HTTP/1.1\r\nHost: a\r\n\r\n", "200", "en A B"},
      {"GET http://other/hello HTTP/1.1\r\nHost: a\r\n\r\n", "200", "hello"},
      {"\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n", "200", "hello"},
      {"GET /fr/office/KLP HTTP/1.1\r\nHost: a\r\n\r\n", "404", "404"},
      {"GET /en/office/ HTTP/1.1\r\nHost: a\r\n\r\n", "404", "404"},
      {"GET /no HTTP/1.1\r\nHost: a\r\n\r\n", "404", "404"},
      {"POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "405", "Allow: GET, HEAD\r\n"},
      {"PUT /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", "405", "Allow: POST\r\n"},
      {"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "400", "400"},
      {"GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n", "400", "400"},
      {"GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n", "400", "400"},
      {"GET /%c0%ae HTTP/1.1\r\nHost: a\r\n\r\n", "400", "400"},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "200", "\r\n\r\nabc"},
      {"POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "200", "later abc"},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
       "chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
       "200", "\r\n\r\nabcde"},
      {"GET /fail HTTP/1.1\r\nHost: a\r\n\r\n", "503", "Retry-After: 2\r\n"},
      {"GET /fail-later HTTP/1.1\r\nHost: a\r\n\r\n", "503", "Retry-After: 2\r\n"},
      {"GET /full HTTP/1.1\r\nHost: a\r\n\r\n", "503", "Retry-After: 2\r\n"},
      {"GET /often HTTP/1.1\r\nHost: a\r\n\r\n", "429", "Retry-After: 60\r\n"},
  };
  serve();
  for (const Row& row : rows) {
    const std::string answer = ask(row.request);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::string(row.status))) << row.request << answer;
    EXPECT_NE(answer.find(row.words), answer.npos) << row.request << answer;
  }
}

TEST_F(ServerTest, answers_head_with_the_length_but_without_the_body) {
  serve();
  RawClient client = connect();
  client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string head = client.read_until("\r\n\r\n");
  EXPECT_NE(head.find("Content-Length: 5\r\n"), head.npos);
  EXPECT_TRUE(client.read_response().starts_with("HTTP/1.1 200"));
}

TEST_F(ServerTest, answers_pipelined_requests_in_order) {
  serve();
  RawClient client = connect();
  std::string requests;
  for (int number = 0; number < 50; ++number) {
    const std::string body = std::to_string(number);
    requests += std::string("POST ") + (number % 2 == 0 ? "/later" : "/echo") +
                " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  client.send(requests);
  for (int number = 0; number < 50; ++number) {
    const std::string expected = (number % 2 == 0 ? "later " : "") + std::to_string(number);
    EXPECT_TRUE(client.read_response().ends_with("\r\n\r\n" + expected)) << number;
  }
}

TEST_F(ServerTest, reads_a_request_that_comes_byte_by_byte) {
  serve();
  RawClient client = connect();
  for (const char c : std::string_view("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")) {
    client.send({&c, 1});
  }
  EXPECT_TRUE(client.read_response().ends_with("\r\n\r\nhi"));
}

TEST_F(ServerTest, sends_shared_bodies_whole) {
  serve();
  const std::string answer = ask("GET /shared HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(answer.ends_with(std::string(100'000, 'x')));
}

TEST_F(ServerTest, tells_the_client_to_continue) {
  serve();
  RawClient client = connect();
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  EXPECT_TRUE(client.read_response().ends_with("\r\n\r\nok"));
}

TEST_F(ServerTest, takes_larger_bodies_only_where_the_route_says_so) {
  serve();
  const std::string body(50'000, 'x');
  const std::string rest =
      " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  EXPECT_TRUE(ask("POST /import" + rest).ends_with("\r\n\r\n50000"));
  EXPECT_TRUE(ask("POST /echo" + rest).starts_with("HTTP/1.1 413"));
}

TEST_F(ServerTest, refuses_broken_framing_and_closes) {
  const std::string many_fields = [] {
    std::string fields;
    for (int number = 0; number < 64; ++number) fields += "X-" + std::to_string(number) + ": y\r\n";
    return fields;
  }();
  const std::string get = "GET /hello HTTP/1.1\r\nHost: a\r\n";
  const std::string post = "POST /echo HTTP/1.1\r\nHost: a\r\n";
  const std::pair<std::string, std::string> rows[] = {
      {"GET /hello HTTP/1.1\nHost: a\n\n", "400"},
      {"GET /hello HTTP/1.1\r\nHost: a\n\r\n", "400"},
      {get + "X: a\rb\r\n\r\n", "400"},
      {get + "X: a\r\n folded\r\n\r\n", "400"},
      {get + " X: a\r\n\r\n", "400"},
      {get + "X : a\r\n\r\n", "400"},
      {get + "X\r\n\r\n", "400"},
      {get + std::string("X: a\0b\r\n\r\n", 10), "400"},
      {get + "X: a\x01\r\n\r\n", "400"},
      {get + "X: a\x7f\r\n\r\n", "400"},
      {"GET /hel\x01lo HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
      {"GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
      {"GET hello HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
      {"GET  /hello HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
      {"GET /hello HTTP/1.1\r\n\r\n", "400"},
      {get + "Host: b\r\n\r\n", "400"},
      {"GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n", "400"},
      {"GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", "505"},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
      {"\x16\x03\x01\x02\x01\x01\xfc\x03", "400"},
      {post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", "400"},
      {post + "Content-Length: 3, 3\r\n\r\nabc", "400"},
      {post + "Content-Length: +3\r\n\r\nabc", "400"},
      {post + "Content-Length: 3x\r\n\r\nabc", "400"},
      {post + "Content-Length:\r\n\r\nabc", "400"},
      {post + "Content-Length: 99999999999999999999\r\n\r\n", "400"},
      {post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", "400"},
      {post + "Transfer-Encoding: gzip\r\n\r\n", "400"},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "400"},
      {"POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\n\r\n3;x=\"a\r\n\"\r\nabc\r\n0\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\n\r\n;x\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc", "400"},
      {post + "Transfer-Encoding: chunked\r\n\r\n000000001\r\na", "400"},
      {post + "Transfer-Encoding: chunked\r\n\r\n 3\r\nabc", "400"},
      {post + "Transfer-Encoding: chunked\r\n\r\n0\r\nTrailer: x\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\n\r\n2000\r\n" + std::string(8192, 'x') + "\r\n2001\r\n", "413"},
      {post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\n\r\n3;" + std::string(140'000, 'x'), "400"},
      {post + "Transfer-Encoding: chunked\r\n\r\nffffff\r\n", "413"},
      {post + "Content-Length: 16385\r\n\r\n", "413"},
      {"GET /" + std::string(2048, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", "414"},
      {"GET /" + std::string(9000, 'a'), "414"},
      {get + "X: " + std::string(8200, 'a') + "\r\n\r\n", "431"},
      {get + many_fields + "\r\n", "431"},
      {get + "Expect: dinner\r\n\r\n", "417"},
  };
  serve();
  for (const auto& [request, status] : rows) {
    RawClient client = connect();
    client.send(request);
    const std::string answer = client.read_until_closed();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + status + " ")) << request.substr(0, 200) << "\n" << answer;
    EXPECT_NE(answer.find("Connection: close\r\n"), answer.npos) << answer;
  }
}

TEST_F(ServerTest, keeps_what_stands_just_inside_the_limits) {
  serve();
  std::string fields = "Host: a\r\n";
  for (int number = 0; number < 63; ++number) fields += "X-" + std::to_string(number) + ": y\r\n";
  EXPECT_TRUE(ask("GET /hello HTTP/1.1\r\n" + fields + "\r\n").starts_with("HTTP/1.1 200"));
  const std::string target = "/hello?" + std::string(2048 - 7, 'q');
  EXPECT_TRUE(ask("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 200"));
  const std::string body(16 * 1024, 'x');
  EXPECT_TRUE(ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 16384\r\n\r\n" + body).ends_with(body));
}

TEST_F(ServerTest, closes_when_the_client_asks_for_it) {
  serve();
  for (const std::string_view request :
       {"GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET /hello HTTP/1.0\r\n\r\n"}) {
    RawClient client = connect();
    client.send(request);
    EXPECT_NE(client.read_until_closed().find("Connection: close\r\n"), std::string::npos);
  }
}

TEST_F(ServerTest, keeps_old_clients_connections_that_ask_for_it) {
  serve();
  RawClient client = connect();
  for (int round = 0; round < 2; ++round) {
    client.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_NE(client.read_response().find("Connection: keep-alive\r\n"), std::string::npos);
  }
}

TEST_F(ServerTest, gives_up_on_slow_headers_slow_bodies_and_idle_connections) {
  ServerOptions options;
  options.tick = 2ms;
  options.header = 20ms;
  options.idle = 20ms;
  options.body_grace = 20ms;
  serve(std::move(options));
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"", ""},
      {"GET /hello HTTP/1.1\r\nHos", "HTTP/1.1 408 "},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", "HTTP/1.1 408 "},
  };
  for (const auto& [request, answer] : rows) {
    RawClient client = connect();
    client.send(request);
    EXPECT_TRUE(client.read_until_closed().starts_with(answer)) << request;
  }
}

TEST_F(ServerTest, does_not_take_more_connections_than_it_may) {
  ServerOptions options;
  options.connections_max = 1;
  serve(std::move(options));
  RawClient first = connect();
  first.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(first.read_response().starts_with("HTTP/1.1 200"));
  RawClient second = connect();
  EXPECT_EQ(second.read_until_closed(), "");
}

TEST_F(ServerTest, goes_on_after_a_handler_that_ended_on_another_thread) {
  serve();
  RawClient client = connect();
  client.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n");
  gate_.open_when_someone_waits();
  EXPECT_TRUE(client.read_response().ends_with("through"));
  client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(client.read_response().ends_with("hello"));
}

TEST_F(ServerTest, stops_by_answering_what_is_under_way_and_closing_what_is_idle) {
  serve();
  RawClient idle = connect();
  idle.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  idle.read_response();
  RawClient busy = connect();
  busy.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n");
  while (gate_.waiting.load() == nullptr) std::this_thread::yield();
  std::thread stopper([&] { server_->stop(); });
  EXPECT_EQ(idle.read_until_closed(), "");
  gate_.open_when_someone_waits();
  const std::string answer = busy.read_until_closed();
  EXPECT_NE(answer.find("Connection: close\r\n"), answer.npos);
  EXPECT_TRUE(answer.ends_with("through"));
  stopper.join();
  EXPECT_EQ(server_->connections(), 0u);
}

TEST_F(ServerTest, stops_in_bounded_time_even_if_a_handler_never_ends) {
  ServerOptions options;
  options.stop = 20ms;
  serve(std::move(options));
  RawClient client = connect();
  client.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n");
  while (gate_.waiting.load() == nullptr) std::this_thread::yield();
  server_->stop();
  gate_.open_when_someone_waits();
}

TEST_F(ServerTest, believes_only_trusted_proxies) {
  const std::string_view request =
      "GET /address HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.7, 203.0.113.9\r\n"
      "X-Forwarded-Proto: https\r\n\r\n";
  serve();
  EXPECT_TRUE(ask(request).ends_with("127.0.0.1 127.0.0.0/24 plain"));
  ServerOptions options;
  options.trusted_proxies = Networks::parse("127.0.0.0/8");
  serve(std::move(options));
  const std::string answer = ask(request);
  EXPECT_TRUE(answer.ends_with("203.0.113.9 203.0.113.0/24 secure")) << answer;
  EXPECT_NE(answer.find("Strict-Transport-Security: "), answer.npos);
}

TEST_F(ServerTest, lets_hooks_write_its_pages_and_answer_early) {
  ServerHooks hooks;
  hooks.on_fault = [](const Request& request, int status) {
    return Response::text("page " + std::to_string(status) + " " + request.path, status);
  };
  hooks.before = [](const Request& request, const Route& route) -> std::optional<Response> {
    if (route.path != "/hello" || request.query != "early") return std::nullopt;
    return Response::text("early", 429);
  };
  serve({}, std::move(hooks));
  EXPECT_TRUE(ask("GET /none HTTP/1.1\r\nHost: a\r\n\r\n").ends_with("page 404 /none"));
  EXPECT_TRUE(ask("GET /fail HTTP/1.1\r\nHost: a\r\n\r\n").ends_with("page 503 /fail"));
  EXPECT_TRUE(ask("GET /hello?early HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 429"));
  EXPECT_TRUE(ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST_F(ServerTest, counts_answers_by_route_and_class) {
  serve();
  ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  ask("GET /fail HTTP/1.1\r\nHost: a\r\n\r\n");
  PrometheusText text;
  server_->figures().append_to(text);
  EXPECT_EQ(server_->figures().answers(0, 2), 1u);
  EXPECT_NE(
      text.text().find("temujanji_http_responses_total{method=\"GET\",route=\"/fail\",status=\"5xx\"} 1\n"),
      std::string::npos)
      << text.text();
}

TEST_F(ServerTest, refuses_a_port_that_is_taken) {
  serve();
  ServerOptions options;
  options.port = server_->port();
  EXPECT_THROW(Server(options, test_router(gate_), Guards{}), base::Fault);
}

}  // namespace
}  // namespace temujanji::web
