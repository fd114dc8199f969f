const place = document.getElementById("redoc");
const font = "system-ui, sans-serif";
const LOOKS = {
  light: {},
  dark: {
    colors: {
      primary: { main: "#b4c3f7" },
      success: { main: "#7fd4a0" },
      warning: { main: "#f2b950" },
      error: { main: "#f5a097" },
      text: { primary: "#efebe3", secondary: "#bdb9b1" },
      gray: { 50: "#1a1e2b", 100: "#222736" },
      border: { dark: "rgba(255, 255, 255, 0.15)", light: "#2c3243" },
      responses: { info: { color: "#8ccbe8" }, redirect: { color: "#f2b950" } },
    },
    schema: { nestedBackground: "#1a1e2b", linesColor: "#59627e", requireLabelColor: "#f5a097" },
    sidebar: { backgroundColor: "#1a1e2b", textColor: "#efebe3" },
    rightPanel: { backgroundColor: "#0d1018", servers: { overlay: { backgroundColor: "#1a1e2b", textColor: "#efebe3" }, url: { backgroundColor: "#12151f" } } },
    typography: { code: { color: "#f5a097", backgroundColor: "#222736" } },
    fab: { backgroundColor: "#2c3243", color: "#efebe3" },
  },
};

// Redoc's mark comes from a CDN, and this shop loads nothing from elsewhere: its place stays empty.
const NOTHING = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>";
const own = (address) => (/^https?:/.test(address) && !address.startsWith(`${location.origin}/`) ? NOTHING : address);
const { get, set } = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, "src");
Object.defineProperty(HTMLImageElement.prototype, "src", {
  get,
  set(value) {
    set.call(this, own(value));
  },
});

function draw() {
  const { typography = {}, ...theme } = isDark() ? LOOKS.dark : LOOKS.light;
  const letters = { fontFamily: font, headings: { fontFamily: font }, ...typography };
  Redoc.init(place.dataset.schema, { nativeScrollbars: true, theme: { ...theme, typography: letters } }, place);
}

night.addEventListener("change", draw);
draw();

mend(place, () => {
  for (const heading of place.querySelectorAll("h5:not([aria-level])")) heading.setAttribute("aria-level", "3");
});
