/* Verdicts on entries. The browser keeps them, where it does, and gaz reads them as a list. A verdict is keep, drop or
 * the right type; an entry is {surface, type, id}, its surface written as in lists. */
const verdicts = {
    place: "gaz-verdicts " + location.pathname,
    given: new Map(), /* by entry: {surface, type, id, verdict} */
    watchers: [], /* called with an entry whose verdict has changed */

    key: (entry) => entry.surface + "\t" + entry.type + "\t" + entry.id,
    of: (entry) => (verdicts.given.get(verdicts.key(entry)) || { verdict: "" }).verdict,

    /* Gives a verdict; the one that is there already is taken back. Returns the verdict that it has now. */
    give(entry, verdict) {
        if (verdict === entry.type) verdict = "keep";
        if (verdicts.of(entry) === verdict) verdict = "";
        if (verdict) verdicts.given.set(verdicts.key(entry), { surface: entry.surface, type: entry.type, id: entry.id, verdict });
        else verdicts.given.delete(verdicts.key(entry));
        verdicts.keep();
        for (const watcher of verdicts.watchers) watcher(entry);
        return verdict;
    },

    clear() {
        for (const entry of Array.from(verdicts.given.values())) verdicts.give(entry, entry.verdict);
    },

    /* The list. Where case makes no difference, it says so: spans may be written otherwise than their entries. */
    list() {
        const anyCase = document.querySelector("main").dataset.case === "ignore";
        const names = ["surface", "type", "id", "verdict"].concat(anyCase ? ["case"] : []);
        const rows = Array.from(verdicts.given.values(), (one) => names.map((name) => (name === "case" ? "ignore" : one[name])));
        return [names, ...rows].map((row) => row.join("\t") + "\n").join("");
    },

    keep() {
        verdicts.saved = kept.set(verdicts.place, verdicts.given.size ? JSON.stringify([...verdicts.given.values()]) : null);
    },

    restore() {
        try {
            for (const one of JSON.parse(kept.get(verdicts.place) || "[]"))
                if ([one.surface, one.type, one.verdict].every((part) => part && typeof part === "string"))
                    verdicts.given.set(verdicts.key(one), one);
        } catch (error) { /* something else was kept */ }
    },

    /* What to say of a verdict that was given. */
    told: (entry, verdict) => plainOf(entry.surface) + ": " + (verdict ? verdict : "no verdict"),
};

/* The dialog with all verdicts. */
const verdictPanel = {
    make() {
        const button = (text, act) => {
            const made = element("button", { type: "button", textContent: text });
            made.addEventListener("click", act);
            return made;
        };
        const panel = verdictPanel;
        panel.rows = element("tbody");
        panel.note = element("p");
        panel.said = element("output");
        panel.download = button("Download", () => saveText("verdicts.tsv", verdicts.list()));
        panel.copy = button("Copy", async () => {
            panel.said.textContent = await copyText(verdicts.list()) ? "Copied." : "The browser does not let pages copy.";
        });
        panel.clear = button("Take all back", verdicts.clear);
        panel.table = element("table", {}, element("thead", {}, element("tr", {},
            ...["Entry", "Type", "Verdict", ""].map((name) => element("th", { scope: "col", textContent: name })))), panel.rows);
        panel.dialog = element("dialog", { id: "verdicts" },
            element("h2", { id: "verdicts-title", textContent: "Verdicts" }), panel.note,
            element("div", { className: "scroll" }, panel.table),
            element("form", { method: "dialog", className: "tools" }, panel.download, panel.copy, panel.clear,
                panel.said, element("button", { textContent: "Close", className: "last" })));
        panel.dialog.setAttribute("aria-labelledby", "verdicts-title");
        document.body.append(panel.dialog);
        document.getElementById("verdicts-open").addEventListener("click", panel.open);
    },

    /* The row of a verdict, with a button that takes it back. */
    row(one) {
        const undo = element("button", { type: "button", textContent: "Take back" });
        undo.setAttribute("aria-label", "Take back: " + plainOf(one.surface) + ", " + one.type);
        undo.addEventListener("click", () => verdicts.give(one, one.verdict));
        const cell = (text) => element("td", {}, element("bdi", { textContent: text }));
        return element("tr", {}, element("th", { scope: "row" }, element("bdi", { textContent: plainOf(one.surface) })),
            cell(one.id ? one.type + " " + one.id : one.type), cell(one.verdict), element("td", {}, undo));
    },

    show() {
        const panel = verdictPanel;
        const count = verdicts.given.size;
        document.querySelector("#verdicts-open .count").textContent = count.toLocaleString("en");
        document.getElementById("verdicts-open").classList.toggle("some", count > 0);
        if (!panel.dialog.open) return;
        panel.rows.replaceChildren(...Array.from(verdicts.given.values(), panel.row));
        panel.table.hidden = !count;
        for (const control of [panel.download, panel.copy, panel.clear]) control.disabled = !count;
        panel.note.replaceChildren(...(count ? ["Download the list, then build a model with it: ",
            element("code", { textContent: "gaz build LISTS --verdicts verdicts.tsv -o MODEL" }),
            verdicts.saved === false ? ". This browser does not keep them: they are lost when the page is closed." : "."] :
            ["None yet. The keys k (keep), d (drop) and t (another type) give the entry in focus a verdict."]));
        panel.said.textContent = "";
    },

    open() {
        verdictPanel.dialog.showModal();
        verdictPanel.show();
    },
};

/* The dialog that asks for a type. */
const typePicker = {
    make() {
        const picker = typePicker;
        picker.title = element("h2", { id: "pick-title" });
        picker.filter = element("input", { type: "search", autocomplete: "off", ariaLabel: "Find a type", placeholder: "Type" });
        picker.list = element("ul", { className: "choices" });
        picker.dialog = element("dialog", { id: "pick" }, picker.title,
            element("form", { method: "dialog" }, picker.filter, picker.list,
                element("div", { className: "tools" }, element("button", { textContent: "Cancel", value: "" }))));
        picker.dialog.setAttribute("aria-labelledby", "pick-title");
        picker.filter.addEventListener("input", picker.show);
        picker.filter.addEventListener("keydown", (event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            const first = picker.list.querySelector("button");
            if (first) first.click();
        });
        document.body.append(picker.dialog);
    },

    show() {
        const picker = typePicker;
        const wanted = picker.filter.value.toLowerCase();
        const fits = picker.types.filter((type) => type.toLowerCase().includes(wanted));
        fits.sort((a, b) => b.toLowerCase().startsWith(wanted) - a.toLowerCase().startsWith(wanted));
        picker.list.replaceChildren(...fits.map((type) => {
            const button = element("button", { type: "button" }, element("bdi", { textContent: type }));
            button.addEventListener("click", () => {
                picker.dialog.close();
                picker.pick(type);
            });
            return element("li", {}, button);
        }));
    },

    /* Asks for another type than the entry's, and calls `pick` with it. */
    ask(entry, types, pick) {
        const picker = typePicker;
        picker.types = types.filter((type) => type !== entry.type);
        picker.pick = pick;
        picker.title.replaceChildren("The right type of ", element("bdi", { textContent: plainOf(entry.surface) }));
        picker.filter.value = "";
        picker.show();
        picker.dialog.showModal();
        picker.filter.focus();
    },
};

document.addEventListener("DOMContentLoaded", () => {
    verdictPanel.make();
    typePicker.make();
    verdicts.restore();
    verdicts.watchers.push(verdictPanel.show);
    verdictPanel.show();
});
