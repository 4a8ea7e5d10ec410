#include "base/crypto.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>

#include "base/check.h"
#include "base/fault.h"

namespace temujanji::base {
namespace {

// A sealed value: one byte of key id, the nonce, then ciphertext and tag.
constexpr char kKeyId = 1;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kSecretBytes = 32;
constexpr const char* kSecretNames[] = {"seal.key", "hash.key", "sign.key"};

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* raw(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

void start_sodium() {
  static const bool started = sodium_init() >= 0;
  CHECK(started);
}

void write_secret(const std::filesystem::path& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) throw Fault("cannot create " + path.string() + ": " + std::strerror(errno));
  const bool written = ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  const bool synced = ::fsync(file) == 0;
  ::close(file);
  if (!written || !synced) throw Fault("cannot write " + path.string());
}

void read_secret(const std::filesystem::path& path, std::array<std::uint8_t, kSecretBytes>& key) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) throw Fault("the key " + path.string() + " is missing");
  if ((info.st_mode & 077) != 0)
    throw Fault("the key " + path.string() + " can be read by others; run: chmod 600 on it");
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(key.data()), kSecretBytes);
  if (file.gcount() != static_cast<std::streamsize>(kSecretBytes) ||
      file.peek() != std::ifstream::traits_type::eof())
    throw Fault("the key " + path.string() + " is damaged");
}

}  // namespace

std::string random_bytes(std::size_t size) {
  start_sodium();
  std::string bytes(size, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

Sha256 sha256(std::initializer_list<std::string_view> parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (const std::string_view part : parts) crypto_hash_sha256_update(&state, raw(part), part.size());
  Sha256 hash{};
  crypto_hash_sha256_final(&state, hash.data());
  return hash;
}

Digest digest_from(std::string_view bytes) {
  Digest digest{};
  CHECK(bytes.size() == digest.size());
  std::ranges::copy(bytes, digest.begin());
  return digest;
}

Digest fingerprint(std::string_view bytes) {
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(), raw(bytes), bytes.size(), nullptr, 0);
  return digest;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string hash_password(std::string_view password) {
  start_sodium();
  std::string hashed(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str(hashed.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    throw Fault("no memory to hash a password");
  }
  hashed.resize(hashed.find('\0'));
  return hashed;
}

bool is_password(std::string_view password, std::string_view hashed) {
  start_sodium();
  return crypto_pwhash_str_verify(std::string(hashed).c_str(), password.data(), password.size()) == 0;
}

void KeyRing::create(const std::filesystem::path& directory) {
  start_sodium();
  std::filesystem::create_directories(directory);
  std::filesystem::permissions(directory, std::filesystem::perms::owner_all);
  // Nothing is written beside keys that are there: a ring of old and fresh keys loads, but opens nothing.
  for (const char* name : kSecretNames) {
    if (std::filesystem::exists(directory / name))
      throw Fault("there are keys in " + directory.string() + " already");
  }
  for (const char* name : kSecretNames) write_secret(directory / name, random_bytes(kSecretBytes));
}

KeyRing KeyRing::load(const std::filesystem::path& directory) {
  start_sodium();
  KeyRing ring;
  std::array<std::uint8_t, kSecretBytes> seed{};
  read_secret(directory / "seal.key", ring.seal_key_);
  read_secret(directory / "hash.key", ring.hash_key_);
  read_secret(directory / "sign.key", seed);
  crypto_sign_seed_keypair(ring.sign_public_.data(), ring.sign_secret_.data(), seed.data());
  return ring;
}

KeyRing KeyRing::ephemeral() {
  start_sodium();
  KeyRing ring;
  randombytes_buf(ring.seal_key_.data(), ring.seal_key_.size());
  randombytes_buf(ring.hash_key_.data(), ring.hash_key_.size());
  crypto_sign_keypair(ring.sign_public_.data(), ring.sign_secret_.data());
  return ring;
}

std::string KeyRing::seal(std::string_view plain, std::string_view place) const {
  std::string sealed(1 + kNonceBytes + plain.size() + kTagBytes, '\0');
  sealed[0] = kKeyId;
  randombytes_buf(sealed.data() + 1, kNonceBytes);
  unsigned long long written = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + 1 + kNonceBytes, &written, raw(plain),
                                             plain.size(), raw(place), place.size(), nullptr, raw(sealed) + 1,
                                             seal_key_.data());
  return sealed;
}

std::optional<std::string> KeyRing::open(std::string_view sealed, std::string_view place) const {
  if (sealed.size() < 1 + kNonceBytes + kTagBytes || sealed[0] != kKeyId) return std::nullopt;
  std::string plain(sealed.size() - 1 - kNonceBytes - kTagBytes, '\0');
  unsigned long long written = 0;
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      raw(plain), &written, nullptr, raw(sealed) + 1 + kNonceBytes, sealed.size() - 1 - kNonceBytes,
      raw(place), place.size(), raw(sealed) + 1, seal_key_.data());
  if (failed != 0) return std::nullopt;
  return plain;
}

Digest KeyRing::hash(std::string_view purpose, std::string_view text) const {
  std::string message(purpose);
  message += '\0';
  message += text;
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(), raw(message), message.size(), hash_key_.data(),
                     hash_key_.size());
  return digest;
}

std::string KeyRing::sign(std::string_view message) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(raw(signature), nullptr, raw(message), message.size(), sign_secret_.data());
  return signature;
}

bool KeyRing::verify(std::string_view message, std::string_view signature) const {
  return verify_signature(message, signature, public_key());
}

std::string KeyRing::public_key() const {
  return {reinterpret_cast<const char*>(sign_public_.data()), sign_public_.size()};
}

bool verify_signature(std::string_view message, std::string_view signature, std::string_view public_key) {
  return signature.size() == crypto_sign_BYTES && public_key.size() == crypto_sign_PUBLICKEYBYTES &&
         crypto_sign_verify_detached(raw(signature), raw(message), message.size(), raw(public_key)) == 0;
}

}  // namespace temujanji::base
