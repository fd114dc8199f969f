// <details data-menu>: one at a time; Escape and a click elsewhere close it.
import { on } from "./on.js";

function close(menu) {
  menu.open = false;
}

function open() {
  return document.querySelectorAll("details[data-menu][open]");
}

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) close(menu);
});

on("keydown", "details[data-menu][open]", (event, menu) => {
  if (event.key !== "Escape") return;
  close(menu);
  menu.querySelector("summary").focus();
});

document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) close(menu);
});
