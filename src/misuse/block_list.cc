#include "misuse/block_list.h"

#include <pthread.h>

#include "base/check.h"
#include "base/log.h"
#include "misuse/blocks.h"
#include "misuse/blocks.sql.h"

namespace temujanji::misuse {
namespace {

constexpr char kBlocksTopic = 'k';
/// After a fault; and while many blocks are made one after the other they are read together.
constexpr std::chrono::milliseconds kTryAgainAfter{1000}, kBetweenReloads{50};

/// Whether a block lasts longer than another.
bool lasts_longer(const Blocked::Match& one, const Blocked::Match& other) {
  return other.ends_at && (!one.ends_at || *one.ends_at > *other.ends_at);
}

}  // namespace

std::size_t Blocked::DigestHash::operator()(const base::Digest& digest) const {
  std::size_t value = 0;
  static_assert(sizeof(value) <= sizeof(digest));
  __builtin_memcpy(&value, digest.data(), sizeof(value));
  return value;
}

void Blocked::add(const BlockValue& value, const base::Digest& digest, std::optional<base::Instant> ends_at) {
  OfKind& all = kinds_[static_cast<std::size_t>(value.kind)];
  all.ends.insert_or_assign(digest, ends_at);
  all.rough.insert(std::hash<std::string>()(value.text));
}

std::size_t Blocked::size() const {
  std::size_t all = 0;
  for (const OfKind& kind : kinds_) all += kind.ends.size();
  return all;
}

std::optional<Blocked::Match> Blocked::find(const base::KeyRing& keys, const BlockValue& value,
                                            base::Instant now) const {
  const OfKind& all = kinds_[static_cast<std::size_t>(value.kind)];
  if (!all.rough.contains(std::hash<std::string>()(value.text))) return std::nullopt;
  const auto found = all.ends.find(block_digest(keys, value));
  if (found == all.ends.end() || (found->second && *found->second <= now)) return std::nullopt;
  return Match{value.kind, found->second};
}

std::optional<Blocked::Match> Blocked::find(const base::KeyRing& keys, const domain::Applicant& applicant,
                                            base::Instant now) const {
  std::optional<Match> longest;
  const auto look = [&](const BlockValue& value) {
    const auto match = find(keys, value, now);
    if (match && (!longest || lasts_longer(*match, *longest))) longest = match;
  };
  if (size() == 0) return std::nullopt;
  look(value_of(applicant.document));
  look(value_of_email(applicant.email));
  look(value_of_phone(applicant.phone));
  return longest;
}

BlockList::BlockList(storage::Database& database, const base::Clock& clock, const base::KeyRing& keys,
                     engine::Engine& engine, Options options)
    : clock_(clock), keys_(keys), options_(options), connection_(database.connect(storage::Access::read)) {
  engine.listen([this](const engine::Events& events) {
    if (!events.blocks_changed) return;
    wake();
    if (options_.peers != nullptr) options_.peers->tell(kBlocksTopic, "changed");
  });
  if (options_.peers != nullptr) {
    options_.peers->listen(kBlocksTopic, [this](std::string_view) { wake(); });
    options_.peers->listen_for_gaps(kBlocksTopic, [this] { wake(); });
  }
  reload(*connection_);
  keeper_ = std::thread([this] { keep_up(); });
}

BlockList::~BlockList() {
  if (options_.peers != nullptr) {
    options_.peers->listen(kBlocksTopic, {});
    options_.peers->listen_for_gaps(kBlocksTopic, {});
  }
  {
    const std::scoped_lock lock(wake_mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  keeper_.join();
}

std::shared_ptr<const Blocked> BlockList::blocked() const {
  const std::scoped_lock lock(blocked_mutex_);
  return blocked_;
}

void BlockList::reload(storage::Connection& connection) {
  const std::scoped_lock reading(reload_mutex_);
  auto fresh = std::make_shared<Blocked>();
  {
    storage::Rows rows = connection.query(sql::kListBlocked, {clock_.now(), 2 * kBlocksMax});
    while (rows.next()) {
      const auto kind = domain::parse_block_kind(rows.text(1));
      CHECK(kind.has_value());
      fresh->add(open_value(keys_, rows.id<domain::BlockId>(0), *kind, rows.blob(3)), rows.digest(2),
                 rows.instant_or_none(4));
    }
  }
  const std::scoped_lock lock(blocked_mutex_);
  blocked_ = std::move(fresh);
}

void BlockList::wake() {
  {
    const std::scoped_lock lock(wake_mutex_);
    woken_ = true;
  }
  wake_.notify_all();
}

void BlockList::keep_up() {
  pthread_setname_np(pthread_self(), "block keeper");
  std::chrono::milliseconds wait = options_.reload_every;
  for (;;) {
    {
      std::unique_lock lock(wake_mutex_);
      wake_.wait_for(lock, wait, [this] { return woken_ || stopping_; });
      if (woken_) wake_.wait_for(lock, kBetweenReloads, [this] { return stopping_; });
      if (stopping_) return;
      woken_ = false;
    }
    try {
      reload(*connection_);
      wait = options_.reload_every;
    } catch (const std::exception& fault) {
      // Those read last go on to hold.
      wait = kTryAgainAfter;
      base::log_error("blocks_not_read", {{"fault", base::describe(fault)}});
    }
  }
}

}  // namespace temujanji::misuse
