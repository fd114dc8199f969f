// The admin's frame for those who do not point or see: its signs are controls with names, reached and pressed by keyboard.
const ICON = ".material-symbols-outlined";
const POINTED_AT = ".cursor-pointer[x-on\\:click], .cursor-pointer > [x-on\\:click]";
const PANELS = "#nav-sidebar, #nav-sidebar nav nav, #changelist-filter, body > nav";

const nameOf = (sign) => document.getElementById("page")?.getAttribute(`data-name-${sign}`);

// A sign is drawn by the name of its picture, which is not what anybody should hear.
const nameIcon = (sign) => {
  const control = sign.closest("a, button, [role=button]");
  const drawn = sign.textContent.trim();
  const name = control?.textContent.trim() === drawn && !control.title && !control.ariaLabel && nameOf(drawn);
  if (name) control.ariaLabel = name;
  if (control !== sign) sign.ariaHidden = "true";
};

const makeButton = (control) => {
  if (control.matches("a[href], button, input, select, [role=button]")) return;
  control.setAttribute("role", "button");
  control.tabIndex = 0;
};

// What opens and closes something says which of both it did.
const OPENS = /(\w+) = (?:!\1|true)/;
const sayWhetherOpen = (control) => {
  const flag = OPENS.exec(control.getAttribute("x-on:click"))?.[1];
  if (!flag || control.ariaExpanded || !control.matches("a, button, [role=button]")) return;
  window.Alpine.effect(() => (control.ariaExpanded = String(Boolean(window.Alpine.$data(control)[flag]))));
};
let isAlive = false;
document.addEventListener("alpine:initialized", () => {
  isAlive = true;
  improve();
});

const improve = () => {
  document.querySelectorAll(POINTED_AT).forEach(makeButton);
  document.querySelectorAll(`${ICON}:not([aria-hidden], [aria-label])`).forEach(nameIcon);
  if (isAlive) document.querySelectorAll("[x-on\\:click*=' = ']").forEach(sayWhetherOpen);
};

// Before the bars are made, by a listener of the same document.
document.addEventListener("DOMContentLoaded", () => {
  const navigation = document.getElementById("nav-sidebar-inner");
  navigation?.setAttribute("aria-label", nameOf(navigation.id));
  navigation?.querySelector("a.active")?.setAttribute("aria-current", "page");
  for (const bars of document.querySelectorAll("[data-simplebar]")) {
    bars.dataset.simplebarAriaLabel = nameOf(bars.closest("nav, #changelist-filter")?.id ?? "search") ?? "";
  }
  for (const heading of document.querySelectorAll("#changelist-filter h3")) heading.ariaLevel = "2";
  improve();
  new MutationObserver(improve).observe(document.body, { childList: true, subtree: true });
});

// What opens takes the focus, and gives it back when it closes.
const panels = () => [...document.querySelectorAll(PANELS)].filter((panel) => panel.checkVisibility());
const firstWithin = (panel) => [...panel.querySelectorAll("a[href], input, select, button")].find((field) => field.checkVisibility());
let opener;

const press = (control) => {
  const before = panels();
  control.click();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const opened = panels().find((panel) => !before.includes(panel));
    if (opened) opener = control;
    (opened ? firstWithin(opened) : control.checkVisibility() ? control : opener)?.focus();
  }));
};

addEventListener("keydown", (event) => {
  const control = event.target.closest?.("[role=button]:not(a[href], button)");
  if (event.key === "Escape" && event.target.closest?.(PANELS)) opener?.focus();
  if (!control || !["Enter", " "].includes(event.key)) return;
  event.preventDefault();
  press(control);
});

// What is wrong is heard first; it is shown only when Alpine is done.
addEventListener("load", () => document.querySelector(".errornote[tabindex]")?.focus());
addEventListener("htmx:afterSettle", (event) => event.target.querySelector?.(".errornote[tabindex]")?.focus());

// What the summary of errors names may be behind another tab.
addEventListener("click", (event) => {
  const link = event.target.closest?.(".back-office-errors a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const tab = field.closest(".tab-wrapper");
  const tabs = [...(tab?.parentElement.children ?? [])].filter((one) => one.matches(".tab-wrapper"));
  if (tab && !tab.checkVisibility()) tab.parentElement.querySelectorAll("nav a")[tabs.indexOf(tab)]?.click();
  requestAnimationFrame(() => field.focus());
});
