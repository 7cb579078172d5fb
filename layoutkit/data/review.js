"use strict";
// A node has its number as data-n on each side; every action looks its elements up by number.
(() => {
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;
  const page = byId("page"), source = byId("source"), tree = byId("tree");
  const panes = [byId("outline"), source, page];
  const places = new Map();
  for (const el of document.querySelectorAll("[data-n]")) {
    const found = places.get(el.dataset.n);
    if (found) found.push(el); else places.set(el.dataset.n, [el]);
  }
  const rows = [...tree.children];
  const order = [...page.querySelectorAll(".b")].map((el) => el.dataset.n);
  const rank = new Map(order.map((n, at) => [n, at]));

  let lit = null, chosen = null, kin = [], steps = order;

  function mark(name, before, after) {
    for (const el of places.get(before) || []) el.classList.remove(name);
    for (const el of places.get(after) || []) el.classList.add(name);
  }

  // ---- selecting
  // In a big page, what comes into view gets its true height only then: look again.
  function reveal(el, pane, again = 3) {
    if (!el || !pane.offsetParent) return;
    const box = el.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    if (box.top < frame.top + 20 || box.bottom > frame.bottom - 20) {
      el.scrollIntoView({ block: box.height > frame.height * 0.7 ? "start" : "center" });
    }
    if (again) requestAnimationFrame(() => reveal(el, pane, again - 1));
  }
  function revealAll(n, but) {
    for (const pane of panes) {
      if (pane !== but) reveal((places.get(n) || []).find((el) => pane.contains(el)), pane);
    }
  }
  function select(n, { from = null, focus = false } = {}) {
    if (n !== null && !places.has(n)) return;
    mark("chosen", chosen, n);
    for (const one of kin) mark("kin", one, null);
    kin = n === null ? [] : related(n);
    for (const one of kin) mark("kin", null, one);
    const row = chosen !== null && byId("t" + chosen);
    if (row) row.setAttribute("aria-selected", "false");
    chosen = n;
    if (n === null) { about(null); position(); return; }
    const now = byId("t" + n);
    unfold(now);
    now.setAttribute("aria-selected", "true");
    reach(now);
    if (focus) byId("n" + n).focus({ preventScroll: true });
    revealAll(n, from);
    about(n);
    position();
    try { history.replaceState(null, "", "#n" + n); } catch { /* a viewer without an address */ }
  }
  const hint = byId("about").innerHTML;
  function about(n) {
    const panel = byId("about");
    if (n === null) { panel.innerHTML = hint; return; }
    const what = document.createElement("p");
    for (const child of byId("t" + n).children) {
      if (!child.classList.contains("fold")) what.append(child.cloneNode(true), " ");
    }
    panel.replaceChildren(what);
    const block = byId("n" + n);
    for (const kind of (block.dataset.k || "").split(" ")) {
      if (!kind || kind === "warning") continue; // a warning's own sentence says more
      const line = document.createElement("p");
      const meaning = document.querySelector(`[data-legend="${kind}"]`);
      line.append(meaning.querySelector("dt > span").cloneNode(true), " ");
      line.append(...[...meaning.querySelector("dd").childNodes].map((one) => one.cloneNode(true)));
      panel.append(line);
    }
    for (const note of block.querySelectorAll(":scope > .note, :scope > td > .note")) {
      panel.append(note.cloneNode(true));
    }
  }

  // A duplicate and the copy that stays name each other in their notes.
  function related(n) {
    const links = byId("n" + n).querySelectorAll(":scope > .note:is(.dup, .kept) a, :scope > td > .note:is(.dup, .kept) a");
    return [...links].map((link) => link.getAttribute("href").slice(2));
  }

  // ---- stepping
  function position() {
    const at = chosen === null ? -1 : steps.indexOf(chosen);
    byId("position").value = `${at < 0 ? "–" : at + 1} / ${steps.length}`;
  }
  function step(by) {
    if (!steps.length) return;
    const here = chosen !== null && rank.has(chosen) ? rank.get(chosen) : by > 0 ? -1 : order.length;
    const next = by > 0
      ? steps.find((n) => rank.get(n) > here) ?? steps[0]
      : steps.findLast((n) => rank.get(n) < here) ?? steps[steps.length - 1];
    select(next, { focus: true });
  }
  function choose(kind) {
    root.dataset.f = kind;
    for (const button of document.querySelectorAll("[data-f]:is(button)")) {
      button.setAttribute("aria-pressed", String(button.dataset.f === kind));
    }
    steps = kind === "all" ? order : order.filter((n) => ` ${byId("n" + n).dataset.k || ""} `.includes(` ${kind} `));
    if (kind === "warning" && byId("n0").dataset.k.includes("warning")) { steps = ["0", ...steps]; rank.set("0", -0.5); }
    position();
  }

  // ---- the tree
  let reached = rows[0];
  function reach(row, focus) {
    if (reached) reached.tabIndex = -1;
    reached = row;
    row.tabIndex = 0;
    if (focus) { row.focus(); }
  }
  const level = (row) => Number(row.getAttribute("aria-level"));
  function fold(row, open) {
    if (!row.hasAttribute("aria-expanded")) return;
    row.setAttribute("aria-expanded", String(open));
    let closed = open ? Infinity : level(row);
    for (let next = row.nextElementSibling; next && level(next) > level(row); next = next.nextElementSibling) {
      if (level(next) <= closed) closed = Infinity;
      next.hidden = level(next) > closed;
      if (closed === Infinity && next.getAttribute("aria-expanded") === "false") closed = level(next);
    }
  }
  function parent(row) {
    let above = row.previousElementSibling;
    while (above && level(above) >= level(row)) above = above.previousElementSibling;
    return above;
  }
  function unfold(row) {
    const above = [];
    for (let one = parent(row); one; one = parent(one)) above.push(one);
    for (const one of above) if (one.getAttribute("aria-expanded") === "false") fold(one, true);
  }
  function beside(row, way) {
    do { row = row[way]; } while (row && row.hidden);
    return row;
  }
  tree.addEventListener("keydown", (event) => {
    const row = event.target.closest("li");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const open = row.getAttribute("aria-expanded");
    let go = null;
    switch (event.key) {
      case "ArrowDown": go = beside(row, "nextElementSibling"); break;
      case "ArrowUp": go = beside(row, "previousElementSibling"); break;
      case "ArrowRight": if (open === "false") fold(row, true); else if (open) go = row.nextElementSibling; break;
      case "ArrowLeft": if (open === "true") fold(row, false); else go = parent(row); break;
      case "Home": go = rows[0]; break;
      case "End": go = rows.findLast((one) => !one.hidden); break;
      case "Enter": case " ": select(row.dataset.n, { from: panes[0] }); break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (go) reach(go, true);
  });

  // ---- the pointer
  document.addEventListener("pointerover", (event) => {
    const el = event.target.closest("[data-n]");
    const n = el ? el.dataset.n : null;
    if (n !== lit) { mark("on", lit, n); lit = n; }
  });
  function follow(link) {
    const target = link.getAttribute("href").slice(1);
    const n = target[0] === "w" ? byId(target).querySelector("a").getAttribute("href").slice(2) : target.slice(1);
    if (target[0] === "L") {
      view("source");
      const line = byId(target);
      if (!line) return;
      const first = line.querySelector("[data-n]");
      if (first) select(first.dataset.n, { from: source });
      line.scrollIntoView({ block: "center" });
    } else {
      if (target[0] === "n") view("page");
      select(n, { focus: true });
    }
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && !link.classList.contains("skip")) { event.preventDefault(); follow(link); return; }
    if (event.target.closest("button, summary, dialog, .figures, #about") || String(getSelection())) return;
    const el = event.target.closest("[data-n]");
    if (!el) return;
    if (event.target.classList.contains("fold") && el.hasAttribute("aria-expanded")) {
      fold(el, el.getAttribute("aria-expanded") === "false");
      return;
    }
    if (el.dataset.n === "0" && !tree.contains(el)) return;
    select(el.dataset.n, { from: panes.find((pane) => pane.contains(el)) });
  });

  // ---- definitions of terms
  const tip = byId("tip");
  let described = null;
  function show(link) {
    const entry = byId(link.getAttribute("href").slice(1));
    tip.textContent = entry.querySelector("p").textContent;
    tip.hidden = false;
    place(link);
    described = link;
    link.setAttribute("aria-describedby", "tip");
  }
  function place(link) {
    const box = link.getBoundingClientRect(), size = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(box.left, innerWidth - size.width - 8)) + "px";
    tip.style.top = (box.bottom + size.height + 4 < innerHeight ? box.bottom + 2 : Math.max(4, box.top - size.height - 2)) + "px";
  }
  function hide() {
    tip.hidden = true;
    if (described) described.removeAttribute("aria-describedby");
    described = null;
  }
  for (const type of ["pointerover", "focusin"]) {
    document.addEventListener(type, (event) => {
      const link = event.target.closest(".term");
      if (link === described || tip.contains(event.target)) return;
      if (link) { hide(); show(link); } else if (type === "focusin" || document.activeElement !== described) hide();
    });
  }

  document.addEventListener("scroll", () => {
    if (!described) return;
    if (document.activeElement === described) place(described); else hide(); // focusing scrolls, too
  }, { capture: true, passive: true });

  // ---- buttons and keys
  function view(name) {
    root.dataset.view = name;
    for (const button of document.querySelectorAll(".views button")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === name));
    }
    if (chosen !== null) revealAll(chosen, null);
  }
  for (const button of document.querySelectorAll(".views button")) {
    button.addEventListener("click", () => view(button.dataset.view));
  }
  const filters = [...document.querySelectorAll(".filters button")];
  for (const button of filters) button.addEventListener("click", () => {
    choose(button.dataset.f);
    if (button.dataset.f !== "all" && steps.length) select(steps[0]);
  });
  byId("next").addEventListener("click", () => step(1));
  byId("previous").addEventListener("click", () => step(-1));
  function plain() {
    const on = root.toggleAttribute("data-plain");
    byId("plain").setAttribute("aria-pressed", String(on));
  }
  byId("plain").addEventListener("click", plain);
  function language(name) {
    root.dataset.ui = name;
    root.lang = name;
  }
  byId("language").addEventListener("click", () => language(root.dataset.ui === "zh" ? "en" : "zh"));
  const help = byId("help");
  byId("open-help").addEventListener("click", () => help.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === "Escape") { if (described) hide(); else select(null); return; }
    if (!byId("keys").checked || event.target.closest("input, select, textarea")) return;
    if (event.key === "n" || event.key === "j") step(1);
    else if (event.key === "p" || event.key === "k") step(-1);
    else if (event.key === "v") plain();
    else if (event.key === "?") help.showModal();
    else if (filters[event.key] && event.key !== " ") filters[event.key].click();
  });

  language(/^zh/.test(navigator.language) ? "zh" : "en");
  position();
  const start = /^#n(\d+)$/.exec(location.hash);
  if (start) select(start[1]);
})();
