/* The explanation of a span, and what one can do with it. */
function makeTip(page) {
    const tip = document.getElementById("tip");
    const sensesShown = 10; /* besides the first */
    let tipMark = null;

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

    /* Score, precision of the entry and its evidence, as far as the page has them. */
    const numbersOf = (mark) => (mark.dataset.e ? mark.dataset.e.split(",").map(Number) : []);

    /* What concepts it is, the strongest first: number of the type, id, name, score. */
    const conceptsOf = (mark) => (mark.dataset.c ? mark.dataset.c.split("\n").map((line) => line.split("\t")) : []);

    const typeNumberOf = (mark) => Number(/\bt(\d+)/.exec(mark.className)[1]);
    const nameOf = (mark) => page.typeNames[typeNumberOf(mark)];

    /* The id, as a link where the page says how. */
    function idNode(mark, id) {
        const url = mark.closest("article").dataset.url;
        const text = element("bdi", { textContent: id });
        if (!url) return text;
        return element("a", { href: url.replaceAll("{id}", () => encodeURIComponent(id)), target: "_blank",
            rel: "noopener noreferrer" }, text);
    }

    function senseNode(mark, [type, id, name, score]) {
        const item = element("li", {}, element("bdi", { textContent: page.typeNames[type] }));
        if (id) item.append(" ", idNode(mark, id));
        if (name) item.append(" ", element("bdi", { textContent: name }));
        if (score) item.append(" ", element("span", { className: "count", textContent: Number(score).toFixed(3) }));
        return item;
    }

    function addSenses(mark, concepts) {
        const others = concepts.slice(1, 1 + sensesShown).map((concept) => senseNode(mark, concept));
        const more = concepts.length - 1 - others.length;
        if (more) others.push(element("li", { textContent: "and " + more.toLocaleString("en") + " more" }));
        tip.append(element("p", { textContent: "It may also be" }), element("ul", {}, ...others));
    }

    /* Keep, drop and another type, for those who click. */
    function addVerdicts(mark) {
        const given = page.decide.verdictOn(mark);
        const button = (text, pressed, act) => {
            const made = element("button", { type: "button", textContent: text });
            made.setAttribute("aria-pressed", String(pressed));
            made.addEventListener("click", act);
            return made;
        };
        const tools = element("div", { className: "tools" },
            button("Keep", given === "keep", () => page.decide.give(mark, "keep")),
            button("Drop", given === "drop", () => page.decide.give(mark, "drop")));
        if (page.decide.retype)
            tools.append(button(given && given !== "keep" && given !== "drop" ? "Type: " + given : "Type\u2026",
                given && given !== "keep" && given !== "drop", () => page.decide.retype(mark)));
        tip.append(tools);
    }

    function fill(mark) {
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
        if (concepts.length > 1) addSenses(mark, concepts);
        if (page.explain) tip.append(...page.explain(mark));
        addVerdicts(mark);
    }

    function show(mark) {
        hide();
        if (mark.classList.contains("more")) return;
        fill(mark);
        tip.style.left = tip.style.top = "0"; /* at the right edge it would be narrower */
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

    function hide() {
        if (!tipMark) return;
        tip.hidden = true;
        tipMark.removeAttribute("aria-describedby");
        tipMark = null;
    }

    /* The mark under an event, or the one around it if that one is hidden. */
    function markOf(event) {
        let mark = event.target.closest ? event.target.closest("mark:not(.more)") : null;
        while (mark && page.spans.isHidden(mark)) mark = mark.parentElement.closest("mark:not(.more)");
        return mark;
    }

    page.main.addEventListener("mouseover", (event) => {
        const mark = markOf(event);
        if (mark && mark !== tipMark) show(mark);
    });
    document.addEventListener("mouseover", (event) => {
        if (!event.target.closest("mark, #tip") && document.activeElement !== tipMark) hide();
    });
    page.main.addEventListener("focusin", (event) => event.target.matches("mark") && show(event.target));
    page.main.addEventListener("focusout", (event) => tip.contains(event.relatedTarget) || hide());
    page.main.addEventListener("keydown", (event) => {
        const link = event.key === "Enter" && event.target === tipMark && tip.querySelector("a");
        if (link) link.click();
    });
    addEventListener("scroll", () => {
        if (tipMark && tipMark === document.activeElement) show(tipMark);
        else hide();
    }, { passive: true });

    return { show, hide, markOf, nameOf, numbersOf, mark: () => tipMark };
}
