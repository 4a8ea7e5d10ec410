#include "web/multipart.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace temujanji::web {
namespace {

constexpr std::string_view kType = "multipart/form-data";
/// RFC 2046.
constexpr std::size_t kBoundaryMax = 70;

/// The value of `name="…"` or `name=…` behind a semicolon, or empty.
std::string_view parameter(std::string_view header, std::string_view name) {
  for (std::size_t at = header.find(';'); at != header.npos; at = header.find(';', at + 1)) {
    std::string_view rest = base::trim(header.substr(at + 1));
    if (!rest.starts_with(name) || rest.substr(name.size(), 1) != "=") continue;
    rest.remove_prefix(name.size() + 1);
    if (!rest.starts_with('"')) return base::trim(rest.substr(0, rest.find(';')));
    return rest.substr(1, rest.find('"', 1) - 1);
  }
  return {};
}

/// The header of that lower-case name in a part's head, or empty.
std::string_view header_of(std::string_view head, std::string_view name) {
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(std::min(head.size(), line.size() + 2));
    const std::size_t colon = line.find(':');
    if (colon != line.npos && base::to_lower(line.substr(0, colon)) == name) {
      return base::trim(line.substr(colon + 1));
    }
  }
  return {};
}

std::optional<Part> parse_part(std::string_view text) {
  constexpr std::string_view kHeadEnds = "\r\n\r\n";
  const std::size_t end = text.find(kHeadEnds);
  if (end == text.npos) return std::nullopt;
  const std::string_view disposition = header_of(text.substr(0, end), "content-disposition");
  return Part{parameter(disposition, "name"), parameter(disposition, "filename"),
              text.substr(end + kHeadEnds.size())};
}

}  // namespace

bool is_multipart(std::string_view content_type) {
  return base::to_lower(base::trim(content_type.substr(0, content_type.find(';')))) == kType;
}

std::optional<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body) {
  const std::string_view boundary = parameter(content_type, "boundary");
  if (!is_multipart(content_type) || boundary.empty() || boundary.size() > kBoundaryMax) return std::nullopt;
  const std::string mark = "--" + std::string(boundary);
  if (!body.starts_with(mark)) return std::nullopt;
  body.remove_prefix(mark.size());
  std::vector<Part> parts;
  while (!body.starts_with("--")) {
    const std::size_t end = body.find("\r\n" + mark);
    if (!body.starts_with("\r\n") || end == body.npos || end < 2 || parts.size() == kPartsMax) {
      return std::nullopt;
    }
    const auto part = parse_part(body.substr(2, end - 2));
    if (!part) return std::nullopt;
    parts.push_back(*part);
    body.remove_prefix(end + 2 + mark.size());
  }
  return parts;
}

const Part* find_part(const std::vector<Part>& parts, std::string_view name) {
  const auto found = std::ranges::find(parts, name, &Part::name);
  return found == parts.end() ? nullptr : &*found;
}

}  // namespace temujanji::web
