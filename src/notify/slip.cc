#include "notify/slip.h"

#include <algorithm>
#include <array>

#include "notify/slip_canvas.h"

namespace temujanji::notify {
namespace {

using base::Bilingual;
using base::Language;
using Align = TextStyle::Align;

constexpr double kMargin = 45;
constexpr double kInner = SlipCanvas::kWidth - 2 * kMargin;
constexpr double kGap = 18;
/// Malay needs more room than English for the same.
constexpr double kLeft = (kInner - kGap) * 0.52;
constexpr double kRight = kInner - kGap - kLeft;
constexpr double kRightEdge = kMargin + kLeft + kGap;
constexpr double kFooterTop = SlipCanvas::kHeight - 62;
constexpr double kQrSize = 132;
/// Second language and labels; dark enough for a poor printer.
constexpr double kSoft = 0.33;
constexpr double kHair = 0.78;
/// How much all below the date may shrink; the last is still readable at arm's length.
constexpr std::array kScales{1.0, 0.94, 0.88, 0.82, 0.76, 0.7};

/// One attempt to lay the slip out: everything from the top down, the sizes of the lower part scaled.
class Sheet {
 public:
  Sheet(SlipCanvas& canvas, const AppointmentFacts& facts, const base::Words& words)
      : canvas_(canvas), facts_(facts), words_(words) {}

  /// Places everything and tells where it ends. `documents_max`: further ones become a line "and N more".
  double place(double scale, std::size_t documents_max) {
    scale_ = scale;
    y_ = kMargin - 3;
    header();
    hero();
    details();
    documents(documents_max);
    payment();
    notes();
    footer();
    return y_;
  }

 private:
  Bilingual both(std::string_view key, base::Replacements with_ms = {},
                 base::Replacements with_en = {}) const {
    return {words_.text(Language::ms, key, with_ms), words_.text(Language::en, key, with_en)};
  }
  TextStyle strong(double size) const { return {size * scale_, true, 0, Align::left}; }
  TextStyle plain(double size) const { return {size * scale_, false, 0, Align::left}; }
  TextStyle soft(double size) const { return {size * scale_, false, kSoft, Align::left}; }

  /// "Malay · English" in one small line.
  double label(double x, double y, double width, std::string_view key) {
    const Bilingual words = both(key);
    return canvas_.text(x, y, width, words.ms + "  ·  " + words.en, {8, false, kSoft, Align::left});
  }

  void header() {
    const Bilingual title = both("slip.title");
    canvas_.text(kRightEdge, y_, kRight, title.ms, {15, true, 0, Align::right});
    canvas_.text(kRightEdge, y_ + 20, kRight, title.en, {9.5, false, kSoft, Align::right});
    canvas_.text(kMargin, y_, kLeft, facts_.site_name, {15, true, 0, Align::left});
    canvas_.text(kMargin, y_ + 20, kLeft, facts_.department.ms, {9.5, false, kSoft, Align::left});
    y_ += 40;
    canvas_.rule(kMargin, y_, kInner, 1.5, 0);
    y_ += 14;
  }

  /// What one looks for at the door: reference, date, time, when to be there, and the code.
  void hero() {
    const double top = y_;
    const double width = kInner - kQrSize - kGap;
    label(kMargin, y_, width, "slip.reference");
    y_ += 11;
    y_ += canvas_.text(kMargin, y_, width, facts_.reference, {29, true, 0, Align::left}) + 5;
    label(kMargin, y_, width, "slip.when");
    y_ += 12;
    y_ +=
        canvas_.text(kMargin, y_, width, facts_.date.ms + ", " + facts_.time.ms, {16, true, 0, Align::left});
    y_ += canvas_.text(kMargin, y_, width, facts_.date.en + ", " + facts_.time.en,
                       {10, false, kSoft, Align::left});
    y_ += 9;
    arrive_by(width);
    code(top);
    y_ = std::max(y_, top + kQrSize + 16) + 10;
  }

