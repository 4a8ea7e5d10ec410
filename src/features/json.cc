#include "features/json.h"

namespace temujanji::features {
namespace {

constexpr std::size_t kDepthMax = 8;

struct KnownStatus {
  int status;
  std::string_view code;
  std::string_view title;
};
constexpr KnownStatus kKnownStatuses[] = {
    {400, "malformed", "The request is malformed"},
    {403, "forbidden", "This request is not allowed from there"},
    {404, "not_found", "There is nothing here"},
    {405, "method_not_allowed", "This method is not known here"},
    {413, "too_large", "The request is too large"},
    {415, "unsupported_type", "The content type must be application/json"},
    {429, "too_many_requests", "Too many requests; try again later"},
    {503, "busy", "Busy; nothing was done, try again in a moment"},
};

}  // namespace

web::Response json_answer(const boost::json::value& value, int status) {
  web::Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = boost::json::serialize(value);
  return response;
}

web::Response problem(int status, std::string_view code, std::string_view title) {
  return problem(status, code, title, {});
}

web::Response problem(int status, std::string_view code, std::string_view title, boost::json::object more) {
  more["type"] = "about:blank";
  more["title"] = title;
  more["status"] = status;
  more["code"] = code;
  web::Response response = json_answer(more, status);
  response.content_type = "application/problem+json";
  return response;
}

web::Response invalid(const std::vector<FieldError>& errors) {
  boost::json::array list;
  for (const FieldError& error : errors) list.push_back({{"field", error.field}, {"code", error.code}});
  boost::json::object more;
  more["errors"] = std::move(list);
  return problem(422, "invalid", "Some fields are not as they should be", std::move(more));
}

web::Response problem_of_status(int status) {
  for (const KnownStatus& known : kKnownStatuses) {
    if (known.status == status) return problem(status, known.code, known.title);
  }
  return problem(status, "error", "The request could not be answered");
}

boost::json::object to_json(const base::Bilingual& text) {
  return {{"ms", text.ms}, {"en", text.en}};
}

JsonReader::JsonReader(std::string_view body) {
  boost::json::parse_options options;
  options.max_depth = kDepthMax;
  boost::json::error_code error;
  value_ = boost::json::parse(body, error, {}, options);
  if (error) value_ = nullptr;
}

const boost::json::value* JsonReader::find(std::string_view path) const {
  const boost::json::value* value = &value_;
  while (value != nullptr && value->is_object()) {
    const std::size_t dot = path.find('.');
    value = value->get_object().if_contains(path.substr(0, dot));
    if (dot == path.npos) return value == nullptr || value->is_null() ? nullptr : value;
    path.remove_prefix(dot + 1);
  }
  return nullptr;
}

std::string JsonReader::text(std::string_view path) {
  const boost::json::value* value = find(path);
  if (value == nullptr) return {};
  if (value->is_string()) return std::string(value->get_string());
  add_error(path, "wrong_type");
  return {};
}

int JsonReader::whole(std::string_view path, int standard) {
  const boost::json::value* value = find(path);
  if (value == nullptr) return standard;
  boost::json::error_code error;
  const int number = value->is_number() ? value->to_number<int>(error) : 0;
  if (value->is_number() && !error) return number;
  add_error(path, "wrong_type");
  return standard;
}

}  // namespace temujanji::features
