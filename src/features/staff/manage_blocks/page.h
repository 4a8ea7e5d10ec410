#pragma once
#include <optional>
#include <string>
#include <vector>

#include "features/block_form.h"
#include "features/staff_page.h"
#include "misuse/appeals.h"
#include "misuse/blocks.h"

namespace temujanji::features::manage_blocks {

inline constexpr int kRowsMax = 50;

/// A block as a row shows it.
struct Row {
  misuse::Block block;
  std::vector<misuse::Appeal> appeals;
  std::string made_by, ended_by;
  /// Its end waits for approval.
  bool waiting = false;
};

/// What was typed to block somebody.
struct TypedBlock {
  TypedBlockValue value;
  std::string reason, note, last_on;
};

/// What may be blocked of whom an appointment names.
struct Candidate {
  domain::AppointmentId appointment;
  /// As somebody at the counter has it: with separators.
  std::string reference;
  std::string name;
  std::vector<misuse::BlockValue> values;
};

/// What the page shows besides the list.
struct Shown {
  misuse::BlockFilter filter;
  std::vector<Row> rows;
  /// There are more than these rows.
  bool more = false;
  /// The rows are what is known of one value.
  bool searched = false;
  /// At an office: whom a typed reference names.
  std::optional<Candidate> candidate;
  TypedBlock typed;
  std::string_view field = {};
  std::string_view code = {};
  /// Of which row the field is, and what was typed there; nothing: it is one of the forms above.
  std::optional<domain::BlockId> block = {};
  std::string typed_why = {};
  /// A section that tells what was done, or why not.
  std::string_view notice = {};
  int status = 200;
};

/// "/ms/staff/blocks"
std::string blocks_path(const web::Request& request, const Visit& visit);

web::Response page(const App& app, const web::Request& request, const Visit& visit, const Shown& shown);

}  // namespace temujanji::features::manage_blocks
