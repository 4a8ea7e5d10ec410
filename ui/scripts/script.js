// Small comforts. Every page works without this file.

// Mistakes are announced first.
document.getElementById("error-summary")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Long folds are open without script and on paper.
const folds = [...document.querySelectorAll("details[data-fold]")];
const target = document.getElementById(location.hash.slice(1));
for (const fold of folds) fold.open = fold.contains(target);
addEventListener("beforeprint", () => folds.forEach((fold) => (fold.open = true)));

// A second click must not send a form twice. The server would answer the same; this spares the wait.
for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false;
  form.addEventListener("submit", (event) => (sent ? event.preventDefault() : (sent = true)));
  addEventListener("pageshow", () => (sent = false));
}

// The list of services follows what is typed.
const search = document.querySelector("[data-filter]");
const list = search && document.getElementById(search.dataset.filter);
if (list) {
  const status = document.getElementById("filter-status");
  const groups = [...list.querySelectorAll("details")];
  const opened = groups.map((group) => group.open);
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    groups.forEach((group, index) => {
      let here = 0;
      for (const row of group.querySelectorAll("li")) {
        row.hidden = !words.every((word) => row.dataset.words.includes(word));
        if (!row.hidden) here += 1;
      }
      group.hidden = here === 0;
      group.open = words.length ? here > 0 : opened[index];
      found += here;
    });
    status.textContent = found ? "" : status.dataset.none;
  });
}

// The held slot: a warning two minutes before its end; more time without leaving what is being typed.
const hold = document.getElementById("hold");
if (hold) {
  const warning = document.getElementById("hold-warning");
  const status = document.getElementById("hold-status");
  const skew = Date.now() - Number(hold.dataset.now);
  let timers = [];
  const watch = (warn) => {
    timers.forEach(clearTimeout);
    const left = Number(hold.dataset.expiresAt) + skew - Date.now();
    timers = [
      setTimeout(() => (warn || left > 120000) && warning?.showModal?.(), Math.max(0, left - 120000)),
      setTimeout(() => {
        warning?.close();
        status.textContent = status.dataset.over;
        status.className = "";
      }, Math.max(0, left)),
    ];
  };
  for (const form of document.querySelectorAll("form[data-extend]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("hold");
        if (!answer.ok || !fresh) throw new Error("no hold");
        hold.dataset.expiresAt = fresh.dataset.expiresAt;
        document.getElementById("hold-clock").textContent = page.getElementById("hold-clock").textContent;
        status.className = "unseen";
        status.textContent = status.dataset.extended;
        warning?.close();
        watch(false); // the last extension may be a short one: no second question at once
      } catch {
        form.submit();
      }
    });
  }
  watch(true);
}

// The two lines at the foot of a passport's page (ICAO 9303, TD3) fill in the fields they contain.
const pasted = document.getElementById("mrz");
pasted?.addEventListener("input", () => {
  const lines = pasted.value.toUpperCase().replace(/[^A-Z0-9<\n]/g, "").split("\n").filter(Boolean);
  const [first, second] = lines.length === 1 ? [lines[0].slice(0, 44), lines[0].slice(44)] : lines;
  if (first?.length !== 44 || second?.length !== 44 || first[0] !== "P") return;
  const plain = (text) => text.replace(/</g, " ").trim();
  const [family, given] = first.slice(5).split("<<");
  const fill = (id, value) => {
    const field = document.getElementById(id);
    if (field && value && (field.tagName !== "SELECT" || [...field.options].some((option) => option.value === value))) field.value = value;
  };
  fill("applicant.name", plain(`${given ?? ""} ${family}`));
  fill("applicant.document.number", plain(second.slice(0, 9)));
  fill("applicant.document.country", plain(first.slice(2, 5)));
  fill("applicant.nationality", plain(second.slice(10, 13)));
});
