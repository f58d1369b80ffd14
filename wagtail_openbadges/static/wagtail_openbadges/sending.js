// Sends the files of a form ahead with a progress that one can see, then lets the form go as it goes without this.
//
// The server keeps each file when it arrives, and the form that follows carries the answers alone. So whatever the
// server shows next is an ordinary page: its address, its focus and the back button are what they always are.

const QUIET = 60_000; // Milliseconds without a byte: the network is gone, even when the phone does not say so.
const READING = 180_000; // Milliseconds that the server may take to read photographs, when others wait too.
const language = document.documentElement.lang || undefined;

function megabytes(bytes) {
  const style = { style: "unit", unit: "megabyte", minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language, style).format(bytes / 1024 ** 2);
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

function filled(form) {
  return [...form.querySelectorAll("input[type=file]")].filter((field) => field.files.length);
}

class Sending {
  constructor(form, dialog) {
    this.form = form;
    this.dialog = dialog;
    this.words = dialog.dataset;
    this.progress = dialog.querySelector("progress");
    this.amount = dialog.querySelector(".openbadges-sending__amount");
    this.status = dialog.querySelector("[role=status]");
    [this.again, this.stop] = dialog.querySelectorAll("button");
    this.again.addEventListener("click", () => this.begin());
    this.stop.addEventListener("click", () => this.leave());
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.leave();
    });
    form.addEventListener("submit", (event) => this.intercept(event));
    // The back button may bring the page back as it was left.
    window.addEventListener("pageshow", (event) => event.persisted && this.leave());
  }

  intercept(event) {
    const isTooBig = this.form.querySelector(".openbadges-upload--too-big");
    if (this.isSent || isTooBig || !filled(this.form).length) {
      return;
    }
    event.preventDefault();
    this.submitter = event.submitter;
    this.dialog.showModal();
    this.begin();
  }

  begin() {
    const request = new XMLHttpRequest();
    this.request = request;
    this.quarter = -1;
    this.stop.focus();
    this.again.hidden = true;
    this.show(0, 0);
    request.upload.addEventListener("progress", (event) => this.show(event.loaded, event.total));
    request.upload.addEventListener("load", () => this.wait());
    request.addEventListener("load", () => this.hear(request));
    request.addEventListener("error", () => this.lose());
    const body = new FormData(this.form);
    body.append(this.words.button, "1");
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
    this.watch(QUIET);
  }

  watch(patience) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.lose(), patience);
  }

  show(sent, total) {
    const share = total ? sent / total : 0;
    const quarter = Math.floor(share * 4);
    this.watch(QUIET);
    this.progress.value = share;
    this.amount.textContent = total ? fill(this.words.amount, { sent: megabytes(sent), total: megabytes(total) }) : "";
    // A screen reader hears each quarter, not each packet.
    if (quarter > this.quarter && quarter < 4) {
      this.quarter = quarter;
      const percent = new Intl.NumberFormat(language, { style: "percent" }).format(quarter / 4);
      this.status.textContent = fill(this.words.sending, { percent });
    }
  }

  wait() {
    this.watch(READING);
    this.progress.removeAttribute("value");
    this.status.textContent = this.words.reading;
  }

  hear(request) {
    clearTimeout(this.timer);
    const isJson = (request.getResponseHeader("Content-Type") || "").startsWith("application/json");
    if (request.status >= 500) {
      this.lose();
    } else if (isJson) {
      this.settle(JSON.parse(request.responseText));
    } else if (request.responseURL.split("#")[0] === this.form.action) {
      this.go();
    } else {
      // The server leads elsewhere, for instance because the link is no longer good: the page there says so.
      window.location.assign(request.responseURL);
    }
  }

  settle(answer) {
    if (answer.error) {
      this.fail(answer.error.message);
      return;
    }
    filled(this.form).forEach((field) => {
      field.value = "";
    });
    if (answer.refused.length) {
      this.leave();
      this.refuse(answer.refused);
    } else {
      this.go();
    }
  }

  refuse(refused) {
    refused.forEach(({ field, messages }) => {
      const block = this.form.elements.namedItem(field).closest("[data-openbadges-upload]");
      block.classList.add("openbadges-upload--refused");
      block.querySelector("[role=status]").textContent = [...messages, this.words.others].join(" ");
    });
    this.form.elements.namedItem(refused[0].field).focus();
  }

  lose() {
    this.request.abort();
    this.fail(this.words.lost);
  }

  fail(sentence) {
    clearTimeout(this.timer);
    this.progress.value = 0;
    this.amount.textContent = "";
    this.status.textContent = sentence;
    this.again.hidden = false;
    this.again.focus();
  }

  leave() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.dialog.close();
    this.submitter?.focus();
  }

  go() {
    this.isSent = true;
    this.form.requestSubmit(this.submitter);
    this.isSent = false;
  }
}

// Where an old browser lacks one of these, the form goes as it goes without script.
if (window.HTMLDialogElement && HTMLFormElement.prototype.requestSubmit) {
  document.querySelectorAll("form[data-openbadges-sending]").forEach((form) => {
    new Sending(form, document.getElementById(form.dataset.openbadgesSending));
  });
}
