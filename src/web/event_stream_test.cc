#include "web/event_stream.h"

#include <gtest/gtest.h>

#include <atomic>
#include <list>
#include <mutex>
#include <thread>

#include "base/fault.h"
#include "base/log.h"
#include "tests/support/raw_client.h"
#include "web/server.h"

namespace temujanji::web {
namespace {

using tests::RawClient;
using namespace std::chrono_literals;

std::string lines_of(const StreamEvent& event) {
  std::string out;
  append_event(out, event);
  return out;
}

TEST(event, is_written_as_browsers_read_it) {
  EXPECT_EQ(lines_of({"7", "queue", "now"}), "id: 7\nevent: queue\ndata: now\n\n");
  EXPECT_EQ(lines_of({"", "", ""}), "data: \n\n");
  EXPECT_EQ(lines_of({"", "", "a\nb\r\nc\rd\n"}), "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
}

TEST(event, cannot_break_out_of_its_lines) {
  EXPECT_EQ(lines_of({"1\ndata: x", "a\r\nb", "c"}), "id: 1data: x\nevent: ab\ndata: c\n\n");
}

/// A number that people watch.
class Watched {
 public:
  void set(int value) {
    const std::scoped_lock lock(mutex_);
    value_ = value;
    for (const auto& wake : wakes_) wake();
  }
  int value() const { return value_; }
  int watchers() {
    const std::scoped_lock lock(mutex_);
    return static_cast<int>(wakes_.size());
  }
  void wait_for_watchers(int count) {
    while (watchers() != count) std::this_thread::yield();
  }
  /// The size of each event's data; 0: the value itself.
  std::atomic<std::size_t> bytes{0};
  std::atomic<bool> over{false};
  std::atomic<bool> fails{false};

 private:
  friend class WatchedStream;
  std::mutex mutex_;
  std::atomic<int> value_{0};
  std::list<std::function<void()>> wakes_;
};

class WatchedStream final : public EventStream {
 public:
  WatchedStream(Watched& watched, int seen) : watched_(watched), seen_(seen) {}
  ~WatchedStream() override {
    if (!listens_) return;
    const std::scoped_lock lock(watched_.mutex_);
    watched_.wakes_.erase(place_);
  }
  void on_ready(std::function<void()> wake) override {
    const std::scoped_lock lock(watched_.mutex_);
    place_ = watched_.wakes_.insert(watched_.wakes_.end(), std::move(wake));
    listens_ = true;
  }
  std::optional<StreamEvent> next() override {
    if (watched_.fails) throw base::Fault("the source is gone");
    const int value = watched_.value();
    if (value == seen_) return std::nullopt;
    seen_ = value;
    const std::string number = std::to_string(value);
    return StreamEvent{number, "value", watched_.bytes == 0 ? number : std::string(watched_.bytes, 'x')};
  }
  bool is_over() const override { return watched_.over; }

 private:
  Watched& watched_;
  int seen_;
  bool listens_ = false;
  std::list<std::function<void()>>::iterator place_;
};

class EventStreamTest : public testing::Test {
 protected:
  void serve(ServerOptions options = {}) {
    base::set_log_level("off");
    options.threads = 2;
    const auto watch = [this](const Request& request) {
      const std::string seen(request.header("last-event-id"));
      return Response::events(std::make_shared<WatchedStream>(watched_, seen.empty() ? -1 : std::stoi(seen)));
    };
    std::vector<Route> routes;
    routes.push_back({Method::get, "/watch", Who::anyone, Guard::none, QuickHandler(watch)});
    routes.push_back(
        {Method::get, "/later", Who::anyone, Guard::none,
         TaskHandler([watch](const Request& request) -> base::Task<Response> { co_return watch(request); })});
    routes.push_back({Method::get, "/hello", Who::anyone, Guard::none,
                      QuickHandler([](const Request&) { return Response::text("hello"); })});
    server_ = std::make_unique<Server>(std::move(options), Router(std::move(routes)), Guards{});
    server_->start();
  }
  void TearDown() override {
    server_.reset();
    base::set_log_level("info");
  }
  RawClient watch(std::string_view path = "/watch", std::string_view more = "") {
    RawClient client(server_->port());
    client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" + std::string(more) + "\r\n");
    return client;
  }
  static std::string event(int value) {
    const std::string number = std::to_string(value);
    return "id: " + number + "\nevent: value\ndata: " + number + "\n\n";
  }
  void wait_until_gone() {
    while (server_->streams() != 0 || server_->connections() != 0) std::this_thread::yield();
  }

  Watched watched_;
  std::unique_ptr<Server> server_;
};

TEST_F(EventStreamTest, begins_with_its_head_and_the_time_to_come_again) {
  serve();
  RawClient client = watch();
  const std::string head = client.read_until("\r\n\r\n");
  EXPECT_TRUE(head.starts_with("HTTP/1.1 200 OK\r\n")) << head;
  for (const std::string_view line :
       {"Content-Type: text/event-stream\r\n", "Cache-Control: no-store\r\n", "X-Accel-Buffering: no\r\n",
        "Connection: close\r\n", "X-Content-Type-Options: nosniff\r\n"})
    EXPECT_NE(head.find(line), head.npos) << line;
  EXPECT_EQ(head.find("Content-Length"), head.npos);
  EXPECT_EQ(client.read_until("\n\n"), "retry: 3000\n\n");
  EXPECT_EQ(client.read_until("\n\n"), event(0));
}

TEST_F(EventStreamTest, tells_each_change_to_all_and_forgets_who_left) {
  serve();
  std::vector<RawClient> clients;
  clients.reserve(200);
  for (int i = 0; i < 200; ++i) clients.push_back(watch(i % 2 == 0 ? "/watch" : "/later"));
  for (RawClient& client : clients) client.read_until(event(0));
  watched_.wait_for_watchers(200);
  EXPECT_EQ(server_->streams(), 200u);
  for (int value = 1; value <= 5; ++value) {
    watched_.set(value);
    for (RawClient& client : clients) EXPECT_EQ(client.read_until("\n\n"), event(value));
  }
  for (int i = 0; i < 150; ++i) clients.pop_back();
  watched_.wait_for_watchers(50);
  watched_.set(6);
  for (RawClient& client : clients) EXPECT_EQ(client.read_until("\n\n"), event(6));
  clients.clear();
  wait_until_gone();
  EXPECT_EQ(watched_.watchers(), 0);
}

TEST_F(EventStreamTest, goes_on_behind_what_the_browser_saw_last) {
  serve();
  watched_.set(3);
  RawClient client = watch("/watch", "Last-Event-ID: 3\r\n");
  client.read_until("retry: 3000\n\n");
  watched_.set(4);
  EXPECT_EQ(client.read_until("\n\n"), event(4));
}

TEST_F(EventStreamTest, gives_a_sign_of_life_when_there_is_nothing) {
  ServerOptions options;
  options.tick = 5ms;
  options.heartbeat = 10ms;
  serve(std::move(options));
  RawClient client = watch();
  client.read_until(event(0));
  EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
  EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
  watched_.set(1);
  EXPECT_TRUE(client.read_until(event(1)).ends_with(event(1)));
}

TEST_F(EventStreamTest, refuses_more_than_it_may_have_and_takes_others_when_one_goes) {
  ServerOptions options;
  options.streams_max = 2;
  serve(std::move(options));
  auto first = std::make_unique<RawClient>(watch());
  RawClient second = watch();
  first->read_until(event(0));
  second.read_until(event(0));
  const std::string refused = watch().read_response();
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 503")) << refused;
  EXPECT_NE(refused.find("Retry-After: "), refused.npos);
  first.reset();
  watched_.wait_for_watchers(1);
  while (server_->streams() != 1) std::this_thread::yield();
  RawClient third = watch();
  EXPECT_TRUE(third.read_until(event(0)).starts_with("HTTP/1.1 200"));
}

TEST_F(EventStreamTest, drops_who_does_not_read_and_keeps_little_for_them) {
  ServerOptions options;
  options.tick = 5ms;
  options.idle = 50ms;
  serve(std::move(options));
  watched_.bytes = 60'000;
  RawClient slow = watch();
  slow.read_until("retry: 3000\n\n");
  watched_.wait_for_watchers(1);
  // Sockets buffer some megabytes; then a write does not end, and its time runs out.
  for (int value = 1; watched_.watchers() == 1; ++value) watched_.set(value);
  wait_until_gone();
}

TEST_F(EventStreamTest, ends_when_its_source_is_over_fails_or_says_too_much) {
  serve();
  RawClient over = watch();
  over.read_until(event(0));
  watched_.over = true;
  watched_.set(1);
  EXPECT_EQ(over.read_until_closed(), event(1));
  watched_.over = false;
  RawClient failing = watch("/watch", "Last-Event-ID: 1\r\n");
  failing.read_until("retry: 3000\n\n");
  watched_.wait_for_watchers(1);
  watched_.fails = true;
  watched_.set(2);
  EXPECT_EQ(failing.read_until_closed(), "");
  watched_.fails = false;
  watched_.bytes = 70'000;
  RawClient large = watch();
  EXPECT_TRUE(large.read_until_closed().ends_with("retry: 3000\n\n"));
  wait_until_gone();
}

TEST_F(EventStreamTest, ends_when_the_server_stops) {
  serve();
  std::vector<RawClient> clients;
  clients.reserve(20);
  for (int i = 0; i < 20; ++i) clients.push_back(watch());
  for (RawClient& client : clients) client.read_until(event(0));
  const auto begun = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
  for (RawClient& client : clients) EXPECT_EQ(client.read_until_closed(), "");
  server_.reset();
  EXPECT_EQ(watched_.watchers(), 0);
}

TEST_F(EventStreamTest, survives_changes_while_people_come_and_go) {
  serve();
  std::atomic<bool> over{false};
  std::thread changer([&] {
    for (int value = 1; !over; ++value) {
      watched_.set(value);
      std::this_thread::yield();
    }
  });
  std::vector<std::thread> people;
  people.reserve(4);
  for (int person = 0; person < 4; ++person) {
    people.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        RawClient client = watch(i % 2 == 0 ? "/watch" : "/later");
        if (i % 3 != 0) client.read_until("data: ");
      }
    });
  }
  for (std::thread& person : people) person.join();
  over = true;
  changer.join();
  wait_until_gone();
  EXPECT_EQ(watched_.watchers(), 0);
}

TEST_F(EventStreamTest, answers_head_without_a_stream_and_ignores_further_requests) {
  serve();
  RawClient head(server_->port());
  head.send("HEAD /watch HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(head.read_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(head.read_response().ends_with("hello"));
  EXPECT_EQ(server_->streams(), 0u);
  RawClient client = watch("/watch", "\r\nGET /hello HTTP/1.1\r\nHost: a\r\n");
  client.read_until(event(0));
  client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  watched_.set(1);
  EXPECT_EQ(client.read_until("\n\n"), event(1));
}

}  // namespace
}  // namespace temujanji::web
