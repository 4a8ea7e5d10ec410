#include "web/pages.h"

#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>

#include <algorithm>
#include <optional>

#include "base/check.h"
#include "base/fault.h"
#include "web/static_files.h"
#include "web/template_text.h"
#include "web/url.h"

namespace temujanji::web {
namespace {

using ctemplate::TemplateString;

constexpr auto kStrip = ctemplate::STRIP_BLANK_LINES;
constexpr std::string_view kEscaping = "{{%AUTOESCAPE context=\"HTML\"}}";

TemplateString view(std::string_view text) {
  return {text.data(), text.size()};
}

base::Language other(base::Language language) {
  return language == base::Language::ms ? base::Language::en : base::Language::ms;
}

/// What every page may use.
struct Common {
  std::string site_name;
  std::string masthead;
  std::string style_url;
  std::string script_url;
  std::string static_url;
};

}  // namespace

std::string other_language_url(const Request& request) {
  const std::string_view path = request.path;
  std::string url = "/";
  url += base::to_text(other(request.language));
  if (path.starts_with("/ms/") || path.starts_with("/en/")) {
    for (const char c : path.substr(3)) url += c == '/' ? "/" : encode_part({&c, 1});
  } else {
    url += '/';
  }
  if (!request.query.empty()) url += "?" + request.query;
  return url;
}

Values::Values()
    : owned_(std::make_unique<ctemplate::TemplateDictionary>(view("page"))), part_(owned_.get()) {}
Values::Values(ctemplate::TemplateDictionary* part) : part_(part) {}
Values::~Values() = default;
Values::Values(Values&&) noexcept = default;
Values& Values::operator=(Values&&) noexcept = default;

Values& Values::set(std::string_view name, std::string_view text) {
  part_->SetValue(view(name), view(text));
  return *this;
}

Values& Values::show(std::string_view section) {
  part_->ShowSection(view(section));
  return *this;
}

Values Values::add(std::string_view section) {
  return Values(part_->AddSectionDictionary(view(section)));
}

Values Values::include(std::string_view marker, std::string_view asset) {
  ctemplate::TemplateDictionary* part = part_->AddIncludeDictionary(view(marker));
  part->SetFilename(view(asset));
  return Values(part);
}

Values& Values::set_everywhere(std::string_view name, std::string_view text) {
  part_->SetTemplateGlobalValue(view(name), view(text));
  return *this;
}

Values& Values::show_everywhere(std::string_view section) {
  part_->ShowTemplateGlobalSection(view(section));
  return *this;
}

struct Pages::Compiled {
  Compiled(base::Language of, const base::Words& words, Common given, std::span<const base::Asset> assets)
      : language(of), common(std::move(given)) {
    const TemplateSources sources{[&](std::string_view path) -> std::optional<std::string_view> {
                                    const auto found = std::ranges::find(assets, path, &base::Asset::path);
                                    return found == assets.end() ? std::nullopt : std::optional(found->bytes);
                                  },
                                  [&](std::string_view key) -> std::optional<std::string_view> {
                                    return words.has(language, key) ? std::optional(words.text(language, key))
                                                                    : std::nullopt;
                                  }};
    for (const base::Asset& asset : assets) {
      if (asset.path.ends_with(".html")) compile(asset.path, sources);
    }
    // What is frozen is read without locks and never looked for on the disk.
    cache.Freeze();
  }

  void compile(std::string_view path, const TemplateSources& sources) {
    std::string text = expand_template_text(path, sources);
    if (!text.starts_with("{{%AUTOESCAPE")) text.insert(0, kEscaping);
    if (!cache.StringToTemplateCache(view(path), text.data(), text.size(), kStrip)) {
      throw base::Fault("the template " + std::string(path) + " has a malformed marker or markup");
    }
  }

  void fill(Values& values) const {
    values.set_everywhere("LANG", base::to_text(language));
    values.set_everywhere("OTHER_LANG", base::to_text(other(language)));
    values.set_everywhere("OTHER_LANGUAGE_NAME",
                          language == base::Language::ms ? "English" : "Bahasa Melayu");
    values.set_everywhere("SITE_NAME", common.site_name);
    values.set_everywhere("VERSION", TEMUJANJI_VERSION);
    values.set_everywhere("STYLE_URL", common.style_url);
    values.set_everywhere("SCRIPT_URL", common.script_url);
    values.set_everywhere("STATIC_URL", common.static_url);
    if (common.masthead.empty()) return;
    values.set_everywhere("MASTHEAD_TEXT", common.masthead);
    values.show_everywhere("MASTHEAD");
  }

  base::Language language;
  Common common;
  ctemplate::TemplateCache cache;
};

Pages::Pages(const base::Words& words, const base::Settings& settings, const StaticFiles& static_files,
             std::span<const base::Asset> assets) {
  const Common common{settings.text("site.name"), settings.text("site.masthead"),
                      static_files.url("style.css"), static_files.url("script.js"), static_files.base_url()};
  for (const auto language : {base::Language::ms, base::Language::en}) {
    compiled_[static_cast<std::size_t>(language)] =
        std::make_unique<Compiled>(language, words, common, assets);
  }
}

Pages::~Pages() = default;

std::string Pages::render(std::string_view asset, base::Language language, Values& values) const {
  const Compiled& compiled = *compiled_[static_cast<std::size_t>(language)];
  CHECK(values.owned_ != nullptr);
  compiled.fill(values);
  std::string out;
  if (!compiled.cache.ExpandNoLoad(view(asset), kStrip, values.part_, nullptr, &out)) {
    throw base::Fault("the page " + std::string(asset) + " cannot be rendered");
  }
  return out;
}

std::string Pages::render(std::string_view asset, const Request& request, Values& values) const {
  values.set_everywhere("OTHER_LANG_URL", other_language_url(request));
  return render(asset, request.language, values);
}

}  // namespace temujanji::web
