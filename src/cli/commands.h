#pragma once
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/settings.h"
#include "cli/data_folder.h"

namespace temujanji::cli {

/// Where a sub-command finds the world; tests put in a clock of their own.
struct World {
  const base::Clock& clock;
  std::ostream& out;
  std::ostream& err;
};

// Each sub-command gives the exit code and throws UsageFault or Fault.

/// Makes the folder, its keys and its database, imports the catalogue (the packed one unless a folder is
/// named) and publishes slots. Refuses a folder that has a database. A catalogue with problems changes
/// nothing.
int init(const World& world, const DataFolder& folder, const std::optional<std::filesystem::path>& catalogue,
         const base::Settings& settings);
/// Imports a folder of CSV files, all or nothing, and publishes slots if anything changed.
int import(const World& world, const DataFolder& folder, const std::filesystem::path& catalogue,
           const base::Settings& settings);
/// Writes the catalogue as CSV files that an import takes, into a folder that is made if need be.
int export_catalogue(const World& world, const DataFolder& folder, const std::filesystem::path& target);
/// Makes the slots what hours, holidays, closures and seat rules say. Also while a server runs.
int publish(const World& world, const DataFolder& folder, const base::Settings& settings);
/// Lists every setting with its meaning, limits, default and present value.
int list_settings(const World& world, const base::Settings& settings);
/// Checks the invariants; 1 if one is violated.
int doctor(const World& world, const DataFolder& folder);
/// Checks a slip's token with the public key in a file, or that of the data folder; 1 if it is not genuine.
int verify_slip(const World& world, const std::string& token,
                const std::optional<std::filesystem::path>& key_file, const DataFolder& folder);
/// Lets every mail that was given up wait again, with all its attempts; a running server sends them.
int retry_mails(const World& world, const DataFolder& folder);
/// What `temujanji staff add` or `change` was told.
struct StaffRequest {
  std::string user_name, name, role;
  /// Codes; none for roles that are for every office.
  std::vector<std::string> offices;
};
/// Makes an account for somebody of the department and prints the invitation they begin with.
int add_staff(const World& world, const DataFolder& folder, const StaffRequest& asked);
/// Gives an account the role and the offices asked for in the place of those it has.
int change_staff(const World& world, const DataFolder& folder, const StaffRequest& asked);
/// Takes password and telephone of an account away and prints a new invitation.
int invite_staff(const World& world, const DataFolder& folder, const std::string& user_name);
/// Lets an account sign in, or no longer.
int set_staff_active(const World& world, const DataFolder& folder, const std::string& user_name, bool active);
int list_staff(const World& world, const DataFolder& folder);
/// Copies the database into a new file, as it stands at one moment; also while a server runs.
int backup(const World& world, const DataFolder& folder, const std::filesystem::path& to);
/// Copies an installation's database into an empty one, from and to `sqlite:/path/to/file` or
/// `postgresql://…`, and compares every row; all or nothing. No server may run on either meanwhile: what it
/// writes after the beginning is not copied.
int copy(const World& world, const std::string& from, const std::string& to);

}  // namespace temujanji::cli
