#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "appointments/find.h"
#include "base/task.h"
#include "features/app.h"

namespace temujanji::features {

enum class LookupRefusal {
  not_found,          // unknown reference or wrong document number: the same answer
  too_many_requests,  // too many wrong tries for this reference or from this address
};

/// The appointment of a reference for whoever also knows the document number. Wrong tries are counted.
base::Task<base::Result<appointments::Appointment, LookupRefusal>> look_up(App& app,
                                                                           const web::Request& request,
                                                                           std::string reference,
                                                                           std::string document_number);

}  // namespace temujanji::features
