/* Tables of a report: sorted by a click on a column's name; verdicts on the rows of entries. */
document.addEventListener("DOMContentLoaded", () => {
    const live = document.getElementById("live");
    const words = new Intl.Collator("en", { numeric: true });
    const types = Array.from(document.querySelectorAll("#types li"), (item) => item.textContent);

    /* ---- Sorting ---- */

    function valueOf(row, column, numeric) {
        const text = row.cells[column].textContent;
        return numeric ? Number(text.replaceAll(",", "")) || 0 : text;
    }

    function sortBy(table, head, column) {
        const numeric = head.classList.contains("number");
        const before = head.getAttribute("aria-sort");
        const descending = before ? before === "ascending" : numeric;
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        const rows = Array.from(table.tBodies[0].rows, (row) => [valueOf(row, column, numeric), row]);
        const order = numeric ? (a, b) => a[0] - b[0] : (a, b) => words.compare(a[0], b[0]);
        rows.sort((a, b) => (descending ? order(b, a) : order(a, b)));
        table.tBodies[0].append(...rows.map((pair) => pair[1]));
        live.textContent = "sorted by " + head.textContent + (descending ? ", descending" : ", ascending");
    }

    /* Names the cells, for windows too narrow for columns. */
    function nameCells(table, heads) {
        for (const row of table.tBodies[0].rows)
            for (let i = 1; i < row.cells.length; i++) row.cells[i].dataset.name = heads[i];
    }

    for (const table of document.querySelectorAll("table.sortable")) {
        const heads = Array.from(table.tHead.rows[0].cells);
        nameCells(table, heads.map((head) => head.textContent));
        heads.forEach((head, column) => {
            const button = element("button", { type: "button", textContent: head.textContent });
            button.addEventListener("click", () => sortBy(table, head, column));
            head.replaceChildren(button);
        });
    }

    /* ---- Verdicts ---- */

    const rows = () => Array.from(document.querySelectorAll("tr[data-t]"));
    const entryOf = (row) => ({ surface: row.cells[0].textContent, type: row.dataset.t, id: row.dataset.i });
    const byKey = new Map(); /* an entry can have a row in several tables */

    function give(row, verdict) {
        const entry = entryOf(row);
        live.textContent = verdicts.told(entry, verdicts.give(entry, verdict));
    }

    function retype(row) {
        typePicker.ask(entryOf(row), types, (type) => {
            give(row, type);
            row.focus();
        });
    }

    function makeButtons(row) {
        const button = (text, verdict, act) => {
            const made = element("button", { type: "button", textContent: text });
            made.dataset.verdict = verdict;
            made.setAttribute("aria-label", text + ": " + row.cells[0].textContent);
            made.addEventListener("click", act);
            return made;
        };
        row.querySelector(".verdict").replaceChildren(button("Keep", "keep", () => give(row, "keep")), " ",
            button("Drop", "drop", () => give(row, "drop")), " ", button("Type\u2026", "type", () => retype(row)));
    }

    function paint(row) {
        const verdict = verdicts.of(entryOf(row));
        const look = { "": "", keep: "kept", drop: "dropped" }[verdict];
        for (const name of ["kept", "dropped", "retyped"]) row.classList.toggle(name, (look === undefined ? "retyped" : look) === name);
        for (const button of row.querySelectorAll(".verdict button")) {
            const isType = button.dataset.verdict === "type";
            const pressed = isType ? look === undefined : button.dataset.verdict === verdict;
            button.setAttribute("aria-pressed", String(pressed));
            if (isType) button.textContent = pressed ? verdict : "Type\u2026";
        }
    }

    for (const row of rows()) {
        row.tabIndex = -1;
        makeButtons(row);
        const key = verdicts.key(entryOf(row));
        byKey.set(key, (byKey.get(key) || []).concat(row));
        paint(row);
    }
    verdicts.watchers.push((entry) => (byKey.get(verdicts.key(entry)) || []).forEach(paint));

    /* ---- Keys ---- */

    const current = () => document.activeElement.closest("tr[data-t]");

    /* The next row in that direction for which `test` holds; without one in focus, from what is in sight. */
    function go(step, test = () => true) {
        const all = rows();
        const top = document.querySelector(".top").getBoundingClientRect().bottom;
        let index = all.indexOf(current());
        if (index < 0) {
            index = all.findIndex((row) => row.getBoundingClientRect().top >= top);
            if (step > 0) index = (index < 0 ? all.length : index) - 1;
        }
        for (let tried = 0; tried < all.length; tried++) {
            index = (index + step + all.length) % all.length;
            if (!test(all[index])) continue;
            all[index].scrollIntoView({ block: "center" });
            all[index].focus({ preventScroll: true });
            return;
        }
        live.textContent = "there is none";
    }

    const isOpen = (row) => !verdicts.of(entryOf(row));
    const onCurrent = (act) => () => {
        const row = current();
        if (row) act(row);
        else live.textContent = "no entry is in focus";
    };
    const keys = {
        n: () => go(1),
        p: () => go(-1),
        u: () => go(1, isOpen),
        U: () => go(-1, isOpen),
        k: onCurrent((row) => give(row, "keep")),
        d: onCurrent((row) => give(row, "drop")),
        t: onCurrent(retype),
        v: verdictPanel.open,
        "?": openHelp,
    };

    document.addEventListener("keydown", (event) => {
        if (!isPageKey(event) || !keys[event.key]) return;
        keys[event.key]();
        event.preventDefault();
    });
});
