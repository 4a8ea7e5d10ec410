#include "domain/applicant.h"

#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "base/text.h"
#include "domain/masking.h"

using namespace temujanji;

/// Line by line the fields of a form, the kind of applicant in front. Whoever is accepted packs and unpacks,
/// and is well-formed UTF-8; whoever is not gets at most one problem for a field.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto* data = reinterpret_cast<const char*>(bytes);
  if (size == 0) return 0;
  const auto kind =
      domain::kApplicantKinds[static_cast<unsigned char>(data[0]) % domain::kApplicantKinds.size()];
  domain::ApplicantInput input;
  std::string* const fields[] = {&input.name,
                                 &input.document.type,
                                 &input.document.number,
                                 &input.document.country,
                                 &input.nationality,
                                 &input.email,
                                 &input.phone,
                                 &input.address.line,
                                 &input.address.postcode,
                                 &input.address.city,
                                 &input.address.state,
                                 &input.address.country,
                                 &input.sponsor_name,
                                 &input.sponsor_document.number,
                                 &input.organisation_name,
                                 &input.organisation_registration_number,
                                 &input.seats};
  std::size_t at = 0;
  for (const std::string_view line : base::split({data + 1, size - 1}, '\n')) {
    if (at < std::size(fields)) *fields[at++] = line;
  }
  const auto checked = domain::check_applicant(kind, input, 20, std::chrono::year(2026) / 11 / 23);
  if (!checked) {
    for (std::size_t i = 0; i < checked.refusal().size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) CHECK(checked.refusal()[i].field != checked.refusal()[j].field);
    }
    return 0;
  }
  CHECK(domain::unpack_applicant(domain::pack_applicant(*checked)) == *checked);
  for (const std::string& text : {checked->name, checked->address.line, domain::mask_name(checked->name)})
    CHECK(base::is_clean_utf8(text));
  return 0;
}
