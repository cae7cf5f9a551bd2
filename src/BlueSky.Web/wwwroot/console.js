// A live page makes no requests of its own, so the session would seem unused. While somebody works on it, say so every few minutes.
const every = 5 * 60 * 1000;
let last = Date.now();
for (const what of ["pointerdown", "keydown"]) {
  addEventListener(what, () => {
    if (Date.now() - last < every) return;
    last = Date.now();
    fetch("/account/alive", { credentials: "same-origin" }).catch(() => { /* The next one tries again; the page itself says when the node is away. */ });
  }, { passive: true });
}

// What is printed says when, in China's time whatever the computer's.
const china = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });
const stamp = () => { for (const place of document.querySelectorAll(".print-time")) place.textContent = china.format(new Date()); };
addEventListener("beforeprint", stamp);
matchMedia("print").addEventListener("change", paper => { if (paper.matches) stamp(); });
