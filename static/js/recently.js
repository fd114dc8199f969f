// [data-seen], [data-recently]: what was looked at stays in this browser; the shop is told ids only to draw them.
const KEY = "haat-seen";
const MOST = 12;

function seen() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => /^[0-9a-f-]{36}$/.test(id)) : [];
  } catch {
    return [];
  }
}

const here = document.querySelector("[data-seen]")?.dataset.seen;
const before = seen().filter((id) => id !== here);
if (here) {
  try {
    localStorage.setItem(KEY, JSON.stringify([here, ...before].slice(0, MOST)));
  } catch {
    // A browser that keeps nothing shows nothing.
  }
}

const place = document.querySelector("[data-recently]");
if (place && before.length) {
  const language = document.documentElement.lang === "en" ? "" : `/${document.documentElement.lang}`;
  fetch(`${language}/fragments/recently-viewed/?ids=${before.slice(0, MOST).join(",")}`)
    .then((answer) => (answer.ok ? answer.text() : ""))
    .then((html) => {
      place.innerHTML = html;
      place.hidden = !html.trim();
    })
    .catch(() => {});
}
