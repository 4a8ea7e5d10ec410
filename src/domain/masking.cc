#include "domain/masking.h"

#include "base/text.h"

namespace temujanji::domain {
namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// The first code point of `text`.
std::string_view first_of(std::string_view text) {
  std::size_t length = text.empty() ? 0 : 1;
  while (length < text.size() && continues(text[length])) ++length;
  return text.substr(0, length);
}

}  // namespace

std::string mask_name(std::string_view name) {
  std::string out;
  for (const std::string_view word : base::split(base::trim(name), ' ')) {
    if (word.empty()) continue;
    if (!out.empty()) out += ' ';
    const std::string_view first = first_of(word);
    out += first;
    out.append(base::code_points(word.substr(first.size())), '*');
  }
  return out;
}

std::string mask_document(std::string_view number) {
  const std::size_t shown = number.size() > 4 ? 4 : 0;
  return std::string(number.size() - shown, '*').append(number.substr(number.size() - shown));
}

std::string mask_email(std::string_view email) {
  const std::size_t at = email.rfind('@');
  if (at == email.npos) return "***";
  return std::string(first_of(email.substr(0, at))).append("***").append(email.substr(at));
}

}  // namespace temujanji::domain
