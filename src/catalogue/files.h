#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace temujanji::catalogue {

/// The texts of a catalogue's CSV files by name ("offices.csv").
struct CatalogueFiles {
  std::map<std::string, std::string> files;
};

/// The CSV files of a folder. Throws UsageFault if it is none, has no CSV file or one of more than 5 MB.
CatalogueFiles read_catalogue(const std::filesystem::path& folder);

/// The Malaysian catalogue that is packed into the program.
CatalogueFiles packed_catalogue();

/// Something in a file that keeps it from being imported. `line` 0: the file as a whole.
struct Problem {
  std::string file;
  int line;
  std::string reason;
  bool operator==(const Problem&) const = default;
};

/// Collects problems, at most so many; more are only counted.
class Problems {
 public:
  static constexpr std::size_t kKeptMax = 200;
  void add(std::string file, int line, std::string reason) {
    ++count_;
    if (kept_.size() < kKeptMax) kept_.push_back({std::move(file), line, std::move(reason)});
  }
  bool none() const { return count_ == 0; }
  /// All there were, also those not kept.
  std::size_t count() const { return count_; }
  const std::vector<Problem>& kept() const { return kept_; }

 private:
  std::vector<Problem> kept_;
  std::size_t count_ = 0;
};

}  // namespace temujanji::catalogue
