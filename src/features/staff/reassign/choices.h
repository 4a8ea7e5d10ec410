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
  /// The first of those slots in which a seat is left after what was proposed before; nothing if there is
  /// none.
  std::optional<Choice> propose(const appointments::Appointment& appointment);
  /// The first free slot, not earlier than it was, of other offices that offer the service.
  std::vector<Choice> elsewhere(const appointments::Appointment& appointment);

 private:
  /// Slots that have room for the appointment beside `given` seats by slot, the first `most` of them.
  std::vector<Choice> free_here(const appointments::Appointment& appointment,
                                const std::map<std::int64_t, int>& given, std::size_t most) const;
  base::Instant begin(const appointments::Appointment& appointment, const catalogue::Office& office) const;
  base::Instant end_of(domain::PoolId pool) const;

  const App& app_;
  const catalogue::Catalogue& catalogue_;
  const std::optional<domain::Date> from_;
  /// By service, time and seats: those who wait for the same are offered the same.
  std::map<std::tuple<std::int64_t, std::int64_t, int>, std::vector<Choice>> elsewhere_;
  /// Seats proposed so far, by slot.
  std::map<std::int64_t, int> proposed_;
};

}  // namespace temujanji::features::reassign
