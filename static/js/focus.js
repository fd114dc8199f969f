// [data-focus-me]: what a reader should hear first, such as a summary of errors.
function focusIn(part) {
  const first = part.querySelector("[data-focus-me]");
  if (!first) return;
  // A form that was reached by the skip link comes back with its "#main", which would take the focus afterwards.
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
  first.focus();
}

// Links of an error summary lead to groups of choices too, which take no focus by themselves.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".form-errors a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const input = field.matches("fieldset") ? field.querySelector("input") : field;
  input.focus({ preventScroll: true });
  (input.closest(".field") ?? input).scrollIntoView({ block: "center" });
});

document.addEventListener("htmx:afterSettle", (event) => focusIn(event.detail.elt));
focusIn(document);
