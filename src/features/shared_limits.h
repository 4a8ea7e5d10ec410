#pragma once
#include "features/app.h"
#include "storage/peers.h"

namespace temujanji::features {

/// Makes the limits that count by the hour one limit of all servers on the database: each tells the others
/// what it counted. The limit on pages is each server's own; it only damps floods. Between the making of
/// `app` and its first use, both of which outlive this.
class SharedLimits {
 public:
  SharedLimits(App& app, storage::Peers& peers);
  SharedLimits(const SharedLimits&) = delete;
  SharedLimits& operator=(const SharedLimits&) = delete;
  ~SharedLimits();

 private:
  void share(char topic, web::RateLimiter& limiter);

  App& app_;
  storage::Peers& peers_;
};

}  // namespace temujanji::features
