// Says, in the polite live region of each file field, what was chosen and that it is being sent. The server alone decides.

const language = document.documentElement.lang || undefined;

function sizeOf(bytes) {
  // As the server counts them, and its limits.
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  const [amount, unit] = kilobytes < 1000 ? [kilobytes, "kilobyte"] : [bytes / 1024 ** 2, "megabyte"];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(amount);
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

function enhance(block) {
  const field = block.querySelector("input[type=file]");
  const status = block.querySelector("[role=status]");
  const limit = Number(field.dataset.maxBytes) || Infinity;

  field.addEventListener("change", () => {
    const files = [...field.files];
    const heavy = files.find((file) => file.size > limit);
    block.classList.toggle("openbadges-upload--too-big", Boolean(heavy));
    block.classList.remove("openbadges-upload--refused");
    if (heavy) {
      const values = { name: heavy.name, size: sizeOf(heavy.size), limit: sizeOf(limit) };
      status.textContent = fill(block.dataset.tooBig, values);
    } else if (files.length) {
      const names = files.map((file) => `${file.name} (${sizeOf(file.size)})`).join(", ");
      status.textContent = fill(block.dataset.chosen, { names });
    } else {
      status.textContent = "";
    }
  });

  field.form?.addEventListener("submit", (event) => {
    // A form that sends its files ahead says so in words of its own.
    if (field.files.length && !event.defaultPrevented) {
      status.textContent = block.dataset.sending;
    }
  });
}

document.querySelectorAll("[data-openbadges-upload]").forEach(enhance);
