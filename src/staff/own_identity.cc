#include "staff/own_identity.h"

#include "audit/append.h"
#include "staff/own_identity.sql.h"

namespace temujanji::staff {

NoteOwnIdentity::Outcome NoteOwnIdentity::apply(engine::Scope& scope) const {
  const std::string name = "staff:" + std::to_string(staff.value);
  scope.transaction.execute(sql::kNoteOwnIdentity, {staff, identity});
  audit::append(scope, {name, "noted_identity", name});
  return {};
}

bool has_own_identity(storage::Connection& connection, domain::StaffId staff) {
  storage::Rows rows = connection.query(sql::kFindOwnIdentity, {staff});
  return rows.next() && rows.integer(0) != 0;
}

OwnIdentities list_own_identities(storage::Connection& connection) {
  OwnIdentities all;
  storage::Rows rows = connection.query(sql::kListOwnIdentities);
  while (rows.next()) {
    if (rows.is_null(1)) {
      ++all.unknown;
    } else {
      all.staff_of.emplace(rows.digest(1), rows.id<domain::StaffId>(0));
    }
  }
  return all;
}

}  // namespace temujanji::staff
