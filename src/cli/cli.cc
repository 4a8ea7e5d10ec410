#include "cli/cli.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "base/fault.h"
#include "cli/audit_commands.h"
#include "cli/commands.h"

extern char** environ;

namespace temujanji::cli {
namespace {

/// What the arguments said, and the sub-commands that read it.
class CommandLine {
 public:
  CommandLine(const World& world, const Serve& serve) : world_(world), serve_(serve) {
    app_.require_subcommand(1);
    add_catalogue_commands();
    add_other_commands();
    add_audit_commands();
    add_staff_commands();
    if (serve_) add_serve();
  }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
      return app_.exit(problem, world_.out, world_.err) == 0 ? 0 : 2;
    }
    return chosen_();
  }

 private:
  CLI::App* add(CLI::App& parent, const std::string& name, const std::string& purpose,
                std::function<int()> action) {
    CLI::App* command = parent.add_subcommand(name, purpose);
    command->callback([this, action = std::move(action)] { chosen_ = action; });
    return command;
  }

  void add_data(CLI::App* command) {
    command->add_option("--data", folder_.path, "folder of the installation")->required();
    command->add_option("--database", folder_.database_url,
                        "sqlite:/path/to/file or postgresql://user@host/database; without: temujanji.db in "
                        "the data folder");
  }

  void add_settings(CLI::App* command) {
    command->add_option("--config", config_,
                        "file with lines `key = value`; `temujanji settings` lists the keys");
    command->add_option("--set", sets_, "one setting, key=value; may be repeated")->allow_extra_args(false);
  }

  void add_catalogue_commands() {
    CLI::App* command = add(app_, "init", "make a data folder: keys, database, catalogue, slots",
                            [this] { return init(world_, folder_, catalogue_, settings()); });
    add_data(command);
    add_settings(command);
    command->add_option("--catalogue", catalogue_,
                        "folder with CSV files; without: the packed Malaysian one");

    command = add(app_, "import", "import a folder of CSV files, all or nothing, then publish",
                  [this] { return import(world_, folder_, *catalogue_, settings()); });
    add_data(command);
    add_settings(command);
    command->add_option("catalogue", catalogue_, "folder with CSV files")->required();

    command = add(app_, "export", "write the catalogue as CSV files into a folder",
                  [this] { return export_catalogue(world_, folder_, *catalogue_); });
    add_data(command);
    command->add_option("catalogue", catalogue_, "folder for the CSV files")->required();

    command = add(app_, "publish", "make the slots what hours, holidays and seat rules say",
                  [this] { return publish(world_, folder_, settings()); });
    add_data(command);
    add_settings(command);
  }

  void add_other_commands() {
    add_settings(add(app_, "settings", "list every setting, what it means and its value",
                     [this] { return list_settings(world_, settings()); }));
    add_data(add(app_, "doctor", "check that the invariants hold; exit code 1 if not",
                 [this] { return doctor(world_, folder_); }));

    CLI::App* command = add(app_, "backup", "copy the database into a new file, also while a server runs",
                            [this] { return backup(world_, folder_, backup_to_); });
    add_data(command);
    command->add_option("--to", backup_to_, "the new file")->required();

    command = add(app_, "copy",
                  "copy a database into an empty one, SQLite or PostgreSQL, and compare every row; stop the "
                  "server first",
                  [this] { return copy(world_, copy_from_, copy_to_); });
    command->add_option("--from", copy_from_, "sqlite:/path/to/file or postgresql://user@host/database")
        ->required();
    command->add_option("--to", copy_to_, "the same, without an installation; a file is made")->required();

    CLI::App* mail = app_.add_subcommand("mail", "work with mails to applicants");
    mail->require_subcommand(1);
    add_data(add(*mail, "retry", "let the mails that were given up wait to be sent again",
                 [this] { return retry_mails(world_, folder_); }));

    CLI::App* slip = app_.add_subcommand("slip", "work with appointment slips");
    slip->require_subcommand(1);
    command = add(*slip, "verify", "check the token of a slip's QR code; exit code 1 if it is not genuine",
                  [this] { return verify_slip(world_, token_, key_file_, folder_); });
    command->add_option("token", token_, "what the QR code holds")->required();
    CLI::Option_group* source = command->add_option_group("key", "where the public key is");
    source->add_option("--key", key_file_, "file with the public key");
    source->add_option("--data", folder_.path, "folder of the installation");
    source->require_option(1);

    add(app_, "version", "tell the program's version", [this] {
      world_.out << "temujanji " << TEMUJANJI_VERSION << '\n';
      return 0;
    });
  }

