#include "base/crypto.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/fault.h"
#include "base/text.h"

namespace temujanji::base {
namespace {

/// A folder that is not there yet, removed afterwards.
class KeyFolder {
 public:
  KeyFolder() : path_(std::filesystem::temp_directory_path() / ("keys-" + to_hex(random_bytes(8)))) {}
  KeyFolder(const KeyFolder&) = delete;
  KeyFolder& operator=(const KeyFolder&) = delete;
  ~KeyFolder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

constexpr std::string_view kPlace = "appointment/42/person";

TEST(sealing, opens_only_at_its_place_and_with_its_keys) {
  const KeyRing keys = KeyRing::ephemeral();
  const std::string sealed = keys.seal("Aminah binti Contoh", kPlace);
  EXPECT_EQ(keys.open(sealed, kPlace), "Aminah binti Contoh");
  EXPECT_EQ(keys.open(sealed, "appointment/43/person"), std::nullopt);
  EXPECT_EQ(KeyRing::ephemeral().open(sealed, kPlace), std::nullopt);
}

TEST(sealing, refuses_every_changed_byte_and_every_shorter_length) {
  const KeyRing keys = KeyRing::ephemeral();
  const std::string sealed = keys.seal("900131145678", kPlace);
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_EQ(keys.open(changed, kPlace), std::nullopt) << at;
    EXPECT_EQ(keys.open(sealed.substr(0, at), kPlace), std::nullopt) << at;
  }
}

TEST(sealing, never_gives_the_same_bytes_twice_nor_shows_what_is_inside) {
  const KeyRing keys = KeyRing::ephemeral();
  const std::string first = keys.seal("900131145678", kPlace);
  EXPECT_NE(first, keys.seal("900131145678", kPlace));
  EXPECT_EQ(first.find("900131145678"), first.npos);
  EXPECT_EQ(keys.open(keys.seal("", kPlace), kPlace), "");
}

TEST(keyed_hash, depends_on_text_purpose_and_keys) {
  const KeyRing keys = KeyRing::ephemeral();
  EXPECT_EQ(keys.hash("identity", "900131145678"), keys.hash("identity", "900131145678"));
  EXPECT_NE(keys.hash("identity", "900131145678"), keys.hash("identity", "900131145679"));
  EXPECT_NE(keys.hash("identity", "900131145678"), keys.hash("browser", "900131145678"));
  EXPECT_NE(keys.hash("identity", "900131145678"), KeyRing::ephemeral().hash("identity", "900131145678"));
}

TEST(signature, holds_for_its_message_and_key_only) {
  const KeyRing keys = KeyRing::ephemeral();
  const std::string signature = keys.sign("slip");
  EXPECT_TRUE(keys.verify("slip", signature));
  EXPECT_TRUE(verify_signature("slip", signature, keys.public_key()));
  EXPECT_FALSE(keys.verify("slap", signature));
  EXPECT_FALSE(verify_signature("slip", signature, KeyRing::ephemeral().public_key()));
  EXPECT_FALSE(keys.verify("slip", signature.substr(1)));
}

TEST(keys_on_disk, are_for_their_owner_only_and_open_what_they_sealed) {
  const KeyFolder folder;
  KeyRing::create(folder.path());
  const std::string sealed = KeyRing::load(folder.path()).seal("secret", kPlace);
  EXPECT_EQ(KeyRing::load(folder.path()).open(sealed, kPlace), "secret");
  struct stat facts {};
  ASSERT_EQ(::stat(folder.path().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0700U);
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    ASSERT_EQ(::stat(file.path().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U) << file.path();
  }
}

TEST(keys_on_disk, are_refused_when_missing_readable_by_others_damaged_or_there_already) {
  const KeyFolder folder;
  EXPECT_THROW(KeyRing::load(folder.path()), Fault);
  KeyRing::create(folder.path());
  EXPECT_THROW(KeyRing::create(folder.path()), Fault);
  const std::filesystem::path file = std::filesystem::directory_iterator(folder.path())->path();
  ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
  EXPECT_THROW(KeyRing::load(folder.path()), Fault);
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  std::filesystem::resize_file(file, 5);
  EXPECT_THROW(KeyRing::load(folder.path()), Fault);
}

}  // namespace
}  // namespace temujanji::base
