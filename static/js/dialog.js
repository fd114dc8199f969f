// [data-open="id"] opens the <dialog> with that id; a link with the attribute still leads somewhere without scripts.
import { on } from "./on.js";

on("click", "[data-open]", (event, opener) => {
  const dialog = document.getElementById(opener.dataset.open);
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  dialog.showModal();
});

on("click", "dialog [data-close]", (event, closer) => closer.closest("dialog").close());

on("click", "dialog", (event, dialog) => {
  if (event.target === dialog) dialog.close();
});
