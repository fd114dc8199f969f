// Both tools look as the shop does: as the visitor chose there, or else as the device does.
const root = document.documentElement;
const night = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : night.matches);

function look() {
  root.classList.toggle("dark-mode", isDark());
}

// What neither tool tells those who listen or have no mouse is added to whatever it draws.
function mend(place, amend) {
  const once = () => amend(place);
  new MutationObserver(once).observe(place, { childList: true, subtree: true });
  once();
}

night.addEventListener("change", look);
look();
