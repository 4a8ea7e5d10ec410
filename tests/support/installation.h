#pragma once
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/fault.h"
#include "catalogue/import.h"
#include "catalogue/live.h"
#include "catalogue/publish.h"
#include "features/hooks.h"
#include "features/routes.h"
#include "tests/support/test_house.h"
#include "web/guard.h"
#include "web/router.h"
#include "web/url.h"

namespace temujanji::features {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// The clock of an installation at its beginning: Monday 2026-11-23, 08:00 in Malaysia.
inline base::Instant monday_morning() {
  return std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
}

/// Runs posted work on the thread that waits for it, so that handlers stay on the test's thread.
class WaitingExecutor final : public base::Executor {
 public:
  void post(std::function<void()> work) override {
    {
      const std::scoped_lock lock(mutex_);
      posted_.push_back(std::move(work));
    }
    wake_.notify_one();
  }
  /// Runs what is posted until `done`.
  void run_until(const bool& done) {
    while (!done) {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return !posted_.empty(); });
      const auto work = std::move(posted_.front());
      posted_.pop_front();
      lock.unlock();
      work();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> posted_;
};

/// A database with the Malaysian catalogue, in which the offices `kPublished` have their slots. Made once in
/// a test program, then copied.
class PublishedData {
 public:
  static constexpr const char* kPublished[] = {"JHR-HQ", "JHR-KLG", "KTN-HQ", "KUL-UTC", "PJY-CHP"};
  static constexpr int kDays = 100;

  static const tests::TestDatabase& original() {
    static const PublishedData data;
    return data.original_;
  }

 private:
  PublishedData() {
    const base::ManualClock clock(monday_morning());
    base::IdSource ids(clock, 1);
    const auto database = original_.open();
    const auto connection = database->connect(storage::Access::write);
    engine::Engine engine(*database, clock, ids, {});
    if (!catalogue::import_catalogue(engine, ids, catalogue::packed_catalogue())) {
      throw base::Fault("the packed catalogue has problems");
    }
    const auto catalogue = catalogue::Catalogue::load(*connection);
    for (const catalogue::Pool& pool : catalogue->pools())
      publish(engine, ids, *catalogue, pool, clock.now());
    engine.stop();
  }

  static void publish(engine::Engine& engine, base::IdSource& ids, const catalogue::Catalogue& catalogue,
                      const catalogue::Pool& pool, base::Instant now) {
    const catalogue::Office& office = *catalogue.find_office(pool.office);
    if (std::ranges::find(kPublished, office.code) == std::end(kPublished)) return;
    const domain::Date last = domain::plus_days(office.zone.date_at(now), kDays);
    const auto end = office.zone.to_utc(base::LocalTime(std::chrono::local_days(last)));
    catalogue::PoolPlan plan{office.id, pool.id, now, end + std::chrono::days(1),
                             catalogue::plan_pool(catalogue, pool, now, last)};
    engine.run(catalogue::PublishSlots{std::move(plan), &ids});
  }

  const tests::TestDatabase original_{tests::TestDatabase::with_schema()};
};

/// What all installations have alike, and what takes long to make: templates are compiled, files compressed.
struct Furnishing {
  explicit Furnishing(const base::Settings& settings) : pages(words, settings, static_files) {}
  base::Words words;
  web::StaticFiles static_files;
  web::Pages pages;

  /// For installations whose settings are those that come with the program.
  static const std::shared_ptr<const Furnishing>& usual() {
    static const auto furnishing = std::make_shared<const Furnishing>(base::Settings());
    return furnishing;
  }
};

/// A whole program without sockets, threads for connections and mail, for tests of features: requests run
/// through router, guards, hooks and handlers as in the server. Its clock stands still.
class Installation {
 public:
  explicit Installation(const Pairs& settings_to_set = {})
      : settings(make_settings(settings_to_set)),
        furnishing(settings_to_set.empty() ? Furnishing::usual()
                                           : std::make_shared<const Furnishing>(settings)) {}
  ~Installation() { engine.stop(); }

  /// The answer to a request of this method and target ("/ms/book?q=x"); `headers` have lower-case names.
  web::Response call(web::Method method, std::string_view target, std::string body = "", Pairs headers = {}) {
    web::Request request;
    request.method = method;
    const std::size_t mark = target.find('?');
    request.path = web::decode_percent(target.substr(0, mark)).value_or("");
    if (mark != target.npos) request.query = target.substr(mark + 1);
    request.language = base::parse_language(request.path.substr(1, 2)).value_or(base::Language::ms);
    request.body = std::move(body);
    request.headers = std::move(headers);
    request.headers.emplace_back("host", "temujanji.test");
    request.address = address;
    request.executor = &executor;
    return answer(request);
  }
  web::Response get(std::string_view target, Pairs headers = {}) {
    return call(web::Method::get, target, "", std::move(headers));
  }
  /// A JSON request.
  web::Response post_json(std::string_view target, std::string body, Pairs headers = {}) {
    headers.emplace_back("content-type", "application/json");
    return call(web::Method::post, target, std::move(body), std::move(headers));
  }

  /// Runs SQL without parameters as if somebody had always written so, and reads everything again.
  void change(const std::string& sql) {
    database->connect(storage::Access::write)->run_script(sql);
    live.reload(catalogue::Live::What::everything);
  }

