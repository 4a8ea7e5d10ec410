#include "base/crypto.h"

#include <gtest/gtest.h>

#include "base/fault.h"
#include "tests/support/test_folder.h"

namespace temujanji::base {
namespace {

namespace fs = std::filesystem;
using tests::TestFolder;

constexpr const char* kKeyFiles[] = {"seal.key", "hash.key", "sign.key"};

std::string fault_of_load(const fs::path& directory) {
  try {
    (void)KeyRing::load(directory);
  } catch (const Fault& fault) {
    return fault.what();
  }
  return "loaded";
}

/// Keys in a folder of their own.
class KeysOnDisk : public testing::Test {
 protected:
  KeysOnDisk() { KeyRing::create(keys); }

  TestFolder folder;
  const fs::path keys = folder.path() / "data" / "keys";
};

TEST(sealed_value, opens_only_at_its_place) {
  const KeyRing keys = KeyRing::ephemeral();
  const std::string sealed = keys.seal("Siti", "appointment/42/person");
  EXPECT_EQ(keys.open(sealed, "appointment/42/person"), "Siti");
  for (const char* place : {"appointment/43/person", "appointment/42/person/", "", "hold/42/person"}) {
    EXPECT_FALSE(keys.open(sealed, place)) << place;
  }
}

TEST(sealed_value, opens_only_with_its_keys) {
  const std::string sealed = KeyRing::ephemeral().seal("Siti", "place");
  EXPECT_FALSE(KeyRing::ephemeral().open(sealed, "place"));
}

TEST(sealed_value, does_not_open_after_any_byte_changed) {
  const KeyRing keys = KeyRing::ephemeral();
  const std::string sealed = keys.seal("Siti Aminah", "place");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    for (const int bit : {0x01, 0x80}) {
      std::string changed = sealed;
      changed[i] = static_cast<char>(changed[i] ^ bit);
      EXPECT_FALSE(keys.open(changed, "place")) << i;
    }
  }
}

TEST(sealed_value, does_not_open_cut_short_or_made_longer) {
  const KeyRing keys = KeyRing::ephemeral();
  const std::string sealed = keys.seal("Siti Aminah", "place");
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(keys.open(std::string_view(sealed).substr(0, size), "place")) << size;
  }
  EXPECT_FALSE(keys.open(sealed + '\0', "place"));
}

TEST(sealed_value, may_be_empty_and_never_looks_the_same_twice) {
  const KeyRing keys = KeyRing::ephemeral();
  EXPECT_EQ(keys.open(keys.seal("", "place"), "place"), "");
  const std::string first = keys.seal("Siti", "place");
  EXPECT_NE(first, keys.seal("Siti", "place"));
  EXPECT_EQ(first.find("Siti"), first.npos);
}

TEST(keyed_hash, differs_by_purpose_text_and_key) {
  const KeyRing keys = KeyRing::ephemeral();
  EXPECT_EQ(keys.hash("identity", "900131145678"), keys.hash("identity", "900131145678"));
  EXPECT_NE(keys.hash("identity", "900131145678"), keys.hash("browser", "900131145678"));
  EXPECT_NE(keys.hash("identity", "900131145678"), keys.hash("identity", "900131145679"));
  EXPECT_NE(keys.hash("identity", "x"), KeyRing::ephemeral().hash("identity", "x"));
  // Where the purpose ends and the text begins counts too.
  EXPECT_NE(keys.hash("ab", "c"), keys.hash("a", "bc"));
}

TEST(fingerprint, differs_by_text_and_needs_no_key) {
  EXPECT_EQ(fingerprint("a"), fingerprint("a"));
  EXPECT_NE(fingerprint("a"), fingerprint("b"));
  EXPECT_NE(fingerprint(""), Digest{});
}

TEST(signature, is_verified_with_the_public_key_alone) {
  const KeyRing keys = KeyRing::ephemeral();
  const std::string signature = keys.sign("slip");
  EXPECT_EQ(signature.size(), 64u);
  EXPECT_TRUE(keys.verify("slip", signature));
  EXPECT_TRUE(verify_signature("slip", signature, keys.public_key()));
}

