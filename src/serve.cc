#include "serve.h"

#include <csignal>
#include <cstdio>
#include <random>

#include "audit/verifier.h"
#include "base/log.h"
#include "base/text.h"
#include "cli/data_folder.h"
#include "features/composer.h"
#include "features/hooks.h"
#include "features/housekeeping.h"
#include "features/operate/routes.h"
#include "features/routes.h"
#include "features/shared_limits.h"
#include "web/server.h"

namespace temujanji {
namespace {

/// Each takes a tenth of a second; who comes later is told to try again.
constexpr std::size_t kSignInsWaitingMax = 32;

/// SIGINT and SIGTERM, to be waited for; blocked before the first thread begins, so that no other thread gets
/// them.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    // A file that may not grow is a fault of one request, not the end of the program.
    std::signal(SIGXFSZ, SIG_IGN);
  }
  void wait() const {
    int signal = 0;
    sigwait(&signals_, &signal);
  }

 private:
  sigset_t signals_;
};

web::ServerOptions server_options(const cli::ServeRequest& asked) {
  web::ServerOptions options = web::ServerOptions::from(asked.settings);
  const std::size_t colon = asked.listen.rfind(':');
  const auto port = base::parse_number<std::uint16_t>(
      colon == std::string::npos ? std::string_view() : std::string_view(asked.listen).substr(colon + 1));
  if (!port) throw base::UsageFault("--listen must be address:port, for instance 127.0.0.1:8080");
  options.address = asked.listen.substr(0, colon);
  options.port = *port;
  return options;
}

std::string site_url(const cli::ServeRequest& asked) {
  const std::string& configured = asked.settings.text("site.url");
  if (configured.empty() && asked.listen.starts_with("0.0.0.0")) {
    base::log_warning("site_url_missing", {{"consequence", "links in mails lead nowhere; set site.url"}});
  }
  return configured.empty() ? "http://" + asked.listen : configured;
}

engine::Engine::Options engine_options(const base::Settings& settings) {
  return {static_cast<std::size_t>(settings.whole("engine.batch_max")),
          static_cast<std::size_t>(settings.whole("engine.queue_max"))};
}

/// A number from 0 to 1, for spreading retries.
double chance() {
  static std::mt19937 source{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(source);
}

}  // namespace

int serve(const cli::ServeRequest& asked) {
  const StopSignals stop_signals;
  const base::Settings& settings = asked.settings;
  base::set_log_level(settings.text("server.log_level"));
  const cli::DataFolder& folder = asked.folder;
  const base::SystemClock clock;
  const auto sync_delay = std::chrono::microseconds(settings.whole("engine.sync_delay_micros"));
  const auto database = cli::open_database(folder, clock, sync_delay);
  const base::KeyRing keys = base::KeyRing::load(folder.keys());
  base::IdSource ids(clock, 0);
  const auto peers = database->join(storage::Role::server, ids);
  const base::Words words;
  const web::StaticFiles static_files;
  const web::Pages pages(words, settings, static_files);

  engine::Engine engine(*database, clock, ids, engine_options(settings));
  counter::Changes changes(clock, engine, peers.get());
  catalogue::Live::Options live_options;
  live_options.peers = peers.get();
  catalogue::Live live(*database, clock, engine, live_options);
  misuse::BlockList::Options block_options;
  block_options.peers = peers.get();
  misuse::BlockList blocks(*database, clock, keys, engine, block_options);
  storage::Readers readers(*database, static_cast<int>(settings.whole("engine.readers")));
  storage::Readers doorkeeper(*database, 1, kSignInsWaitingMax);
  features::App app{settings, clock,      keys, ids,     words,  pages,          engine,
                    readers,  doorkeeper, live, changes, blocks, site_url(asked)};
  const features::SharedLimits shared_limits(app, *peers);

  const auto transport = notify::open_transport(settings, folder.path);
  const auto reader = database->connect(storage::Access::read);
  notify::Outbox::Options mail_options;
  mail_options.attempts_max = static_cast<int>(settings.whole("mail.attempts_max"));
  const auto record = [&engine](std::vector<notify::DeliveryResult> results) {
    engine.run(features::RecordDeliveries{std::move(results)});
  };
  notify::Outbox outbox(*database, clock,
                        features::make_composer(desk_of(app), clock, features::installation_id(*reader)),
                        *transport, record, chance, mail_options);
  engine.listen([&outbox](const engine::Events& events) {
    if (events.mail_queued) outbox.notify_new();
  });

  audit::Sealer sealer(engine, clock, keys, audit::HeadsFile(folder.audit_heads()));
  web::Server* running = nullptr;
  const auto metrics = [&] { return features::operate::metrics(app, *running, outbox, sealer.figures()); };
  web::Server server(server_options(asked), web::Router(features::all_routes(app, static_files, metrics)),
                     web::Guards{&keys, settings.text("site.url")}, features::make_hooks(app));
  running = &server;

  features::Housekeeping housekeeping(*database, clock, ids, engine, live, sealer, settings);
  audit::Verifier verifier(*database, clock, engine, keys.public_key(),
                           {audit::HeadsFile(folder.audit_heads())});
  outbox.start();
  server.start();
  base::log_info("serving", {{"port", server.port()}, {"slots", live.board().size()}});
  std::printf("Temujanji: %s\n", site_url(asked).c_str());
  std::fflush(stdout);

  stop_signals.wait();
  base::log_info("stopping");
  server.stop();
  verifier.stop();
  housekeeping.stop();
  outbox.stop();
  engine.stop();
  readers.stop();
  doorkeeper.stop();
  return 0;
}

}  // namespace temujanji
