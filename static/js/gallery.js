// [data-gallery]: thumbnails lead to pictures without leaving the place, and pictures open large.
import { on } from "./on.js";

function mark(gallery, at) {
  for (const [number, thumb] of gallery.querySelectorAll("[data-thumb]").entries()) {
    if (number === at) thumb.setAttribute("aria-current", "true");
    else thumb.removeAttribute("aria-current");
  }
}

on("click", "[data-thumb]", (event, thumb) => {
  event.preventDefault();
  const picture = document.querySelector(thumb.hash);
  picture.parentElement.scrollTo({ left: picture.offsetLeft });
  mark(thumb.closest("[data-gallery]"), [...picture.parentElement.children].indexOf(picture));
});

document.addEventListener(
  "scroll",
  (event) => {
    const track = event.target;
    if (!(track instanceof Element) || !track.matches(".gallery-track")) return;
    mark(track.closest("[data-gallery]"), Math.round(track.scrollLeft / track.clientWidth));
  },
  { capture: true, passive: true },
);

on("click", "[data-zoom]", (event, link) => {
  event.preventDefault();
  const dialog = document.createElement("dialog");
  const image = document.createElement("img");
  const button = document.createElement("button");
  const small = link.querySelector("img");
  const [width, height] = ["width", "height"].map((name) => Number(small.getAttribute(name)));
  dialog.className = "zoom";
  dialog.setAttribute("aria-label", link.dataset.zoom);
  image.src = link.href;
  if (link.dataset.zoomSrcset && height) {
    // As large as the window, but not larger than the widest file.
    image.sizes = `min(100vw, ${width}px, 100vh * ${width / height})`;
    image.srcset = link.dataset.zoomSrcset;
  }
  image.alt = small.alt;
  button.type = "button";
  button.append(image);
  dialog.append(button);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
});
