#include "base/settings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>

#include "base/check.h"
#include "base/fault.h"
#include "base/text.h"

namespace temujanji::base {
namespace {

using Kind = SettingRule::Kind;

constexpr std::array kRules{
    SettingRule{"site.name", Kind::text, "Temujanji", "Name shown in the header, on the slip and in mails"},
    SettingRule{"site.masthead", Kind::text, "",
                "Line above the header, for instance: Laman rasmi Kerajaan Malaysia; empty shows none"},
    SettingRule{"site.url", Kind::text, "",
                "Address people reach the site at, for links in mails, without a slash at the end; empty: "
                "http:// and the listening address"},
    SettingRule{"site.contact_email", Kind::text, "", "Address shown on the contact page; empty shows none"},
    SettingRule{"site.contact_phone", Kind::text, "",
                "Telephone shown on the contact page; empty shows none"},
    SettingRule{"site.secure_cookies", Kind::text, "auto",
                "auto: cookies are Secure when site.url is https; yes; no"},
    SettingRule{
        "server.listen", Kind::text, "127.0.0.1:8080",
        "Address and port to listen on, for instance 0.0.0.0:80 or [::]:8080; port 0 takes a free one"},
    SettingRule{"server.threads", Kind::whole, "0", "Threads that serve connections; 0: one per processor", 0,
                256},
    SettingRule{"server.connections_max", Kind::whole, "20000",
                "Open connections; further ones are closed at once", 16, 1000000},
    SettingRule{"server.streams_max", Kind::whole, "2000",
                "Open streams of events (queues at the counters); further ones are answered 503", 0, 1000000},
    SettingRule{"server.heartbeat_seconds", Kind::whole, "15",
                "A stream of events says so often that it is still there", 1, 600},
    SettingRule{"server.idle_seconds", Kind::whole, "30",
                "A connection without request is closed after so many seconds", 1, 3600},
    SettingRule{"server.header_seconds", Kind::whole, "10",
                "A request's header must be complete after so many seconds", 1, 600},
    SettingRule{"server.stop_seconds", Kind::whole, "20",
                "When asked to stop, requests under way get so many seconds", 1, 600},
    SettingRule{"server.trusted_proxies", Kind::networks, "",
                "Networks whose X-Forwarded-For and X-Forwarded-Proto are believed, separated by commas"},
    SettingRule{"server.operator_networks", Kind::networks, "127.0.0.0/8, ::1",
                "Networks that may read /metrics, separated by commas; others are told it does not exist"},
    SettingRule{"server.log_level", Kind::text, "info", "info, warning, error or off"},
    SettingRule{"engine.batch_max", Kind::whole, "256", "Commands in one transaction", 1, 4096},
    SettingRule{"engine.queue_max", Kind::whole, "8192",
                "Commands that may wait; further ones are answered 503", 1, 1000000},
    SettingRule{"engine.readers", Kind::whole, "2", "Threads that read from the database", 1, 64},
    SettingRule{"engine.sync_delay_micros", Kind::whole, "0",
                "Microseconds added to each commit, to measure as if on a slower disk", 0, 1000000},
    SettingRule{"hold.minutes", Kind::whole, "15", "How long a seat is held, and how much an extension adds",
                1, 60},
    SettingRule{"hold.minutes_max", Kind::whole, "60", "How long a seat can be held with all extensions", 1,
                240},
    SettingRule{"hold.draft_hours", Kind::whole, "2",
                "What was typed is kept so long after its hold ended, then erased", 1, 48},
    SettingRule{"publish.days", Kind::whole, "92", "Slots are published so many days ahead", 1, 400},
    SettingRule{"staff.idle_minutes", Kind::whole, "15",
                "Staff are signed out after so long without a request", 1, 1440},
    SettingRule{"staff.session_hours", Kind::whole, "8", "Staff are signed out after so long in any case", 1,
                24},
    SettingRule{"limits.lookups_per_reference", Kind::whole, "5",
                "Look-ups of one reference in an hour with a wrong document number", 1, 1000000},
    SettingRule{"limits.lookups_per_address", Kind::whole, "20",
                "Failed look-ups from one address prefix (/24, /48) in an hour", 1, 1000000},
    SettingRule{"limits.bookings_per_address", Kind::whole, "120",
                "Bookings and holds from one address prefix in an hour", 1, 10000000},
    SettingRule{"limits.appeals_per_address", Kind::whole, "10",
                "Appeals against blocks from one address prefix in an hour", 1, 1000000},
    SettingRule{"limits.pages_per_address", Kind::whole, "6000",
                "Requests from one address prefix in a minute", 1, 100000000},
    SettingRule{
        "limits.sign_ins_per_place", Kind::whole, "5",
        "Failed sign-ins to one staff account from one address prefix, or one known browser, in an hour", 1,
        1000000},
    SettingRule{
        "limits.sign_ins_per_address", Kind::whole, "30",
        "Failed sign-ins to staff accounts from one address prefix in an hour; known browsers do not count",
        1, 1000000},
    SettingRule{
        "limits.sign_ins_per_account", Kind::whole, "100",
        "Failed sign-ins with telephone codes to one staff account from browsers it never signed in with, in "
        "an hour",
        1, 1000000},
    SettingRule{"limits.exempt_networks", Kind::networks, "",
                "Networks the limits by address do not apply to, separated by commas"},
    SettingRule{
        "mail.server", Kind::text, "",
        "smtp://host:port or smtps://host:port; empty: mails are written as .eml files into the data folder"},
    SettingRule{"mail.user", Kind::text, "", "User name at the mail server; empty: no authentication"},
    SettingRule{"mail.password_file", Kind::text, "",
                "File whose first line is the password at the mail server"},
    SettingRule{"mail.from", Kind::text, "temujanji@localhost", "Sender's address"},
    SettingRule{"mail.tls", Kind::text, "required",
                "required: STARTTLS or smtps; optional: if the server offers it; never"},
    SettingRule{"mail.authorities_file", Kind::text, "",
                "PEM file of the certificate authorities to trust at the mail server; empty: the system's"},
    SettingRule{"mail.seconds_max", Kind::whole, "60",
                "A delivery that takes longer is given up and tried again later", 1, 600},
    SettingRule{"mail.attempts_max", Kind::whole, "12", "A mail is given up after so many attempts", 1, 100},
};

const SettingRule* find_rule(std::string_view key) {
  const auto found = std::ranges::find(kRules, key, &SettingRule::key);
  return found == kRules.end() ? nullptr : &*found;
}

bool is_yes(std::string_view value) {
  return value == "yes" || value == "true" || value == "1";
}
bool is_no(std::string_view value) {
  return value == "no" || value == "false" || value == "0";
}

}  // namespace

std::span<const SettingRule> setting_rules() {
  return kRules;
}

Settings::Settings() {
  for (const SettingRule& rule : kRules) values_.emplace(rule.key, rule.standard);
}

void Settings::set(std::string_view key, std::string_view value, std::string_view where) {
  const std::string place = std::string(where) + ": ";
  const SettingRule* rule = find_rule(key);
  if (rule == nullptr)
    throw UsageFault(place + "there is no setting `" + std::string(key) +
                     "`; `temujanji settings` lists them");
  if (rule->kind == Kind::whole) {
    const auto number = parse_number<std::int64_t>(value);
    if (!number || *number < rule->least || *number > rule->most) {
      throw UsageFault(place + std::string(key) + " must be a whole number from " +
                       std::to_string(rule->least) + " to " + std::to_string(rule->most) + ", not `" +
                       std::string(value) + "`");
    }
  }
  if (rule->kind == Kind::flag && !is_yes(value) && !is_no(value)) {
    throw UsageFault(place + std::string(key) + " must be yes or no, not `" + std::string(value) + "`");
  }
  values_.insert_or_assign(std::string(key), std::string(value));
}

void Settings::read_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  // A folder opens like a file and then has no lines.
  if (!file || std::filesystem::is_directory(path))
    throw UsageFault("cannot read the configuration file " + path.string());
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::string_view content = trim(std::string_view(line).substr(0, line.find('#')));
    if (content.empty()) continue;
    const std::string where = path.string() + ":" + std::to_string(number);
    const std::size_t equals = content.find('=');
    if (equals == content.npos) throw UsageFault(where + ": a line must be `key = value`");
    set(trim(content.substr(0, equals)), trim(content.substr(equals + 1)), where);
  }
}

void Settings::read_environment(char** environment) {
  constexpr std::string_view kPrefix = "TEMUJANJI_";
  for (; *environment != nullptr; ++environment) {
    const std::string_view entry = *environment;
    if (!entry.starts_with(kPrefix)) continue;
    const std::size_t equals = entry.find('=');
    const std::string name(entry.substr(0, equals));
    std::string key = to_lower(entry.substr(kPrefix.size(), equals - kPrefix.size()));
    if (const std::size_t group = key.find('_'); group != key.npos) key[group] = '.';
    set(key, entry.substr(equals + 1), "environment variable " + name);
  }
}

const std::string& Settings::text(std::string_view key) const {
  const auto found = values_.find(key);
  CHECK(found != values_.end());
  return found->second;
}

std::int64_t Settings::whole(std::string_view key) const {
  const auto number = parse_number<std::int64_t>(text(key));
  CHECK(number.has_value());
  return *number;
}

bool Settings::flag(std::string_view key) const {
  return is_yes(text(key));
}

}  // namespace temujanji::base
