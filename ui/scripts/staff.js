// Comforts for people of the department. Every page works without this file.

// One key for each act: the button that carries it is pressed, or the choice opened to the keyboard, unless somebody types.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
  const element = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!element?.matches("select")) return element?.click();
  // Or else the choice would take the key as the beginning of a name.
  event.preventDefault();
  element.focus();
});

// What is written is shown beside it as readers will see it, a moment after the last key.
for (const form of document.querySelectorAll("form[data-live-preview]")) {
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const fields = new URLSearchParams(new FormData(form));
      fields.set("step", "preview");
      const answer = await fetch(form.action, { method: "POST", body: fields }).catch(() => undefined);
      if (!answer?.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const shown of form.querySelectorAll("[data-preview]"))
        shown.replaceChildren(...fresh.getElementById(shown.id).childNodes);
    }, 500);
  });
}

// On a narrow screen the navigation is a line that scrolls; where one is stands in its middle.
document.querySelector(".staff-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
