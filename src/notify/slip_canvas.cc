#include "notify/slip_canvas.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <array>
#include <cstdio>
#include <qrcodegen/qrcodegen.hpp>

#include "base/fault.h"

namespace temujanji::notify {
namespace {

// Named one by one: what fontconfig would choose by itself differs between machines and misses marks.
constexpr const char* kFonts =
    "Noto Sans, Noto Sans CJK SC, Noto Sans Tamil, Noto Sans Arabic, Noto Sans Bengali, Noto Sans Myanmar, "
    "Noto Sans Devanagari, Noto Sans Thai, Noto Sans Khmer, Noto Sans Lao, Noto Sans Sinhala, Noto Sans "
    "Gurmukhi, "
    "Noto Sans Telugu, Noto Sans Malayalam, Noto Sans Kannada, Noto Sans Gujarati, Noto Sans Hebrew, "
    "Noto Sans Ethiopic, Noto Sans Armenian, Noto Sans Georgian, Noto Sans Symbols, Noto Sans Symbols2";
constexpr int kQuietModules = 4;

cairo_status_t append_bytes(void* pdf, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(pdf)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

std::string iso_time(base::Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text.data();
}

PangoAlignment alignment(TextStyle::Align align) {
  switch (align) {
    case TextStyle::Align::left:
      return PANGO_ALIGN_LEFT;
    case TextStyle::Align::centre:
      return PANGO_ALIGN_CENTER;
    case TextStyle::Align::right:
      return PANGO_ALIGN_RIGHT;
  }
  return PANGO_ALIGN_LEFT;
}

struct FreeObject {
  void operator()(gpointer object) const { g_object_unref(object); }
};
struct FreeFont {
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};

}  // namespace

struct SlipCanvas::Cairo {
  std::string pdf;
  cairo_surface_t* surface = nullptr;
  cairo_t* context = nullptr;
  std::unique_ptr<PangoLayout, FreeObject> layout;
  std::unique_ptr<PangoFontDescription, FreeFont> font;

  ~Cairo() {
    layout.reset();
    cairo_destroy(context);
    cairo_surface_destroy(surface);
  }
};

SlipCanvas::SlipCanvas(const std::string& title, const std::string& author, base::Instant created_at)
    : cairo_(std::make_unique<Cairo>()) {
  Cairo& c = *cairo_;
  c.surface = cairo_pdf_surface_create_for_stream(&append_bytes, &c.pdf, kWidth, kHeight);
  cairo_pdf_surface_set_metadata(c.surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(c.surface, CAIRO_PDF_METADATA_AUTHOR, author.c_str());
  const std::string created = iso_time(created_at);
  cairo_pdf_surface_set_metadata(c.surface, CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
  c.context = cairo_create(c.surface);
  c.layout.reset(pango_cairo_create_layout(c.context));
  c.font.reset(pango_font_description_from_string(kFonts));
  // Screens round widths to pixels; on paper that would space letters unevenly.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  PangoContext* pango = pango_layout_get_context(c.layout.get());
  pango_cairo_context_set_font_options(pango, options);
  pango_context_set_round_glyph_positions(pango, FALSE);
  cairo_font_options_destroy(options);
  pango_layout_set_wrap(c.layout.get(), PANGO_WRAP_WORD_CHAR);
  // A name in Arabic stays in its column at the left; its letters still run from right to left.
  pango_layout_set_auto_dir(c.layout.get(), FALSE);
}

SlipCanvas::~SlipCanvas() = default;

double SlipCanvas::text(double x, double y, double width, std::string_view text, TextStyle style) {
  Cairo& c = *cairo_;
  PangoLayout* layout = c.layout.get();
  pango_font_description_set_absolute_size(c.font.get(), style.size * PANGO_SCALE);
  pango_font_description_set_weight(c.font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, c.font.get());
  pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_alignment(layout, alignment(style.align));
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  if (!measuring_) {
    cairo_set_source_rgb(c.context, style.grey, style.grey, style.grey);
    cairo_move_to(c.context, x, y);
    pango_cairo_show_layout(c.context, layout);
  }
  int height = 0;
  pango_layout_get_size(layout, nullptr, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

double SlipCanvas::link(double x, double y, double width, std::string_view words, TextStyle style,
                        const std::string& url) {
  // The tag's attributes have quotes of their own, and an address never needs these characters.
  const bool linkable = !measuring_ && url.find_first_of("'\"\\\n\r") == url.npos && !url.empty();
  if (linkable) cairo_tag_begin(cairo_->context, CAIRO_TAG_LINK, ("uri='" + url + "'").c_str());
  const double height = text(x, y, width, words, style);
  if (linkable) cairo_tag_end(cairo_->context, CAIRO_TAG_LINK);
  return height;
}

void SlipCanvas::rule(double x, double y, double width, double thickness, double grey) {
  fill(x, y - thickness / 2, width, thickness, grey);
}

void SlipCanvas::frame(double x, double y, double width, double height, double thickness) {
  if (measuring_) return;
  cairo_t* context = cairo_->context;
  cairo_set_source_rgb(context, 0, 0, 0);
  cairo_set_line_width(context, thickness);
  cairo_rectangle(context, x, y, width, height);
  cairo_stroke(context);
}

void SlipCanvas::fill(double x, double y, double width, double height, double grey) {
  if (measuring_) return;
  cairo_t* context = cairo_->context;
  cairo_set_source_rgb(context, grey, grey, grey);
  cairo_rectangle(context, x, y, width, height);
  cairo_fill(context);
}

void SlipCanvas::qr_code(double x, double y, double size, const std::string& content) {
  if (measuring_) return;
  using qrcodegen::QrCode;
  const QrCode code = QrCode::encodeText(content.c_str(), QrCode::Ecc::MEDIUM);
  const double module = size / (code.getSize() + 2 * kQuietModules);
  cairo_t* context = cairo_->context;
  cairo_set_source_rgb(context, 0, 0, 0);
  for (int row = 0; row < code.getSize(); ++row) {
    for (int column = 0; column < code.getSize();) {
      int end = column;
      while (end < code.getSize() && code.getModule(end, row)) ++end;
      if (end > column) {
        cairo_rectangle(context, x + (column + kQuietModules) * module, y + (row + kQuietModules) * module,
                        (end - column) * module, module);
      }
      column = end + 1;
    }
  }
  cairo_fill(context);
}

std::string SlipCanvas::finish() {
  Cairo& c = *cairo_;
  cairo_show_page(c.context);
  cairo_surface_finish(c.surface);
  const cairo_status_t status = cairo_surface_status(c.surface);
  const cairo_status_t drawn = cairo_status(c.context);
  const cairo_status_t worst = status != CAIRO_STATUS_SUCCESS ? status : drawn;
  if (worst != CAIRO_STATUS_SUCCESS)
    throw base::Fault(std::string("cannot draw the slip: ") + cairo_status_to_string(worst));
  return std::move(c.pdf);
}

}  // namespace temujanji::notify
