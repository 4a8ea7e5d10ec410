#include "features/api/read_catalogue/routes.h"

#include "features/json.h"
#include "features/today.h"
#include "web/form.h"

namespace temujanji::features::read_catalogue {
namespace {

boost::json::object to_json(const catalogue::Catalogue& catalogue, const catalogue::Service& service) {
  boost::json::array documents;
  for (const catalogue::Document& document : service.documents)
    documents.push_back(features::to_json(document.text));
  boost::json::object object;
  object["code"] = service.code;
  object["department"] = service.department;
  object["division"] = features::to_json(catalogue.find_division(service.division)->name);
  object["name"] = features::to_json(service.name);
  object["summary"] = features::to_json(service.summary);
  object["applicant_kind"] = to_text(service.applicant_kind);
  object["persons_max"] = service.persons_max;
  object["documents"] = std::move(documents);
  object["booking"] = to_text(service.booking);
  if (!service.online_url.empty()) object["online_url"] = service.online_url;
  return object;
}

boost::json::object to_json(const catalogue::Office& office) {
  boost::json::object object;
  object["code"] = office.code;
  object["kind"] = office.kind;
  object["state"] = office.state.empty() ? boost::json::value(nullptr) : boost::json::value(office.state);
  object["name"] = features::to_json(office.name);
  object["address"] =
      office.address.empty() ? office.city : office.address + ", " + office.postcode + " " + office.city;
  object["time_zone"] = office.zone.name();
  return object;
}

}  // namespace

web::Response departments(App& app, const web::Request&) {
  boost::json::array list;
  for (const auto& department : app.live.catalogue()->departments()) {
    list.push_back({{"code", department.code}, {"name", features::to_json(department.name)}});
  }
  return json_answer({{"departments", std::move(list)}});
}

web::Response services(App& app, const web::Request& request) {
  const auto query = web::Form::parse(request.query);
  if (!query) return problem_of_status(400);
  const auto catalogue = app.live.catalogue();
  const std::string_view department = query->value("department");
  boost::json::array list;
  for (const auto& service : catalogue->services()) {
    if (!department.empty() && service.department != department) continue;
    if (service.is_live(today_in_malaysia(app))) list.push_back(to_json(*catalogue, service));
  }
  return json_answer({{"services", std::move(list)}});
}

web::Response offices(App& app, const web::Request& request) {
  const auto query = web::Form::parse(request.query);
  if (!query) return problem_of_status(400);
  const auto catalogue = app.live.catalogue();
  const std::string_view department = query->value("department");
  const std::string_view state = query->value("state");
  const std::string_view service_code = query->value("service");
  const catalogue::Service* service = catalogue->find_service(service_code);
  if (!service_code.empty() && service == nullptr) return problem_of_status(404);
  boost::json::array list;
  for (const auto& office : catalogue->offices()) {
    if (!office.active || (!department.empty() && office.department != department)) continue;
    if (!state.empty() && office.state != state) continue;
    if (service != nullptr && catalogue->find_offering(office.id, service->id) == nullptr) continue;
    list.push_back(to_json(office));
  }
  return json_answer({{"offices", std::move(list)}});
}

}  // namespace temujanji::features::read_catalogue
