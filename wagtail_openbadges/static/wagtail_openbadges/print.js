// Shows the buttons that print the page. Without it, the browser's own menu prints as well.

document.querySelectorAll("[data-openbadges-print]").forEach((block) => {
  block.hidden = false;
  block.querySelector("button").addEventListener("click", () => window.print());
});
