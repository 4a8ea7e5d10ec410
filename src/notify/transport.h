#pragma once
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/settings.h"
#include "notify/mail.h"

namespace temujanji::notify {

/// How a delivery ended.
struct Delivery {
  enum class Status {
    delivered,
    refused,      // for good: the address does not exist, the content is not accepted
    try_again,    // this mail: busy mailbox, connection lost while it was sent
    unavailable,  // every mail: no server, no TLS, log-in refused, disk full; the mail itself was not tried
  };
  Status status;
  /// For the operator: "smtp rcpt 550 5.1.1". Never an address, never free text of the server.
  std::string reason;
};

std::string_view to_text(Delivery::Status status);

/// A way mails leave. Used by one thread at a time.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Never throws for what a server or a disk does.
  virtual Delivery send(const Mail& mail) = 0;
  /// From now on deliveries end soon: at once while nothing of the mail is sent, otherwise within 5 seconds.
  /// Thread-safe.
  virtual void interrupt() {}
};

/// Writes `<folder>/<message id>.eml`: complete and on disk, or not at all. A mail whose file is there is
/// delivered already, so nothing is written twice.
class EmlTransport final : public Transport {
 public:
  /// Makes the folder (mode 0700). Throws Fault if it cannot.
  explicit EmlTransport(std::filesystem::path folder);
  Delivery send(const Mail& mail) override;

 private:
  std::filesystem::path folder_;
};

/// Hands mails to a mail server, over one connection as long as there is work.
class SmtpTransport final : public Transport {
 public:
  enum class Tls { required, optional, never };
  struct Options {
    /// "smtp://host:port" or "smtps://host:port".
    std::string url;
    std::string user;
    std::string password;
    Tls tls = Tls::required;
    /// A delivery that takes longer is given up.
    std::chrono::milliseconds time_max{60'000};
    /// A connection that is not there after this is given up.
    std::chrono::milliseconds connect_time_max{10'000};
    /// PEM file of the authorities to trust; empty: those of the system.
    std::string authorities_file;
  };

  explicit SmtpTransport(Options options);
  ~SmtpTransport() override;
  Delivery send(const Mail& mail) override;
  void interrupt() override;

 private:
  class Session;
  std::unique_ptr<Session> session_;
};

/// The transport that `mail.*` asks for: SMTP if mail.server is set, otherwise files in `data/mail`. Throws
/// UsageFault for settings that cannot be used.
std::unique_ptr<Transport> open_transport(const base::Settings& settings,
                                          const std::filesystem::path& data_folder);

}  // namespace temujanji::notify
