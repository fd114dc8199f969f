// Says what is wrong with a field after it was left, never while typing, and takes it back once it is right.
import { on } from "./on.js";

const FIELD = ".field:is([data-missing], [data-mismatch], [data-short])";

function complaint(field, input) {
  const { valueMissing, typeMismatch, tooShort } = input.validity;
  const short = tooShort || (input.value && input.minLength > 0 && input.value.length < input.minLength);
  if (valueMissing) return field.dataset.missing;
  if (typeMismatch) return field.dataset.mismatch;
  return short ? field.dataset.short : undefined;
}

function show(field, input, words) {
  let place = field.querySelector(".field-error[data-live]");
  if (!words) {
    place?.remove();
    if (place) input.removeAttribute("aria-invalid");
    return;
  }
  if (!place) {
    if (field.querySelector(".field-error")) return;
    place = document.createElement("div");
    place.className = "field-error";
    place.dataset.live = "";
    place.setAttribute("aria-live", "polite");
    (field.querySelector(".field-box") ?? field.lastElementChild).before(place);
  }
  place.textContent = words;
  input.setAttribute("aria-invalid", "true");
}

on("focusout", `${FIELD} input`, (event, input) => {
  // An untouched field that is only passed through is no mistake yet.
  if (!input.value && !input.dataset.touched) return;
  const field = input.closest(".field");
  show(field, input, complaint(field, input));
});

on("input", `${FIELD} input`, (event, input) => {
  input.dataset.touched = "";
  const field = input.closest(".field");
  if (field.querySelector(".field-error[data-live]") && !complaint(field, input)) show(field, input);
});

// The server's summary is better than the browser's bubbles: it names every mistake and stays.
for (const form of document.querySelectorAll("form.form")) form.noValidate = true;
document.addEventListener("htmx:load", (event) => {
  for (const form of event.detail.elt.querySelectorAll?.("form.form") ?? []) form.noValidate = true;
});
