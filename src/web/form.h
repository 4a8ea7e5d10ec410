#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace temujanji::web {

/// The fields of a form or of an address's query (application/x-www-form-urlencoded).
class Form {
 public:
  static constexpr std::size_t kFieldsMax = 100;

  /// Nothing if `text` has more than `kFieldsMax` fields, malformed percent-coding, or is not clean UTF-8
  /// when decoded. Line ends become LF.
  static std::optional<Form> parse(std::string_view text);

  /// The first value of a field without white space at its ends, or empty.
  std::string_view value(std::string_view name) const;
  /// The first value as it was sent, or empty.
  std::string_view raw(std::string_view name) const;
  /// All values of a field, trimmed.
  std::vector<std::string_view> values(std::string_view name) const;
  bool has(std::string_view name) const;

  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace temujanji::web
