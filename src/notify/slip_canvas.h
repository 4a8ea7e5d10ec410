#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace temujanji::notify {

/// How a text looks on the slip. Sizes in points.
struct TextStyle {
  enum class Align { left, centre, right };
  double size = 10;
  bool bold = false;
  /// 0 black, 1 white.
  double grey = 0;
  Align align = Align::left;
};

/// A sheet of A4 on which texts of all scripts, lines and a QR code are placed; coordinates in points from
/// the upper left corner. While it only measures nothing is drawn. Used by one thread.
class SlipCanvas {
 public:
  static constexpr double kWidth = 595.28;
  static constexpr double kHeight = 841.89;

  SlipCanvas(const std::string& title, const std::string& author, base::Instant created_at);
  ~SlipCanvas();
  SlipCanvas(const SlipCanvas&) = delete;
  SlipCanvas& operator=(const SlipCanvas&) = delete;

  /// From now on texts are measured (true) or drawn (false).
  void measure_only(bool only) { measuring_ = only; }

  /// Places `text` with its upper edge at `y`, broken into lines of `width`; gives its height.
  double text(double x, double y, double width, std::string_view text, TextStyle style);
  /// The same as a link to `url`, where the reader can follow it.
  double link(double x, double y, double width, std::string_view text, TextStyle style,
              const std::string& url);
  /// A horizontal line.
  void rule(double x, double y, double width, double thickness, double grey);
  /// A rectangle's outline, or all of it.
  void frame(double x, double y, double width, double height, double thickness);
  void fill(double x, double y, double width, double height, double grey);
  /// `text` as a QR code (level M at least) of `size` points, with the quiet zone of four modules inside.
  /// Drawn as one path of squares, so it prints sharp at any resolution.
  void qr_code(double x, double y, double size, const std::string& text);

  /// The finished PDF; nothing can be drawn afterwards. Throws Fault if Cairo failed.
  std::string finish();

 private:
  struct Cairo;
  std::unique_ptr<Cairo> cairo_;
  bool measuring_ = false;
};

}  // namespace temujanji::notify
