#pragma once
#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/assets.h"
#include "base/language.h"
#include "base/settings.h"
#include "base/words.h"
#include "web/http.h"

namespace ctemplate {
class TemplateDictionary;
}

namespace temujanji::web {

class StaticFiles;

/// What a template's markers stand for. The root owns all its parts; a part lives as long as the root.
class Values {
 public:
  Values();
  ~Values();
  Values(Values&&) noexcept;
  Values& operator=(Values&&) noexcept;

  /// `{{NAME}}` becomes this text, escaped for the place it stands in. Names are UPPER_CASE.
  Values& set(std::string_view name, std::string_view text);
  Values& set(std::string_view name, const char* text) { return set(name, std::string_view(text)); }
  Values& set(std::string_view name, const std::string& text) { return set(name, std::string_view(text)); }
  template <std::integral Number>
  requires(!std::same_as<Number, bool>) Values& set(std::string_view name, Number number) {
    return set(name, std::string_view(std::to_string(number)));
  }
  /// `{{#SECTION}}…{{/SECTION}}` appears once.
  Values& show(std::string_view section);
  Values& show_if(bool condition, std::string_view section) { return condition ? show(section) : *this; }
  /// One repetition of `{{#SECTION}}…{{/SECTION}}`, with values of its own; outer ones stay visible.
  Values add(std::string_view section);
  /// The template `asset` at `{{>MARKER}}`, with values of its own; only `set_everywhere` ones reach it.
  Values include(std::string_view marker, std::string_view asset);
  /// Like `set`, also in included templates. Only on the root.
  Values& set_everywhere(std::string_view name, std::string_view text);
  /// Like `show`, also in included templates. Only on the root.
  Values& show_everywhere(std::string_view section);

 private:
  friend class Pages;
  explicit Values(ctemplate::TemplateDictionary* part);
  std::unique_ptr<ctemplate::TemplateDictionary> owned_;
  ctemplate::TemplateDictionary* part_;
};

/// All pages, from the packed templates, compiled once for each language. Templates are ctemplate with
/// automatic escaping by context; before that, for each language:
///   {{! remark }}             nothing
///   {{_ some.key}}            the message, escaped for HTML; its `{name}` placeholders become {{NAME}}
///   {{> path/of/asset.html}}  the text of another packed template
/// White space at the beginning of lines and empty lines are dropped. Every page may use LANG, OTHER_LANG,
/// OTHER_LANGUAGE_NAME, SITE_NAME, VERSION, STYLE_URL, SCRIPT_URL, STATIC_URL ("…/", before a static file's
/// name) and the section MASTHEAD with MASTHEAD_TEXT. Immutable, thread-safe.
class Pages {
 public:
  /// Compiles every `.html` of `assets`. Throws Fault naming the template and what it lacks: an unknown key,
  /// an unknown asset, or a malformed marker.
  Pages(const base::Words& words, const base::Settings& settings, const StaticFiles& static_files,
        std::span<const base::Asset> assets = base::all_assets());
  ~Pages();

  std::string render(std::string_view asset, base::Language language, Values& values) const;
  /// In the request's language; also sets OTHER_LANG_URL, the same page in the other language.
  std::string render(std::string_view asset, const Request& request, Values& values) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_[2];
};

/// `path?query` in the other language: /ms/a?b -> /en/a?b; other paths lead to that language's home.
std::string other_language_url(const Request& request);

}  // namespace temujanji::web
