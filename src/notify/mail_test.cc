#include "notify/mail.h"

#include <gtest/gtest.h>

#include "tests/support/text.h"

namespace temujanji::notify {
namespace {

using namespace std::chrono_literals;

Mail sample_mail() {
  Mail mail;
  mail.message_id = make_message_id(42, "inst", "temujanji.example");
  mail.date_at = std::chrono::sys_days(2026y / 11 / 23) + 1h + 15min;
  mail.from = "temujanji@temujanji.example";
  mail.from_name = "Temujanji";
  mail.to = "siti@example.com";
  mail.subject = "Temujanji K7M2";
  mail.language = "ms";
  mail.text = "Salam\n";
  mail.html = "<p>Salam</p>";
  return mail;
}

std::string written(const Mail& mail) {
  const auto bytes = to_mime(mail);
  EXPECT_TRUE(bytes.ok());
  return bytes.ok() ? *bytes : std::string();
}

TEST(mail, carries_its_headers) {
  const std::string bytes = written(sample_mail());
  EXPECT_TRUE(bytes.starts_with("Date: Mon, 23 Nov 2026 01:15:00 +0000\r\n"));
  EXPECT_TRUE(has(bytes, "\r\nFrom: \"Temujanji\" <temujanji@temujanji.example>\r\n"));
  EXPECT_TRUE(has(bytes, "\r\nTo: <siti@example.com>\r\n"));
  EXPECT_TRUE(has(bytes, "\r\nSubject: Temujanji K7M2\r\n"));
  EXPECT_TRUE(has(bytes, "\r\nMessage-ID: <42.inst@temujanji.example>\r\n"));
}

TEST(mail, is_the_same_bytes_each_time) {
  EXPECT_EQ(written(sample_mail()), written(sample_mail()));
}

TEST(mail, encodes_a_subject_that_is_not_ascii_in_words_of_at_most_75_characters) {
  Mail mail = sample_mail();
  mail.subject.clear();
  for (int i = 0; i < 20; ++i) mail.subject += "陈é";
  const std::string bytes = written(mail);
  const std::size_t from = bytes.find("Subject: ") + 9;
  const std::string subject = bytes.substr(from, bytes.find("\r\nMessage-ID") - from);
  EXPECT_TRUE(subject.starts_with("=?UTF-8?B?"));
  std::size_t at = 0;
  for (std::size_t end = 0; at < subject.size(); at = end + 3) {
    end = std::min(subject.find("\r\n ", at), subject.size());
    EXPECT_LE(end - at, 75U);
    EXPECT_EQ(subject.substr(end - 2, 2), "?=");
  }
}

TEST(mail, refuses_what_could_smuggle_a_header_or_an_address) {
  const struct {
    std::string Mail::*member;
    std::string value;
    MailProblem problem;
  } rows[] = {
      {&Mail::subject, "a\r\nBcc: x@example.com", MailProblem::bad_header},
      {&Mail::subject, "a\nb", MailProblem::bad_header},
      {&Mail::subject, "a\rb", MailProblem::bad_header},
      {&Mail::subject, "\xff", MailProblem::bad_header},
      {&Mail::from_name, "x\r\n", MailProblem::bad_header},
      {&Mail::message_id, "<a b@c>", MailProblem::bad_header},
      {&Mail::message_id, "no-brackets@c", MailProblem::bad_header},
      {&Mail::to, "a@b.c\r\nRCPT TO:<d@e.f>", MailProblem::bad_address},
      {&Mail::to, "a@b.c,d@e.f", MailProblem::bad_address},
      {&Mail::to, "a@b.c> NOTIFY=x", MailProblem::bad_address},
      {&Mail::to, "", MailProblem::bad_address},
      {&Mail::to, "nobody", MailProblem::bad_address},
      {&Mail::to, "@b.c", MailProblem::bad_address},
      {&Mail::to, "a@", MailProblem::bad_address},
      {&Mail::to, "a@b@c", MailProblem::bad_address},
      {&Mail::to, "josé@example.com", MailProblem::bad_address},
      {&Mail::to, std::string(250, 'a') + "@b.cd", MailProblem::bad_address},
      {&Mail::from, "a@b.c\n", MailProblem::bad_address},
  };
  for (const auto& row : rows) {
    Mail mail = sample_mail();
    mail.*row.member = row.value;
    const auto bytes = to_mime(mail);
    ASSERT_FALSE(bytes.ok()) << row.value;
    EXPECT_EQ(bytes.refusal(), row.problem) << row.value;
  }
}

TEST(mail, quotes_its_text_so_that_no_server_changes_it) {
  const struct {
    std::string text;
    std::string written;
  } rows[] = {
      {"a=b", "a=3Db\r\n"},
      {"é", "=C3=A9\r\n"},
      {".", "=2E\r\n"},
      {"From me", "=46rom me\r\n"},
      {"end \nnext", "end=20\r\nnext\r\n"},
      {"a\r\nb\rc", "a\r\nbc\r\n"},
  };
  for (const auto& row : rows) {
    Mail mail = sample_mail();
    mail.text = row.text;
    EXPECT_TRUE(has(written(mail), "quoted-printable\r\n\r\n" + row.written + "--")) << row.text;
  }
}

TEST(mail, keeps_every_line_short_and_ended_by_crlf) {
  Mail mail = sample_mail();
  mail.text = std::string(5000, 'x') + "陈";
  mail.html = std::string(3000, '.');
  mail.attachments.push_back({"slip.pdf", "application/pdf", std::string(10'000, '\0')});
  const std::string bytes = written(mail);
  for (std::size_t at = 0, end = 0; at < bytes.size(); at = end + 2) {
    end = bytes.find('\n', at) - 1;
    ASSERT_EQ(bytes[end], '\r');
    EXPECT_LE(end - at, 120U);
  }
}

TEST(mail, attaches_files) {
  Mail mail = sample_mail();
  mail.attachments.push_back({"slip.pdf", "application/pdf", "%PDF"});
  const std::string bytes = written(mail);
  EXPECT_TRUE(has(bytes, "Content-Type: application/pdf; name=\"slip.pdf\"\r\n"));
  EXPECT_TRUE(has(bytes, "\r\n\r\nJVBERg==\r\n"));
}

TEST(mail, refuses_an_attachment_name_that_breaks_out_of_its_quotes) {
  Mail mail = sample_mail();
  mail.attachments.push_back({"a\".pdf", "application/pdf", ""});
  EXPECT_FALSE(to_mime(mail).ok());
}

TEST(mail, knows_the_host_of_an_address) {
  EXPECT_EQ(host_of("a@b.example"), "b.example");
  EXPECT_EQ(host_of("nothing"), "localhost");
}

}  // namespace
}  // namespace temujanji::notify
