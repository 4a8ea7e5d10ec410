#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "load_options.h"

namespace temujanji::bench {

/// The n-th invented MyKad number, twelve digits. Real in form (born 1960–1999 on day 1–28, place 01–16),
/// different for each n below 2 thousand million.
std::string invented_mykad(std::int64_t n);

/// Makes requests. What does not differ between requests is made once, so a request costs a copy and some
/// digits.
class Requests {
 public:
  /// Throws std::runtime_error if the targets cannot be read.
  explicit Requests(const Options& options);
  /// Writes the n-th request of the run into `out`, replacing what it holds.
  void write(std::int64_t n, std::string& out) const;

 private:
  struct Template {
    std::string text;
    std::size_t key_at = 0;       // twelve digits of the Idempotency-Key
    std::size_t identity_at = 0;  // twelve digits of the document number
    std::size_t mail_at = 0;      // twelve digits of the address
  };
  Template booking(std::string_view line) const;

  const Options& options_;
  std::vector<Template> templates_;
  std::size_t stride_ = 1;
};

}  // namespace temujanji::bench
