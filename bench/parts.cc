// What a booking costs around the engine, part by part and with nothing else going on: reading the request
// and its JSON, sealing the person, writing the answer. Takes the same file of slots as `load book`; prints
// one JSON line of microseconds of processor time.
#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <stdexcept>

#include "appointments/find.h"
#include "appointments/take_seats.h"
#include "base/check.h"
#include "features/appointment_json.h"
#include "load_requests.h"
#include "web/head.h"
#include "web/request_reader.h"

namespace temujanji::bench {
namespace {

/// Different requests, so that memory and branches are not learnt by heart.
constexpr std::size_t kRequests = 1024;
constexpr std::size_t kRounds = 15;
constexpr std::size_t kBodyBytesMax = 16 * 1024;

constexpr std::array kApplicantPaths{"applicant.name",
                                     "applicant.document.type",
                                     "applicant.document.number",
                                     "applicant.document.country",
                                     "applicant.nationality",
                                     "applicant.email",
                                     "applicant.phone",
                                     "applicant.address.line",
                                     "applicant.address.postcode",
                                     "applicant.address.city",
                                     "applicant.address.state",
                                     "applicant.address.country",
                                     "sponsor.name",
                                     "sponsor.document.type",
                                     "sponsor.document.number",
                                     "sponsor.document.country",
                                     "organisation.name",
                                     "organisation.registration_number"};

double processor_micros() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

domain::Date today() {
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

/// A booking between the parts: each step reads what the one before made.
struct Booking {
  std::string text;
  web::Request request;
  domain::Applicant applicant;
  std::string wish;
  std::string sealed;
  std::string reference;
  web::Response response;
  std::string head;
};

void read_request(web::RequestReader& reader, Booking& booking) {
  using State = web::RequestReader::State;
  reader.begin(booking.request);
  const std::size_t used = reader.read(booking.text);
  CHECK(reader.state() == State::header_complete);
  reader.read_body(kBodyBytesMax);
  reader.read(std::string_view(booking.text).substr(used));
  CHECK(reader.state() == State::complete);
}

domain::ApplicantInput read_applicant(features::JsonReader& json) {
  std::array<std::string, kApplicantPaths.size()> found;
  std::ranges::transform(kApplicantPaths, found.begin(), [&](const char* path) { return json.text(path); });
  domain::ApplicantInput input;
  input.name = found[0];
  input.document = {found[1], found[2], found[3]};
  input.nationality = found[4];
  input.email = found[5];
  input.phone = found[6];
  input.address = {found[7], found[8], found[9], found[10], found[11]};
  input.seats = std::to_string(json.whole("seats", 1));
  return input;
}

void read_json(domain::Date on, Booking& booking) {
  features::JsonReader json(booking.request.body);
  booking.wish = json.text("office") + '|' + json.text("service") + '|' + json.text("starts_at");
  auto checked = domain::check_applicant(domain::ApplicantKind::citizen, read_applicant(json), 1, on);
  CHECK(static_cast<bool>(checked) && json.errors().empty());
  booking.applicant = std::move(checked).value();
}

void seal(const base::KeyRing& keys, base::IdSource& ids, Booking& booking) {
  const auto id = ids.make<domain::AppointmentId>();
  booking.reference = appointments::reference_of_key(keys, booking.request.header("idempotency-key"));
  booking.sealed = appointments::seal_person(keys, id, booking.applicant);
  const base::Digest identity = appointments::identity_digest(keys, booking.applicant.document);
  const base::Digest asked =
      keys.hash("request", booking.wish + '|' + domain::pack_applicant(booking.applicant));
  CHECK(identity != asked);
}

void write_json(Booking& booking) {
  boost::json::object answer;
  answer["reference"] = booking.reference;
  answer["status"] = "booked";
  answer["office"] = "PJY-BKP";
  answer["service"] = "PASPORT-BAHARUI";
  answer["starts_at"] = "2026-11-24T08:00:00+08:00";
  answer["seats"] = booking.applicant.persons;
  answer["applicant"] = features::masked_applicant(booking.applicant);
  booking.response = features::json_answer(answer, 201);
}

void write_head(Booking& booking) {
  web::HeadFacts facts;
  facts.date = "Sun, 22 Nov 2026 03:00:00 GMT";
  facts.body_bytes = booking.response.body.size();
  booking.head.clear();
  web::append_head(booking.head, booking.response, facts);
}

std::vector<Booking> make_bookings(const std::string& targets) {
  Options options;
  options.mode = Options::Mode::book;
  options.targets_file = targets;
  options.first_identity = 1;
  const Requests requests(options);
  std::vector<Booking> bookings(kRequests);
  std::int64_t number = 0;
  for (Booking& booking : bookings) requests.write(number++, booking.text);
  return bookings;
}

/// The median over rounds of what `step` takes for one booking.
template <class Step>
double micros_of(std::vector<Booking>& bookings, const Step& step) {
  std::array<double, kRounds> rounds{};
  for (double& round : rounds) {
    const double begun = processor_micros();
    for (Booking& booking : bookings) step(booking);
    round = (processor_micros() - begun) / static_cast<double>(bookings.size());
  }
  std::ranges::sort(rounds);
  return rounds[kRounds / 2];
}

void measure(const std::string& targets) {
  std::vector<Booking> bookings = make_bookings(targets);
  const base::SystemClock clock;
  const base::KeyRing keys = base::KeyRing::ephemeral();
  base::IdSource ids(clock, 0);
  web::RequestReader reader({});
  const domain::Date on = today();
  const double request = micros_of(bookings, [&](Booking& booking) { read_request(reader, booking); });
  const double json_read = micros_of(bookings, [&](Booking& booking) { read_json(on, booking); });
  const double sealing = micros_of(bookings, [&](Booking& booking) { seal(keys, ids, booking); });
  const double json_written = micros_of(bookings, [&](Booking& booking) { write_json(booking); });
  const double head = micros_of(bookings, [&](Booking& booking) { write_head(booking); });
  std::printf(
      "{\"request_read\":%.2f,\"json_read\":%.2f,\"sealing\":%.2f,\"json_written\":%.2f,\"head_written\":%."
      "2f,"
      "\"person_bytes\":%zu}\n",
      request, json_read, sealing, json_written, head, bookings.front().sealed.size());
}

}  // namespace
}  // namespace temujanji::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: parts FILE-OF-SLOTS\n");
    return 2;
  }
  try {
    temujanji::bench::measure(argv[1]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "parts: %s\n", error.what());
    return 1;
  }
}
