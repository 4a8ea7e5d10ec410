#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace temujanji::base {

/// One setting: its key, its default, and what it means with its unit. The list in settings.cc is the
/// documentation.
struct SettingRule {
  enum class Kind { text, whole, flag, networks };
  std::string_view key;
  Kind kind;
  std::string_view standard;
  std::string_view meaning;
  std::int64_t least = 0;
  std::int64_t most = INT64_MAX;
};

/// Every setting there is.
std::span<const SettingRule> setting_rules();

/// The configuration: defaults, then the file, then TEMUJANJI_… variables, then `--set key=value`. Later ones
/// win. Reading a key that is not in `setting_rules` is a mistake in the program. Immutable after loading.
class Settings {
 public:
  Settings();
  /// Lines `key = value`; `#` begins a comment. Throws UsageFault with file and line for what cannot be used.
  void read_file(const std::filesystem::path& path);
  /// TEMUJANJI_LIMITS_LOOKUPS=5 sets `limits.lookups`. Unknown TEMUJANJI_ variables are refused like unknown
  /// keys.
  void read_environment(char** environment);
  /// Sets one value; `where` names its source in the message. Throws UsageFault.
  void set(std::string_view key, std::string_view value, std::string_view where);

  const std::string& text(std::string_view key) const;
  std::int64_t whole(std::string_view key) const;
  bool flag(std::string_view key) const;
  std::chrono::seconds seconds(std::string_view key) const { return std::chrono::seconds(whole(key)); }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace temujanji::base
