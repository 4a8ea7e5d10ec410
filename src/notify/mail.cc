#include "notify/mail.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include "base/check.h"
#include "base/crypto.h"
#include "base/text.h"

namespace temujanji::notify {
namespace {

constexpr std::size_t kAddressBytesMax = 254;
constexpr std::size_t kBodyLineMax = 76;
/// RFC 2047: an encoded word has at most 75 characters, of which `=?UTF-8?B?` and `?=` take 12.
constexpr std::size_t kEncodedWordBytesMax = 45;
constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kHex[] = "0123456789ABCDEF";

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

/// Deliberately narrower than RFC 5321: no quoted local parts, no address literals, no comments.
bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (text.size() > kAddressBytesMax || at == text.npos || at == 0 || at + 1 == text.size()) return false;
  if (text.find('@', at + 1) != text.npos || text.front() == '-') return false;
  return std::ranges::all_of(text, [](char c) {
    return is_ascii(c) && c > ' ' && c != 0x7F &&
           std::string_view("<>()[]\\,;:\"").find(c) == std::string_view::npos;
  });
}

bool is_header_text(std::string_view text) {
  return std::ranges::none_of(text, is_control) && base::is_clean_utf8(text);
}

bool is_message_id(std::string_view text) {
  return text.size() > 2 && text.size() < 250 && text.front() == '<' && text.back() == '>' &&
         is_address(text.substr(1, text.size() - 2));
}

void append_base64(std::string& out, std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = (group << 8) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    out += kBase64[group >> 18];
    out += kBase64[(group >> 12) & 63];
    out += i + 1 < bytes.size() ? kBase64[(group >> 6) & 63] : '=';
    out += i + 2 < bytes.size() ? kBase64[group & 63] : '=';
  }
}

std::string base64_lines(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 57) {
    append_base64(out, bytes.substr(i, 57));
    out += "\r\n";
  }
  return out;
}

/// How many bytes of `text` fit `bytes_max` without cutting a character.
std::size_t whole_characters(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text.size();
  std::size_t size = bytes_max;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return size == 0 ? bytes_max : size;
}

/// A header's text: as it is where that is safe, otherwise as encoded words of RFC 2047.
std::string header_text(std::string_view text) {
  const bool plain = std::ranges::all_of(text, is_ascii) && text.size() <= 60 &&
                     text.find("=?") == text.npos && base::trim(text) == text;
  if (plain) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const std::size_t size = whole_characters(text, kEncodedWordBytesMax);
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?";
    append_base64(out, text.substr(0, size));
    out += "?=";
    text.remove_prefix(size);
  }
  return out;
}

/// A display name before an address.
std::string name_text(std::string_view name) {
  std::string text = header_text(name);
  if (text.starts_with("=?")) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

/// RFC 2045 section 6.7. Bare CR never appears; line ends become CRLF.
std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r') continue;
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    const bool at_end = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool blank = c == ' ' || c == '\t';
    // A dot or "From " at the start of a line is changed by some servers on the way.
    const bool fragile = column == 0 && (c == '.' || c == 'F');
    const bool plain = blank ? !at_end : c > ' ' && c < 0x7F && c != '=' && !fragile;
    const std::size_t size = plain ? 1 : 3;
    if (column + size > kBodyLineMax - 1) {
      out += "=\r\n";
      column = 0;
    }
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '=';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
    column += size;
  }
  return out + "\r\n";
}

/// "Mon, 23 Nov 2026 01:15:00 +0000"; the names are those of RFC 5322, not of a language.
std::string date_text(base::Instant at) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  std::array<char, 64> text{};
  const int size =
      std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                    kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                    kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                    static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                    static_cast<int>(time.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

void append_text_part(std::string& out, std::string_view boundary, std::string_view subtype,
                      std::string_view text) {
  out += "--" + std::string(boundary) + "\r\n";
  append_header(out, "Content-Type", "text/" + std::string(subtype) + "; charset=utf-8");
  append_header(out, "Content-Transfer-Encoding", "quoted-printable");
  out += "\r\n" + quoted_printable(text);
}

void append_attachment(std::string& out, std::string_view boundary, const Attachment& attachment) {
  out += "--" + std::string(boundary) + "\r\n";
  append_header(out, "Content-Type", attachment.type + "; name=\"" + attachment.name + "\"");
  append_header(out, "Content-Transfer-Encoding", "base64");
  append_header(out, "Content-Disposition", "attachment; filename=\"" + attachment.name + "\"");
  out += "\r\n" + base64_lines(attachment.bytes);
}

std::optional<MailProblem> find_problem(const Mail& mail) {
  if (!is_address(mail.from) || !is_address(mail.to)) return MailProblem::bad_address;
  if (!is_message_id(mail.message_id) || !is_header_text(mail.subject) || !is_header_text(mail.from_name) ||
      !is_header_text(mail.language))
    return MailProblem::bad_header;
  for (const Attachment& attachment : mail.attachments) {
    const bool name_good = std::ranges::all_of(
        attachment.name, [](char c) { return is_ascii(c) && !is_control(c) && c != '"' && c != '\\'; });
    if (!name_good || !is_header_text(attachment.type)) return MailProblem::bad_header;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_text(MailProblem problem) {
  switch (problem) {
    case MailProblem::bad_address:
      return "bad_address";
    case MailProblem::bad_header:
      return "bad_header";
  }
  CHECK(false);
}

base::Result<std::string, MailProblem> to_mime(const Mail& mail) {
  if (const auto problem = find_problem(mail)) return *problem;
  // "=_" stands neither in base 64 nor in quoted-printable text, so no part can hold the boundary.
  const std::string unique = base::to_hex(base::bytes_of(base::fingerprint(mail.message_id)));
  const std::string outer = "=_" + unique + "_mixed";
  const std::string inner = "=_" + unique + "_text";

  std::string out;
  append_header(out, "Date", date_text(mail.date_at));
  append_header(out, "From", name_text(mail.from_name) + " <" + mail.from + ">");
  append_header(out, "To", "<" + mail.to + ">");
  append_header(out, "Subject", header_text(mail.subject));
  append_header(out, "Message-ID", mail.message_id);
  append_header(out, "Content-Language", mail.language);
  append_header(out, "Auto-Submitted", "auto-generated");
  append_header(out, "MIME-Version", "1.0");
  append_header(out, "Content-Type", "multipart/mixed; boundary=\"" + outer + "\"");
  out += "\r\n--" + outer + "\r\n";
  append_header(out, "Content-Type", "multipart/alternative; boundary=\"" + inner + "\"");
  out += "\r\n";
  append_text_part(out, inner, "plain", mail.text);
  if (!mail.html.empty()) append_text_part(out, inner, "html", mail.html);
  out += "--" + inner + "--\r\n";
  for (const Attachment& attachment : mail.attachments) append_attachment(out, outer, attachment);
  out += "--" + outer + "--\r\n";
  return out;
}

std::string make_message_id(std::int64_t event_id, std::string_view installation, std::string_view host) {
  return "<" + std::to_string(event_id) + "." + std::string(installation) + "@" + std::string(host) + ">";
}

std::string_view host_of(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == address.npos || at + 1 == address.size()) return "localhost";
  return address.substr(at + 1);
}

}  // namespace temujanji::notify
