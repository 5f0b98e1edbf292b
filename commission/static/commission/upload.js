// Uploads with a progress bar. Without this script the same forms are sent as they are.
// The answer is the page that the server would have shown: its <main> takes the place of ours, mistakes and messages included.
(() => {
  const plain = new WeakSet();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const field = form.matches("form.upload") && form.querySelector("input[type=file]");
    const file = field && field.files[0];
    if (!file || plain.has(form) || !window.FormData) return;
    event.preventDefault();
    if (file.size > Number(form.dataset.mostBytes)) return say(form, field, form.dataset.tooLarge);
    send(form, field);
  });

  function send(form, field) {
    const box = form.querySelector(".upload-progress");
    const bar = box.querySelector("progress");
    const words = box.querySelector("output");
    const buttons = form.querySelectorAll("button");
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.upload.onprogress = (event) => {
      if (!event.lengthComputable) return;
      bar.value = Math.round((100 * event.loaded) / event.total);
      words.value = `${bar.value} %`;
    };
    request.onload = () => show(request, form);
    request.onerror = request.onabort = () => {
      box.hidden = true;
      buttons.forEach((button) => { button.disabled = false; });
      say(form, field, form.dataset.broken);
    };
    const data = new FormData(form);
    buttons.forEach((button) => { button.disabled = true; });
    form.querySelectorAll(".upload-error").forEach((old) => old.remove());
    box.hidden = false;
    request.send(data);
  }

  function show(request, form) {
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = answer.querySelector("main");
    const address = new URL(request.responseURL);
    // somewhere else altogether, such as the page to sign in: go there
    if (!main || address.pathname.split("/")[1] !== location.pathname.split("/")[1]) return location.assign(request.responseURL);
    document.querySelector("main").replaceWith(main);
    document.title = answer.title;
    history.replaceState(null, "", address);
    const first = main.querySelector(".errors, .notice") || main;
    first.tabIndex = -1;
    first.focus();
    first.scrollIntoView({ block: "start" });
  }

  function say(form, field, words) {
    // what was wrong with the file before says nothing about this one
    form.querySelectorAll(".upload-error, .invalid-feedback").forEach((old) => old.remove());
    document.querySelectorAll("main .errors").forEach((old) => old.remove());
    const sentence = document.createElement("p");
    sentence.className = "upload-error";
    sentence.setAttribute("role", "alert");
    sentence.textContent = words;
    field.closest(".mb-3").append(sentence);
    field.focus();
  }
})();
