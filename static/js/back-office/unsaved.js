// A page of several forms sends one of them at a time: what was typed in the others is kept over it, and named.
const dialog = document.querySelector("[data-unsaved]");
const forms = [...document.querySelectorAll("#content-main > form, .back-office-section form")];
const names = dialog?.querySelector("[data-unsaved-names]");
let isLeaving = false;
// Unfold's own guard knows of one form only, and would ask a second time.
document.querySelector(".warn-unsaved-form")?.classList.remove("warn-unsaved-form");
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
const hasFiles = (form) => [...form.elements].some((control) => control.files?.length);
const nameOf = (form) => form.closest(".back-office-section")?.querySelector("h2").textContent ?? dialog.dataset.unsaved;

// Kept while another form is sent, and put back by the row and field it was typed into.
const KEY = `unsaved ${location.pathname.replace(/[^/]+\/$/, "")}`;
const IS_WHOLE = location.pathname.endsWith("/change/");
const UNTYPED = ["hidden", "file", "submit", "button", "fieldset"];

const isTicked = (control) => ["checkbox", "radio"].includes(control.type);
const typedInto = (form) => [...form.elements].filter((control) => control.name && !UNTYPED.includes(control.type));
const chosen = (options) => options.map((option) => option.value).join(",");

const valueOf = (control) => {
  if (isTicked(control)) return String(control.checked);
  return control.options ? chosen([...control.selectedOptions]) : control.value;
};
// A form that was refused came back as it was typed, and says beside it what it showed at first.
const shownBy = (form) => JSON.parse(form.elements._shown?.value || "{}");
const valueBefore = (control) => {
  if ("refused" in dialog.dataset && control.name in shownBy(control.form))
    return String(shownBy(control.form)[control.name] ?? "").replaceAll("\r\n", "\n");
  if (isTicked(control)) return String(control.defaultChecked);
  if (!control.options) return control.defaultValue;
  const given = [...control.options].filter((option) => option.defaultSelected);
  return chosen(given.length || control.multiple ? given : [...control.options].slice(0, 1));
};

// Rows may have come and gone meanwhile: a stored one is known by its id, a new one by its place among the new.
const placeOf = (control) => {
  const parts = control.name.split("-");
  const field = parts.pop();
  const number = control.type === "radio" ? control.value : parts.pop();
  const grid = parts.join("-");
  const rows = [...control.form.elements].filter((one) => one.name.startsWith(`${grid}-`) && one.name.endsWith("-id"));
  if (!grid || !rows.length) return isTicked(control) ? `${control.name}=${control.value}` : control.name;
  const id = control.form.elements[`${grid}-${number}-id`]?.value;
  return `${grid}-${id || `+${number - rows.filter((row) => row.value).length}`}-${field}`;
};

const keep = (forms) => {
  const typed = forms.flatMap((form) =>
    typedInto(form)
      .filter((control) => valueOf(control) !== valueBefore(control))
      .map((control) => ({
        place: placeOf(control),
        before: valueBefore(control),
        value: valueOf(control),
        words: control.selectedOptions?.[0]?.text ?? "",
      })),
  );
  if (IS_WHOLE) sessionStorage.setItem(KEY, JSON.stringify(typed));
};

const write = (control, { value, words }) => {
  if (isTicked(control)) control.checked = value === "true";
  else if (!control.options) control.value = value;
  else {
    // Some lists are fetched as one types, and hold only what was stored.
    if (!control.multiple && ![...control.options].some((option) => option.value === value))
      control.add(new Option(words, value));
    for (const option of control.options) option.selected = value.split(",").includes(option.value);
  }
  for (const event of ["input", "change"]) control.dispatchEvent(new Event(event, { bubbles: true }));
};

// Returns the forms that were written into again, and what no longer has its place or was changed by somebody else.
const putBack = (forms) => {
  const typed = IS_WHOLE ? JSON.parse(sessionStorage.getItem(KEY) ?? "[]") : [];
  if (IS_WHOLE) sessionStorage.removeItem(KEY);
  const places = new Map(forms.flatMap((form) => typedInto(form).map((control) => [placeOf(control), control])));
  const written = new Set();
  const lost = [];
  for (const one of typed) {
    const control = places.get(one.place);
    if (control && valueOf(control) === one.before) {
      write(control, one);
      written.add(control.form);
    } else if (!control || valueOf(control) !== one.value) lost.push(one.words || one.value);
  }
  return { written: [...written], lost };
};

const ask = (written) => {
  names.replaceChildren(
    ...written.map((form) => {
      const item = document.createElement("li");
      item.textContent = hasFiles(form) ? `${nameOf(form)} (${dialog.dataset.files})` : nameOf(form);
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
    keep(written);
    // Saving the first part would lead away from the others.
    if (!form.closest(".back-office-section"))
      form.insertAdjacentHTML("beforeend", '<input type="hidden" name="_continue" value="1">');
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

// A page that was sent back to one of its parts says there what came of it: that is where somebody looks.
const part = location.hash && document.getElementById(location.hash.slice(1))?.closest(".back-office-section");
const said = document.querySelector('#main > div [role="status"]');
const here = said.children.length && part;
if (here) here.prepend(said);

const kept = document.querySelector("[data-kept]");
const { written, lost } = kept ? putBack(forms) : { written: [], lost: [] };
if (written.length || lost.length) {
  for (const form of written) form.closest("details")?.setAttribute("open", "");
  kept.querySelector("[data-kept-names]").textContent = written.map(nameOf).join(", ");
  kept.querySelector("[data-kept-lost]").textContent = lost.join(", ");
  for (const line of kept.children) line.hidden = !line.lastElementChild.textContent;
  (here || document.querySelector("#content")).prepend(kept);
  kept.hidden = false;
}
