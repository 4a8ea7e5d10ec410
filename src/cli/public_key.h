#pragma once
#include <filesystem>
#include <string>

namespace temujanji::cli {

/// The 32 bytes of a public key in a file that holds them, or the same as base64url. Throws UsageFault.
std::string read_public_key(const std::filesystem::path& path);

/// The same of what an option says: the key itself as base64url, or else a file's name.
std::string public_key_of(const std::string& option);

}  // namespace temujanji::cli
