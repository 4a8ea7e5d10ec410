#include "web/request_reader.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <optional>

#include "base/check.h"
#include "base/text.h"
#include "web/body_reader.h"
#include "web/url.h"

namespace temujanji::web {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kKeptBodyBytes = 32 * 1024;
/// "DELETE " before and " HTTP/1.1" after the target, with room for longer methods.
constexpr std::size_t kRequestLineExtra = 32;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() < 19 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_host(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._:[]%").find(c) != std::string_view::npos;
  });
}

Method to_method(http::verb verb) {
  if (verb == http::verb::get) return Method::get;
  if (verb == http::verb::head) return Method::head;
  if (verb == http::verb::post) return Method::post;
  if (verb == http::verb::delete_) return Method::delete_;
  return Method::other;
}

std::string_view view_of(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

/// Checks the bytes of a header before the parser sees them: line ends, control characters, folded lines,
/// sizes. Goes over each byte once, however they arrive.
class HeaderScan {
 public:
  explicit HeaderScan(const ReaderLimits& limits) : limits_(&limits) {}

  /// The header's size once its end has come, else 0. Sets `refusal` when it must be refused.
  std::size_t scan(std::string_view bytes, int& refusal) {
    for (; at_ < bytes.size(); ++at_) {
      const char c = bytes[at_];
      if (at_ >= limits_->header_bytes_max) return refuse(refusal, first_line_ ? 414 : 431);
      if (after_cr_) {
        if (c != '\n') return refuse(refusal, 400);
        if (end_line()) return ++at_;
        if (fields_ > limits_->fields_max) return refuse(refusal, 431);
      } else if (c == '\r') {
        after_cr_ = true;
      } else if (const int status = check(c); status != 0) {
        return refuse(refusal, status);
      }
    }
    return 0;
  }

  bool begun() const { return at_ > 0; }

 private:
  static std::size_t refuse(int& refusal, int status) {
    refusal = status;
    return 0;
  }

  /// Whether the line that ends here is the empty one after the fields.
  bool end_line() {
    const bool empty = at_ - 1 == line_begin_;
    after_cr_ = false;
    line_begin_ = at_ + 1;
    if (first_line_) {
      first_line_ = false;
      return false;
    }
    if (!empty) ++fields_;
    return empty;
  }

  int check(char c) const {
    if (first_line_) {
      if (at_ - line_begin_ >= limits_->target_bytes_max + kRequestLineExtra) return 414;
      return is_control(c) || static_cast<unsigned char>(c) >= 0x80 ? 400 : 0;
    }
    const bool folded = at_ == line_begin_ && (c == ' ' || c == '\t');
    return folded || (is_control(c) && c != '\t') ? 400 : 0;
  }

  const ReaderLimits* limits_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  std::size_t fields_ = 0;
  bool first_line_ = true;
  bool after_cr_ = false;
};

/// Fills a Request's header from Beast's parser.
class Parser final : public http::basic_parser<true> {
 public:
  using Error = boost::beast::error_code;

  Parser(Request& request, const ReaderLimits& limits) : request_(request), limits_(limits) {
    eager(false);
    header_limit(static_cast<std::uint32_t>(limits.header_bytes_max + 1));
    body_limit(boost::none);
  }

  int refusal = 0;
  bool malformed_path = false;
  bool expects_continue = false;
  bool http_1_0 = false;
  bool chunked = false;
  std::uint64_t length = 0;

 private:
  void refuse(int status, Error& error) {
    refusal = status;
    error = http::error::bad_value;
  }

  void on_request_impl(http::verb method, boost::beast::string_view, boost::beast::string_view target,
                       int version, Error& error) override {
    http_1_0 = version == 10;
    request_.method = to_method(method);
    std::string_view rest = view_of(target);
    if (rest.size() > limits_.target_bytes_max) return refuse(414, error);
    if (const std::size_t scheme = rest.find("://"); !rest.starts_with('/') && scheme != rest.npos) {
      const std::size_t slash = rest.find_first_of("/?", scheme + 3);
      rest = slash == rest.npos ? std::string_view("/") : rest.substr(slash);
    }
    if (!rest.starts_with('/') || rest.find('#') != rest.npos) return refuse(400, error);
    const std::size_t question = rest.find('?');
    if (question != rest.npos) request_.query = rest.substr(question + 1);
    fill_path(rest.substr(0, question));
  }

  void fill_path(std::string_view coded) {
    auto path = decode_percent(coded);
    const bool hides_slash = path && std::ranges::count(*path, '/') != std::ranges::count(coded, '/');
    malformed_path =
        !path || hides_slash || !base::is_clean_utf8(*path) || std::ranges::any_of(*path, is_control);
    request_.path = malformed_path ? std::string(coded) : std::move(*path);
    const std::string_view first = std::string_view(request_.path).substr(1, request_.path.find('/', 1) - 1);
    request_.language = base::parse_language(first).value_or(base::Language::ms);
  }

  void on_field_impl(http::field field, boost::beast::string_view name, boost::beast::string_view text,
                     Error& error) override {
    const std::string_view value = view_of(text);
    if (field == http::field::host) {
      if (++hosts_ > 1 || !is_host(value)) return refuse(400, error);
    } else if (field == http::field::content_length) {
      if (++lengths_ > 1 || !is_digits(value)) return refuse(400, error);
      length = base::parse_number<std::uint64_t>(value).value_or(0);
    } else if (field == http::field::transfer_encoding) {
      if (++codings_ > 1 || http_1_0 || base::to_lower(value) != "chunked") return refuse(400, error);
      chunked = true;
    } else if (field == http::field::expect) {
      if (base::to_lower(value) != "100-continue") return refuse(417, error);
      expects_continue = !http_1_0;
    }
    request_.headers.emplace_back(base::to_lower(view_of(name)), value);
  }

  void on_header_impl(Error& error) override {
    if (lengths_ + codings_ > 1 || (hosts_ == 0 && !http_1_0)) refuse(400, error);
  }

  // We take the body ourselves, see BodyReader.
  std::size_t on_body_impl(boost::beast::string_view, Error&) override { return 0; }
  std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view, Error&) override { return 0; }
  void on_response_impl(int, boost::beast::string_view, int, Error&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
  void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, Error&) override {}
  void on_finish_impl(Error&) override {}

  Request& request_;
  const ReaderLimits& limits_;
  int hosts_ = 0;
  int lengths_ = 0;
  int codings_ = 0;
};

