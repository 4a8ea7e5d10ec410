#include "features/lookup.h"

#include "domain/reference.h"

namespace temujanji::features {
namespace {
constexpr std::size_t kTypedInLookupMax = 64;

void count_failure(App& app, const web::Request& request, std::string_view reference, base::Instant now) {
  if (!reference.empty()) app.failed_lookups_by_reference.count(reference, now);
  if (app.is_limited(request)) app.failed_lookups_by_address.count(request.address.prefix, now);
}

bool is_exhausted(const App& app, const web::Request& request, std::string_view reference,
                  base::Instant now) {
  return (!reference.empty() && app.failed_lookups_by_reference.exhausted(reference, now)) ||
         (app.is_limited(request) && app.failed_lookups_by_address.exhausted(request.address.prefix, now));
}

}  // namespace

base::Task<base::Result<appointments::Appointment, LookupRefusal>> look_up(App& app,
                                                                           const web::Request& request,
                                                                           std::string typed_reference,
                                                                           std::string document_number) {
  const base::Instant now = app.clock.now();
  const auto reference =
      typed_reference.size() <= kTypedInLookupMax ? domain::parse_reference(typed_reference) : std::nullopt;
  const std::string key = reference.value_or("");
  if (is_exhausted(app, request, key, now)) co_return LookupRefusal::too_many_requests;

  auto read = [&](storage::Connection& connection) {
    return appointments::find_appointment_by_reference(connection, app.keys, key);
  };
  auto appointment = co_await app.readers.read(*request.executor, read);
  // Many tries sent at once all pass the first look; none may be told more than the limit allows.
  if (is_exhausted(app, request, key, now)) co_return LookupRefusal::too_many_requests;
  const bool matches = appointment && document_number.size() <= kTypedInLookupMax &&
                       base::equal_in_constant_time(domain::normalise_document_number(document_number),
                                                    appointment->person.document.number);
  if (!matches) {
    count_failure(app, request, key, now);
    co_return LookupRefusal::not_found;
  }
  co_return std::move(*appointment);
}

}  // namespace temujanji::features
