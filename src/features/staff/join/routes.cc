#include "features/staff/join/routes.h"

#include "base/text.h"
#include "features/staff_door.h"
#include "notify/qr.h"
#include "staff/password.h"
#include "staff/totp.h"
#include "web/form.h"

namespace temujanji::features::join {
namespace {

constexpr std::string_view kInvitationPage = "features/staff/join/page.html";
constexpr std::string_view kChoicePage = "features/staff/join/choose.html";
constexpr std::string_view kSecretPlace = "form/join";
constexpr std::size_t kRecoveryCodes = 10;
constexpr std::size_t kTypedMax = 128;

struct Typed {
  std::string user_name;
  std::string invitation;
  std::string password;
  std::string code;
  /// The telephone's secret as the form carries it; empty at first.
  std::string sealed_secret;
};

Typed typed_in(std::string_view fields) {
  Typed typed;
  const auto form = web::Form::parse(fields);
  if (!form) return typed;
  typed.user_name = staff::parse_user_name(form->value("user_name")).value_or("");
  typed.invitation = form->value("invitation").substr(0, kTypedMax);
  typed.password = form->raw("password");
  typed.code = staff::bare_code(form->value("code").substr(0, kTypedMax));
  typed.sealed_secret = form->value("secret");
  return typed;
}

std::optional<std::string> open_secret(const App& app, const Typed& typed) {
  const auto sealed = base::from_base64url(typed.sealed_secret);
  return sealed ? app.keys.open(*sealed, std::string(kSecretPlace) + "/" + typed.user_name) : std::nullopt;
}

web::Response invitation_page(const App& app, const web::Request& request, const Typed& typed,
                              std::string_view problem, int status) {
  web::Values values;
  values.set("TYPED_USER_NAME", typed.user_name);
  if (!problem.empty()) values.show(problem);
  return show_door(app, request, kInvitationPage, "join.title", values, status);
}

/// What is wrong with the choice: field and code. Nothing typed is lost but the password and the code.
struct Problem {
  std::string_view field;
  std::string_view code;
};

web::Response choice_page(const App& app, const web::Request& request, const Typed& typed,
                          std::string_view secret, std::span<const Problem> problems) {
  web::Values values;
  values.set("TYPED_USER_NAME", typed.user_name).set("INVITATION", typed.invitation);
  const std::string sealed = app.keys.seal(secret, std::string(kSecretPlace) + "/" + typed.user_name);
  values.set("SECRET", base::to_base64url(sealed));
  const notify::QrDrawing qr =
      notify::draw_qr(staff::totp_address(secret, app.settings.text("site.name"), typed.user_name));
  values.set("QR_SIZE", qr.size).set("QR_PATH", qr.path);
  values.set("SECRET_TEXT", staff::to_base32(secret));
  for (const Problem& problem : problems) {
    add_field_error(app, request, values, problem.field, problem.code);
  }
  return show_door(app, request, kChoicePage, "join.choose_title", values, problems.empty() ? 200 : 422);
}

web::Response welcome_page(const App& app, const web::Request& request,
                           const std::vector<std::string>& codes) {
  web::Values values;
  for (const std::string& code : codes) values.add("RECOVERY_CODE").set("CODE", code);
  return show_door(app, request, "features/staff/join/welcome.html", "join.welcome_title", values);
}

/// The account whose invitation was typed; nothing for any other.
std::optional<staff::Credentials> find_invited(storage::Connection& connection, const App& app,
                                               const Typed& typed) {
  auto found = staff::find_credentials(connection, app.keys, typed.user_name);
  const base::Digest digest = staff::code_digest(app.keys, typed.invitation);
  const bool fits =
      found && found->account.active && found->invitation &&
      base::equal_in_constant_time(base::bytes_of(*found->invitation), base::bytes_of(digest)) &&
      found->invitation_ends_at > app.clock.now();
  if (!fits) return std::nullopt;
  return found;
}

std::vector<Problem> problems_of(const Typed& typed, std::string_view secret,
                                 std::optional<std::int64_t>& step, base::Instant now) {
  std::vector<Problem> problems;
  if (typed.password.empty()) {
    problems.push_back({"password", "required"});
  } else if (const auto problem = staff::find_problem(typed.password, typed.user_name)) {
    problems.push_back({"password", to_text(*problem)});
  }
  step = staff::find_totp_step(secret, typed.code, now);
  if (!step) problems.push_back({"code", typed.code.empty() ? "required" : "code_wrong"});
  return problems;
}

base::Task<web::Response> finish(App& app, const web::Request& request, const Typed& typed,
                                 std::string secret, staff::Account account) {
  std::optional<std::int64_t> step;
  std::string password_hash;
  const auto hash = [&](storage::Connection&) {
    std::vector<Problem> problems = problems_of(typed, secret, step, app.clock.now());
    if (problems.empty()) password_hash = base::hash_password(typed.password);
    return problems;
  };
  const auto problems = co_await app.doorkeeper.read(*request.executor, hash);
  if (!problems.empty()) co_return choice_page(app, request, typed, secret, problems);
  std::vector<std::string> codes;
  std::vector<base::Digest> digests;
  for (std::size_t i = 0; i < kRecoveryCodes; ++i) {
    codes.push_back(staff::make_code());
    digests.push_back(staff::code_digest(app.keys, codes.back()));
  }
  staff::Join command{account.id,    staff::code_digest(app.keys, typed.invitation),
                      password_hash, staff::seal_totp_secret(app.keys, account.id, secret),
                      *step,         std::move(digests)};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (!outcome) co_return invitation_page(app, request, typed, "WRONG", 422);
  co_return welcome_page(app, request, codes);
}

}  // namespace

web::Response ask(App& app, const web::Request& request) {
  return invitation_page(app, request, {}, "", 200);
}

base::Task<web::Response> join(App& app, const web::Request& request) {
  const Typed typed = typed_in(request.body);
  Door door(app, request, typed.user_name, Proof::unguessable);
  if (door.is_shut()) co_return invitation_page(app, request, typed, "TOO_MANY", 429);
  auto find = [&](storage::Connection& connection) { return find_invited(connection, app, typed); };
  const auto invited = co_await app.readers.read(*request.executor, find);
  if (door.is_shut()) co_return invitation_page(app, request, typed, "TOO_MANY", 429);
  if (!invited) {
    door.count_failure();
    co_return invitation_page(app, request, typed, "WRONG", 422);
  }
  auto secret = open_secret(app, typed);
  if (!secret) co_return choice_page(app, request, typed, staff::make_totp_secret(), {});
  auto finishing = finish(app, request, typed, std::move(*secret), invited->account);
  co_return co_await finishing;
}

}  // namespace temujanji::features::join
