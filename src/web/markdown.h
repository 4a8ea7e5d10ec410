#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Texts that people of the department write for the public, as HTML that is safe to show whoever wrote them:
/// HTML in them is shown as it was typed, images become their description, and links lead only to pages of
/// this site and to addresses that begin with https:, http:, mailto: or tel:; what another link says is kept,
/// where it leads is not.
namespace temujanji::web {

/// Longer texts are cut, between characters; forms refuse them before.
constexpr std::size_t kMarkdownBytesMax = 30'000;

/// What stands below one of a text's main headings.
struct TextSection {
  /// For links to it; no two sections of a text have the same.
  std::string id;
  /// Plain words.
  std::string title;
  std::string html;
};

struct TextWithSections {
  /// What stands before the first heading.
  std::string intro;
  std::vector<TextSection> sections;
};

/// Headings of the levels # and ## begin sections, whose titles the page shows as h2; what is below them is
/// h3 and lower, without leaving a level out.
TextWithSections markdown_sections(std::string_view text);

/// The whole text; its highest heading becomes one of `heading_level`.
std::string markdown_html(std::string_view text, int heading_level);

}  // namespace temujanji::web
