// What pages gain from scripts. Each module binds itself by data- attributes and can be left out.
import "./code-input.js";
import "./dialog.js";
import "./dismiss.js";
import "./filters.js";
import "./focus.js";
import "./form-check.js";
import "./gallery.js";
import "./here.js";
import "./keep.js";
import "./menu.js";
import "./offline.js";
import "./password.js";
import "./recently.js";
import "./submit-once.js";
import "./suggest.js";
import "./theme-switch.js";
import "./wait.js";