  const tests::TestDatabase under_test{PublishedData::original()};
  base::ManualClock clock{monday_morning()};
  const base::Settings settings;
  base::KeyRing keys = base::KeyRing::ephemeral();
  base::IdSource ids{clock, 1};
  const std::shared_ptr<const Furnishing> furnishing;
  const base::Words& words = furnishing->words;
  const web::StaticFiles& static_files = furnishing->static_files;
  const web::Pages& pages = furnishing->pages;
  std::unique_ptr<storage::Database> database = under_test.open();
  std::unique_ptr<storage::Peers> peers = database->join(storage::Role::helper, ids);
  engine::Engine engine{*database, clock, ids, {}};
  counter::Changes changes{clock, engine};
  catalogue::Live live{*database, clock, engine};
  misuse::BlockList blocks{*database, clock, keys, engine};
  storage::Readers readers{*database, 1};
  storage::Readers doorkeeper{*database, 1};
  App app{settings,
          clock,
          keys,
          ids,
          words,
          pages,
          engine,
          readers,
          doorkeeper,
          live,
          changes,
          blocks,
          "http://temujanji.test"};
  WaitingExecutor executor;
  /// Where requests come from.
  web::Address address{"192.0.2.7", "192.0.2.0/24"};

 private:
  static base::Settings make_settings(const Pairs& pairs) {
    base::Settings settings;
    for (const auto& [key, value] : pairs) settings.set(key, value, "test");
    return settings;
  }

  web::Response answer(web::Request& request) {
    web::Match match = router_.find(request.method, request.path);
    if (match.route == nullptr) return hooks_.on_fault(request, match.allowed.empty() ? 404 : 405);
    request.path_values = std::move(match.values);
    const web::Guards guards{&keys, "http://temujanji.test"};
    if (const int status = web::refusal_of(match.route->guard, request, guards); status != 0)
      return hooks_.on_fault(request, status);
    if (auto early = hooks_.before(request, *match.route)) return std::move(*early);
    if (const auto* quick = std::get_if<web::QuickHandler>(&match.route->handler)) return (*quick)(request);
    return wait_for(std::get<web::TaskHandler>(match.route->handler)(request));
  }

  web::Response wait_for(base::Task<web::Response> task) {
    std::optional<base::Task<web::Response>> ended;
    bool done = false;
    base::start(std::move(task), [&](base::Task<web::Response> over) {
      ended.emplace(std::move(over));
      done = true;
    });
    executor.run_until(done);
    return ended->take();
  }

  web::Router router_{all_routes(app, static_files, [] { return web::Response::text("metrics"); })};
  web::ServerHooks hooks_ = make_hooks(app);
};

/// The body of an answer, also of one that is kept in memory.
inline std::string body_of(const web::Response& response) {
  return response.shared_body ? *response.shared_body : response.body;
}

/// The value that the page's `<input name=… value=…>` has, unescaped; empty if there is none.
inline std::string input_value(std::string_view page, std::string_view name) {
  const std::size_t input = page.find("name=\"" + std::string(name) + "\"");
  if (input == page.npos) return {};
  const std::size_t begin = page.find("value=\"", input);
  if (begin == page.npos || begin > page.find('>', input)) return {};
  return std::string(page.substr(begin + 7, page.find('"', begin + 7) - begin - 7));
}

/// A person with a browser: keeps cookies, sends forms from the page seen last, with its CSRF token.
class Visitor {
 public:
  explicit Visitor(Installation& installation) : installation_(installation) {}

  web::Response get(std::string_view target) { return keep(installation_.get(target, headers())); }

  /// Sends a form; `csrf` and `key` are those of the last page unless given.
  web::Response post(std::string_view target, Pairs fields) {
    for (const char* hidden : {"csrf", "key"}) {
      const bool given =
          std::ranges::any_of(fields, [&](const auto& field) { return field.first == hidden; });
      if (const std::string value = input_value(page_, hidden); !given && !value.empty())
        fields.emplace_back(hidden, value);
    }
    std::string body;
    for (const auto& [name, value] : fields) {
      if (!body.empty()) body += '&';
      body += web::encode_part(name) + "=" + web::encode_part(value);
    }
    return post_as("application/x-www-form-urlencoded", target, std::move(body));
  }

  /// Sends a body as it is.
  web::Response post_as(const std::string& content_type, std::string_view target, std::string body) {
    Pairs with = headers();
    with.emplace_back("sec-fetch-site", "same-origin");
    with.emplace_back("content-type", content_type);
    return keep(installation_.call(web::Method::post, target, std::move(body), std::move(with)));
  }

  /// Goes where a redirection leads, until there is a page.
  web::Response follow(web::Response response) {
    for (int i = 0; i < 5 && response.status == 303; ++i) response = get(response.header("Location"));
    return response;
  }

  void set_cookie(const std::string& name, const std::string& value) { cookies_[name] = value; }

  /// The page seen last.
  const std::string& page() const { return page_; }

 private:
  Pairs headers() const {
    std::string cookies;
    for (const auto& [name, value] : cookies_) {
      if (!cookies.empty()) cookies += "; ";
      cookies.append(name).append("=").append(value);
    }
    return cookies.empty() ? Pairs{} : Pairs{{"cookie", cookies}};
  }

  web::Response keep(web::Response response) {
    for (const auto& [name, value] : response.headers) {
      if (name != "Set-Cookie") continue;
      const std::size_t equals = value.find('=');
      const std::string cookie = value.substr(0, equals);
      const std::string content = value.substr(equals + 1, value.find(';') - equals - 1);
      cookies_[cookie] = content;
      if (content.empty()) cookies_.erase(cookie);
    }
    const std::string body = body_of(response);
    if (response.content_type.starts_with("text/html") && !body.empty()) page_ = body;
    return response;
  }

  Installation& installation_;
  std::map<std::string, std::string> cookies_;
  std::string page_;
};

}  // namespace temujanji::features
