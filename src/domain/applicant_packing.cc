// A version byte, a byte of flags, a byte per document type, the number of persons in two bytes, and every
// text with its length in two bytes (little end first) in the order of the struct. Flags: 1 sponsor,
// 2 organisation. Each applicant has exactly one packing.
#include "base/check.h"
#include "domain/applicant.h"

namespace temujanji::domain {
namespace {

constexpr unsigned kVersion = 1;
constexpr unsigned kHasSponsor = 1;
constexpr unsigned kHasOrganisation = 2;
constexpr std::size_t kBytesUsual = 256;

class Packer {
 public:
  Packer() { out_.reserve(kBytesUsual); }
  void byte(unsigned value) { out_ += static_cast<char>(value); }
  void number(std::size_t value) {
    CHECK(value <= 0xFFFF);
    byte(value & 0xFF);
    byte(static_cast<unsigned>(value >> 8));
  }
  void text(std::string_view value) {
    number(value.size());
    out_ += value;
  }
  void document(const IdentityDocument& value) {
    byte(static_cast<unsigned>(value.type));
    text(value.number);
    text(value.country);
  }
  std::string take() && { return std::move(out_); }

 private:
  std::string out_;
};

/// After the first failure everything reads as empty, and `ok` says so at the end.
class Unpacker {
 public:
  explicit Unpacker(std::string_view rest) : rest_(rest) {}
  unsigned byte() {
    if (!ok_ || rest_.empty()) return fail();
    const auto value = static_cast<unsigned char>(rest_[0]);
    rest_.remove_prefix(1);
    return value;
  }
  unsigned number() {
    const unsigned low = byte();
    return low | (byte() << 8);
  }
  std::string text() {
    const unsigned length = number();
    if (!ok_ || length > rest_.size()) {
      fail();
      return {};
    }
    std::string value(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return value;
  }
  IdentityDocument document() {
    const unsigned type = byte();
    if (type > static_cast<unsigned>(DocumentType::passport)) fail();
    IdentityDocument value{static_cast<DocumentType>(type & 1U), {}, {}};
    value.number = text();
    value.country = text();
    return value;
  }
  unsigned fail() {
    ok_ = false;
    return 0;
  }
  bool ok_and_at_end() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::string pack_applicant(const Applicant& applicant) {
  Packer out;
  out.byte(kVersion);
  out.byte((applicant.sponsor ? kHasSponsor : 0U) | (applicant.organisation ? kHasOrganisation : 0U));
  out.number(static_cast<std::size_t>(applicant.persons));
  out.text(applicant.name);
  out.document(applicant.document);
  out.text(applicant.nationality);
  out.text(applicant.email);
  out.text(applicant.phone);
  out.text(applicant.address.line);
  out.text(applicant.address.postcode);
  out.text(applicant.address.city);
  out.text(applicant.address.state);
  out.text(applicant.address.country);
  if (applicant.sponsor) {
    out.text(applicant.sponsor->name);
    out.document(applicant.sponsor->document);
  }
  if (applicant.organisation) {
    out.text(applicant.organisation->name);
    out.text(applicant.organisation->registration_number);
  }
  return std::move(out).take();
}

std::optional<Applicant> unpack_applicant(std::string_view packed) {
  Unpacker in(packed);
  if (in.byte() != kVersion) return std::nullopt;
  const unsigned flags = in.byte();
  if (flags > (kHasSponsor | kHasOrganisation)) return std::nullopt;
  Applicant out;
  out.persons = static_cast<int>(in.number());
  out.name = in.text();
  out.document = in.document();
  out.nationality = in.text();
  out.email = in.text();
  out.phone = in.text();
  out.address.line = in.text();
  out.address.postcode = in.text();
  out.address.city = in.text();
  out.address.state = in.text();
  out.address.country = in.text();
  if ((flags & kHasSponsor) != 0) {
    Sponsor& sponsor = out.sponsor.emplace();
    sponsor.name = in.text();
    sponsor.document = in.document();
  }
  if ((flags & kHasOrganisation) != 0) {
    Organisation& organisation = out.organisation.emplace();
    organisation.name = in.text();
    organisation.registration_number = in.text();
  }
  if (!in.ok_and_at_end()) return std::nullopt;
  return out;
}

}  // namespace temujanji::domain
