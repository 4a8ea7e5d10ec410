#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace temujanji::web {

/// Where a template's text gets what it names. Each gives nothing for what does not exist.
struct TemplateSources {
  std::function<std::optional<std::string_view>(std::string_view path)> asset;
  std::function<std::optional<std::string_view>(std::string_view key)> message;
};

/// The ctemplate text of the template `path`: messages and other templates put in, remarks, empty lines and
/// the white space before lines taken out. Throws Fault naming the template and what it lacks.
std::string expand_template_text(std::string_view path, const TemplateSources& sources);

}  // namespace temujanji::web
