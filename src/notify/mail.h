#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace temujanji::notify {

struct Attachment {
  /// ASCII, for instance "slip-temujanji.pdf".
  std::string name;
  /// "application/pdf", or "text/calendar; charset=utf-8; method=PUBLISH".
  std::string type;
  std::string bytes;
};

/// A mail to one address.
struct Mail {
  /// With its angle brackets; see make_message_id.
  std::string message_id;
  base::Instant date_at;
  std::string from;
  std::string from_name;
  std::string to;
  std::string subject;
  /// "ms", "en", or "ms, en".
  std::string language;
  std::string text;
  /// Empty: there is only the text.
  std::string html;
  std::vector<Attachment> attachments;
};

/// Why a mail cannot be written down.
enum class MailProblem {
  bad_address,  // empty, not ASCII, or with blanks, brackets or control characters
  bad_header,   // a control character (such as a line end) in subject, sender's name, id or attachment name
};

std::string_view to_text(MailProblem problem);

/// The mail as bytes (RFC 5322, MIME) with CRLF line ends and no line above 998 bytes: text and HTML as
/// alternatives, then the attachments. Equal mails give equal bytes. Thread-safe.
base::Result<std::string, MailProblem> to_mime(const Mail& mail);

/// `<event.installation@host>`: the same however often the mail about one event is sent.
std::string make_message_id(std::int64_t event_id, std::string_view installation, std::string_view host);

/// What stands behind the @ of `address`, or "localhost".
std::string_view host_of(std::string_view address);

}  // namespace temujanji::notify
