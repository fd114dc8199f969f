const place = document.getElementById("swagger-ui");

const PARTS = { "About the API": ".information-container", "Server and access": ".scheme-container" };

// A link inside a button is out of reach for those who use the keyboard; opening an operation changes the address anyway.
const PlainPaths = ({ React }) => ({
  components: { DeepLink: ({ text }) => React.createElement("span", null, text) },
});

SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  plugins: [PlainPaths],
  syntaxHighlight: { theme: "tomorrow-night" },
  tryItOutEnabled: true,
  validatorUrl: null,
});

mend(place, () => {
  for (const heading of place.querySelectorAll("h3.opblock-tag, .models > h4")) heading.setAttribute("aria-level", "2");
  for (const heading of place.querySelectorAll(".opblock-body h4")) heading.setAttribute("aria-level", "3");
  for (const heading of place.querySelectorAll(".opblock-body h5")) heading.setAttribute("aria-level", "4");
  for (const code of place.querySelectorAll("pre.microlight")) code.tabIndex = 0;
  for (const [name, part] of Object.entries(PARTS)) {
    for (const found of place.querySelectorAll(part)) {
      found.setAttribute("role", "region");
      found.setAttribute("aria-label", name);
    }
  }
  for (const select of place.querySelectorAll("select:not([aria-label])")) {
    select.setAttribute("aria-label", select.id === "servers" ? "Server" : "Example");
  }
});
