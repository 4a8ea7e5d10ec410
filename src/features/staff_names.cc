#include "features/staff_names.h"

#include "base/text.h"

namespace temujanji::features {

const std::string& StaffNames::of(domain::StaffId id) {
  const auto [known, added] = names_.try_emplace(id.value);
  if (added) {
    if (const auto account = staff::find_account(connection_, keys_, id)) known->second = account->name;
  }
  return known->second;
}

std::string StaffNames::of_actor(std::string_view actor) {
  constexpr std::string_view kPrefix = "staff:";
  const auto id = actor.starts_with(kPrefix) ? base::parse_number<std::int64_t>(actor.substr(kPrefix.size()))
                                             : std::nullopt;
  const std::string name = id ? of(domain::StaffId{*id}) : std::string();
  return name.empty() ? std::string(actor) : name;
}

}  // namespace temujanji::features
