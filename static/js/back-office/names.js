// What fields that search as one types are called: the widget itself names them by their value, which may be nothing.
const name = (select) => {
  const label = select.labels[0]?.innerText.trim();
  if (!label) return;
  for (const part of select.nextElementSibling?.querySelectorAll("[role=combobox], [role=textbox], [type=search], textarea") ?? []) {
    part.removeAttribute("aria-labelledby");
    part.setAttribute("aria-label", [label, part.innerText.trim()].filter(Boolean).join(": "));
  }
};

addEventListener("load", () => {
  const nameAll = () => document.querySelectorAll("select.select2-hidden-accessible").forEach(name);
  nameAll();
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
});
