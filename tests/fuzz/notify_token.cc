#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "notify/slip_token.h"

using namespace temujanji;

/// No text that was not signed is believed, and what was signed is read back as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const base::KeyRing keys = base::KeyRing::ephemeral();
  static const std::string public_key = keys.public_key();
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  CHECK(!notify::verify_slip_token(text, public_key).ok());

  const auto part = [text](std::size_t from, std::size_t count) {
    return std::string(from < text.size() ? text.substr(from, count) : std::string_view());
  };
  notify::SlipToken token;
  token.reference = part(0, 15);
  token.office = part(15, 63);
  token.service = part(78, 63);
  token.seats = static_cast<int>(size % 65536);
  const std::string identity = part(141, 8);
  std::ranges::copy(identity, token.identity.begin());
  const std::string made = notify::make_slip_token(token, keys);
  const auto read = notify::verify_slip_token(made, public_key);
  CHECK(read.ok() && *read == token);
  // One changed character is enough to lose belief.
  std::string bad = made;
  char& changed = bad[size % bad.size()];
  changed = changed == '0' ? '1' : '0';
  CHECK(!notify::verify_slip_token(bad, public_key).ok());
  return 0;
}
