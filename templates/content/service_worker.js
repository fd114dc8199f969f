{% load static %}{% url "content:offline" as offline %}// Keeps the offline page at hand; every other answer comes from the network.
const OFFLINE = "{{ offline|escapejs }}";
const FILES = [OFFLINE, "{% static 'css/haat.css' %}", "{% static 'fonts/mukta-latin-400.woff2' %}", "{% static 'fonts/mukta-latin-600.woff2' %}"];
const CACHE = "offline-1";

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(drop).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(OFFLINE)));
  } else if (new URL(event.request.url).pathname.startsWith("/static/")) {
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(event.request)) ?? Response.error()));
  }
});
