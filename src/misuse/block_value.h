#pragma once
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "domain/applicant.h"
#include "domain/block.h"

namespace temujanji::misuse {

/// What can be blocked, in the one form in which it is kept and compared: an identity as `identity_key` makes
/// it, an e-mail address in lower case, a telephone as E.164, an address prefix as requests have it.
struct BlockValue {
  domain::BlockKind kind{};
  std::string text;
};

BlockValue value_of(const domain::IdentityDocument& document);
/// `email` and `phone` as `parse_email` and `parse_phone` give them.
BlockValue value_of_email(std::string_view email);
BlockValue value_of_phone(std::string_view phone);
/// "192.0.2.0/24"
BlockValue value_of_address(std::string_view prefix);

/// The keyed hash under which it is looked up; of an identity the one that its appointments have.
base::Digest block_digest(const base::KeyRing& keys, const BlockValue& value);

/// How it is shown to who may see it whole: "900131145678 (MYS)", "siti@example.com".
std::string display(const BlockValue& value);
/// How it is shown to who only has to recognise it: "********5678 (MYS)", "s***@example.com".
std::string display_masked(const BlockValue& value);

}  // namespace temujanji::misuse