  void add_audit_commands() {
    CLI::App* audit = app_.add_subcommand("audit", "work with the audit log");
    audit->require_subcommand(1);
    CLI::App* command =
        add(*audit, "verify",
            "look for rows, leaves and heads that were changed; exit code 1 if there are some", [this] {
              return verify_log(world_, {folder_, audit_heads_, key_});
            });
    add_data(command);
    command->add_option("--heads", audit_heads_, "a file of heads kept elsewhere; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--key", key_, "public key, or a file with it; without: that of the data folder");

    command = add(*audit, "prove", "write the proof that a row is in the log, as JSON",
                  [this] { return prove_event(world_, folder_, row_); });
    add_data(command);
    command->add_option("row", row_, "appointment_event:ID, audit_event:ID or ticket_event:ID")->required();

    command = add(*audit, "check-proof", "check a proof without a database; exit code 1 if it is not genuine",
                  [this] { return check_proof(world_, proof_, key_); });
    command->add_option("file", proof_, "what `prove` wrote")->required();
    command->add_option("--key", key_, "public key, or a file with it")->required();

    add_data(add(*audit, "seal", "seal what waits; a running server does so each second",
                 [this] { return seal_log(world_, folder_); }));
  }

  void add_staff_commands() {
    CLI::App* group = app_.add_subcommand("staff", "accounts of the department's people");
    group->require_subcommand(1);
    CLI::App* command = add(*group, "add", "make an account and print the invitation it is joined with",
                            [this] { return add_staff(world_, folder_, staff_); });
    add_user(command);
    command->add_option("--name", staff_.name, "what colleagues call them");
    add_role(command);
    command = add(*group, "change", "give an account another role and other offices",
                  [this] { return change_staff(world_, folder_, staff_); });
    add_user(command);
    add_role(command);
    add_user(add(*group, "invite", "take password and telephone away and print a new invitation",
                 [this] { return invite_staff(world_, folder_, staff_.user_name); }));
    add_user(add(*group, "close", "let an account sign in no longer",
                 [this] { return set_staff_active(world_, folder_, staff_.user_name, false); }));
    add_user(add(*group, "open", "let a closed account sign in again",
                 [this] { return set_staff_active(world_, folder_, staff_.user_name, true); }));
    add_data(add(*group, "list", "list the accounts", [this] { return list_staff(world_, folder_); }));
  }

  void add_user(CLI::App* command) {
    add_data(command);
    command->add_option("user", staff_.user_name, "the user name")->required();
  }

  void add_role(CLI::App* command) {
    command->add_option("--role", staff_.role, "officer, office_admin, hq_admin or auditor")->required();
    command->add_option("--office", staff_.offices, "code of an office they work at; may be repeated")
        ->allow_extra_args(false);
  }

  void add_serve() {
    CLI::App* command = add(app_, "serve", "run the server", [this] {
      return serve_(ServeRequest{folder_, listen_, settings()});
    });
    add_data(command);
    add_settings(command);
    command->add_option("--listen", listen_, "address and port, for instance 127.0.0.1:8080")
        ->capture_default_str();
  }

  base::Settings settings() const {
    base::Settings settings;
    if (config_) settings.read_file(*config_);
    settings.read_environment(environ);
    for (const std::string& entry : sets_) {
      const std::size_t equals = entry.find('=');
      if (equals == entry.npos) throw base::UsageFault("--set " + entry + ": write --set key=value");
      settings.set(entry.substr(0, equals), entry.substr(equals + 1), "--set " + entry);
    }
    return settings;
  }

  const World& world_;
  const Serve& serve_;
  CLI::App app_{"Appointments at government counters", "temujanji"};
  std::function<int()> chosen_;
  DataFolder folder_;
  std::optional<std::filesystem::path> catalogue_, config_, key_file_;
  std::filesystem::path backup_to_, proof_;
  std::vector<std::filesystem::path> audit_heads_;
  std::vector<std::string> sets_;
  StaffRequest staff_;
  std::string token_, copy_from_, copy_to_, row_, key_;
  std::string listen_ = "127.0.0.1:8080";
};

}  // namespace

int run(int argc, char** argv, const Serve& serve) {
  const base::SystemClock clock;
  const World world{clock, std::cout, std::cerr};
  try {
    return CommandLine(world, serve).run(argc, argv);
  } catch (const base::UsageFault& fault) {
    std::cerr << "temujanji: " << base::describe(fault) << '\n';
    return 2;
  } catch (const std::exception& fault) {
    std::cerr << "temujanji: " << base::describe(fault) << '\n';
    return 1;
  }
}

}  // namespace temujanji::cli
