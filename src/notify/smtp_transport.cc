#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <fstream>
#include <mutex>

#include "base/check.h"
#include "base/fault.h"
#include "base/text.h"
#include "notify/transport.h"

namespace temujanji::notify {
namespace {

using Status = Delivery::Status;

/// How far the talk with the server has come. What goes wrong before `mail` concerns every mail.
enum class Stage { connect, ehlo, starttls, auth, mail, rcpt, data, body };

struct StageWord {
  std::string_view command;
  Stage stage;
  std::string_view name;
};
constexpr std::array kStages{
    StageWord{"", Stage::connect, "connect"}, StageWord{"EHLO", Stage::ehlo, "ehlo"},
    StageWord{"HELO", Stage::ehlo, "ehlo"},   StageWord{"STARTTLS", Stage::starttls, "starttls"},
    StageWord{"AUTH", Stage::auth, "auth"},   StageWord{"MAIL", Stage::mail, "mail"},
    StageWord{"RCPT", Stage::rcpt, "rcpt"},   StageWord{"DATA", Stage::data, "data"},
    StageWord{"\n", Stage::body, "body"},
};

std::string_view name_of(Stage stage) {
  return std::ranges::find(kStages, stage, &StageWord::stage)->name;
}

/// Once asked to end, a delivery whose text is on its way gets so long: ending it would mean sending it
/// twice.
constexpr std::chrono::seconds kLastWait{5};

/// What is remembered of a talk: the stage, and the server's last reply to it. No text, because servers
/// repeat addresses in what they say.
struct Talk {
  Stage stage = Stage::connect;
  int reply = 0;
  std::string enhanced;
  /// After QUIT: the reply to it says nothing about the mail.
  bool over = false;

  void sent(std::string_view line) {
    const std::string_view word = line.substr(0, line.find_first_of(" :\r\n"));
    over = over || word == "QUIT";
    const auto found = std::ranges::find(kStages, word, &StageWord::command);
    if (word.empty() || found == kStages.end()) return;
    *this = Talk{found->stage, 0, {}, false};
  }
  void received(std::string_view line) {
    const auto code = base::parse_number<int>(line.substr(0, 3));
    if (over || !code || *code < 200 || *code > 599) return;
    reply = *code;
    enhanced.clear();
    if (line.size() < 5) return;
    const std::string_view word = line.substr(4, line.find_first_of(" \r\n", 4) - 4);
    const bool is_code = word.size() >= 5 && word.size() <= 9 && std::ranges::count(word, '.') == 2 &&
                         word.find_first_not_of("0123456789.") == word.npos;
    if (is_code) enhanced = word;
  }
  void body_sent() {
    if (stage != Stage::body) *this = Talk{Stage::body, 0, {}, false};
  }
};

/// The bytes that are still to be read by libcurl.
std::size_t read_bytes(char* buffer, std::size_t size, std::size_t count, void* source) {
  auto& rest = *static_cast<std::string_view*>(source);
  const std::size_t taken = std::min(rest.size(), size * count);
  std::memcpy(buffer, rest.data(), taken);
  rest.remove_prefix(taken);
  return taken;
}

int follow_talk(CURL*, curl_infotype type, char* data, std::size_t size, void* context) {
  auto& talk = *static_cast<Talk*>(context);
  const std::string_view line(data, size);
  if (type == CURLINFO_HEADER_OUT) talk.sent(line);
  if (type == CURLINFO_HEADER_IN) talk.received(line);
  if (type == CURLINFO_DATA_OUT) talk.body_sent();
  return 0;
}

/// 5.7.x and 530 speak of policy and log-in, which the operator can mend; other 5xx of the recipient or the
/// text will not change.
bool is_final(const Talk& talk) {
  return talk.stage >= Stage::rcpt && talk.reply >= 500 && talk.reply != 530 &&
         !talk.enhanced.starts_with("5.7.");
}

std::string reason_of(const Talk& talk, CURLcode code) {
  std::string reason = "smtp " + std::string(name_of(talk.stage));
  if (talk.reply >= 400) {
    reason += " " + std::to_string(talk.reply);
    if (!talk.enhanced.empty()) reason += " " + talk.enhanced;
  } else {
    reason += ": " + std::string(curl_easy_strerror(code));
  }
  return reason;
}

Delivery judge(const Talk& talk, CURLcode code) {
  if (code == CURLE_OK) return {Status::delivered, ""};
  const std::string reason = reason_of(talk, code);
  if (talk.stage < Stage::mail) return {Status::unavailable, reason};
  return {is_final(talk) ? Status::refused : Status::try_again, reason};
}

long tls_level(SmtpTransport::Tls tls) {
  switch (tls) {
    case SmtpTransport::Tls::required:
      return CURLUSESSL_ALL;
    case SmtpTransport::Tls::optional:
      return CURLUSESSL_TRY;
    case SmtpTransport::Tls::never:
      return CURLUSESSL_NONE;
  }
  CHECK(false);
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

}  // namespace

/// One libcurl handle, which keeps the connection open between mails.
class SmtpTransport::Session {
 public:
  explicit Session(Options options) : options_(std::move(options)) {
    static std::once_flag started;
    std::call_once(started, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    curl_ = curl_easy_init();
    CHECK(curl_ != nullptr);
    set_up();
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { curl_easy_cleanup(curl_); }

  Delivery send(const Mail& mail, std::string_view bytes) {
    CURLcode code = talk_once(mail, bytes, 0);
    // The server closed the kept connection before it took anything: nothing was sent, so ask it anew.
    if (code != CURLE_OK && was_reused() && talk_.stage <= Stage::mail &&
        (talk_.reply < 400 || talk_.reply == 421)) {
      code = talk_once(mail, bytes, 1);
    }
    return judge(talk_, code);
  }

  void interrupt() { interrupted_ = true; }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    CHECK(curl_easy_setopt(curl_, option, value) == CURLE_OK);
  }

  void set_up() {
    if (curl_easy_setopt(curl_, CURLOPT_PROTOCOLS_STR, "smtp,smtps") != CURLE_OK ||
        curl_easy_setopt(curl_, CURLOPT_URL, options_.url.c_str()) != CURLE_OK)
      throw base::UsageFault("this libcurl cannot send mail");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.time_max.count()));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_time_max.count()));
    set(CURLOPT_USE_SSL, tls_level(options_.tls));
    // Encryption that is only taken if offered protects from nobody who could also take the offer away.
    const bool verify = options_.tls == Tls::required || options_.url.starts_with("smtps:");
    set(CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
    if (!options_.authorities_file.empty()) set(CURLOPT_CAINFO, options_.authorities_file.c_str());
    if (!options_.user.empty()) {
      set(CURLOPT_USERNAME, options_.user.c_str());
      set(CURLOPT_PASSWORD, options_.password.c_str());
    }
    set(CURLOPT_MAXAGE_CONN, 60L);
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_VERBOSE, 1L);
    set(CURLOPT_DEBUGFUNCTION, &follow_talk);
    set(CURLOPT_DEBUGDATA, &talk_);
    set(CURLOPT_READFUNCTION, &read_bytes);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &Session::may_go_on);
    set(CURLOPT_XFERINFODATA, this);
  }

  CURLcode talk_once(const Mail& mail, std::string_view bytes, long fresh) {
    talk_ = Talk{};
    std::string_view rest = bytes;
    const std::string sender = "<" + mail.from + ">";
    const std::string recipient = "<" + mail.to + ">";
    const std::unique_ptr<curl_slist, FreeList> recipients(curl_slist_append(nullptr, recipient.c_str()));
    set(CURLOPT_FRESH_CONNECT, fresh);
    set(CURLOPT_MAIL_FROM, sender.c_str());
    set(CURLOPT_MAIL_RCPT, recipients.get());
    set(CURLOPT_READDATA, &rest);
    set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
    const CURLcode code = curl_easy_perform(curl_);
    set(CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
    return code;
  }

  bool was_reused() const {
    long connects = 0;
    curl_easy_getinfo(curl_, CURLINFO_NUM_CONNECTS, &connects);
    return connects == 0;
  }

  /// Called by libcurl at least once a second; anything but 0 ends the delivery.
  static int may_go_on(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto& session = *static_cast<Session*>(context);
    if (!session.interrupted_) return 0;
    const auto now = std::chrono::steady_clock::now();
    if (!session.interrupt_seen_) session.interrupt_seen_ = now;
    return session.talk_.stage < Stage::data || now - *session.interrupt_seen_ > kLastWait ? 1 : 0;
  }

  const Options options_;
  CURL* curl_ = nullptr;
  Talk talk_;
  std::atomic<bool> interrupted_{false};
  std::optional<std::chrono::steady_clock::time_point> interrupt_seen_;
};

