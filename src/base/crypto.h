#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace temujanji::base {

/// 16 bytes of a keyed hash; enough to look a value up and to be unique.
using Digest = std::array<std::uint8_t, 16>;
inline std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}
/// CHECKs that they are 16.
Digest digest_from(std::string_view bytes);

/// `size` bytes from the operating system's random source. Thread-safe.
std::string random_bytes(std::size_t size);

/// SHA-256 of the parts one after the other. Thread-safe.
using Sha256 = std::array<std::uint8_t, 32>;
Sha256 sha256(std::initializer_list<std::string_view> parts);
inline std::string_view bytes_of(const Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

/// A hash without key, for comparing requests. Thread-safe.
Digest fingerprint(std::string_view bytes);

/// Whether both are equal, in time that depends only on the sizes.
bool equal_in_constant_time(std::string_view left, std::string_view right);

/// What to keep of a password: argon2id with its salt and costs (64 MB, about a tenth of a second). Throws
/// Fault without the memory for it.
std::string hash_password(std::string_view password);
bool is_password(std::string_view password, std::string_view hashed);

/// The installation's secret keys: one to seal values (XChaCha20-Poly1305), one for keyed hashes (BLAKE2b),
/// one to sign slips (Ed25519). Immutable, thread-safe.
class KeyRing {
 public:
  /// Makes new keys in `directory`, files of mode 0600, the directory 0700. Throws Fault, also if keys are
  /// there.
  static void create(const std::filesystem::path& directory);
  /// Reads the keys of `directory`. Throws Fault if they are missing, damaged or readable by others.
  static KeyRing load(const std::filesystem::path& directory);
  /// Fresh keys that are kept nowhere; for tests.
  static KeyRing ephemeral();

  /// Seals `plain`. `place` names table, row and column ("appointment/42/person"): sealed bytes open only
  /// there.
  std::string seal(std::string_view plain, std::string_view place) const;
  /// Opens what `seal` made for the same place, or nothing if it is damaged, moved or of other keys.
  std::optional<std::string> open(std::string_view sealed, std::string_view place) const;

  /// The keyed hash of `text` for one purpose ("identity", "browser"): equal texts give equal digests, and
  /// without the key nobody can find the text by trying.
  Digest hash(std::string_view purpose, std::string_view text) const;

  /// An Ed25519 signature (64 bytes) of `message`.
  std::string sign(std::string_view message) const;
  bool verify(std::string_view message, std::string_view signature) const;
  /// The 32 bytes with which others verify; not secret.
  std::string public_key() const;

 private:
  KeyRing() = default;
  std::array<std::uint8_t, 32> seal_key_{};
  std::array<std::uint8_t, 32> hash_key_{};
  std::array<std::uint8_t, 32> sign_public_{};
  std::array<std::uint8_t, 64> sign_secret_{};
};

/// Whether `signature` is the Ed25519 signature of `message` by the holder of `public_key` (32 bytes).
bool verify_signature(std::string_view message, std::string_view signature, std::string_view public_key);

}  // namespace temujanji::base
