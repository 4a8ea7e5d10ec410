#include "notify/transport.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/fault.h"
#include "tests/support/test_folder.h"

namespace temujanji::notify {
namespace {

using Status = Delivery::Status;

Mail sample_small_mail() {
  Mail mail;
  mail.message_id = "<42.inst@temujanji.example>";
  mail.from = "temujanji@temujanji.example";
  mail.to = "siti@example.com";
  mail.subject = "Temujanji";
  return mail;
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

TEST(eml_transport, writes_one_file_per_mail_that_only_the_owner_reads) {
  const tests::TestFolder folder;
  EmlTransport transport(folder.path() / "mail");
  EXPECT_EQ(transport.send(sample_small_mail()).status, Status::delivered);
  const auto path = folder.path() / "mail" / "42.inst@temujanji.example.eml";
  EXPECT_EQ(content(path), *to_mime(sample_small_mail()));
  EXPECT_EQ(files_in(folder.path() / "mail"), 1U);
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(eml_transport, leaves_a_mail_alone_that_is_there) {
  const tests::TestFolder folder;
  EmlTransport transport(folder.path());
  transport.send(sample_small_mail());
  Mail again = sample_small_mail();
  again.subject = "Other";
  EXPECT_EQ(transport.send(again).status, Status::delivered);
  EXPECT_EQ(content(folder.path() / "42.inst@temujanji.example.eml"), *to_mime(sample_small_mail()));
}

TEST(eml_transport, refuses_a_mail_that_cannot_be_written_down) {
  const tests::TestFolder folder;
  Mail mail = sample_small_mail();
  mail.to = "a@b\r\nx";
  const Delivery delivery = EmlTransport(folder.path()).send(mail);
  EXPECT_EQ(delivery.status, Status::refused);
  EXPECT_EQ(delivery.reason, "bad_address");
}

TEST(eml_transport, never_writes_outside_its_folder) {
  const tests::TestFolder folder;
  Mail mail = sample_small_mail();
  mail.message_id = "<../../x@y>";
  EXPECT_EQ(EmlTransport(folder.path() / "mail").send(mail).status, Status::delivered);
  EXPECT_EQ(files_in(folder.path() / "mail"), 1U);
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(eml_transport, is_unavailable_while_its_folder_is_gone) {
  const tests::TestFolder folder;
  EmlTransport transport(folder.path() / "mail");
  std::filesystem::remove_all(folder.path() / "mail");
  EXPECT_EQ(transport.send(sample_small_mail()).status, Status::unavailable);
}

TEST(transport, opens_files_or_smtp_as_the_settings_say) {
  const tests::TestFolder folder;
  base::Settings settings;
  EXPECT_NE(dynamic_cast<EmlTransport*>(open_transport(settings, folder.path()).get()), nullptr);
  settings.set("mail.server", "smtp://127.0.0.1:2525", "test");
  EXPECT_NE(dynamic_cast<SmtpTransport*>(open_transport(settings, folder.path()).get()), nullptr);
}

TEST(transport, refuses_settings_it_cannot_use) {
  const struct {
    const char* key;
    const char* value;
  } rows[] = {{"mail.server", "http://127.0.0.1"}, {"mail.tls", "maybe"}, {"mail.password_file", "/nowhere"}};
  for (const auto& row : rows) {
    const tests::TestFolder folder;
    base::Settings settings;
    settings.set("mail.server", "smtp://127.0.0.1:2525", "test");
    settings.set(row.key, row.value, "test");
    EXPECT_THROW(open_transport(settings, folder.path()), base::UsageFault) << row.key;
  }
}

TEST(smtp_transport, is_unavailable_when_nobody_listens) {
  SmtpTransport::Options options;
  options.url = "smtp://127.0.0.1:1";
  options.tls = SmtpTransport::Tls::never;
  const Delivery delivery = SmtpTransport(options).send(sample_small_mail());
  EXPECT_EQ(delivery.status, Status::unavailable);
  EXPECT_TRUE(delivery.reason.starts_with("smtp connect")) << delivery.reason;
}

}  // namespace
}  // namespace temujanji::notify
