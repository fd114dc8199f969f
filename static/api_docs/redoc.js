const place = document.getElementById("redoc");
const font = "system-ui, sans-serif";

Redoc.init(
  place.dataset.schema,
  { nativeScrollbars: true, theme: { typography: { fontFamily: font, headings: { fontFamily: font } } } },
  place,
);
