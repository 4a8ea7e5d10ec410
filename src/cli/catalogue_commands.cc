#include <fstream>
#include <iomanip>
#include <ostream>

#include "base/crypto.h"
#include "base/fault.h"
#include "base/text.h"
#include "catalogue/check.h"
#include "catalogue/import.h"
#include "catalogue/publish.h"
#include "catalogue/sheets.h"
#include "cli/cli.sql.h"
#include "cli/commands.h"
#include "engine/engine.h"

namespace temujanji::cli {
namespace {

/// A catalogue that is changed all the time is left to the server, which publishes each hour.
constexpr int kPublishAgainMax = 10;

/// How many kept slots are listed one by one.
constexpr std::size_t kKeptShown = 20;

struct CreateInstallation {
  using Outcome = base::Done;
  Outcome apply(engine::Scope& scope) const {
    scope.transaction.execute(sql::kInsertInstallation, {base::to_hex(base::random_bytes(8)), scope.now});
    return {};
  }
};

/// An engine on the data folder's database for the length of one sub-command.
struct Workshop {
  Workshop(const World& world, const DataFolder& folder)
      : database(open_database(folder, world.clock)),
        ids(world.clock, 0),
        peers(database->join(storage::Role::helper, ids)),
        engine(*database, world.clock, ids, {}),
        reader(database->connect(storage::Access::read)) {}
  std::unique_ptr<storage::Database> database;
  base::IdSource ids;
  std::unique_ptr<storage::Peers> peers;
  engine::Engine engine;
  std::unique_ptr<storage::Connection> reader;
};

int show_problems(const World& world, const catalogue::Problems& problems) {
  for (const catalogue::Problem& problem : problems.kept()) {
    world.err << problem.file;
    if (problem.line > 0) world.err << ':' << problem.line;
    world.err << ": " << problem.reason << '\n';
  }
  if (problems.count() > problems.kept().size()) {
    world.err << "… and " << problems.count() - problems.kept().size() << " more\n";
  }
  world.err << "Nothing was imported. Mend what is named above and import again.\n";
  return 2;
}

void show_import(const World& world, const catalogue::ImportReport& report) {
  world.out << std::left << std::setw(20) << "table" << std::right << std::setw(8) << "added" << std::setw(9)
            << "changed" << std::setw(9) << "removed" << std::setw(11) << "unchanged" << '\n';
  for (const catalogue::TableCounts& counts : report.tables) {
    world.out << std::left << std::setw(20) << counts.table << std::right << std::setw(8) << counts.added
              << std::setw(9) << counts.changed << std::setw(9) << counts.removed << std::setw(11)
              << counts.unchanged << '\n';
  }
}

void show_kept(const World& world, const catalogue::Catalogue& catalogue,
               const std::vector<catalogue::KeptSlot>& kept) {
  if (kept.empty()) return;
  world.out << kept.size() << " slots have people who are affected:\n";
  for (std::size_t i = 0; i < std::min(kept.size(), kKeptShown); ++i) {
    const catalogue::Office* office = catalogue.find_office(kept[i].office);
    const base::LocalTime at_local = office->zone.to_local(kept[i].starts_at);
    const auto day = std::chrono::floor<std::chrono::days>(at_local);
    const auto minute = std::chrono::duration_cast<std::chrono::minutes>(at_local - day).count();
    world.out << "  " << office->code << "  " << domain::to_iso(domain::Date(day)) << ' ' << std::setfill('0')
              << std::setw(2) << minute / 60 << ':' << std::setw(2) << minute % 60 << std::setfill(' ')
              << "  " << kept[i].persons << (kept[i].persons == 1 ? " person, " : " persons, ")
              << (kept[i].withdrawn ? "the slot is withdrawn" : "more than there are seats") << '\n';
  }
  if (kept.size() > kKeptShown) world.out << "  … and " << kept.size() - kKeptShown << " more\n";
}

void publish_with(Workshop& workshop, const World& world, const base::Settings& settings) {
  auto catalogue = catalogue::Catalogue::load(*workshop.reader);
  const auto progress = [&](std::size_t done, std::size_t all) {
    if (done % 50 == 0 || done == all) world.err << "publishing: " << done << " of " << all << " pools\n";
  };
  const auto publish = [&] {
    return catalogue::publish_slots(workshop.engine, *workshop.reader, workshop.ids, *catalogue,
                                    world.clock.now(), static_cast<int>(settings.whole("publish.days")),
                                    progress);
  };
  catalogue::PublishReport report = publish();
  for (int i = 0; report.outdated && i < kPublishAgainMax; ++i) {
    catalogue = catalogue::Catalogue::load(*workshop.reader);
    report = publish();
  }
  world.out << "slots: " << report.created << " created, " << report.changed << " changed, " << report.removed
            << " removed, " << report.withdrawn << " withdrawn, " << report.unchanged << " unchanged\n";
  show_kept(world, *catalogue, report.kept_with_bookings);
}

catalogue::CatalogueFiles files_of(const std::optional<std::filesystem::path>& catalogue) {
  return catalogue ? catalogue::read_catalogue(*catalogue) : catalogue::packed_catalogue();
}

/// The exit code; says whether anything changed.
int import_into(Workshop& workshop, const World& world, const catalogue::CatalogueFiles& files,
                bool& changed) {
  const auto outcome = catalogue::import_catalogue(workshop.engine, workshop.ids, files);
  if (!outcome) return show_problems(world, outcome.refusal());
  show_import(world, *outcome);
  changed = outcome->changed();
  return 0;
}

}  // namespace

int init(const World& world, const DataFolder& folder, const std::optional<std::filesystem::path>& catalogue,
         const base::Settings& settings) {
  if (has_database(folder)) {
    throw base::UsageFault(folder.path.string() +
                           " already has a database; name another folder, or use `temujanji import`");
  }
  const catalogue::CatalogueFiles files = files_of(catalogue);
  if (const auto checked = catalogue::check_catalogue(files); !checked) {
    return show_problems(world, checked.refusal());
  }
  std::filesystem::create_directories(folder.path);
  std::filesystem::permissions(folder.path, std::filesystem::perms::owner_all);
  if (!std::filesystem::exists(folder.keys())) base::KeyRing::create(folder.keys());
  open_or_make_database(folder, world.clock);
  Workshop workshop(world, folder);
  workshop.engine.run(CreateInstallation{});
  bool changed = false;
  if (const int code = import_into(workshop, world, files, changed); code != 0) return code;
  publish_with(workshop, world, settings);
  world.out << "Ready. Keep a copy of " << folder.keys().string()
            << " in a safe place: without it nobody can read the appointments.\n";
  return 0;
}

int import(const World& world, const DataFolder& folder, const std::filesystem::path& catalogue,
           const base::Settings& settings) {
  Workshop workshop(world, folder);
  bool changed = false;
  if (const int code = import_into(workshop, world, files_of(catalogue), changed); code != 0) return code;
  if (changed) publish_with(workshop, world, settings);
  return 0;
}

int export_catalogue(const World& world, const DataFolder& folder, const std::filesystem::path& target) {
  Workshop workshop(world, folder);
  const catalogue::CatalogueFiles files = catalogue::to_files(catalogue::read_sheets(*workshop.reader));
  std::filesystem::create_directories(target);
  for (const auto& [name, text] : files.files) {
    std::ofstream file(target / name, std::ios::binary | std::ios::trunc);
    file << text;
    if (!file.flush()) throw base::UsageFault("cannot write " + (target / name).string());
  }
  world.out << files.files.size() << " files written to " << target.string() << '\n';
  return 0;
}

int publish(const World& world, const DataFolder& folder, const base::Settings& settings) {
  Workshop workshop(world, folder);
  publish_with(workshop, world, settings);
  return 0;
}

}  // namespace temujanji::cli
