#include "web/markdown.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/text.h"

namespace temujanji::web {
namespace {

std::string repeated(std::string_view text, std::size_t bytes) {
  std::string all;
  while (all.size() < bytes) all += text;
  return all;
}

TEST(markdown, becomes_html) {
  const struct {
    const char* text;
    const char* html;
  } rows[] = {
      {"", ""},
      {"Bawa **slip** anda.", "<p>Bawa <strong>slip</strong> anda.</p>\n"},
      {"- satu\n- dua", "<ul>\n<li>satu</li>\n<li>dua</li>\n</ul>\n"},
      {"[Tempah](/ms/book)", "<p><a href=\"/ms/book\">Tempah</a></p>\n"},
      {"[a](https://www.imi.gov.my) [b](mailto:a@b.my) [c](tel:+60388801000) [d](#s-x)",
       "<p><a href=\"https://www.imi.gov.my\">a</a> <a href=\"mailto:a@b.my\">b</a> "
       "<a href=\"tel:+60388801000\">c</a> <a href=\"#s-x\">d</a></p>\n"},
      {"陳 & 1 < 2", "<p>陳 &amp; 1 &lt; 2</p>\n"},
      {"![Peta](/map.png)", "<p>Peta</p>\n"},
  };
  for (const auto& row : rows) EXPECT_EQ(markdown_html(row.text, 3), row.html) << row.text;
}

/// What must never leave it, however it is written.
TEST(markdown, lets_no_script_and_no_markup_through) {
  const char* attacks[] = {
      "<script>alert(1)</script>",
      "a <script>alert(1)</script> b",
      "<img src=x onerror=alert(1)>",
      "<svg/onload=alert(1)>",
      "<a href=\"javascript:alert(1)\">x</a>",
      "<!-- --><b onclick=alert(1)>x</b>",
      "<iframe srcdoc='<script>alert(1)</script>'>",
      "<style>*{display:none}</style>",
      "<form action=https://elsewhere.test><input name=password>",
      "[x](javascript:alert(1))",
      "[x](JaVaScRiPt:alert(1))",
      "[x](java\tscript:alert(1))",
      "[x](&#106;avascript:alert(1))",
      "[x](javascript&colon;alert(1))",
      "[x](\\javascript:alert(1))",
      "[x](\x01javascript:alert(1))",
      "[x](<javascript:alert(1)>)",
      "[x](vbscript:msgbox)",
      "[x](data:text/html;base64,PHNjcmlwdD4=)",
      "[x](file:///etc/passwd)",
      "[x](blob:https://a/b)",
      "[x](//elsewhere.test)",
      "[x](/\\elsewhere.test)",
      "[x](relative)",
      "[x][1]\n\n[1]: javascript:alert(1)",
      "<javascript:alert(1)>",
      "![x](javascript:alert(1))",
      "![x](https://elsewhere.test/pixel.png)",
      "[![x](data:image/svg+xml,<svg>)](javascript:alert(1))",
      "[x](/a \"\\\" onmouseover=\\\"alert(1)\")",
      "```\"><script>alert(1)</script>\nx\n```",
      "```js\" onclick=alert(1)\nx\n```",
      "# <img src=x onerror=alert(1)>",
      "[a](https://x/\"onmouseover=alert(1))",
      "`<script>`",
      "> <script>\n> alert(1)",
      "- <details open ontoggle=alert(1)>",
      "<?php x ?>",
      "<![CDATA[<script>]]>",
      "{{PAGE_TITLE}}{{> web/components/page_end.html}}",
  };
  for (const char* attack : attacks) {
    std::string shown = markdown_html(attack, 3);
    const TextWithSections parts = markdown_sections(attack);
    shown += parts.intro;
    for (const TextSection& section : parts.sections) shown += section.html;
    for (const char* forbidden : {"<script",     "<img",
                                  "<svg",        "<iframe",
                                  "<style",      "<form",
                                  "<input",      "<b ",
                                  "<details",    "<?",
                                  "<!",          "href=\"java",
                                  "href=\"vb",   "href=\"data",
                                  "href=\"file", "href=\"blob",
                                  "href=\"//",   "href=\"/\\",
                                  "href=\"rel",  "href=\"\\",
                                  "src=\"",      " onmouseover=\"",
                                  "\" on"}) {
      EXPECT_EQ(base::to_lower(shown).find(forbidden), std::string::npos) << attack << "\n" << shown;
    }
  }
}

TEST(markdown, keeps_what_a_forbidden_link_says) {
  EXPECT_EQ(markdown_html("[**Klik** sini](javascript:alert(1))", 3), "<p><strong>Klik</strong> sini</p>\n");
  EXPECT_EQ(markdown_html("<b>tebal</b>", 3), "<p>&lt;b&gt;tebal&lt;/b&gt;</p>\n");
}

TEST(markdown, begins_its_headings_where_the_page_wants_them_and_leaves_no_level_out) {
  EXPECT_EQ(markdown_html("# a\n#### b\n## c\n\n> # d", 4),
            "<h4>a</h4>\n<h5>b</h5>\n<h5>c</h5>\n<blockquote>\n<h4>d</h4>\n</blockquote>\n");
  EXPECT_EQ(markdown_html("### a\n# b", 3), "<h3>a</h3>\n<h3>b</h3>\n");
  EXPECT_EQ(markdown_html("# a\n## b\n### c\n#### d\n##### e\n###### f", 4),
            "<h4>a</h4>\n<h5>b</h5>\n<h6>c</h6>\n<h6>d</h6>\n<h6>e</h6>\n<h6>f</h6>\n");
}

TEST(markdown, is_cut_into_sections_with_ids_of_their_own) {
  const TextWithSections parts = markdown_sections(
      "Dahulu\n\n## Sebelum **datang**\n\nx\n\n#### dalam\n\n# Sebelum datang\n\ny\n\n## 陳");
  EXPECT_EQ(parts.intro, "<p>Dahulu</p>\n");
  ASSERT_EQ(parts.sections.size(), 3U);
  EXPECT_EQ(parts.sections[0].id, "s-sebelum-datang");
  EXPECT_EQ(parts.sections[0].title, "Sebelum datang");
  EXPECT_EQ(parts.sections[0].html, "<p>x</p>\n<h3>dalam</h3>\n");
  EXPECT_EQ(parts.sections[1].id, "s-sebelum-datang-2");
  EXPECT_EQ(parts.sections[2].id, "s");
  EXPECT_EQ(parts.sections[2].title, "陳");
}

TEST(markdown, is_read_quickly_however_it_is_nested) {
  for (const char* knot : {"[", "![", "*a_", "> ", "- ", "`", "``a`", "<", "&", "[a](", "**x", "\\",
                           "a**b__c", "[x](", "1. ", "#", "<a", "<!--", "[a]: /b\n"}) {
    const auto begin = std::chrono::steady_clock::now();
    markdown_html(repeated(knot, 2 * kMarkdownBytesMax), 3);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5)) << knot;
  }
}

TEST(markdown, longer_than_its_limit_is_cut_between_characters) {
  const std::string html = markdown_html("a" + repeated("é", kMarkdownBytesMax), 3);
  EXPECT_LE(html.size(), kMarkdownBytesMax + 20);
  EXPECT_TRUE(html.ends_with("é</p>\n"));
}

}  // namespace
}  // namespace temujanji::web
