#include "cli/audit_commands.h"

#include <fstream>
#include <iterator>
#include <ostream>

#include "audit/proof.h"
#include "audit/sealer.h"
#include "audit/verify.h"
#include "base/crypto.h"
#include "base/fault.h"
#include "base/rfc3339.h"
#include "base/text.h"
#include "cli/public_key.h"

namespace temujanji::cli {
namespace {

constexpr std::size_t kShownMax = 50;

std::string as_text(const audit::Hash& hash) {
  return base::to_base64url(base::bytes_of(hash));
}

std::ostream& operator<<(std::ostream& out, const audit::Head& head) {
  return out << "head " << head.number << " of " << head.size << " leaves, signed at "
             << base::to_rfc3339(head.at, base::fixed_zone("UTC", std::chrono::seconds(0))) << ", root "
             << as_text(head.root);
}

/// "audit_event:12", also "event:12"; of which table and which row.
std::pair<const audit::Source*, std::int64_t> parse_row(const std::string& row) {
  const std::size_t colon = row.find(':');
  const std::string table = row.substr(0, colon) == "event" ? "audit_event" : row.substr(0, colon);
  const audit::Source* source = audit::find_source(std::string_view(table));
  const auto id = colon == row.npos ? std::nullopt : base::parse_number<std::int64_t>(row.substr(colon + 1));
  if (source == nullptr || !id)
    throw base::UsageFault("name a row as appointment_event:123, audit_event:123 or ticket_event:123, not `" +
                           row + "`");
  return {source, *id};
}

std::string_view reason_of(audit::NoProof refusal) {
  switch (refusal) {
    case audit::NoProof::unknown:
      return "there is no such row";
    case audit::NoProof::not_yet:
      return "the row is not covered by a signed head yet; try again in some seconds, or, without a server, "
             "after `temujanji audit seal`";
    case audit::NoProof::damaged:
      return "the row or the log was changed; run `temujanji audit verify`";
  }
  CHECK(false);
}

}  // namespace

int verify_log(const World& world, const AuditRequest& asked) {
  const auto database = open_database(asked.folder, world.clock);
  const std::string key =
      asked.key.empty() ? base::KeyRing::load(asked.folder.keys()).public_key() : public_key_of(asked.key);
  std::vector<audit::HeadsFile> witnesses{audit::HeadsFile(asked.folder.audit_heads())};
  for (const auto& file : asked.heads) {
    if (!std::filesystem::exists(file)) throw base::UsageFault("there is no file " + file.string());
    witnesses.emplace_back(file);
  }
  const auto connection = database->connect(storage::Access::read);
  const audit::Verification seen =
      audit::verify(*connection, world.clock.now(), key, witnesses, audit::to_the_end);
  world.out << "leaves: " << seen.size << "\nheads: " << seen.heads
            << ", witnessed in files: " << seen.witnessed << '\n';
  if (seen.last_head) world.out << "last: " << *seen.last_head << '\n';
  world.out << "public key: " << base::to_base64url(key) << '\n';
  for (std::size_t i = 0; i < seen.problems.kept().size() && i < kShownMax; ++i)
    world.out << "problem: " << seen.problems.kept()[i] << '\n';
  if (seen.problems.count() > kShownMax) world.out << "…\n";
  if (seen.problems.empty()) {
    world.out << "ok\n";
    return 0;
  }
  world.out << seen.problems.count() << (seen.problems.count() == 1 ? " problem\n" : " problems\n");
  return 1;
}

int prove_event(const World& world, const DataFolder& folder, const std::string& row) {
  const auto [source, id] = parse_row(row);
  const auto database = open_database(folder, world.clock);
  const auto proof = audit::prove(*database->connect(storage::Access::read), *source, id);
  if (proof) {
    world.out << audit::to_json(*proof);
    return 0;
  }
  world.err << "no proof for " << row << ": " << reason_of(proof.refusal()) << '\n';
  return 1;
}

int check_proof(const World& world, const std::filesystem::path& path, const std::string& key) {
  const std::string public_key = public_key_of(key);
  std::ifstream file(path, std::ios::binary);
  if (!file) throw base::UsageFault("cannot read " + path.string());
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto proof = audit::parse_proof(text);
  if (!proof || !audit::is_valid(*proof, public_key)) {
    world.out << (proof ? "not genuine\n" : "not a proof\n");
    return 1;
  }
  world.out << "genuine: " << proof->table << ' ' << proof->row.front().number << " is leaf " << proof->index
            << " of " << proof->head << '\n';
  return 0;
}

int seal_log(const World& world, const DataFolder& folder) {
  const auto database = open_database(folder, world.clock);
  const base::KeyRing keys = base::KeyRing::load(folder.keys());
  base::IdSource ids(world.clock, 0);
  const auto peers = database->join(storage::Role::helper, ids);
  engine::Engine engine(*database, world.clock, ids, {});
  audit::Sealer sealer(engine, world.clock, keys, audit::HeadsFile(folder.audit_heads()));
  const auto reader = database->connect(storage::Access::read);
  std::size_t sealed = 0;
  for (std::size_t more = 1; more > 0; sealed += more)
    more = sealer.round(*reader, audit::Sealer::Heads::now);
  engine.stop();
  world.out << sealed << (sealed == 1 ? " row was sealed\n" : " rows were sealed\n");
  return 0;
}

}  // namespace temujanji::cli
