#pragma once
#include <algorithm>
#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "web/http.h"

namespace temujanji::features {

/// A field that is not as it should be; `code` is one of the stable codes of openapi.yaml.
struct FieldError {
  std::string field;
  std::string code;
};

/// An answer with a JSON body.
web::Response json_answer(const boost::json::value& value, int status = 200);
/// RFC 9457 problem details. `code` is stable, the title is English and may change.
web::Response problem(int status, std::string_view code, std::string_view title);
/// The same with further members ("alternatives").
web::Response problem(int status, std::string_view code, std::string_view title, boost::json::object more);
/// 422 `invalid` with the fields that are wrong.
web::Response invalid(const std::vector<FieldError>& errors);
/// The problem for a status that the server decided itself (404, 405, 415, 503 …).
web::Response problem_of_status(int status);

boost::json::object to_json(const base::Bilingual& text);

/// Reads the members of a request's JSON object and remembers what was wrong. Unknown members are passed
/// over, so that later versions may add some.
class JsonReader {
 public:
  explicit JsonReader(std::string_view body);

  /// Whether the body was a JSON object at all.
  bool is_object() const { return value_.is_object(); }
  /// The text at a path such as "applicant.document.number"; empty where it is missing or null; an error
  /// where it is something else.
  std::string text(std::string_view path);
  /// The whole number at a path, or `standard` where it is missing or null.
  int whole(std::string_view path, int standard);
  bool has(std::string_view path) const { return find(path) != nullptr; }

  /// Of several mistakes of a field the first is told.
  void add_error(std::string_view field, std::string_view code) {
    if (std::ranges::find(errors_, field, &FieldError::field) != errors_.end()) return;
    errors_.push_back({std::string(field), std::string(code)});
  }
  std::vector<FieldError>& errors() { return errors_; }

 private:
  const boost::json::value* find(std::string_view path) const;

  boost::json::value value_;
  std::vector<FieldError> errors_;
};

}  // namespace temujanji::features
