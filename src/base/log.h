#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace temujanji::base {

/// One named value of a log line. Never a person's data.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;

  LogField(std::string_view field, std::string_view text) : name(field), value(text) {}
  LogField(std::string_view field, const char* text) : name(field), value(std::string_view(text)) {}
  LogField(std::string_view field, const std::string& text) : name(field), value(std::string_view(text)) {}
  LogField(std::string_view field, bool flag) : name(field), value(flag) {}
  LogField(std::string_view field, double number) : name(field), value(number) {}
  template <std::integral Number>
  requires(!std::same_as<Number, bool>) LogField(std::string_view field, Number number)
      : name(field), value(static_cast<std::int64_t>(number)) {}
};

using LogFields = std::initializer_list<LogField>;

/// JSON lines on standard error: {"at":…,"level":…,"event":…,…}. `event` is snake_case words. Thread-safe.
void log_info(std::string_view event, LogFields fields = {});
void log_warning(std::string_view event, LogFields fields = {});
void log_error(std::string_view event, LogFields fields = {});

/// What is written from now on: "info", "warning", "error" or "off". Throws UsageFault for others.
void set_log_level(std::string_view level);

}  // namespace temujanji::base
