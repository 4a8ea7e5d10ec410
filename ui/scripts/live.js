// Parts of a page that follow the queue: when the server tells that it is another, the page is asked for again and its
// parts marked `data-live` are put in place, save one in which somebody is typing. Without this file the page is as it was
// when it was opened.

const followed = document.querySelector("[data-events]");
const lost = document.getElementById("live-lost");
let asking = false, again = false;

async function refresh() {
  if (asking) return void (again = true);
  asking = true;
  try {
    const answer = await fetch(followed.dataset.from ?? location.href, { headers: { accept: "text/html" } });
    if (answer.ok && !answer.redirected) put(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The server is away; the stream tells when it is there again.
  }
  asking = false;
  if (again) setTimeout(refresh, 1000);
  again = false;
}

function put(fresh) {
  for (const old of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(old.id);
    if (now && !old.contains(document.activeElement) && now.innerHTML !== old.innerHTML) old.innerHTML = now.innerHTML;
  }
  document.dispatchEvent(new Event("live"));
}

if (followed) {
  const stream = new EventSource(followed.dataset.events);
  let seen = followed.dataset.version;
  stream.addEventListener("queue", (event) => {
    if (event.lastEventId !== seen) refresh();
    seen = event.lastEventId;
  });
  stream.addEventListener("open", () => lost && (lost.textContent = ""));
  stream.addEventListener("error", () => lost && (lost.textContent = lost.dataset.text));
  // Waiting times pass also while nothing happens.
  setInterval(refresh, 60_000);
}
