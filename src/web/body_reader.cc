#include "web/body_reader.h"

#include <algorithm>

namespace temujanji::web {
namespace {

constexpr int kDigitsMax = 8;
/// Chunks of a single byte take five times their size in framing.
constexpr std::size_t kFramingFactor = 8;
constexpr std::size_t kFramingLeast = 1024;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_plain(char c) {
  return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

}  // namespace

void BodyReader::begin_length(std::uint64_t length, std::size_t bytes_max) {
  *this = BodyReader();
  if (length > bytes_max) refusal_ = 413;
  to_come_ = length;
  step_ = length == 0 ? Step::complete : Step::known_length;
}

void BodyReader::begin_chunks(std::size_t bytes_max) {
  *this = BodyReader();
  step_ = Step::size;
  room_ = bytes_max;
  framing_max_ = kFramingFactor * bytes_max + kFramingLeast;
}

std::size_t BodyReader::read(std::string_view bytes, std::string& body) {
  std::size_t used = 0;
  while (used < bytes.size() && refusal_ == 0 && step_ != Step::complete) {
    if (step_ == Step::known_length || step_ == Step::data) {
      used += copy(bytes.substr(used), body);
    } else {
      frame(bytes[used++]);
      if (++framing_ > framing_max_ && refusal_ == 0) refusal_ = 400;
    }
  }
  return used;
}

std::size_t BodyReader::copy(std::string_view bytes, std::string& body) {
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), to_come_));
  body.append(bytes.substr(0, size));
  to_come_ -= size;
  if (to_come_ == 0) step_ = step_ == Step::data ? Step::data_cr : Step::complete;
  return size;
}

void BodyReader::frame(char c) {
  switch (step_) {
    case Step::size:
      return add_digit(c);
    case Step::extension:
      if (c == '\r') {
        step_ = Step::size_lf;
      } else if (!is_plain(c)) {
        refusal_ = 400;
      }
      return;
    case Step::size_lf:
      if (c != '\n') refusal_ = 400;
      return end_size();
    case Step::data_cr:
      return expect(c, '\r', Step::data_lf);
    case Step::data_lf:
      digits_ = 0;
      return expect(c, '\n', Step::size);
    case Step::last_cr:
      return expect(c, '\r', Step::last_lf);
    case Step::last_lf:
      return expect(c, '\n', Step::complete);
    case Step::known_length:
    case Step::data:
    case Step::complete:
      return;
  }
}

void BodyReader::add_digit(char c) {
  const int digit = hex_value(c);
  if (digit >= 0 && digits_ < kDigitsMax) {
    to_come_ = to_come_ * 16 + static_cast<std::uint64_t>(digit);
    ++digits_;
  } else if (digits_ > 0 && c == '\r') {
    step_ = Step::size_lf;
  } else if (digits_ > 0 && c == ';') {
    step_ = Step::extension;
  } else {
    refusal_ = 400;
  }
}

void BodyReader::end_size() {
  if (refusal_ != 0) return;
  if (to_come_ > room_) {
    refusal_ = 413;
    return;
  }
  room_ -= to_come_;
  step_ = to_come_ == 0 ? Step::last_cr : Step::data;
}

void BodyReader::expect(char c, char expected, Step next) {
  if (c == expected) {
    step_ = next;
  } else {
    refusal_ = 400;
  }
}

}  // namespace temujanji::web
