#pragma once
#include "features/lookup.h"
#include "web/form.h"

namespace temujanji::features {

/// What became of a look-up form.
struct LookupAnswer {
  std::optional<appointments::Appointment> appointment;
  /// Otherwise, what the page shows again is filled in and this is its status.
  int status = 200;
};

/// Looks up what a form with `reference` and `document_number` names. Where that leads nowhere, `values` gets
/// what was typed and what is wrong (look_up_fields.html, NOT_FOUND, TOO_MANY).
base::Task<LookupAnswer> look_up_by_form(App& app, const web::Request& request, web::Values& values);

}  // namespace temujanji::features
