// The cart: the drawer opens with what was put in; a changed quantity is sent by itself; + and − change it.
import { on } from "./on.js";

document.addEventListener("htmx:afterSwap", (event) => {
  const drawer = event.detail.target;
  if (drawer.id === "cart-drawer" && !drawer.open) drawer.showModal();
});

on("change", "[data-send-on-change]", (event, input) => input.form.requestSubmit());

on("click", "[data-step]", (event, button) => {
  const input = button.parentElement.querySelector("input[type='number']");
  const before = input.value;
  Number(button.dataset.step) > 0 ? input.stepUp() : input.stepDown();
  if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
});
