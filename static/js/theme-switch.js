// [data-theme-switch] holds buttons whose value is the appearance; an empty value follows the device.
import { on } from "./on.js";

const root = document.documentElement;

function show() {
  for (const button of document.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === (root.dataset.theme ?? "")));
  }
}

on("click", "[data-theme-switch] button", (event, button) => {
  if (button.value) root.dataset.theme = button.value;
  else delete root.dataset.theme;
  try {
    if (button.value) localStorage.setItem("theme", button.value);
    else localStorage.removeItem("theme");
  } catch {
    // The choice then lasts as long as the page.
  }
  show();
});

show();
