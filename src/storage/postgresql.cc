#include "storage/postgresql_peers.h"

namespace temujanji::storage {
namespace {

class PostgresqlDatabase final : public Database {
 public:
  PostgresqlDatabase(std::string url, std::chrono::microseconds sync_delay)
      : url_(std::move(url)), sync_delay_(sync_delay) {}

  std::unique_ptr<Connection> connect(Access access) override {
    return std::make_unique<PostgresqlConnection>(url_, access, sync_delay_, place_);
  }

  std::unique_ptr<Peers> join(Role role, base::IdSource& ids) override {
    place_ = std::make_shared<Place>(ids);
    return std::make_unique<PostgresqlPeers>(url_, role, place_);
  }

 private:
  const std::string url_;
  const std::chrono::microseconds sync_delay_;
  std::shared_ptr<Place> place_;
};

}  // namespace

std::unique_ptr<Database> open_postgresql(const std::string& url, std::chrono::microseconds sync_delay) {
  auto database = std::make_unique<PostgresqlDatabase>(url, sync_delay);
  database->connect(Access::write);
  return database;
}

}  // namespace temujanji::storage
