// Rows of prices and stock that open within the list of products. Without this file the links lead to a page.
const rows = () => document.querySelectorAll("[data-quick]");
const close = (row) => {
  const link = row.parentElement.querySelector("[data-quick-open]");
  row.remove();
  link?.focus();
};

document.addEventListener("htmx:beforeRequest", (event) => {
  const open = event.target.closest("[data-quick-open]")?.closest("tbody").querySelector("[data-quick]");
  if (!open) return;
  event.preventDefault();
  close(open);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-quick-close]")) close(event.target.closest("[data-quick]"));
});
document.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-quick]");
  if (!row) return;
  if (event.key === "Escape") close(row);
  // Several rows may be open: each is sent by its own button.
  if (event.key !== "Enter" || !event.target.matches("input")) return;
  event.preventDefault();
  row.querySelector("button[type=submit]").click();
});
addEventListener("beforeunload", (event) => {
  const isWritten = [...rows()].some((row) =>
    [...row.querySelectorAll("input")].some((input) => input.value !== input.defaultValue),
  );
  if (isWritten) event.preventDefault();
});
