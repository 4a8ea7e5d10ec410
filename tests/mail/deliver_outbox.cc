// deliver_outbox FOLDER MAILS SECONDS key=value…: delivers an outbox of MAILS rows, made if there is none,
// with the settings mail.*; ends when nothing waits or after SECONDS; prints sent, waiting and failed rows.
// The outbox lies in FOLDER, or in the PostgreSQL database whose URL is in POSTGRESQL_UNDER_TEST.
#include <chrono>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <random>
#include <thread>

#include "base/log.h"
#include "notify/outbox.h"
#include "tests/support/test_database.h"

using namespace temujanji;
using namespace std::chrono_literals;

namespace {

constexpr storage::Statement kInsert{
    "test:insert",
    "INSERT INTO outbox (event_id, appointment_id, kind, status, next_attempt_at) VALUES ($1, $1, 'booked', "
    "'waiting', 0)",
    ""};
constexpr storage::Statement kCount{"test:count", "SELECT count(*) FROM outbox WHERE status = $1", ""};
constexpr storage::Statement kFindAny{"test:find_any", "SELECT 1 FROM outbox LIMIT 1", ""};

std::unique_ptr<storage::Database> open(const std::filesystem::path& folder) {
  if (tests::on_postgresql()) return storage::open_postgresql(std::string(tests::server_under_test()));
  return storage::open_sqlite(folder / "test.db");
}

void fill(storage::Connection& writer, int mails) {
  // The appointments and events that rows point to are of no interest here.
  tests::ignore_foreign_keys(writer);
  storage::Transaction transaction(writer);
  for (int i = 1; i <= mails; ++i) transaction.execute(kInsert, {i});
  transaction.commit();
}

notify::Mail compose(const notify::OutboxRow& row) {
  notify::Mail mail;
  mail.message_id = notify::make_message_id(row.event_id, "test", "temujanji.example");
  mail.from = "temujanji@temujanji.example";
  mail.from_name = "Temujanji";
  mail.to = "applicant" + std::to_string(row.event_id) + "@example.com";
  mail.subject = "Temujanji ditempah – " + std::to_string(row.event_id);
  mail.language = "ms";
  mail.text = ".dot\nFrom here\nnombor " + std::to_string(row.event_id) + "\n";
  mail.html = "<p>nombor " + std::to_string(row.event_id) + "</p>";
  mail.attachments.push_back({"slip-temujanji.pdf", "application/pdf", std::string(30'000, 'x')});
  return mail;
}

std::int64_t count(storage::Connection& connection, const char* status) {
  storage::Rows rows = connection.query(kCount, {status});
  return rows.next() ? rows.integer(0) : -1;
}

/// Writes results as the engine would: one transaction at a time.
notify::Recorder recorder(storage::Connection& writer, std::mutex& mutex) {
  return [&writer, &mutex](std::vector<notify::DeliveryResult> results) {
    const std::scoped_lock lock(mutex);
    storage::Transaction transaction(writer);
    notify::apply_results(transaction, results, base::SystemClock().now());
    transaction.commit();
  };
}

void deliver(const std::filesystem::path& folder, int mails, std::chrono::seconds time_max,
             const base::Settings& settings) {
  const auto database = open(folder);
  const auto writer = database->connect(storage::Access::write);
  storage::migrate(*writer, base::SystemClock().now());
  if (!writer->query(kFindAny).next()) fill(*writer, mails);
  const auto transport = notify::open_transport(settings, folder);
  const base::SystemClock clock;
  std::mutex mutex;
  std::mt19937 random(7);
  notify::Outbox outbox(
      *database, clock, [](storage::Connection&, const notify::OutboxRow& row) { return compose(row); },
      *transport, recorder(*writer, mutex), [&random] { return std::uniform_real_distribution<>()(random); },
      {.attempts_max = 12, .retry_after = 100ms, .ask_again_after = 100ms, .look_every = 100ms});
  outbox.start();
  const auto end = std::chrono::steady_clock::now() + time_max;
  const auto waiting = [&] {
    const std::scoped_lock lock(mutex);
    return count(*writer, "waiting");
  };
  while (waiting() > 0 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(20ms);
  outbox.stop();
  std::cout << count(*writer, "sent") << ' ' << count(*writer, "waiting") << ' ' << count(*writer, "failed")
            << std::endl;
}

}  // namespace

int main(int argument_count, char** arguments) {
  base::Settings settings;
  for (int i = 4; i < argument_count; ++i) {
    const std::string_view argument = arguments[i];
    const std::size_t equals = argument.find('=');
    settings.set(argument.substr(0, equals), argument.substr(equals + 1), "argument");
  }
  deliver(arguments[1], std::stoi(arguments[2]), std::chrono::seconds(std::stoi(arguments[3])), settings);
  return 0;
}
