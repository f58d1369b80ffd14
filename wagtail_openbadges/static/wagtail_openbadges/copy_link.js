// Shows the copy button of each link and says when the link is copied. Without it, the field can be selected by hand.

function enhance(block) {
  const field = block.querySelector("input");
  const button = block.querySelector("button");
  const status = block.querySelector("[role=status]");

  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    status.textContent = block.dataset.copied;
  });
}

// The clipboard exists on https and localhost only.
if (navigator.clipboard) {
  document.querySelectorAll("[data-openbadges-copy]").forEach(enhance);
}
