// A form goes out once: the button says that it is busy and a second click does nothing.
import { on } from "./on.js";

on("submit", "form[method='post' i]", (event, form) => {
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  const button = event.submitter ?? form.querySelector("button[type='submit']");
  button?.setAttribute("aria-busy", "true");
});

function again(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-busy='true']")) button.removeAttribute("aria-busy");
}

// The back button brings the page back as it was left; htmx leaves it standing.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-sent]")) again(form);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest("form[data-sent]");
  if (form) again(form);
});