  void arrive_by(double width) {
    const double top = y_;
    const Bilingual by =
        both("slip.arrive", {{"time", facts_.arrive_by.ms}}, {{"time", facts_.arrive_by.en}});
    const Bilingual why = both("slip.arrive_detail");
    y_ += canvas_.text(kMargin + 11, y_, width - 11, by.ms, {12.5, true, 0, Align::left});
    y_ += canvas_.text(kMargin + 11, y_, width - 11, why.ms, {9, false, 0, Align::left});
    y_ += canvas_.text(kMargin + 11, y_, width - 11, by.en + ", " + why.en, {9, false, kSoft, Align::left});
    canvas_.fill(kMargin, top + 2, 4, y_ - top - 2, 0);
  }

  void code(double top) {
    const double left = kMargin + kInner - kQrSize;
    // The quiet zone is white anyway: pull it into the margin so that the code's edge meets the text's.
    constexpr double kQuiet = 9;
    canvas_.qr_code(left + kQuiet, top - kQuiet, kQrSize, facts_.token);
    const Bilingual scan = both("slip.scan");
    const double below = top + kQrSize - kQuiet + 1;
    canvas_.text(left, below, kQrSize, scan.ms, {7.5, true, 0, Align::right});
    canvas_.text(left, below + 10.5, kQrSize, scan.en, {7.5, false, kSoft, Align::right});
  }

  /// A label with a value in both languages; gives the height.
  double fact(double x, double y, double width, std::string_view key, const Bilingual& value) {
    double height = label(x, y, width, key) + 1;
    height += canvas_.text(x, y + height, width, value.ms, strong(10.5));
    if (value.en != value.ms) height += canvas_.text(x, y + height, width, value.en, soft(9));
    return height + 7 * scale_;
  }

  void details() {
    canvas_.rule(kMargin, y_, kInner, 0.6, kHair);
    y_ += 8;
    const double left_end = left_details(y_);
    const double right_end = right_details(y_);
    y_ = std::max(left_end, right_end);
  }

  double left_details(double y) {
    y += fact(kMargin, y, kLeft, "slip.service", facts_.service);
    y += fact(kMargin, y, kLeft, "slip.applicant", {facts_.masked_name, facts_.masked_name});
    y += fact(kMargin, y, kLeft, "slip.document", {facts_.masked_document, facts_.masked_document});
    return y;
  }

  double right_details(double y) {
    const double x = kRightEdge;
    y += fact(x, y, kRight, "slip.office", facts_.office) - 6 * scale_;
    for (const std::string& line : facts_.address_lines) y += canvas_.text(x, y, kRight, line, plain(9));
    if (!facts_.phone.empty()) {
      y += canvas_.text(x, y, kRight, words_.text(Language::ms, "slip.phone", {{"phone", facts_.phone}}),
                        plain(9));
    }
    y += 7 * scale_;
    const std::string seats = std::to_string(facts_.seats);
    return y + fact(x, y, kRight, "slip.persons", {seats, seats});
  }

  /// Malay and English side by side under a heavier line.
  void heading(std::string_view key) {
    canvas_.rule(kMargin, y_, kInner, 1, 0);
    y_ += 5 * scale_;
    const Bilingual words = both(key);
    canvas_.text(kRightEdge, y_ + 1.5 * scale_, kRight, words.en, soft(9.5));
    y_ += canvas_.text(kMargin, y_, kLeft, words.ms, strong(11)) + 3 * scale_;
  }

  void documents(std::size_t documents_max) {
    if (facts_.documents.empty()) return;
    heading("slip.documents");
    const std::size_t shown = std::min(documents_max, facts_.documents.size());
    for (std::size_t i = 0; i < shown; ++i) document(facts_.documents[i]);
    if (shown < facts_.documents.size()) documents_left_out(facts_.documents.size() - shown);
    y_ += 7 * scale_;
  }

  void document(const DocumentFact& document) {
    const auto line = [&document](Language language) {
      const std::string& condition = document.condition.in(language);
      return document.text.in(language) + (condition.empty() ? "" : " (" + condition + ")");
    };
    const double indent = 16 * scale_;
    const double box = 8 * scale_;
    canvas_.frame(kMargin + 0.5, y_ + 3.2 * scale_, box, box, 0.8);
    const double ms = canvas_.text(kMargin + indent, y_, kLeft - indent, line(Language::ms), plain(9.5));
    const double en = canvas_.text(kRightEdge, y_ + 0.8 * scale_, kRight, line(Language::en), soft(8.7));
    y_ += std::max(ms, en) + 2.2 * scale_;
  }

