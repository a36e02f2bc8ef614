// The telephone without reloading the page: keys from the keypad and the keyboard, sound, and the
// microphone. Every press is the same form that the page sends without this file.
"use strict";
let ahead = ""; // keys pressed while an answer was on its way
let busy = false;
let silence; // runs where the sound was heard to its end and nothing is pressed, as on a line
const PATIENCE = 20_000; // a line waits 6 seconds; who reads along or looks for a key has longer

const phone = () => document.getElementById("telephone");
const is = (name) => phone()?.dataset[name] ?? "";

async function send(form, fields, file) {
  busy = true;
  clearTimeout(silence);
  const body = new FormData(form);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  if (file) body.set("sound", file, "message.wav");
  let page;
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.status);
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    form.submit(); // the page itself says what is wrong
    return;
  }
  const fresh = page.getElementById("telephone");
  if (!fresh) { location.reload(); return; }
  show(fresh);
  busy = false;
  const waiting = ahead;
  ahead = "";
  if (waiting && is("awaits") === "keys") for (const key of waiting) press(key);
}

// What is said is put into the region that is there already, so that it is read aloud.
function show(fresh) {
  const old = phone(), focused = document.activeElement?.closest("#telephone") ? document.activeElement : null;
  const value = focused?.value, name = focused?.name, within = focused?.closest(".screen");
  const screen = old.querySelector(".screen"), said = fresh.querySelector(".screen");
  screen.replaceChildren(...said.childNodes);
  said.replaceWith(screen);
  old.replaceWith(fresh);
  begin();
  const again = name && [...fresh.querySelectorAll(`[name="${name}"]`)].find((one) => (one.value === value || one.type === "text") && !one.disabled);
  (again ?? (focused || within ? fresh.querySelector("#words, .keys button:not([disabled]), button.call") : null))?.focus();
}

function press(key) {
  if (busy) { ahead += key; return; }
  if (is("awaits") !== "keys") return;
  document.getElementById("sound")?.pause();
  const typed = document.getElementById("typed");
  typed.textContent += key;
  const keys = typed.textContent, ends = is("ends");
  const done = key === "*" || key === "#" || keys.replace("#", "").length >= Number(is("most")) || (ends && key === ends);
  if (!done) return;
  // what the server already has of them is not sent again
  const known = typed.dataset.known ?? "";
  send(document.getElementById("keypad"), { do: "pressed", keys: keys.slice(known.length) });
}

function begin() {
  document.getElementById("goes-on")?.removeAttribute("hidden");
  const typed = document.getElementById("typed");
  if (typed) typed.dataset.known = typed.textContent;
  const sound = document.getElementById("sound");
  if (sound) {
    const quiet = () => { sound.hidden = true; };
    sound.addEventListener("error", quiet);
    sound.addEventListener("ended", wait);
    sound.play().catch(() => {});
  }
  const microphone = document.getElementById("microphone");
  if (microphone && navigator.mediaDevices?.getUserMedia && window.MediaRecorder) {
    microphone.hidden = false;
    record(microphone);
  }
}

// Silence goes on by itself only for who hears: without sound nobody is hurried.
function wait() {
  clearTimeout(silence);
  if (is("awaits") !== "keys" || document.hidden) return;
  silence = setTimeout(() => {
    const form = document.querySelector('#telephone button[value="wait"]')?.form;
    if (form && !busy && is("awaits") === "keys" && !document.hidden) send(form, { do: "wait" });
  }, PATIENCE);
}
for (const kind of ["keydown", "pointerdown", "focusin", "input"])
  document.addEventListener(kind, () => { if (silence) { clearTimeout(silence); if (document.getElementById("sound")?.ended) wait(); } });

document.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  if (!form.closest("#telephone") || !button) return;
  event.preventDefault();
  if (button.name === "key") { press(button.value); return; }
  if (busy) return;
  document.getElementById("sound")?.pause();
  send(form, { [button.name]: button.value });
});

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || !phone()) return;
  if (target.closest("input, textarea, select, audio, a, summary")) return;
  if (/^[0-9*#]$/.test(event.key)) { press(event.key); event.preventDefault(); }
  else if (event.key === "Backspace") {
    const typed = document.getElementById("typed");
    const known = typed?.dataset.known?.length ?? 0;
    if (typed && typed.textContent.length > known) typed.textContent = typed.textContent.slice(0, -1);
  }
});

// A message: recorded, brought to 8,000 samples a second as a telephone has them, sent as WAV.
function record(place) {
  const start = place.querySelector("[data-start]"), stop = place.querySelector("[data-stop]");
  const says = place.querySelector("[data-says]");
  let recorder, parts = [], timer;
  start.addEventListener("click", async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      document.getElementById("sound")?.pause();
      recorder = new MediaRecorder(stream);
      recorder.ondataavailable = (event) => parts.push(event.data);
      recorder.onstop = async () => {
        clearTimeout(timer);
        stream.getTracks().forEach((track) => track.stop());
        try {
          const file = await asWav(new Blob(parts));
          send(document.getElementById("record"), { do: "message" }, file);
        } catch { says.textContent = says.dataset.off; }
      };
      recorder.start();
      timer = setTimeout(() => recorder.state === "recording" && recorder.stop(), Number(place.dataset.longest) * 1000);
      start.hidden = true; stop.hidden = false; stop.focus();
      says.textContent = says.dataset.recording;
    } catch { says.textContent = says.dataset.off; }
  });
  stop.addEventListener("click", () => recorder?.state === "recording" && recorder.stop());
}

async function asWav(blob) {
  const context = new AudioContext();
  const heard = await context.decodeAudioData(await blob.arrayBuffer());
  context.close();
  const offline = new OfflineAudioContext(1, Math.max(1, Math.ceil(heard.duration * 8000)), 8000);
  const source = offline.createBufferSource();
  source.buffer = heard;
  source.connect(offline.destination);
  source.start();
  const samples = (await offline.startRendering()).getChannelData(0);
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const words = (at, text) => [...text].forEach((letter, n) => view.setUint8(at + n, letter.charCodeAt(0)));
  words(0, "RIFF"); view.setUint32(4, 36 + samples.length * 2, true); words(8, "WAVEfmt ");
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, 8000, true); view.setUint32(28, 16000, true); view.setUint16(32, 2, true);
  view.setUint16(34, 16, true); words(36, "data"); view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, n) => view.setInt16(44 + n * 2, Math.max(-1, Math.min(1, sample)) * 32767, true));
  return new Blob([view], { type: "audio/wav" });
}

begin();
