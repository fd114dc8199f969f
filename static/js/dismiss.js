// [data-dismiss] takes away the thing it sits in.
import { on } from "./on.js";

on("click", "[data-dismiss]", (event, button) => button.closest(".alert, .toast")?.remove());
