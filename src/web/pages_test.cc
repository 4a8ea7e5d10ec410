#include "web/pages.h"

#include <gtest/gtest.h>

#include "base/fault.h"
#include "web/static_files.h"
#include "web/template_text.h"

namespace temujanji::web {
namespace {

using base::Language;

class PagesTest : public testing::Test {
 protected:
  std::string render(std::string_view text, Values values, Language language = Language::ms) {
    const base::Asset assets[] = {{"page.html", text}, {"part.html", "<i>{{X}}{{SITE_NAME}}</i>"}};
    const Pages pages(words_, settings_, static_files_, assets);
    return pages.render("page.html", language, values);
  }
  std::string with(std::string_view text, std::string_view x) {
    Values values;
    values.set("X", x);
    return render(text, std::move(values));
  }

  const base::Words words_;
  base::Settings settings_;
  const StaticFiles static_files_;
};

TEST_F(PagesTest, compile_every_packed_template_in_both_languages) {
  EXPECT_NO_THROW(Pages(words_, settings_, static_files_));
}

TEST_F(PagesTest, escape_values_for_the_place_they_stand_in) {
  EXPECT_EQ(with("<p>{{X}}</p>", "<script>&\"'"), "<p>&lt;script&gt;&amp;&quot;&#39;</p>");
  EXPECT_EQ(with("<p title=\"{{X}}\">a</p>", "\" onclick=\"x"), "<p title=\"&quot; onclick=&quot;x\">a</p>");
  const std::string link = with("<a href=\"{{X}}\">a</a>", "javascript:alert(1)");
  EXPECT_EQ(link.find("javascript:"), link.npos) << link;
  const std::string source = with("<img src=\"{{X}}\">", " JaVaScRiPt:alert(1)");
  EXPECT_EQ(source.find("JaVaScRiPt:"), source.npos) << source;
  EXPECT_EQ(with("<a href=\"{{X}}\">a</a>", "/ms/book?a=b&c=d"), "<a href=\"/ms/book?a=b&amp;c=d\">a</a>");
  const std::string unquoted = with("<p class={{X}}>a</p>", "a onclick=x");
  EXPECT_EQ(unquoted.find(" onclick"), unquoted.npos) << unquoted;
  const std::string script = with("<script>var x = '{{X}}';</script>", "';alert(1)//</script>");
  EXPECT_EQ(script.find("';alert"), script.npos) << script;
  EXPECT_EQ(script.find("//</script>"), script.npos) << script;
}

TEST_F(PagesTest, put_messages_in_escaped_with_their_placeholders) {
  const auto message = [](std::string_view key) -> std::optional<std::string_view> {
    if (key == "a.plain") return "Tom & \"Jerry's\" <b>";
    if (key == "a.name") return "Hello {person_1}, {{OTHER}} {Not}";
    return std::nullopt;
  };
  const auto expand = [&](std::string_view text) {
    return expand_template_text("page.html", {[&](std::string_view path) -> std::optional<std::string_view> {
                                                if (path == "page.html") return text;
                                                if (path == "web/part.html") return "[{{_ a.plain}}]";
                                                if (path == "web/loop.html") return "{{> web/loop.html}}";
                                                return std::nullopt;
                                              },
                                              message});
  };
  EXPECT_EQ(expand("{{_ a.plain}}"), "Tom &amp; &quot;Jerry&#39;s&quot; &lt;b&gt;");
  EXPECT_EQ(expand("{{_ a.name}}"), "Hello {{PERSON_1}}, &#123;&#123;OTHER}} &#123;Not}");
  EXPECT_EQ(
      expand("<p>{{> web/part.html}}{{>web/part.html}}</p>"),
      "<p>[Tom &amp; &quot;Jerry&#39;s&quot; &lt;b&gt;][Tom &amp; &quot;Jerry&#39;s&quot; &lt;b&gt;]</p>");
  EXPECT_EQ(expand("{{! a remark\n of lines}}<p>\n\n   {{X}}\n</p>\n"), "<p>\n{{X}}\n</p>\n");
  EXPECT_EQ(expand("{{>PART}}{{#A}}{{/A}}"), "{{>PART}}{{#A}}{{/A}}");
  for (const std::string_view broken :
       {"{{_ a.unknown}}", "{{> no/such.html}}", "{{> web/loop.html}}", "{{X"}) {
    EXPECT_THROW(expand(broken), base::Fault) << broken;
  }
}

TEST_F(PagesTest, refuse_a_template_with_a_malformed_section) {
  EXPECT_THROW(render("{{#A}}<p>", Values()), base::Fault);
}

TEST_F(PagesTest, repeat_and_show_sections) {
  Values values;
  values.set("OUTER", "o").show_if(true, "SHOWN").show_if(false, "HIDDEN");
  values.add("ROW").set("N", 1);
  values.add("ROW").set("N", std::int64_t{2});
  EXPECT_EQ(render("{{#ROW}}{{N}}{{OUTER}};{{/ROW}}{{#SHOWN}}s{{/SHOWN}}{{#HIDDEN}}h{{/HIDDEN}}{{#UNSET}}u"
                   "{{/UNSET}}{{NOTHING}}",
                   std::move(values)),
            "1o;2o;s");
}

TEST_F(PagesTest, include_other_templates_with_values_of_their_own) {
  settings_.set("site.name", "A & B", "test");
  Values values;
  values.set("X", "outer");
  values.include("PART", "part.html").set("X", "<1>");
  values.include("PART", "part.html").set("X", "2");
  EXPECT_EQ(render("{{>PART}}{{X}}", std::move(values)), "<i>&lt;1&gt;A &amp; B</i><i>2A &amp; B</i>outer");
}

TEST_F(PagesTest, know_language_site_and_styles_everywhere) {
  const std::string_view text =
      "{{LANG}} {{OTHER_LANG}} {{OTHER_LANGUAGE_NAME}} {{VERSION}} {{STYLE_URL}}"
      "{{#MASTHEAD}} {{MASTHEAD_TEXT}}{{/MASTHEAD}}";
  EXPECT_EQ(render(text, Values(), Language::en),
            "en ms Bahasa Melayu " TEMUJANJI_VERSION " " + static_files_.url("style.css"));
  settings_.set("site.masthead", "Laman rasmi", "test");
  EXPECT_TRUE(render(text, Values()).ends_with(" Laman rasmi"));
}

TEST_F(PagesTest, lead_to_the_same_page_in_the_other_language) {
  const std::pair<std::pair<std::string, std::string>, std::string> rows[] = {
      {{"/ms/book/KLP", "from=2026-11-23"}, "/en/book/KLP?from=2026-11-23"},
      {{"/ms/", ""}, "/en/"},
      {{"/ms/a\"b", ""}, "/en/a%22b"},
      {{"/static/x", ""}, "/en/"},
  };
  for (const auto& [from, to] : rows) {
    Request request;
    request.path = from.first;
    request.query = from.second;
    EXPECT_EQ(other_language_url(request), to);
  }
}

}  // namespace
}  // namespace temujanji::web