TEST(signature, is_refused_for_another_message_key_or_form) {
  const KeyRing keys = KeyRing::ephemeral();
  const std::string signature = keys.sign("slip");
  EXPECT_FALSE(keys.verify("slip ", signature));
  EXPECT_FALSE(KeyRing::ephemeral().verify("slip", signature));
  EXPECT_FALSE(keys.verify("slip", ""));
  EXPECT_FALSE(keys.verify("slip", signature.substr(1)));
  EXPECT_FALSE(keys.verify("slip", signature + "x"));
  EXPECT_FALSE(verify_signature("slip", signature, keys.public_key().substr(1)));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string changed = signature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(keys.verify("slip", changed)) << i;
  }
}

TEST(comparison_in_constant_time, says_whether_texts_are_equal) {
  EXPECT_TRUE(equal_in_constant_time("", ""));
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abcd"));
  EXPECT_FALSE(equal_in_constant_time("abc", ""));
}

TEST(random_bytes, are_as_many_as_asked_for_and_different_each_time) {
  EXPECT_EQ(random_bytes(0), "");
  EXPECT_EQ(random_bytes(33).size(), 33u);
  EXPECT_NE(random_bytes(16), random_bytes(16));
}

TEST_F(KeysOnDisk, are_made_for_their_owner_alone) {
  EXPECT_EQ(fs::status(keys).permissions(), fs::perms::owner_all);
  for (const char* name : kKeyFiles) {
    EXPECT_EQ(fs::status(keys / name).permissions(), fs::perms::owner_read | fs::perms::owner_write) << name;
    EXPECT_EQ(fs::file_size(keys / name), 32u) << name;
  }
}

TEST_F(KeysOnDisk, are_the_same_each_time_they_are_loaded) {
  const KeyRing first = KeyRing::load(keys);
  const KeyRing again = KeyRing::load(keys);
  EXPECT_EQ(again.open(first.seal("Siti", "place"), "place"), "Siti");
  EXPECT_EQ(again.hash("identity", "x"), first.hash("identity", "x"));
  EXPECT_TRUE(again.verify("slip", first.sign("slip")));
  EXPECT_EQ(again.public_key(), first.public_key());
}

TEST_F(KeysOnDisk, of_two_installations_differ) {
  KeyRing::create(folder.path() / "other");
  EXPECT_NE(KeyRing::load(folder.path() / "other").public_key(), KeyRing::load(keys).public_key());
}

TEST_F(KeysOnDisk, are_not_loaded_if_the_group_or_others_may_touch_them) {
  for (const char* name : kKeyFiles) {
    for (const fs::perms open : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
      fs::permissions(keys / name, open, fs::perm_options::add);
      EXPECT_NE(fault_of_load(keys).find(std::string(name) + " can be read by others"), std::string::npos);
      fs::permissions(keys / name, fs::perms::owner_read);
    }
  }
  EXPECT_EQ(fault_of_load(keys), "loaded");
}

TEST_F(KeysOnDisk, are_not_loaded_if_one_is_missing) {
  for (const char* name : kKeyFiles) {
    fs::rename(keys / name, keys / "away");
    EXPECT_NE(fault_of_load(keys).find(std::string(name) + " is missing"), std::string::npos);
    fs::rename(keys / "away", keys / name);
  }
}

TEST_F(KeysOnDisk, are_not_loaded_if_one_is_too_short_or_too_long) {
  for (const char* name : kKeyFiles) {
    for (const std::uintmax_t size : {0U, 31U, 33U}) {
      fs::resize_file(keys / name, size);
      EXPECT_NE(fault_of_load(keys).find(std::string(name) + " is damaged"), std::string::npos) << size;
    }
    fs::resize_file(keys / name, 32);
  }
}

TEST_F(KeysOnDisk, are_never_made_over_those_that_are_there) {
  const std::string before = KeyRing::load(keys).public_key();
  EXPECT_THROW(KeyRing::create(keys), Fault);
  EXPECT_EQ(KeyRing::load(keys).public_key(), before);
}

// With one key lost, making the others anew would have given a ring that loads but opens nothing.
TEST_F(KeysOnDisk, are_not_completed_where_some_were_lost) {
  fs::remove(keys / "seal.key");
  EXPECT_THROW(KeyRing::create(keys), Fault);
  EXPECT_FALSE(fs::exists(keys / "seal.key"));
}

}  // namespace
}  // namespace temujanji::base
