// A navigation that scrolls sideways shows where one is.
for (const link of document.querySelectorAll(".account-nav [aria-current]")) {
  link.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
}
