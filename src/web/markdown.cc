#include "web/markdown.h"

#include <cmark.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <set>

#include "base/check.h"
#include "base/text.h"

namespace temujanji::web {
namespace {

constexpr int kSectionLevelMax = 2;
constexpr int kHeadingLevelMax = 6;
constexpr std::size_t kIdBytesMax = 60;

using Document = std::unique_ptr<cmark_node, decltype(&cmark_node_free)>;

std::string_view view(const char* text) {
  return text == nullptr ? std::string_view() : std::string_view(text);
}

Document parse(std::string_view text) {
  if (text.size() > kMarkdownBytesMax) {
    std::size_t end = kMarkdownBytesMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end);
  }
  return {cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT), cmark_node_free};
}

/// All nodes below, parents before their children.
std::vector<cmark_node*> nodes_of(cmark_node* root) {
  std::vector<cmark_node*> nodes;
  cmark_iter* iterator = cmark_iter_new(root);
  for (auto event = cmark_iter_next(iterator); event != CMARK_EVENT_DONE; event = cmark_iter_next(iterator)) {
    cmark_node* node = cmark_iter_get_node(iterator);
    if (event == CMARK_EVENT_ENTER && node != root) nodes.push_back(node);
  }
  cmark_iter_free(iterator);
  return nodes;
}

bool leads_somewhere_known(std::string_view url) {
  constexpr std::array<std::string_view, 4> kBeginnings{"https://", "http://", "mailto:", "tel:"};
  if (url.starts_with('#')) return true;
  // Browsers take a second slash of either kind for the beginning of another site's name.
  if (url.starts_with('/')) return url.size() < 2 || (url[1] != '/' && url[1] != '\\');
  const std::string beginning = base::to_lower(url.substr(0, 8));
  return std::ranges::any_of(kBeginnings,
                             [&](std::string_view known) { return beginning.starts_with(known); });
}

/// In its place stands what it contains.
void unwrap(cmark_node* node) {
  while (cmark_node* child = cmark_node_first_child(node)) CHECK(cmark_node_insert_before(node, child) == 1);
  cmark_node_free(node);
}

cmark_node* text_node(std::string_view text) {
  cmark_node* node = cmark_node_new(CMARK_NODE_TEXT);
  cmark_node_set_literal(node, std::string(text).c_str());
  return node;
}

void replace(cmark_node* node, cmark_node* by) {
  CHECK(cmark_node_replace(node, by) == 1);
  cmark_node_free(node);
}

/// HTML becomes the words it is written with.
void show_as_typed(cmark_node* node) {
  const std::string_view typed = base::trim(view(cmark_node_get_literal(node)));
  if (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE) return replace(node, text_node(typed));
  cmark_node* paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
  CHECK(cmark_node_append_child(paragraph, text_node(typed)) == 1);
  replace(node, paragraph);
}

void tame(cmark_node* document) {
  std::vector<cmark_node*> nodes = nodes_of(document);
  for (cmark_node* node : nodes) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_HTML_BLOCK:
      case CMARK_NODE_HTML_INLINE:
        show_as_typed(node);
        break;
      case CMARK_NODE_IMAGE:
        unwrap(node);
        break;
      case CMARK_NODE_LINK:
        if (!leads_somewhere_known(view(cmark_node_get_url(node)))) unwrap(node);
        break;
      default:
        break;
    }
  }
}

bool is_heading(cmark_node* node) {
  return cmark_node_get_type(node) == CMARK_NODE_HEADING;
}

bool begins_section(cmark_node* node) {
  return is_heading(node) && cmark_node_get_heading_level(node) <= kSectionLevelMax;
}

/// Gives out levels such that none is left out and none is above `highest`.
class Levels {
 public:
  explicit Levels(int highest) : highest_(highest), before_(highest - 1) {}

  void fit(cmark_node* node) {
    if (!is_heading(node)) return;
    const int wanted = cmark_node_get_heading_level(node);
    if (top_ == 0) top_ = wanted;
    const int level = std::clamp(highest_ + std::max(0, wanted - top_), highest_, before_ + 1);
    before_ = std::min(level, kHeadingLevelMax);
    cmark_node_set_heading_level(node, before_);
  }

 private:
  int highest_;
  int before_;
  /// The level that the text writes its highest heading with.
  int top_ = 0;
};

std::string html_of(cmark_node* node) {
  const std::unique_ptr<char, decltype(&std::free)> html(cmark_render_html(node, CMARK_OPT_DEFAULT),
                                                         std::free);
  return html.get();
}

std::string words_of(cmark_node* heading) {
  std::string words;
  for (cmark_node* node : nodes_of(heading)) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) words += ' ';
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) words += view(cmark_node_get_literal(node));
  }
  return words;
}

/// "s-bring-your-slip"
std::string id_of(std::string_view title, std::set<std::string>& taken) {
  std::string id = "s";
  bool gap = true;
  for (const char c : base::to_lower(title)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain && gap) id += '-';
    if (plain) id += c;
    gap = !plain;
    if (id.size() >= kIdBytesMax) break;
  }
  std::string free = id;
  for (int number = 2; !taken.insert(free).second; ++number) free = id + "-" + std::to_string(number);
  return free;
}

}  // namespace

TextWithSections markdown_sections(std::string_view text) {
  const Document document = parse(text);
  tame(document.get());
  TextWithSections parts;
  std::set<std::string> ids;
  Levels levels(kSectionLevelMax + 1);
  for (cmark_node* block = cmark_node_first_child(document.get()); block != nullptr;
       block = cmark_node_next(block)) {
    if (begins_section(block)) {
      const std::string title = words_of(block);
      parts.sections.push_back({id_of(title, ids), title, {}});
      levels = Levels(kSectionLevelMax + 1);
      continue;
    }
    levels.fit(block);
    for (cmark_node* node : nodes_of(block)) levels.fit(node);
    (parts.sections.empty() ? parts.intro : parts.sections.back().html) += html_of(block);
  }
  return parts;
}

std::string markdown_html(std::string_view text, int heading_level) {
  const Document document = parse(text);
  tame(document.get());
  Levels levels(heading_level);
  for (cmark_node* node : nodes_of(document.get())) levels.fit(node);
  return html_of(document.get());
}

}  // namespace temujanji::web
