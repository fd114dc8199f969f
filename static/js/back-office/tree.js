// Categories are dragged before another, or onto its name to be put within. Without this file the buttons do it.
const form = document.querySelector("[data-tree-form]");
const SCROLLED = "tree-scrolled";
let dragged = null;

// The page that shows the move stands where this one stood.
const keepPlace = () => sessionStorage.setItem(SCROLLED, scrollY);
document.addEventListener("submit", keepPlace);
addEventListener("load", () => {
  const scrolled = sessionStorage.getItem(SCROLLED);
  sessionStorage.removeItem(SCROLLED);
  if (scrolled === null) return;
  const moved = document.querySelector("#content [autofocus]");
  moved?.focus({ preventScroll: true });
  scrollTo(0, Number(scrolled));
  moved?.scrollIntoView({ block: "nearest" });
});

const rowOf = (event) => event.target.closest("[data-tree-row]");
const isWithin = (event, row) => {
  const box = row.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
};
const clear = () => document.querySelectorAll("[data-drop]").forEach((row) => delete row.dataset.drop);

document.addEventListener("dragstart", (event) => {
  dragged = rowOf(event)?.parentElement ?? null;
});
document.addEventListener("dragover", (event) => {
  const row = rowOf(event);
  clear();
  if (!dragged || !row || dragged.contains(row)) return;
  event.preventDefault();
  row.dataset.drop = isWithin(event, row) ? "within" : "before";
});
document.addEventListener("drop", (event) => {
  const row = rowOf(event);
  if (!dragged || !row || dragged.contains(row)) return;
  event.preventDefault();
  const target = row.parentElement;
  const within = isWithin(event, row);
  const list = target.parentElement;
  const isLower = dragged.parentElement === list && Number(dragged.dataset.place) < Number(target.dataset.place);
  form.elements.category.value = dragged.dataset.category;
  form.elements.parent.value = within ? target.dataset.category : list.dataset.parent;
  form.elements.position.value = within ? 100000 : Number(target.dataset.place) - (isLower ? 1 : 0);
  keepPlace();
  form.submit();
});
document.addEventListener("dragend", clear);
