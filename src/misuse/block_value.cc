#include "misuse/block_value.h"

#include "base/check.h"
#include "base/text.h"
#include "domain/masking.h"

namespace temujanji::misuse {
namespace {

/// Number and country of an identity's text.
struct Identity {
  std::string_view number, country;
};

Identity identity_in(const BlockValue& value) {
  const auto parts = base::split(value.text, '|');
  CHECK(parts.size() == 3);
  return {parts[2], parts[1]};
}

std::string with_country(std::string number, std::string_view country) {
  return number.append(" (").append(country).append(")");
}

}  // namespace

BlockValue value_of(const domain::IdentityDocument& document) {
  return {domain::BlockKind::identity, domain::identity_key(document)};
}

BlockValue value_of_email(std::string_view email) {
  return {domain::BlockKind::email, base::to_lower(email)};
}

BlockValue value_of_phone(std::string_view phone) {
  return {domain::BlockKind::phone, std::string(phone)};
}

BlockValue value_of_address(std::string_view prefix) {
  return {domain::BlockKind::address, std::string(prefix)};
}

base::Digest block_digest(const base::KeyRing& keys, const BlockValue& value) {
  switch (value.kind) {
    case domain::BlockKind::identity:
      return keys.hash("identity", value.text);
    case domain::BlockKind::email:
      return keys.hash("block email", value.text);
    case domain::BlockKind::phone:
      return keys.hash("block phone", value.text);
    case domain::BlockKind::address:
      return keys.hash("block address", value.text);
  }
  CHECK(false);
}

std::string display(const BlockValue& value) {
  if (value.kind != domain::BlockKind::identity) return value.text;
  const Identity identity = identity_in(value);
  return with_country(std::string(identity.number), identity.country);
}

std::string display_masked(const BlockValue& value) {
  switch (value.kind) {
    case domain::BlockKind::identity: {
      const Identity identity = identity_in(value);
      return with_country(domain::mask_document(identity.number), identity.country);
    }
    case domain::BlockKind::email:
      return domain::mask_email(value.text);
    case domain::BlockKind::phone:
      return domain::mask_document(value.text);
    case domain::BlockKind::address:
      return value.text;
  }
  CHECK(false);
}

}  // namespace temujanji::misuse
