#include "notify/slip_token.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace temujanji::notify {
namespace {

SlipToken sample_token() {
  SlipToken token;
  token.reference = "K7M29QXT4BP";
  token.office = "PJY-BKP";
  token.service = "PASPORT-DEWASA";
  token.starts_at = base::from_millis(1'795'396'500'000);
  token.seats = 3;
  token.identity = {1, 2, 3, 4, 250, 251, 252, 253};
  return token;
}

TEST(slip_token, is_read_back_as_it_was_made) {
  const auto keys = base::KeyRing::ephemeral();
  const auto read = verify_slip_token(make_slip_token(sample_token(), keys), keys.public_key());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, sample_token());
}

TEST(slip_token, fits_a_qr_code_of_version_8_as_capital_letters_and_digits) {
  const std::string text = make_slip_token(sample_token(), base::KeyRing::ephemeral());
  EXPECT_LE(text.size(), 221U);
  EXPECT_EQ(text.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), std::string::npos);
}

TEST(slip_token, forgives_blanks_around_it_and_small_letters) {
  const auto keys = base::KeyRing::ephemeral();
  const std::string typed = "  " + base::to_lower(make_slip_token(sample_token(), keys)) + "\r\n";
  EXPECT_TRUE(verify_slip_token(typed, keys.public_key()).ok());
}

TEST(slip_token, of_another_installation_is_not_believed) {
  const auto keys = base::KeyRing::ephemeral();
  const auto others = base::KeyRing::ephemeral();
  const auto read = verify_slip_token(make_slip_token(sample_token(), others), keys.public_key());
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.refusal(), TokenProblem::bad_signature);
}

TEST(slip_token, with_any_one_character_changed_is_not_believed) {
  const auto keys = base::KeyRing::ephemeral();
  const std::string good = make_slip_token(sample_token(), keys);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == '7' ? '8' : '7';
    EXPECT_FALSE(verify_slip_token(bad, keys.public_key()).ok()) << "character " << i;
  }
}

TEST(slip_token, refuses_what_is_not_one) {
  const auto keys = base::KeyRing::ephemeral();
  const std::string good = make_slip_token(sample_token(), keys);
  const std::string texts[] = {
      "", "HELLO", good.substr(0, 60), std::string(100, 'U'), "K7M2-9QX", std::string(600, '0'), good + '\0'};
  for (const std::string& text : texts) {
    const auto read = verify_slip_token(text, keys.public_key());
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.refusal(), text.size() == 60 ? read.refusal() : TokenProblem::not_a_token) << text;
  }
}

TEST(slip_token, cut_off_anywhere_is_refused) {
  const auto keys = base::KeyRing::ephemeral();
  const std::string good = make_slip_token(sample_token(), keys);
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(verify_slip_token(good.substr(0, size), keys.public_key()).ok()) << size;
}

TEST(slip_token, of_a_later_version_is_told_apart_from_a_forgery) {
  const auto keys = base::KeyRing::ephemeral();
  std::string later = make_slip_token(sample_token(), keys);
  later[1] = '8';  // the first eight bits are now 2
  const auto read = verify_slip_token(later, keys.public_key());
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.refusal(), TokenProblem::unknown_version);
}

}  // namespace
}  // namespace temujanji::notify
