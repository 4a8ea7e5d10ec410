#include <fcntl.h>
#include <unistd.h>

#include <ostream>

#include "base/crypto.h"
#include "base/fault.h"
#include "cli/cli.sql.h"
#include "cli/commands.h"
#include "cli/public_key.h"
#include "engine/engine.h"
#include "notify/outbox.h"
#include "notify/slip_token.h"

namespace temujanji::cli {
namespace {

void sync_file(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw base::Fault("cannot open the copy " + path.string());
  const int code = ::fsync(file);
  ::close(file);
  if (code != 0) throw base::Fault("cannot write the copy " + path.string() + " to the disk");
}

struct RetryMails {
  using Outcome = std::int64_t;
  Outcome apply(engine::Scope& scope) const {
    return notify::retry_failed_mails(scope.transaction, scope.now);
  }
};

}  // namespace

int list_settings(const World& world, const base::Settings& settings) {
  using Kind = base::SettingRule::Kind;
  for (const base::SettingRule& rule : base::setting_rules()) {
    const std::string& value = settings.text(rule.key);
    world.out << rule.key << " = " << value << '\n' << "    " << rule.meaning;
    if (rule.kind == Kind::whole) world.out << " (" << rule.least << "–" << rule.most << ")";
    if (rule.kind == Kind::flag) world.out << " (yes or no)";
    if (value != rule.standard) world.out << "; default: " << rule.standard;
    world.out << '\n';
  }
  return 0;
}

int verify_slip(const World& world, const std::string& token,
                const std::optional<std::filesystem::path>& key_file, const DataFolder& folder) {
  const std::string key =
      key_file ? read_public_key(*key_file) : base::KeyRing::load(folder.keys()).public_key();
  const auto slip = notify::verify_slip_token(token, key);
  if (!slip) {
    world.out << "not genuine\n";
    return 1;
  }
  world.out << "genuine: reference " << slip->reference << '\n';
  return 0;
}

int retry_mails(const World& world, const DataFolder& folder) {
  const auto database = open_database(folder, world.clock);
  base::IdSource ids(world.clock, 0);
  const auto peers = database->join(storage::Role::helper, ids);
  engine::Engine engine(*database, world.clock, ids, {});
  const std::int64_t waiting = engine.run(RetryMails{});
  world.out << waiting << (waiting == 1 ? " mail waits" : " mails wait") << " to be sent again\n";
  return 0;
}

int backup(const World& world, const DataFolder& folder, const std::filesystem::path& to) {
  if (folder.is_on_postgresql()) throw base::UsageFault("use pg_dump for a database in PostgreSQL");
  if (std::filesystem::exists(to)) throw base::UsageFault(to.string() + " is there already; name a new file");
  const auto database = open_database(folder, world.clock);
  database->connect(storage::Access::read)->execute(sql::kCopyDatabase, {to.string()});
  std::filesystem::permissions(to, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  sync_file(to);
  world.out << "The database is copied to " << to.string() << ". The keys in " << folder.keys().string()
            << " are not in it; keep a copy of them elsewhere.\n";
  return 0;
}

}  // namespace temujanji::cli
