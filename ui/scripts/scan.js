// Reads the QR code of a slip with the device's camera, puts it into the field `code` and sends the form, or goes to the
// field that is wanted next. Without this file the code is typed, or scanned by a device that types.

const kPause = 150; // milliseconds between two looks
const kWidthMax = 1280;

for (const scanner of document.querySelectorAll("[data-scanner]")) {
  const form = scanner.closest("form");
  const field = form.elements.code;
  const begin = scanner.querySelector("[data-scan-begin]");
  const view = scanner.querySelector("[data-scan-view]");
  const video = scanner.querySelector("video");
  const status = scanner.querySelector("[role=status]");
  let stream;

  const end = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    view.hidden = true;
    begin.hidden = false;
  };

  const take = (code) => {
    end();
    status.textContent = scanner.dataset.found;
    field.value = code;
    const next = form.elements[field.dataset.scannedNext];
    if (next && !next.value) next.focus();
    else form.requestSubmit();
  };

  const look = async (read) => {
    while (stream) {
      const code = video.readyState >= 2 ? await read(video).catch(() => "") : "";
      if (code && stream) return take(code);
      await new Promise((resolve) => setTimeout(resolve, kPause));
    }
  };

  // A scanner that types presses Enter after the code; the form is not complete without the next field.
  field.addEventListener("keydown", (event) => {
    const next = form.elements[field.dataset.scannedNext];
    if (event.key !== "Enter" || !field.value || !next || next.value) return;
    event.preventDefault();
    next.focus();
  });

  begin.addEventListener("click", async () => {
    if (!navigator.mediaDevices) return void (status.textContent = scanner.dataset.noCamera);
    begin.hidden = true;
    try {
      const wanted = { video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } } };
      stream = await navigator.mediaDevices.getUserMedia(wanted);
      video.srcObject = stream;
      view.hidden = false;
      status.textContent = scanner.dataset.looking;
      await video.play();
      look(await openReader());
    } catch (error) {
      end();
      status.textContent = scanner.dataset[reasonOf(error)];
    }
  });
  scanner.querySelector("[data-scan-end]").addEventListener("click", () => {
    end();
    status.textContent = "";
    begin.focus();
  });
  addEventListener("pagehide", end);
  scanner.hidden = false;
}

function reasonOf(error) {
  if (error.name === "NotAllowedError") return "notAllowed";
  return error.name === "NotReadableError" ? "inUse" : "noCamera";
}

/** What finds the code in a picture: the browser's own reader, or ours. */
async function openReader() {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (formats?.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
  }
  const { decodeQR } = await import("./qr-reader.js");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, kWidthMax / video.videoWidth);
    canvas.width = video.videoWidth * scale;
    canvas.height = video.videoHeight * scale;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
  };
}
