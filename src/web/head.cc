#include "web/head.h"

#include <boost/beast/http/status.hpp>
#include <charconv>

namespace temujanji::web {
namespace {

constexpr std::string_view kSecurity =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";
constexpr std::string_view kPermissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
constexpr std::string_view kPermissionsWithCamera =
    "camera=(self), geolocation=(), microphone=(), payment=(), usb=()";
constexpr std::string_view kPermissionsHeader = "Permissions-Policy";
constexpr std::string_view kStrictTransport =
    "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n";

void append_number(std::string& out, std::size_t number) {
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number);
  out.append(digits, end.ptr);
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void append_status(std::string& out, int status) {
  const auto known = boost::beast::http::int_to_status(static_cast<unsigned>(status));
  const auto reason = boost::beast::http::obsolete_reason(known);
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(status));
  out += ' ';
  out.append(reason.data(), reason.size()).append("\r\n");
}

}  // namespace

bool is_without_body(int status) {
  return status == 204 || status == 304 || status < 200;
}

void append_head(std::string& out, const Response& response, const HeadFacts& facts) {
  append_status(out, response.status);
  append_line(out, "Date", facts.date);
  if (facts.is_stream) {
    append_line(out, "Content-Type", response.content_type);
  } else if (!is_without_body(response.status)) {
    if (facts.body_bytes > 0) append_line(out, "Content-Type", response.content_type);
    out += "Content-Length: ";
    append_number(out, facts.body_bytes);
    out += "\r\n";
  }
  if (!facts.connection.empty()) append_line(out, "Connection", facts.connection);
  if (response.header("Cache-Control").empty()) out += "Cache-Control: no-store\r\n";
  out += kSecurity;
  if (response.header(kPermissionsHeader).empty()) append_line(out, kPermissionsHeader, kPermissions);
  if (facts.secure) out += kStrictTransport;
  for (const auto& [name, value] : response.headers) append_line(out, name, value);
  out += "\r\n";
}

void allow_camera(Response& response) {
  response.set_header(std::string(kPermissionsHeader), std::string(kPermissionsWithCamera));
}

std::string plain_refusal(int status, std::string_view date) {
  Response response = Response::text({}, status);
  const auto known = boost::beast::http::int_to_status(static_cast<unsigned>(status));
  const auto reason = boost::beast::http::obsolete_reason(known);
  response.body.assign(reason.data(), reason.size());
  response.body += '\n';
  HeadFacts facts;
  facts.date = date;
  facts.body_bytes = response.body.size();
  facts.connection = "close";
  std::string out;
  append_head(out, response, facts);
  return out + response.body;
}

std::string http_date(std::time_t at) {
  constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  gmtime_r(&at, &utc);
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  std::string out(kDays[utc.tm_wday]);
  out += ", " + two(utc.tm_mday) + " ";
  out += kMonths[utc.tm_mon];
  out += " " + std::to_string(utc.tm_year + 1900) + " " + two(utc.tm_hour) + ":" + two(utc.tm_min) + ":" +
         two(utc.tm_sec) + " GMT";
  return out;
}

}  // namespace temujanji::web
