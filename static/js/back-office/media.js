// Pictures of a product: reordered by dragging, previewed before they are sent. Without this file both are plain fields.
const renumber = (list) => {
  [...list.children].forEach((item, place) => {
    const position = item.querySelector("input[name$=-position]");
    if (position) position.value = place;
  });
};

for (const list of document.querySelectorAll("[data-media-list]")) {
  let dragged = null;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-media-item]");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-media-item]");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const items = [...list.children];
    list.insertBefore(dragged, items.indexOf(dragged) < items.indexOf(over) ? over.nextSibling : over);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    dragged = null;
    renumber(list);
  });
}

for (const drop of document.querySelectorAll("[data-media-drop]")) {
  const input = drop.querySelector("input[type=file]");
  const preview = drop.querySelector("[data-media-preview]");
  // The admin's own script would look for the text field beside it, which is not here.
  input.hasChangeListener = true;
  const show = () => {
    preview.replaceChildren(
      ...[...input.files].map((file) => {
        const picture = document.createElement("img");
        picture.src = URL.createObjectURL(file);
        picture.alt = file.name;
        picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
        return picture;
      }),
    );
  };
  input.addEventListener("change", show);
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.dataset.over = "";
  });
  drop.addEventListener("dragleave", () => delete drop.dataset.over);
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    delete drop.dataset.over;
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show();
  });
}
