// [data-wait="30"] rests for so many seconds; the note beside it counts them down and then goes.
function rest(button) {
  const note = button.form?.querySelector("[data-wait-note]");
  const ends = Date.now() + Number(button.dataset.wait) * 1000;
  button.setAttribute("aria-disabled", "true");
  const timer = setInterval(() => {
    const left = Math.ceil((ends - Date.now()) / 1000);
    if (left > 0) {
      if (note) note.textContent = note.textContent.replace(/\d+/, left);
      return;
    }
    clearInterval(timer);
    button.removeAttribute("aria-disabled");
    note?.remove();
  }, 1000);
}

document.addEventListener(
  "click",
  (event) => {
    if (event.target instanceof Element && event.target.closest("[data-wait][aria-disabled]")) event.preventDefault();
  },
  true,
);

for (const button of document.querySelectorAll("[data-wait]")) rest(button);
