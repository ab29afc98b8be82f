/* Tables that are sorted by a click on a column's name. */
document.addEventListener("DOMContentLoaded", () => {
    const live = document.getElementById("live");
    const words = new Intl.Collator("en", { numeric: true });

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

    for (const table of document.querySelectorAll("table.sortable"))
        Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
            const button = element("button", { type: "button", textContent: head.textContent });
            button.addEventListener("click", () => sortBy(table, head, column));
            head.replaceChildren(button);
        });
});