SmtpTransport::SmtpTransport(Options options) : session_(std::make_unique<Session>(std::move(options))) {}
SmtpTransport::~SmtpTransport() = default;

Delivery SmtpTransport::send(const Mail& mail) {
  const auto bytes = to_mime(mail);
  if (!bytes) return {Status::refused, std::string(to_text(bytes.refusal()))};
  return session_->send(mail, *bytes);
}

void SmtpTransport::interrupt() {
  session_->interrupt();
}

namespace {

SmtpTransport::Tls parse_tls(const std::string& text) {
  if (text == "required") return SmtpTransport::Tls::required;
  if (text == "optional") return SmtpTransport::Tls::optional;
  if (text == "never") return SmtpTransport::Tls::never;
  throw base::UsageFault("mail.tls must be required, optional or never, not `" + text + "`");
}

std::string read_password(const std::string& path) {
  if (path.empty()) return "";
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) throw base::UsageFault("cannot read mail.password_file " + path);
  return std::string(base::trim(line));
}

}  // namespace

std::unique_ptr<Transport> open_transport(const base::Settings& settings,
                                          const std::filesystem::path& data_folder) {
  const std::string& server = settings.text("mail.server");
  if (server.empty()) return std::make_unique<EmlTransport>(data_folder / "mail");
  if (!server.starts_with("smtp://") && !server.starts_with("smtps://"))
    throw base::UsageFault("mail.server must begin with smtp:// or smtps://, not `" + server + "`");
  SmtpTransport::Options options;
  options.url = server;
  options.user = settings.text("mail.user");
  options.password = read_password(settings.text("mail.password_file"));
  options.tls = parse_tls(settings.text("mail.tls"));
  options.time_max = settings.seconds("mail.seconds_max");
  options.connect_time_max = std::min(options.connect_time_max, options.time_max);
  options.authorities_file = settings.text("mail.authorities_file");
  return std::make_unique<SmtpTransport>(std::move(options));
}

}  // namespace temujanji::notify