  void documents_left_out(std::size_t count) {
    const std::string number = std::to_string(count);
    const Bilingual more = both("slip.documents_more", {{"count", number}, {"url", facts_.manage_url.ms}},
                                {{"count", number}, {"url", facts_.manage_url.en}});
    const double ms = canvas_.text(kMargin, y_, kLeft, more.ms, strong(9));
    y_ += std::max(ms, canvas_.text(kRightEdge, y_, kRight, more.en, soft(8.7)));
  }

  void payment() {
    const Bilingual title = both("slip.payment");
    const Bilingual detail = both("slip.payment_detail");
    const double top = y_;
    const double pad = 7 * scale_;
    const double right = kRightEdge;
    double ms = canvas_.text(kMargin + pad, y_ + pad, kLeft - pad, title.ms, strong(10.5));
    ms += canvas_.text(kMargin + pad, y_ + pad + ms, kLeft - pad, detail.ms, plain(9));
    double en = canvas_.text(right, y_ + pad + 1, kRight - pad, title.en, soft(9.5));
    en += canvas_.text(right, y_ + pad + 1 + en, kRight - pad, detail.en, soft(8.7));
    y_ += std::max(ms, en) + 2 * pad;
    canvas_.frame(kMargin + 0.5, top, kInner - 1, y_ - top, 1);
    y_ += 10 * scale_;
  }

  void notes() {
    heading("slip.notes");
    for (const std::string_view key :
         {"slip.note_bring", "slip.note_late", "slip.note_cancel", "slip.note_truth", "slip.note_free"}) {
      const Bilingual note = both(key);
      const double indent = 16 * scale_;
      canvas_.text(kMargin + 2 * scale_, y_, indent, "•", plain(9));
      const double ms = canvas_.text(kMargin + indent, y_, kLeft - indent, note.ms, plain(9));
      const double en = canvas_.text(kRightEdge, y_, kRight, note.en, soft(8.5));
      y_ += std::max(ms, en) + 2.5 * scale_;
    }
  }

  void footer() {
    canvas_.rule(kMargin, kFooterTop, kInner, 0.6, kHair);
    const Bilingual manage = both("slip.manage");
    const double y = kFooterTop + 6;
    canvas_.link(kMargin, y, kInner - 110, manage.ms + ": " + facts_.manage_url.ms,
                 {8, false, 0, Align::left}, facts_.manage_url.ms);
    canvas_.link(kMargin, y + 11, kInner - 110, manage.en + ": " + facts_.manage_url.en,
                 {8, false, kSoft, Align::left}, facts_.manage_url.en);
    canvas_.text(kMargin + kInner - 110, y, 110, facts_.reference, {8, true, 0, Align::right});
  }

  SlipCanvas& canvas_;
  const AppointmentFacts& facts_;
  const base::Words& words_;
  double scale_ = 1;
  double y_ = 0;
};

/// The largest scale at which everything fits; if none does, the smallest and fewer documents.
std::pair<double, std::size_t> fit(Sheet& sheet, std::size_t documents) {
  for (const double scale : kScales) {
    if (sheet.place(scale, documents) <= kFooterTop) return {scale, documents};
  }
  while (documents > 1 && sheet.place(kScales.back(), documents - 1) > kFooterTop) --documents;
  return {kScales.back(), documents - std::min<std::size_t>(documents, 1)};
}

}  // namespace

std::string make_slip_pdf(const AppointmentFacts& facts, const base::Words& words) {
  // A document that the reader's program shows in its title bar must not carry the applicant's name.
  SlipCanvas canvas(std::string(words.text(Language::ms, "slip.title")), facts.site_name, facts.happened_at);
  Sheet sheet(canvas, facts, words);
  canvas.measure_only(true);
  const auto [scale, documents] = fit(sheet, facts.documents.size());
  canvas.measure_only(false);
  sheet.place(scale, documents);
  return canvas.finish();
}

}  // namespace temujanji::notify
