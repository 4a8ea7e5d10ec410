#include "notify/qr.h"

#include <qrcodegen/qrcodegen.hpp>

#include "base/fault.h"

namespace temujanji::notify {
namespace {
constexpr int kQuietZone = 4;
}

QrDrawing draw_qr(std::string_view text) {
  using qrcodegen::QrCode;
  try {
    const QrCode code = QrCode::encodeText(std::string(text).c_str(), QrCode::Ecc::MEDIUM);
    QrDrawing drawing{code.getSize() + 2 * kQuietZone, {}};
    for (int y = 0; y < code.getSize(); ++y) {
      for (int x = 0; x < code.getSize(); ++x) {
        if (!code.getModule(x, y)) continue;
        int run = 1;
        while (code.getModule(x + run, y)) ++run;  // outside the code every module is light
        drawing.path += 'M' + std::to_string(x + kQuietZone) + ' ' + std::to_string(y + kQuietZone) + 'h' +
                        std::to_string(run) + "v1h-" + std::to_string(run) + 'z';
        x += run;
      }
    }
    return drawing;
  } catch (const qrcodegen::data_too_long&) {
    std::throw_with_nested(base::Fault("a slip's token does not fit into a QR code"));
  }
}

}  // namespace temujanji::notify
