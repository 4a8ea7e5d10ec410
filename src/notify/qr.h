#pragma once
#include <string>
#include <string_view>

namespace temujanji::notify {

/// A QR code as the data of one SVG path, in units of one module, with the quiet zone of four modules around.
struct QrDrawing {
  int size = 0;  // modules a side, quiet zone included
  std::string path;
};

/// Draws `text` (error correction level M). Throws Fault if it is too long for a QR code.
QrDrawing draw_qr(std::string_view text);

}  // namespace temujanji::notify
