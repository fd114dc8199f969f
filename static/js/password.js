// [data-show-password] shows and hides the field beside it.
import { on } from "./on.js";

on("click", "[data-show-password]", (event, button) => {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  const shown = input.type === "text";
  input.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
});

// A shown password must not be kept in the browser's list of earlier entries.
on("submit", "form", (event, form) => {
  for (const button of form.querySelectorAll("[data-show-password][aria-pressed='true']")) button.click();
});
