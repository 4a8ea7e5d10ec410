// The voice of the board: a chime, then the number and the counter in Malay and in English. A browser lets a page speak only
// after somebody has pressed a button on it, once.

const button = document.getElementById("display-sound");
const said = new Set([...document.querySelectorAll("[data-call]")].map((row) => row.dataset.call));
let audio;

function chime() {
  for (const [tone, begin] of [[660, 0], [523, 0.35]]) {
    const sound = audio.createOscillator(), volume = audio.createGain();
    sound.frequency.value = tone;
    volume.gain.setValueAtTime(0.4, audio.currentTime + begin);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + begin + 0.6);
    sound.connect(volume).connect(audio.destination);
    sound.start(audio.currentTime + begin);
    sound.stop(audio.currentTime + begin + 0.6);
  }
}

// Few devices have a Malay voice; an Indonesian one reads numbers all but alike.
const kVoices = { "ms-MY": ["ms", "id"], "en-GB": ["en"] };

function voiceFor(language) {
  const voices = speechSynthesis.getVoices();
  const speaks = (voice, wanted) => voice.lang.toLowerCase().startsWith(wanted);
  return kVoices[language].map((wanted) => voices.find((voice) => speaks(voice, wanted))).find((voice) => voice);
}

function tellMissingVoices() {
  const missing = Object.keys(kVoices).some((language) => !voiceFor(language));
  document.getElementById("display-no-voice").hidden = !missing;
}

function say(text, language) {
  const speech = new SpeechSynthesisUtterance(text);
  const voice = voiceFor(language);
  if (voice) speech.voice = voice;
  speech.lang = voice?.lang ?? language;
  speech.rate = 0.9;
  speechSynthesis.speak(speech);
}

document.addEventListener("live", () => {
  // The earliest call first.
  for (const row of [...document.querySelectorAll("[data-call]")].reverse()) {
    if (said.has(row.dataset.call)) continue;
    said.add(row.dataset.call);
    // Whoever is being served was called before this page was there to say it.
    if (!row.classList.contains("is-called")) continue;
    row.classList.add("is-new");
    if (!audio) continue;
    chime();
    say(row.dataset.sayMs, "ms-MY");
    say(row.dataset.sayEn, "en-GB");
  }
});

button.hidden = false;
button.addEventListener("click", () => {
  audio = new AudioContext();
  chime();
  button.hidden = true;
  // Some browsers know their voices only later.
  tellMissingVoices();
  speechSynthesis.addEventListener("voiceschanged", tellMissingVoices);
});
