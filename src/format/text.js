/* Text with spans: legend, filter, explanation, search, keys. Nothing is kept per span. */
document.addEventListener("DOMContentLoaded", () => {
    const main = document.querySelector("main");
    const live = document.getElementById("live");
    const tip = document.getElementById("tip");
    const blocks = Array.from(main.querySelectorAll("article > p"));
    const plural = (count, word) => count.toLocaleString("en") + " " + word + (count === 1 ? "" : "s");

    /* ---- Legend and filter ---- */

    const typeNames = []; /* by number */
    const types = []; /* {name, number, count, button}, the most frequent first */
    const hidden = new Set(); /* numbers */
    const hiding = document.head.appendChild(element("style"));
    let shown = null; /* the spans that are not hidden, in order */

    function applyFilter() {
        const rule = Array.from(hidden, (number) => "mark.t" + number);
        hiding.textContent = rule.length === 0 ? "" :
            rule.join() + "{background:none!important;border:0!important;padding:0!important}" +
            rule.map((mark) => mark + "::after").join() + "{content:none!important}";
        for (const type of types) type.button.setAttribute("aria-pressed", String(!hidden.has(type.number)));
        shown = null;
        hideTip();
    }

    function toggleType(type) {
        if (!hidden.delete(type.number)) hidden.add(type.number);
        applyFilter();
        live.textContent = type.name + (hidden.has(type.number) ? " hidden" : " shown");
    }

    function toggleAll() {
        const show = hidden.size > 0;
        hidden.clear();
        if (!show) for (const type of types) hidden.add(type.number);
        applyFilter();
        live.textContent = show ? "All types shown" : "All types hidden";
    }

    function makeButton(type, index) {
        type.button = element("button", { type: "button" },
            element("span", { className: "swatch", ariaHidden: "true" }),
            element("bdi", { textContent: type.name }),
            element("span", { className: "count", textContent: type.count.toLocaleString("en") }));
        if (index < 9) {
            type.button.append(element("kbd", { textContent: String(index + 1), ariaHidden: "true" }));
            type.button.setAttribute("aria-keyshortcuts", String(index + 1));
        }
        type.button.addEventListener("click", () => toggleType(type));
        type.item.replaceChildren(type.button);
    }

    function makeLegend() {
        const list = document.getElementById("types");
        let total = 0;
        for (const item of list.children) {
            const number = Number(item.className.slice(1));
            typeNames[number] = item.textContent;
            const count = main.querySelectorAll("mark.t" + number + ":not(.more)").length;
            if (count) types.push({ name: item.textContent, number, count, item });
            total += count;
        }
        types.sort((left, right) => right.count - left.count || left.number - right.number);
        types.forEach(makeButton);
        list.replaceChildren(...types.map((type) => type.item));
        const all = element("button", { type: "button", className: "all", textContent: "Show or hide all" });
        all.addEventListener("click", toggleAll);
        if (types.length > 1) list.after(all);
        const documents = main.querySelectorAll("article");
        document.getElementById("total").textContent =
            plural(total, "span") + (documents.length === 1 ? "" : " in " + plural(documents.length, "document"));
        if (documents.length) document.title = documents[0].querySelector("h2").textContent + " \u2013 gaz";
    }

    /* ---- Explanation ---- */

    const nameOf = (mark) => types.find((type) => mark.classList.contains("t" + type.number)).name;
    const isHidden = (mark) => hidden.has(Number(/\bt(\d+)/.exec(mark.className)[1]));

    function evidenceText(annotated, occurrences, nested) {
        if (occurrences === undefined) return null;
        if (!annotated && !occurrences) return "the corpus does not have it: a variant, or added by hand";
        let text = "annotated " + annotated + " of " + plural(occurrences, "occurrence");
        if (nested) text += ", " + nested + " nested in longer entities";
        return text;
    }

    function contextText(score, precision) {
        if (Math.abs(score - precision) < 0.005) return null;
        return "What surrounds it " + (score > precision ? "speaks for it." : "speaks against it.");
    }

    // Score, precision of the entry and its evidence, as far as the page has them.
    function numbersOf(mark) {
        return mark.dataset.e ? mark.dataset.e.split(",").map(Number) : [];
    }

    // What concepts it is, the strongest first: number of the type, id, name, score.
    function conceptsOf(mark) {
        return mark.dataset.c ? mark.dataset.c.split("\n").map((line) => line.split("\t")) : [];
    }

    const sensesShown = 10; /* besides the first */

    // The id, as a link where the page says how.
    function idNode(mark, id) {
        const url = mark.closest("article").dataset.url;
        const text = element("bdi", { textContent: id });
        if (!url) return text;
        return element("a", { href: url.replaceAll("{id}", () => encodeURIComponent(id)), target: "_blank",
            rel: "noopener noreferrer" }, text);
    }

    function senseNode(mark, [type, id, name, score]) {
        const item = element("li", {}, element("bdi", { textContent: typeNames[type] }));
        if (id) item.append(" ", idNode(mark, id));
        if (name) item.append(" ", element("bdi", { textContent: name }));
        if (score) item.append(" ", element("span", { className: "count", textContent: Number(score).toFixed(3) }));
        return item;
    }

    function fillTip(mark) {
        const [score, precision, ...evidence] = numbersOf(mark);
        const rows = [];
        if (score !== undefined) rows.push(["score", score.toFixed(3)]);
        if (precision !== undefined) rows.push(["precision of the entry", precision.toFixed(3)]);
        const text = evidenceText(...evidence);
        if (text) rows.push(["evidence", text]);
        const list = element("dl");
        const concepts = conceptsOf(mark);
        const [, id, name] = concepts.length ? concepts[0] : [];
        if (id) list.append(element("dt", { textContent: "id" }), element("dd", {}, idNode(mark, id)));
        if (name) rows.unshift(["name", name]);
        for (const [term, value] of rows)
            list.append(element("dt", { textContent: term }), element("dd", {}, element("bdi", { textContent: value })));
        tip.replaceChildren(element("b", {}, element("bdi", { textContent: nameOf(mark) })), list);
        const context = precision === undefined ? null : contextText(score, precision);
        if (context) tip.append(element("p", { textContent: context }));
        if (concepts.length < 2) return;
        const others = concepts.slice(1, 1 + sensesShown).map((concept) => senseNode(mark, concept));
        const more = concepts.length - 1 - others.length;
        if (more) others.push(element("li", { textContent: "and " + more.toLocaleString("en") + " more" }));
        tip.append(element("p", { textContent: "It may also be" }), element("ul", {}, ...others));
    }

    let tipMark = null;

    function showTip(mark) {
        hideTip();
        if (mark.classList.contains("more")) return;
        fillTip(mark);
        tip.hidden = false;
        tipMark = mark;
        mark.setAttribute("aria-describedby", "tip");
        const at = mark.getClientRects()[0];
        const size = tip.getBoundingClientRect();
        const below = at.bottom; /* without a gap: the pointer can go on to a link */
        const left = Math.min(at.left, document.documentElement.clientWidth - size.width - 8);
        tip.style.left = Math.max(8, left) + "px";
        tip.style.top = (below + size.height < innerHeight ? below : Math.max(4, at.top - size.height)) + "px";
    }

    function hideTip() {
        if (!tipMark) return;
        tip.hidden = true;
        tipMark.removeAttribute("aria-describedby");
        tipMark = null;
    }

    function markOf(event) {
        let mark = event.target.closest ? event.target.closest("mark") : null;
        while (mark && isHidden(mark)) mark = mark.parentElement.closest("mark");
        return mark;
    }

    main.addEventListener("mouseover", (event) => {
        const mark = markOf(event);
        if (mark && mark !== tipMark) showTip(mark);
    });
    document.addEventListener("mouseover", (event) => {
        if (!event.target.closest("mark, #tip") && document.activeElement !== tipMark) hideTip();
    });
    main.addEventListener("focusin", (event) => event.target.matches("mark") && showTip(event.target));
    main.addEventListener("focusout", (event) => tip.contains(event.relatedTarget) || hideTip());
    main.addEventListener("keydown", (event) => {
        const link = event.key === "Enter" && event.target === tipMark && tip.querySelector("a");
        if (link) link.click();
    });
    addEventListener("scroll", () => {
        if (tipMark && tipMark === document.activeElement) showTip(tipMark);
        else hideTip();
    }, { passive: true });

    /* ---- From span to span ---- */

    let current = null; /* the one span that Tab comes to */

    function spans() {
        if (!shown) {
            const none = Array.from(hidden, (number) => ":not(.t" + number + ")").join("");
            shown = main.querySelectorAll("mark:not(.more)" + none);
        }
        return shown;
    }

    /* The first number in [0, count) for which `test` holds, or count. */
    function firstWhere(count, test) {
        let low = 0;
        let high = count;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (test(middle)) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    const isBehind = (node, place) => (place.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

    /* Where to go on: the focused span, or the first block that can be seen. */
    function startIndex(list, step) {
        if (current && current === document.activeElement) {
            const after = firstWhere(list.length, (i) => isBehind(list[i], current));
            if (step > 0) return after;
            return (after > 0 && list[after - 1] === current ? after - 1 : after) - 1;
        }
        const top = document.querySelector(".top").getBoundingClientRect().bottom;
        const block = blocks[firstWhere(blocks.length, (i) => blocks[i].getBoundingClientRect().bottom > top)];
        if (!block) return list.length - 1;
        return firstWhere(list.length, (i) => isBehind(list[i], block)) - (step > 0 ? 0 : 1);
    }

    function setCurrent(mark) {
        if (current) current.removeAttribute("tabindex");
        current = mark;
        if (mark) mark.tabIndex = 0;
    }

    function goToSpan(step) {
        const list = spans();
        if (list.length === 0) return;
        const index = (startIndex(list, step) + list.length) % list.length;
        setCurrent(list[index]);
        current.scrollIntoView({ block: "center" });
        current.focus({ preventScroll: true });
        showTip(current);
        const [score] = numbersOf(current);
        live.textContent = current.textContent + ", " + nameOf(current) +
            (score === undefined ? "" : ", score " + score.toFixed(3)) + ", span " + (index + 1) + " of " + list.length;
    }

    main.addEventListener("click", (event) => {
        const mark = markOf(event);
        if (!mark || mark.classList.contains("more") || String(getSelection())) return;
        setCurrent(mark);
        mark.focus({ preventScroll: true });
    });

    /* ---- Search ---- */

    const input = document.getElementById("find");
    const output = document.getElementById("found");
    const search = { query: "", pattern: null, counts: [], total: 0, block: -1, hit: -1, number: 0 };
    const painted = typeof Highlight !== "undefined" && CSS.highlights;

    function hitsOf(block) {
        return Array.from(blocks[block].textContent.matchAll(search.pattern), (hit) => [hit.index, hit[0].length]);
    }

    function startSearch(query) {
        Object.assign(search, { query, counts: [], total: 0, block: -1, hit: -1, number: 0 });
        if (!query) return;
        search.pattern = new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "giu");
        for (const block of blocks) {
            const hits = block.textContent.match(search.pattern);
            const count = hits ? hits.length : 0;
            search.counts.push(count);
            search.total += count;
        }
    }

    /* A range over the characters [begin, end) of a block. */
    function rangeIn(block, begin, end) {
        const range = document.createRange();
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        let at = 0;
        let begun = false;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const next = at + node.length;
            if (!begun && begin < next) {
                range.setStart(node, begin - at);
                begun = true;
            }
            if (end <= next) {
                range.setEnd(node, end - at);
                break;
            }
            at = next;
        }
        return range;
    }

    function paint(ranges, now) {
        if (painted) {
            CSS.highlights.set("hits", new Highlight(...ranges));
            CSS.highlights.set("hit", new Highlight(...now));
        } else if (now.length) {
            getSelection().removeAllRanges();
            getSelection().addRange(now[0]);
        }
    }

    function centre(range) {
        const at = range.getBoundingClientRect();
        scrollBy(0, at.top - innerHeight / 2);
    }

    let found = null; /* the range of the hit */

    function showHit() {
        const block = blocks[search.block];
        const ranges = hitsOf(search.block).map(([begin, size]) => rangeIn(block, begin, begin + size));
        found = ranges[search.hit];
        paint(ranges, [found]);
        centre(found);
        /* Blocks that come into sight take their real height: once more. */
        requestAnimationFrame(() => requestAnimationFrame(() => found && centre(found)));
    }

    /* The first hit is looked for from what can be seen. */
    function firstBlock(step) {
        const top = document.querySelector(".top").getBoundingClientRect().bottom;
        const block = firstWhere(blocks.length, (i) => blocks[i].getBoundingClientRect().bottom > top);
        return step > 0 ? block - 1 : block;
    }

    function nextBlock(step) {
        let block = search.block < 0 ? firstBlock(step) : search.block;
        do block = (block + step + blocks.length) % blocks.length;
        while (!search.counts[block]);
        search.block = block;
        search.hit = step > 0 ? 0 : search.counts[block] - 1;
    }

    function goToHit(step) {
        if (input.value !== search.query) startSearch(input.value);
        if (search.total === 0) {
            paint([], []);
            found = null;
            output.textContent = search.query ? "no hits" : "";
            return;
        }
        if (search.block >= 0 && search.counts[search.block] > search.hit + step && search.hit + step >= 0)
            search.hit += step;
        else
            nextBlock(step);
        showHit();
        const before = search.counts.slice(0, search.block).reduce((sum, count) => sum + count, 0);
        output.textContent = (before + search.hit + 1).toLocaleString("en") + " of " +
            search.total.toLocaleString("en");
    }

    function closeSearch() {
        const mark = found && found.startContainer.parentElement.closest("mark:not(.more)");
        paint([], []);
        input.value = output.textContent = "";
        startSearch("");
        if (mark && !isHidden(mark)) {
            setCurrent(mark);
            mark.focus({ preventScroll: true });
        } else {
            input.blur();
            if (found) getSelection().setBaseAndExtent(found.startContainer, found.startOffset,
                                                       found.endContainer, found.endOffset);
        }
        found = null;
    }

    input.form.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("input", () => { output.textContent = ""; });
    input.addEventListener("keydown", (event) => {
        if (event.isComposing) return;
        if (event.key === "Enter") goToHit(event.shiftKey ? -1 : 1);
        else if (event.key === "Escape") closeSearch();
        else return;
        event.preventDefault();
    });

    /* ---- Keys ---- */

    const keys = {
        n: () => goToSpan(1),
        j: () => goToSpan(1),
        p: () => goToSpan(-1),
        k: () => goToSpan(-1),
        "/": () => input.select(),
        "?": openHelp,
        "0": toggleAll,
        Escape: hideTip,
    };

    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
        if (event.target.closest("input, dialog")) return;
        const index = "123456789".indexOf(event.key);
        if (index >= 0 && event.key.length === 1) {
            if (types[index]) toggleType(types[index]);
        } else if (keys[event.key]) {
            keys[event.key]();
        } else {
            return;
        }
        event.preventDefault();
    });

    makeLegend();
    setCurrent(main.querySelector("mark"));
});
