#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace temujanji::tables {

/// The attributes of an element.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  /// By its name without a prefix; empty where it is missing.
  std::string_view value(std::string_view name) const;

 private:
  const char** pairs_;
};

/// What is called while XML is read. Names come without their prefix.
struct XmlHandlers {
  std::function<void(std::string_view name, const XmlAttributes& attributes)> begin;
  std::function<void(std::string_view name)> end;
  std::function<void(std::string_view text)> text;
};

/// Reads XML piece by piece. A document type, and with it every entity of its own, is refused.
class XmlReader {
 public:
  explicit XmlReader(XmlHandlers handlers);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  /// False: it is not XML that can be read; nothing more is called then.
  bool take(std::string_view piece);
  bool finish();

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace temujanji::tables
