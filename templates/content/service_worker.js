{% load static %}// Keeps the offline pages at hand; every other answer comes from the network.
// Where addresses of a language begin, and its page; the language without a beginning of its own comes last.
const OFFLINE = [{% for start, page in offline %}["{{ start }}", "{{ page }}"]{% if not forloop.last %}, {% endif %}{% endfor %}];
const FILES = [...OFFLINE.map(([, page]) => page), "{% static 'css/haat.css' %}", "{% static 'fonts/mukta-latin-400.woff2' %}", "{% static 'fonts/mukta-latin-600.woff2' %}", "{% static 'fonts/mukta-devanagari-400.woff2' %}", "{% static 'fonts/mukta-devanagari-600.woff2' %}"];
const CACHE = "offline-2";
const pageFor = (url) => OFFLINE.find(([start]) => new URL(url).pathname.startsWith(start))[1];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(drop).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(pageFor(event.request.url))));
  } else if (new URL(event.request.url).pathname.startsWith("/static/")) {
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(event.request)) ?? Response.error()));
  }
});
