// A page of several forms sends one of them at a time: nothing typed in another is lost without a word.
const dialog = document.querySelector("[data-unsaved]");
const forms = [...document.querySelectorAll("#content-main > form, .back-office-section form")];
const names = dialog?.querySelector("[data-unsaved-names]");
let isLeaving = false;
let waiting;

const words = (form) => [...new FormData(form)].map(([name, value]) => `${name}=${value.name ?? value}`).join("\n");
// A copy that is reset says what the page came with, whatever kinds of fields there are.
const asItCame = (form) => {
  const copy = form.cloneNode(true);
  copy.reset();
  return words(copy);
};
// What was refused came back with the page, and is still not saved.
const isRefused = (form) => "refused" in (form.closest(".back-office-section") ?? dialog).dataset;
const isWritten = (form) => isRefused(form) || words(form) !== asItCame(form);
const nameOf = (form) => form.closest(".back-office-section")?.querySelector("h2").textContent ?? dialog.dataset.unsaved;

const ask = (written) => {
  names.replaceChildren(
    ...written.map((form) => {
      const item = document.createElement("li");
      item.textContent = nameOf(form);
      return item;
    }),
  );
  dialog.returnValue = "";
  dialog.showModal();
};

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !forms.includes(event.target)) return;
  const written = forms.filter((form) => form !== event.target && isWritten(form));
  if (isLeaving || !dialog || !written.length) {
    isLeaving = true;
    return;
  }
  event.preventDefault();
  waiting = { form: event.target, button: event.submitter, written };
  ask(written);
});

dialog?.addEventListener("close", () => {
  const { form, button, written } = waiting;
  if (dialog.returnValue === "leave") {
    isLeaving = true;
    form.requestSubmit(button);
    return;
  }
  const folded = written[0].closest("details");
  if (folded) folded.open = true;
  (written[0].closest(".back-office-section") ?? written[0]).scrollIntoView();
});

addEventListener("beforeunload", (event) => {
  if (!isLeaving && forms.some(isWritten)) event.preventDefault();
});
addEventListener("pageshow", () => (isLeaving = false));
