#pragma once
#include <string>
#include <string_view>

namespace temujanji::domain {

/// "SITI AMINAH BINTI ALI" -> "S*** A***** B**** A**": of each word the first character (code point) and a
/// star for each other. What is shown to whoever has a reference and a document number.
std::string mask_name(std::string_view name);

/// "A12345678" -> "*****5678": all but the last four; all where there are no more than four.
std::string mask_document(std::string_view number);

/// "aminah@example.com" -> "a***@example.com"; the number of stars tells nothing.
std::string mask_email(std::string_view email);

}  // namespace temujanji::domain
