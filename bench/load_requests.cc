#include "load_requests.h"

#include <fstream>
#include <numeric>
#include <sstream>
#include <stdexcept>

namespace temujanji::bench {
namespace {

constexpr std::string_view kDigits = "000000000000";

/// Decimal digits of `value`, zeros in front, ending before `end`.
void put_digits(char* end, int count, std::int64_t value) {
  for (int digit = 0; digit < count; ++digit, value /= 10) *--end = static_cast<char>('0' + value % 10);
}

void put_mykad(char* at, std::int64_t n) {
  const std::int64_t serial = n % 10000;
  n /= 10000;
  const std::int64_t place = n % 16 + 1;
  n /= 16;
  const std::int64_t day = n % 28 + 1;
  n /= 28;
  const std::int64_t month = n % 12 + 1;
  n /= 12;
  put_digits(at + 2, 2, 60 + n % 40);
  put_digits(at + 4, 2, month);
  put_digits(at + 6, 2, day);
  put_digits(at + 8, 2, place);
  put_digits(at + 12, 4, serial);
}

/// A step through `count` targets that visits all of them and leaves no neighbours in one batch.
std::size_t scattered_stride(std::size_t count) {
  std::size_t stride = count * 618 / 1000 | 1U;
  while (std::gcd(stride, count) != 1) stride += 2;
  return stride;
}

}  // namespace

std::string invented_mykad(std::int64_t n) {
  std::string number(kDigits);
  put_mykad(number.data(), n);
  return number;
}

Requests::Requests(const Options& options) : options_(options) {
  if (options.mode == Options::Mode::get) {
    for (const std::string& path : options.paths) {
      std::string text = "GET ";
      text.append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
      if (options.gzip) text += "Accept-Encoding: gzip\r\n";
      templates_.push_back({text.append("\r\n")});
    }
    return;
  }
  std::ifstream file(options.targets_file);
  for (std::string line; std::getline(file, line);) templates_.push_back(booking(line));
  if (templates_.empty()) throw std::runtime_error("no slots in " + options.targets_file);
  stride_ = scattered_stride(templates_.size());
}

Requests::Template Requests::booking(std::string_view line) const {
  std::istringstream words{std::string(line)};
  std::string office, service, starts_at;
  if (!(words >> office >> service >> starts_at))
    throw std::runtime_error("not a slot: " + std::string(line));
  const std::string body =
      R"({"office":")" + office + R"(","service":")" + service + R"(","starts_at":")" + starts_at +
      R"(","language":"ms","applicant":{"name":"Aminah binti Contoh","document":{"type":"mykad","number":")" +
      std::string(kDigits) + R"(","country":"MY"},"email":"p)" + std::string(kDigits) +
      R"(@example.test","phone":"0123456789","address":{"line":"12 Jalan Contoh","postcode":"62000",)"
      R"("city":"Putrajaya","state":"16"}}})";
  Template made;
  made.text =
      "POST /api/v1/appointments HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Idempotency-Key: load-" +
      std::string(kDigits) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  made.key_at = made.text.find("load-") + 5;
  made.identity_at = made.text.find("\"number\":\"") + 10;
  made.mail_at = made.text.find("\"email\":\"p") + 10;
  return made;
}

void Requests::write(std::int64_t n, std::string& out) const {
  const auto turn = static_cast<std::size_t>(n) * stride_ % templates_.size();
  const Template& chosen = templates_[turn];
  out.assign(chosen.text);
  if (options_.mode == Options::Mode::get) return;
  const std::int64_t identity = options_.first_identity + n;
  put_digits(out.data() + chosen.key_at + 12, 12, identity);
  put_mykad(out.data() + chosen.identity_at, identity);
  put_digits(out.data() + chosen.mail_at + 12, 12, identity);
}

}  // namespace temujanji::bench
