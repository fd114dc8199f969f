// [data-suggest]: what the search box offers while somebody types; arrows choose, Enter goes there, Escape closes.
const PATIENCE = 120;
const LEAST = 2;

for (const area of document.querySelectorAll("[data-suggest]")) {
  const input = area.querySelector("input[type=search]");
  const box = area.querySelector("[data-suggestions]");
  const told = area.querySelector("[data-suggest-told]");
  let waiting = 0;
  let asking = null;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", "suggestions-list");

  const options = () => [...box.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const words = input.value.trim();
    asking?.abort();
    if (words.length < LEAST) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`${area.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
      if (!answer.ok) return close();
      box.innerHTML = await answer.text();
    } catch {
      return;
    }
    const number = options().length;
    box.hidden = number === 0;
    input.setAttribute("aria-expanded", String(number > 0));
    input.removeAttribute("aria-activedescendant");
    told.textContent = box.querySelector("[data-told]")?.dataset.told ?? area.dataset.suggestNone;
  }

  function choose(step) {
    const all = options();
    const at = all.findIndex((option) => option.ariaSelected === "true");
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
    for (const option of all) option.ariaSelected = "false";
    const chosen = all[next];
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    chosen.ariaSelected = "true";
    chosen.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", chosen.id);
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PATIENCE);
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      return close();
    }
    if (event.key === "Enter") {
      const chosen = options().find((option) => option.ariaSelected === "true");
      if (!box.hidden && chosen) {
        event.preventDefault();
        chosen.querySelector("a").click();
      }
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    if (box.hidden) ask();
    else choose(event.key === "ArrowDown" ? 1 : -1);
  });

  document.addEventListener("click", (event) => {
    if (!area.contains(event.target)) close();
  });
  area.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !area.contains(event.relatedTarget)) close();
  });
}
