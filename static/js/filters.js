// [data-filters]: the list follows its filters in place; fields left empty stay out of the address.
import { on } from "./on.js";

document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("[data-filters]")) return;
  const asked = event.detail.parameters;
  for (const name of new Set(Object.keys(asked))) {
    const values = [asked[name]].flat().filter((value) => value !== "");
    delete asked[name];
    if (values.length) asked[name] = values.length > 1 ? values : values[0];
  }
});

// Every change was followed already: the button only leads back to the list.
on("submit", "[data-filters]", (event, form) => {
  if (!window.htmx) return;
  event.preventDefault();
  const panel = form.closest("[popover]");
  if (panel?.matches(":popover-open")) panel.hidePopover();
});

// The order stands beside the list, outside the form that it belongs to.
on("change", "select[form]", (event, select) => {
  if (select.form?.matches("[data-filters]")) select.form.dispatchEvent(new Event("change"));
});

document.addEventListener("htmx:afterSettle", () => {
  const count = document.querySelector("[data-count]");
  const told = document.querySelector("[data-count-told]");
  if (count && told && told.textContent !== count.textContent) told.textContent = count.textContent;
});

// A shorter list may end above the window; the focus stays on the filter, and nothing glides.
document.addEventListener("htmx:afterSettle", ({ target: results }) => {
  if (results.id === "results" && results.getBoundingClientRect().top < 0) results.scrollIntoView({ block: "start", behavior: "instant" });
});

// A choice made in the address's older state is not what the page shows.
addEventListener("pageshow", (event) => {
  if (!event.persisted) document.querySelector("[data-filters]")?.reset();
});
