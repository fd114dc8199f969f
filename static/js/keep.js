// [data-copy="#id"] puts what stands there, line by line, on the clipboard; [data-print] prints the page.
import { on } from "./on.js";

on("click", "[data-copy]", async (event, button) => {
  const lines = [...document.querySelectorAll(`${button.dataset.copy} li`)].map((line) => line.textContent.trim());
  await navigator.clipboard.writeText(lines.join("\n"));
  const told = button.parentElement.querySelector("[data-copied]");
  if (told) told.textContent = told.dataset.copied;
});

on("click", "[data-print]", () => print());
