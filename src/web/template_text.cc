#include "web/template_text.h"

#include "base/fault.h"
#include "base/text.h"

namespace temujanji::web {
namespace {

constexpr int kDepthMax = 8;

bool is_placeholder(std::string_view name) {
  if (name.empty()) return false;
  for (const char c : name) {
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_') return false;
  }
  return true;
}

/// A message as template text: escaped, `{name}` made a marker, any other brace harmless.
std::string message_text(std::string_view message) {
  const std::string escaped = base::escape_markup(message);
  std::string out;
  for (std::size_t at = 0; at < escaped.size(); ++at) {
    if (escaped[at] != '{') {
      out += escaped[at];
      continue;
    }
    const std::size_t close = escaped.find('}', at);
    const std::string_view name =
        close == escaped.npos ? std::string_view() : std::string_view(escaped).substr(at + 1, close - at - 1);
    if (!is_placeholder(name)) {
      out += "&#123;";
      continue;
    }
    out += "{{" + base::to_upper(name) + "}}";
    at = close;
  }
  return out;
}

/// Without white space before lines, and without empty lines.
std::string without_indentation(std::string_view text) {
  std::string out;
  for (std::string_view line : base::split(text, '\n')) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == line.npos) continue;
    if (!out.empty()) out += '\n';
    out += line.substr(begin);
  }
  if (text.ends_with('\n')) out += '\n';
  return out;
}

class Expansion {
 public:
  explicit Expansion(const TemplateSources& sources) : sources_(sources) {}

  std::string of(std::string_view path, int depth) const {
    if (depth > kDepthMax) throw base::Fault("templates include each other too deeply: " + std::string(path));
    const auto text = sources_.asset(path);
    if (!text) throw base::Fault("there is no template " + std::string(path));
    std::string out;
    for (std::size_t at = 0; at < text->size();) {
      const std::size_t open = text->find("{{", at);
      out += text->substr(at, open - at);
      if (open == text->npos) break;
      const std::size_t close = text->find("}}", open);
      if (close == text->npos) throw base::Fault("a marker in " + std::string(path) + " has no end");
      out += marker(text->substr(open + 2, close - open - 2), path, depth);
      at = close + 2;
    }
    return out;
  }

 private:
  std::string marker(std::string_view inner, std::string_view path, int depth) const {
    if (inner.starts_with('!')) return {};
    if (inner.starts_with('_')) {
      const std::string_view key = base::trim(inner.substr(1));
      const auto message = sources_.message(key);
      if (!message) throw base::Fault(std::string(path) + " names a missing message: " + std::string(key));
      return message_text(*message);
    }
    if (inner.starts_with('>') && inner.ends_with(".html")) return of(base::trim(inner.substr(1)), depth + 1);
    return "{{" + std::string(inner) + "}}";
  }

  const TemplateSources& sources_;
};

}  // namespace

std::string expand_template_text(std::string_view path, const TemplateSources& sources) {
  try {
    return without_indentation(Expansion(sources).of(path, 0));
  } catch (const base::Fault&) {
    std::throw_with_nested(base::Fault("the template " + std::string(path) + " cannot be used"));
  }
}

}  // namespace temujanji::web
