#pragma once
#include <map>
#include <optional>
#include <vector>

#include "appointments/find.h"
#include "features/app.h"

namespace temujanji::features::reassign {

/// A slot that somebody can be moved to.
struct Choice {
  const catalogue::Office* office;
  domain::SlotId slot;
  base::Instant starts_at;
};

/// Free slots for displaced appointments, from memory.
class Choices {
 public:
  /// Offers slots from `from` on; nothing: from the appointment's time on. Never before tomorrow, since
  /// whoever is moved has to hear of it. What it gives points into the catalogue.
  Choices(const App& app, const catalogue::Catalogue& catalogue, std::optional<domain::Date> from)
      : app_(app), catalogue_(catalogue), from_(from) {}

  /// The next free slots at its own office; one that begins earlier only if `from` asks for it.
  std::vector<Choice> here(const appointments::Appointment& appointment) const;
  /// The first free slot, not earlier than it was, of other offices that offer the service.
  std::vector<Choice> elsewhere(const appointments::Appointment& appointment);

 private:
  base::Instant begin(const appointments::Appointment& appointment, const catalogue::Office& office) const;

  base::Instant end_of(domain::PoolId pool) const;

  const App& app_;
  const catalogue::Catalogue& catalogue_;
  const std::optional<domain::Date> from_;
  /// By service, time and seats: those who wait for the same are offered the same.
  std::map<std::tuple<std::int64_t, std::int64_t, int>, std::vector<Choice>> elsewhere_;
};

}  // namespace temujanji::features::reassign
