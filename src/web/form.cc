#include "web/form.h"

#include "base/text.h"
#include "web/url.h"

namespace temujanji::web {
namespace {

/// Browsers send CRLF for each line end of a text area, others what they like.
std::string with_plain_line_ends(std::string text) {
  if (text.find('\r') == text.npos) return text;
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\r') {
      out += text[at];
    } else if (at + 1 == text.size() || text[at + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

std::optional<std::string> decode_clean(std::string_view text) {
  auto decoded = decode_form(text);
  if (!decoded) return std::nullopt;
  std::string plain = with_plain_line_ends(std::move(*decoded));
  if (!base::is_clean_utf8(plain)) return std::nullopt;
  return plain;
}

}  // namespace

std::optional<Form> Form::parse(std::string_view text) {
  Form form;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    if (form.fields_.size() == kFieldsMax) return std::nullopt;
    const std::size_t equals = pair.find('=');
    auto name = decode_clean(pair.substr(0, equals));
    auto value = decode_clean(equals == pair.npos ? std::string_view() : pair.substr(equals + 1));
    if (!name || !value) return std::nullopt;
    form.fields_.emplace_back(std::move(*name), std::move(*value));
  }
  return form;
}

std::string_view Form::raw(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (key == name) return value;
  }
  return {};
}

std::string_view Form::value(std::string_view name) const {
  return base::trim(raw(name));
}

std::vector<std::string_view> Form::values(std::string_view name) const {
  std::vector<std::string_view> found;
  for (const auto& [key, value] : fields_) {
    if (key == name) found.push_back(base::trim(value));
  }
  return found;
}

bool Form::has(std::string_view name) const {
  for (const auto& field : fields_) {
    if (field.first == name) return true;
  }
  return false;
}

}  // namespace temujanji::web