int status_of(const Parser& parser, const Parser::Error& error) {
  if (parser.refusal != 0) return parser.refusal;
  if (error == http::error::bad_version) return 505;
  if (error == http::error::header_limit) return 431;
  return 400;
}

void clear(Request& request) {
  request.method = Method::get;
  request.path.clear();
  request.query.clear();
  // What a large import needed is not kept for the life of the connection.
  if (request.body.capacity() > kKeptBodyBytes) request.body = std::string();
  request.body.clear();
  request.headers.clear();
  request.path_values.clear();
  request.language = base::Language::ms;
}

}  // namespace

struct RequestReader::Reading {
  explicit Reading(ReaderLimits given) : limits(given), scan(limits) {}

  ReaderLimits limits;
  HeaderScan scan;
  std::optional<Parser> parser;
  State state = State::header;
  int refusal = 0;
  BodyReader body;
  Request* request = nullptr;
  bool skipped_empty_line = false;

  std::size_t refuse(int status) {
    refusal = status;
    state = State::refused;
    return 0;
  }

  std::size_t read_header(std::string_view bytes) {
    int status = 0;
    // Some clients end the request before with one line end too many.
    if (!skipped_empty_line && bytes.starts_with("\r\n")) {
      skipped_empty_line = true;
      scan = HeaderScan(limits);
      return 2 + read_header(bytes.substr(2));
    }
    if (bytes == "\r") return 0;
    const std::size_t size = scan.scan(bytes, status);
    if (status != 0) return refuse(status);
    if (size == 0) return 0;
    Parser::Error error;
    const std::size_t used = parser->put({bytes.data(), size}, error);
    if (error || !parser->is_header_done()) return refuse(status_of(*parser, error));
    state = State::header_complete;
    return used;
  }

  std::size_t read_body(std::string_view bytes) {
    const std::size_t used = body.read(bytes, request->body);
    follow_body();
    return used;
  }

  void follow_body() {
    if (body.refusal() != 0) {
      refuse(body.refusal());
    } else {
      state = body.complete() ? State::complete : State::body;
    }
  }
};

RequestReader::RequestReader(ReaderLimits limits) : reading_(std::make_unique<Reading>(limits)) {}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

void RequestReader::begin(Request& request) {
  Reading& reading = *reading_;
  clear(request);
  reading.scan = HeaderScan(reading.limits);
  reading.parser.emplace(request, reading.limits);
  reading.state = State::header;
  reading.refusal = 0;
  reading.request = &request;
  reading.skipped_empty_line = false;
}

std::size_t RequestReader::read(std::string_view bytes) {
  if (reading_->state == State::header) return reading_->read_header(bytes);
  if (reading_->state == State::body) return reading_->read_body(bytes);
  return 0;
}

void RequestReader::read_body(std::size_t body_bytes_max) {
  Reading& reading = *reading_;
  CHECK(reading.state == State::header_complete);
  if (reading.parser->chunked) {
    reading.body.begin_chunks(body_bytes_max);
  } else {
    reading.body.begin_length(reading.parser->length, body_bytes_max);
  }
  reading.follow_body();
}

RequestReader::State RequestReader::state() const {
  return reading_->state;
}
int RequestReader::refusal() const {
  return reading_->refusal;
}
bool RequestReader::has_malformed_path() const {
  return reading_->parser->malformed_path;
}
bool RequestReader::begun() const {
  return reading_->state != State::header || reading_->scan.begun();
}
bool RequestReader::expects_continue() const {
  return reading_->parser->expects_continue;
}
bool RequestReader::keep_alive() const {
  return reading_->parser->keep_alive();
}
bool RequestReader::is_http_1_0() const {
  return reading_->parser->http_1_0;
}

}  // namespace temujanji::web
