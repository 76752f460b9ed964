"use strict";
// Sorting, filters and copying; without it all of the page is there, unfolded.
(() => {
  const make = (tag, text, attributes) => {
    const made = Object.assign(document.createElement(tag), attributes);
    if (text !== null) made.textContent = text;
    return made;
  };

  // The first number of a cell ("1,204", "98.1% ± 2", ">99.9%", "−1.2"), or its text.
  const keyOf = (row, column) => {
    const text = (row.cells[column]?.textContent ?? "").trim().replace("\u2212", "-");
    const found = /^[<>+]?\s*(-?[\d,]*\.?\d+(?:e[+-]?\d+)?)(%?)/i.exec(text);
    const number = found ? Number(found[1].replaceAll(",", "")) : NaN;
    return { text, number: found?.[2] ? number / 100 : number };
  };

  // Cells without a value go last in both directions.
  const compare = (one, other, numeric, sign) => {
    if (!numeric) return sign * one.text.localeCompare(other.text, undefined, { numeric: true });
    if (Number.isNaN(one.number) || Number.isNaN(other.number)) {
      return Number.isNaN(one.number) - Number.isNaN(other.number);
    }
    return sign * (one.number - other.number);
  };

  const sortBy = (table, header, column) => {
    const numeric = header.classList.contains("number");
    const now = header.getAttribute("aria-sort");
    // What is counted is looked for from the top, names from their first letter.
    const falls = now ? now === "ascending" : numeric;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", falls ? "descending" : "ascending");
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => [keyOf(row, column), row]);
    keyed.sort((one, other) => compare(one[0], other[0], numeric, falls ? -1 : 1));
    body.append(...keyed.map((pair) => pair[1]));
    table.dispatchEvent(new Event("reordered"));
  };

  const makeSortable = (table) => {
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      if (header.classList.contains("wide") || !header.textContent.trim()) return;
      const button = make("button", null, { type: "button", className: "sort" });
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener("click", () => sortBy(table, header, column));
    });
  };

  // The first rows, all of them on demand, and those that a filter asks for.
  const fold = (long) => {
    const [table, most, what] = [long.querySelector("table"), Number(long.dataset.most), long.dataset.what];
    const rows = () => [...table.tBodies[0].rows];
    const total = rows().length;
    const input = make("input", null, { type: "search", autocomplete: "off" });
    const label = make("label", `Filter ${what} `, { className: "filter" });
    const said = make("span", "", { className: "said" });
    const button = make("button", "", { type: "button", className: "more" });
    said.setAttribute("role", "status");
    label.append(input);
    long.prepend(make("div", null, { className: "tools" }));
    long.firstChild.append(label, said);
    long.append(button);
    let open = false;
    const show = () => {
      const asked = input.value.trim().toLowerCase();
      let n = 0;
      for (const row of rows()) {
        const fits = row.textContent.toLowerCase().includes(asked);
        row.hidden = !fits || (!asked && !open && n >= most);
        n += fits;
      }
      said.textContent = asked ? `${n} of ${total}` : "";
      button.textContent = open ? `The first ${most} only` : `${total - most} more ${what}`;
      button.setAttribute("aria-expanded", String(open));
      button.hidden = Boolean(asked);
    };
    input.addEventListener("input", show);
    button.addEventListener("click", () => { open = !open; show(); });
    table.addEventListener("reordered", show);
    show();
  };

  // What scrolls sideways can be reached and scrolled by keyboard.
  const makeReachable = (part) => {
    if (part.scrollWidth <= part.clientWidth) return;
    part.tabIndex = 0;
    part.setAttribute("role", "group");
    part.setAttribute("aria-label", `${part.closest("section")?.getAttribute("aria-label") ?? ""}, scrolls sideways`);
  };

  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };

  // Without leave to write to the clipboard the text is left selected.
  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copies);
    let done = true;
    try {
      await navigator.clipboard.writeText(source.innerText);
    } catch {
      select(source);
      done = document.execCommand("copy");
    }
    button.textContent = done ? "Copied" : "Selected: press Ctrl+C";
  };

  document.querySelectorAll("table.sortable").forEach(makeSortable);
  document.querySelectorAll(".long").forEach(fold);
  document.querySelectorAll(".scroll").forEach(makeReachable);
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }

  // Paper unfolds nothing.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const part of opened) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of opened) part.open = false; });
})();
