#include "features/staff_names.h"

namespace temujanji::features {

const std::string& StaffNames::of(domain::StaffId id) {
  const auto [known, added] = names_.try_emplace(id.value);
  if (added) {
    if (const auto account = staff::find_account(connection_, keys_, id)) known->second = account->name;
  }
  return known->second;
}

}  // namespace temujanji::features
