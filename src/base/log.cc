#include "base/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/fault.h"
#include "base/text.h"

namespace temujanji::base {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("log", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc));
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *instance;
}

void append_value(std::string& line, const LogField& field) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    append_json_string(line, *text);
  } else if (const auto* whole = std::get_if<std::int64_t>(&field.value)) {
    line += std::to_string(*whole);
  } else if (const auto* number = std::get_if<double>(&field.value)) {
    line += fmt::format("{:.3f}", *number);
  } else {
    line += std::get<bool>(field.value) ? "true" : "false";
  }
}

void write(spdlog::level::level_enum level, std::string_view event, LogFields fields) {
  if (!logger().should_log(level)) return;
  std::string line = "\"event\":";
  append_json_string(line, event);
  for (const LogField& field : fields) {
    line += ',';
    append_json_string(line, field.name);
    line += ':';
    append_value(line, field);
  }
  logger().log(level, fmt::string_view("{}"), line);
}

}  // namespace

void log_info(std::string_view event, LogFields fields) {
  write(spdlog::level::info, event, fields);
}
void log_warning(std::string_view event, LogFields fields) {
  write(spdlog::level::warn, event, fields);
}
void log_error(std::string_view event, LogFields fields) {
  write(spdlog::level::err, event, fields);
}

void set_log_level(std::string_view level) {
  // spdlog takes every unknown word for "off".
  if (level != "info" && level != "warning" && level != "error" && level != "off")
    throw UsageFault("server.log_level must be info, warning, error or off, not `" + std::string(level) +
                     "`");
  logger().set_level(spdlog::level::from_str(std::string(level)));
}

}  // namespace temujanji::base
