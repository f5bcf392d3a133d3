"use strict";
// Without this script the page stays in Vietnamese and all its links work.
const page = document.documentElement;
const buttons = [...document.querySelectorAll("[data-language]")];

function speak(language) {
  page.lang = language;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.language === language));
}
for (const button of buttons) button.addEventListener("click", () => speak(button.dataset.language));

// A panel closes with Esc, and the keyboard goes on where it was opened.
let opener = null;
document.addEventListener("click", event => {
  const link = event.target.closest("a[href^='#s']");
  if (link && !link.closest(".panel")) opener = link;
});
document.addEventListener("keydown", event => {
  const open = document.querySelector(".panel:target");
  if (event.key === "Escape" && open) open.querySelector(".close").click();
});
addEventListener("hashchange", () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target && target.matches(".panel")) target.focus({preventScroll: true});
  else if (opener) {
    if (target && target.contains(opener)) opener.focus({preventScroll: true});
    opener = null;
  }
});

// On paper there is nothing to click: tables stand open, the list of documents stays out.
const tables = [...document.querySelectorAll("figure details")];
let opened = [];
addEventListener("beforeprint", () => { opened = tables.filter(table => !table.open); for (const table of opened) table.open = true; });
addEventListener("afterprint", () => { for (const table of opened) table.open = false; });
document.getElementById("print").addEventListener("click", () => print());

const search = document.getElementById("search");
const rows = [...document.querySelectorAll("table.documents tbody tr")];
const plain = text => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
const texts = rows.map(row => plain(row.textContent));
search.addEventListener("input", () => {
  const words = plain(search.value).split(/\s+/).filter(Boolean);
  let found = 0;
  rows.forEach((row, index) => {
    row.hidden = !words.every(word => texts[index].includes(word));
    found += row.hidden ? 0 : 1;
  });
  document.getElementById("found").textContent = words.length ? `${found} / ${rows.length}` : "";
});
