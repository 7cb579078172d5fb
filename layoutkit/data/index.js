"use strict";
(() => {
  const body = document.querySelector("#pages tbody");
  const heads = [...document.querySelectorAll("#pages th")];
  const root = document.documentElement;

  function value(row, at) {
    const cell = row.cells[at];
    return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
  }
  function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }
  heads.forEach((head, at) => {
    head.querySelector("button").addEventListener("click", () => {
      const number = head.classList.contains("number");
      const before = head.getAttribute("aria-sort");
      const down = before === "none" ? number : before === "ascending";
      for (const one of heads) one.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows];
      rows.sort((a, b) => (down ? -1 : 1) * compare(value(a, at), value(b, at)));
      body.append(...rows);
    });
  });

  function language(name) {
    root.dataset.ui = name;
    root.lang = name;
  }
  document.getElementById("language").addEventListener("click", () => language(root.dataset.ui === "zh" ? "en" : "zh"));
  language(/^zh/.test(navigator.language) ? "zh" : "en");
})();
