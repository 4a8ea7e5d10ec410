#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace temujanji::web {

/// Reads a request's body, of known length or in chunks, a state machine over single bytes, so that it reads
/// the same however they arrive. Stricter than RFC 9112: extensions of chunks are plain characters and
/// ignored, and no fields may follow the last chunk, for programs disagree most about those two.
class BodyReader {
 public:
  /// A body of `length` bytes; refused with 413 if that is more than `bytes_max`.
  void begin_length(std::uint64_t length, std::size_t bytes_max);
  /// A body in chunks of at most `bytes_max` bytes together, else 413.
  void begin_chunks(std::size_t bytes_max);

  /// Appends what `bytes` hold of the body to `body`. Returns how many bytes were used: all, until the body
  /// is complete or refused.
  std::size_t read(std::string_view bytes, std::string& body);

  bool complete() const { return step_ == Step::complete; }
  /// Status of the refusal (400 or 413), or 0.
  int refusal() const { return refusal_; }

 private:
  enum class Step {
    known_length,
    size,
    extension,
    size_lf,
    data,
    data_cr,
    data_lf,
    last_cr,
    last_lf,
    complete,
  };

  std::size_t copy(std::string_view bytes, std::string& body);
  void frame(char c);
  void add_digit(char c);
  void end_size();
  void expect(char c, char expected, Step next);

  Step step_ = Step::complete;
  int refusal_ = 0;
  /// Bytes the body may still have, bytes of this chunk or body still to come, digits of this chunk's size.
  std::uint64_t room_ = 0;
  std::uint64_t to_come_ = 0;
  int digits_ = 0;
  /// Bytes that frame the chunks, so far and at most.
  std::size_t framing_ = 0;
  std::size_t framing_max_ = 0;
};

}  // namespace temujanji::web
