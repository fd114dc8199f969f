// One-time codes: spaces and dashes of a pasted code go; a full code in a form[data-auto-submit] is sent.
import { on } from "./on.js";

on("input", "input[autocomplete='one-time-code']", (event, input) => {
  const length = Number(input.dataset.length) || (input.maxLength > 0 ? input.maxLength : Infinity);
  if (input.inputMode === "numeric") input.value = input.value.replace(/\P{Nd}/gu, "").slice(0, length);
  if (input.value.length === length && input.form?.dataset.autoSubmit !== undefined) input.form.requestSubmit();
});

// A pasted "123 456" is longer than the field allows; take it whole before the browser cuts it.
on("paste", "input[autocomplete='one-time-code'][inputmode='numeric']", (event, input) => {
  const code = event.clipboardData.getData("text").replace(/\P{Nd}/gu, "");
  if (!code) return;
  event.preventDefault();
  input.value = code;
  input.dispatchEvent(new Event("input", { bubbles: true }));
});
