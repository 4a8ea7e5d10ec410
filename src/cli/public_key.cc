#include "cli/public_key.h"

#include <fstream>
#include <iterator>

#include "base/fault.h"
#include "base/text.h"

namespace temujanji::cli {
namespace {

constexpr std::size_t kKeyBytes = 32;

}  // namespace

std::string read_public_key(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw base::UsageFault("cannot read the key file " + path.string());
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (bytes.size() == kKeyBytes) return bytes;
  const auto decoded = base::from_base64url(base::trim(bytes));
  if (decoded && decoded->size() == kKeyBytes) return *decoded;
  throw base::UsageFault(path.string() + " must hold a public key: 32 bytes, or the same as base64url");
}

std::string public_key_of(const std::string& option) {
  auto decoded = base::from_base64url(option);
  if (decoded && decoded->size() == kKeyBytes) return std::move(*decoded);
  return read_public_key(option);
}

}  // namespace temujanji::cli
