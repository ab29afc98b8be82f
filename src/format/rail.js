/* The rail: the least score, types with what matched, documents. Each is a filter and has counts. */
function makeRail(page) {
    const spans = page.spans;
    const { filters, counts } = spans;
    const nav = document.getElementById("rail");
    const MATCHES = 30; /* entries of a type that are shown at first, and documents */
    const STEP = 200;

    const number = (count) => count.toLocaleString("en");
    const title = (text) => element("h2", { textContent: text });

    /* ---- The least score ---- */

    const slider = element("input", { type: "range", min: 0, max: 19, step: 1, value: 0, id: "least" });
    const leastShown = element("b");
    const countShown = element("span");
    const certainty = element("section", {}, title("Least score"), slider,
        element("div", { className: "figures" }, leastShown, countShown));
    slider.setAttribute("aria-label", "Least score");

    function setLeast(twentieths) {
        filters.least = Math.max(0, Math.min(19, twentieths));
        spans.apply();
    }

    slider.addEventListener("input", () => setLeast(Number(slider.value)));

    function showLeast() {
        slider.value = filters.least;
        leastShown.textContent = (filters.least / 20).toFixed(2);
        slider.setAttribute("aria-valuetext", leastShown.textContent);
        countShown.textContent = number(counts.shown) + " shown, " + number(counts.uncertain) + " uncertain";
    }

    /* ---- Types, and the entries of each ---- */

    const types = []; /* {number, name, item, button, opener, inner, limit}, the most frequent first */

    function toggleType(type) {
        if (!filters.hidden.delete(type.number)) filters.hidden.add(type.number);
        spans.apply();
        page.live.textContent = type.name + (filters.hidden.has(type.number) ? " hidden" : " shown");
    }

    function toggleAll() {
        const show = filters.hidden.size > 0;
        filters.hidden.clear();
        if (!show) for (const type of types) filters.hidden.add(type.number);
        spans.apply();
        page.live.textContent = show ? "All types shown" : "All types hidden";
    }

    function entryButton(entry) {
        const button = element("button", { type: "button" }, element("bdi", { textContent: plainOf(entry.surface) }));
        if (entry.id) button.append(element("small", { textContent: entry.id }));
        button.append(element("span", { className: "count", textContent: number(counts.entries[entry.number]) }));
        button.setAttribute("aria-pressed", String(filters.entry === entry));
        button.addEventListener("click", () => {
            spans.showOnly(filters.entry === entry ? null : entry);
            if (filters.entry) page.steps.go(1);
        });
        return element("li", {}, button);
    }

    /* What matched with a type, the most frequent first. */
    function showEntries(type) {
        const found = spans.entries.filter((entry) => entry.typeNumber === type.number && counts.entries[entry.number]);
        found.sort((a, b) => counts.entries[b.number] - counts.entries[a.number] || (a.surface < b.surface ? -1 : 1));
        type.inner.replaceChildren(...found.slice(0, type.limit).map(entryButton));
        if (found.length <= type.limit) return;
        const more = element("button", { type: "button", className: "small",
            textContent: number(found.length - type.limit) + " more" });
        more.addEventListener("click", () => {
            type.limit += STEP;
            showEntries(type);
        });
        type.inner.append(element("li", {}, more));
    }

    function toggleEntries(type) {
        const open = type.inner.hidden;
        type.inner.hidden = !open;
        type.opener.setAttribute("aria-expanded", String(open));
        spans.complete();
        if (open) showEntries(type);
    }

    function makeType(type, index) {
        type.button = element("button", { type: "button", className: "type" },
            element("span", { className: "swatch", ariaHidden: "true" }),
            element("bdi", { textContent: type.name }), type.count = element("span", { className: "count" }));
        if (index < 9) {
            type.button.append(element("kbd", { textContent: String(index + 1), ariaHidden: "true" }));
            type.button.setAttribute("aria-keyshortcuts", String(index + 1));
        }
        type.button.addEventListener("click", () => toggleType(type));
        type.opener = element("button", { type: "button", className: "open", title: "What matched" });
        type.opener.setAttribute("aria-label", "What matched: " + type.name);
        type.opener.setAttribute("aria-expanded", "false");
        type.opener.addEventListener("click", () => toggleEntries(type));
        type.inner = element("ul", { className: "inner", hidden: true });
        type.item.replaceChildren(element("div", { className: "row" }, type.button, type.opener), type.inner);
    }

    function makeTypes() {
        const list = document.getElementById("types");
        list.className = "types";
        for (const item of Array.from(list.children)) {
            const type = { name: item.textContent, number: Number(item.className.slice(1)), item, limit: MATCHES };
            if (counts.all[type.number]) types.push(type);
        }
        types.sort((a, b) => counts.all[b.number] - counts.all[a.number] || a.number - b.number);
        types.forEach(makeType);
        list.replaceChildren(...types.map((type) => type.item));
        const section = element("section", {}, document.getElementById("types-title"), list);
        if (types.length > 1) {
            const all = element("button", { type: "button", className: "small all", textContent: "Show or hide all" });
            all.addEventListener("click", toggleAll);
            section.append(all);
        }
        return section;
    }

    function showTypes() {
        for (const type of types) {
            type.button.setAttribute("aria-pressed", String(!filters.hidden.has(type.number)));
            type.count.textContent = number(counts.types[type.number]);
            if (!type.inner.hidden) showEntries(type);
        }
    }

    /* ---- Documents ---- */

    const docs = spans.articles.map((article, index) => ({ article, index, name: article.querySelector("h2").textContent }));
    const docList = element("ul", { className: "documents" });
    const docFilter = element("input", { type: "search", placeholder: "Find a document", ariaLabel: "Find a document" });
    const sparse = element("input", { type: "checkbox", id: "sparse" });
    const documents = element("section", { hidden: docs.length < 2 }, title("Documents"),
        element("label", {}, sparse, "only those with spans"), docFilter, docList);
    docFilter.hidden = docs.length <= MATCHES;
    let docLimit = MATCHES;

    function docItem(doc) {
        const button = element("button", { type: "button" }, element("bdi", { textContent: doc.name }),
            element("span", { className: "count", textContent: number(counts.articles[doc.index]) }));
        button.addEventListener("click", () => {
            doc.article.scrollIntoView();
            page.closeRail();
        });
        if (!counts.articles[doc.index]) button.classList.add("none");
        return element("li", {}, button);
    }

    function showDocuments() {
        if (documents.hidden) return;
        const wanted = docFilter.value.toLowerCase();
        const found = docs.filter((doc) => (!sparse.checked || counts.articles[doc.index]) &&
            (!wanted || doc.name.toLowerCase().includes(wanted)));
        docList.replaceChildren(...found.slice(0, docLimit).map(docItem));
        if (found.length <= docLimit) return;
        const more = element("button", { type: "button", className: "small", textContent: number(found.length - docLimit) + " more" });
        more.addEventListener("click", () => {
            docLimit += STEP;
            showDocuments();
        });
        docList.append(element("li", {}, more));
    }

    sparse.addEventListener("change", () => {
        page.main.classList.toggle("sparse", sparse.checked);
        showDocuments();
    });
    docFilter.addEventListener("input", showDocuments);

    /* ---- All of it ---- */

    function show() {
        showLeast();
        showTypes();
        showDocuments();
        const mark = page.tip.mark();
        if (mark && spans.isHidden(mark)) page.tip.hide();
    }

    return {
        begin() {
            nav.replaceChildren(certainty, makeTypes(), documents);
            certainty.hidden = !page.main.querySelector("mark[class*=' s']");
            spans.watchers.push(show);
            show();
        },
        toggleAll, setLeast,
        raise: (step) => certainty.hidden || setLeast(filters.least + step),
        toggleType: (index) => types[index] && toggleType(types[index]),
    };
}
