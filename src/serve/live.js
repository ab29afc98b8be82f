/* The live page: a text is tagged as it is written, and shown as a page of text with spans. */
document.addEventListener("DOMContentLoaded", () => {
    const main = document.querySelector("main");
    const nav = document.getElementById("rail");
    const opener = document.getElementById("rail-open");
    const article = main.querySelector("article");
    const said = document.getElementById("said");
    const SPANS = 100; /* that the list has at first */
    const STEP = 400;

    const page = {
        main,
        live: document.getElementById("live"),
        typeNames: [], /* by number; none ever gets another */
        blocks: [],
        shown: "", /* the text that is shown */
        note: "", /* what is to be said of the text */
        tooLarge: "gaz tag --to html makes pages of any size.",
        others: new BroadcastChannel("gaz"), /* the pages of this server */
        closeRail: () => setRail(false),
    };
    const here = location.origin + location.pathname; /* without a user's name, with which nothing can be asked for */
    const root = here.replace(/m\/[\w-]+\/$/, "");
    let base = here;
    let version = ""; /* of the model that tagged it */

    /* ---- What is said ---- */

    page.say = (text, bad = false, ...more) => {
        said.replaceChildren(text, ...more);
        said.classList.toggle("bad", bad);
    };
    page.title = (name) => {
        document.getElementById("title").textContent = name;
        document.title = name === "Spans" ? "gaz" : name + " \u2013 gaz";
    };

    /* ---- The server ---- */

    /* Asks for a path; with a body it is a POST. What fails has a message for people. */
    page.ask = async (path, body, signal) => {
        const options = body === undefined ? { signal }
            : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal };
        let response;
        try {
            response = await fetch(base + path, options);
        } catch (error) {
            throw signal && signal.aborted ? error : new Error("the server does not answer");
        }
        const answer = await response.json().catch(() => ({}));
        if (!response.ok) throw new Error(answer.error || "the server says " + response.status);
        return answer;
    };

    /* ---- Types ---- */

    const colours = document.getElementById("types").dataset.colours.split("\n").map((pair) => pair.split(","));
    const typeRules = new CSSStyleSheet();
    document.adoptedStyleSheets.push(typeRules);

    const inString = (text) => text.replace(/[^\w-]/gu, (letter) => "\\" + letter.codePointAt(0).toString(16) + " ");

    function addType(name) {
        const number = page.typeNames.push(name) - 1;
        const [light, dark] = colours[number % colours.length];
        typeRules.insertRule(`.t${number}{--light:${light};--dark:${dark}}`);
        typeRules.insertRule(`mark.t${number}::after{content:"${inString(name)}"}`);
        return number;
    }

    const typeNumbers = new Map();
    function typeNumber(name) {
        if (!typeNumbers.has(name)) typeNumbers.set(name, addType(name));
        return typeNumbers.get(name);
    }

    /* ---- The list of spans ---- */

    const spanList = element("ul");
    const spanSection = element("section", { className: "spans" }, element("h2", { textContent: "Spans" }), spanList);
    let spanLimit = SPANS;

    function spanItem(i) {
        const mark = page.spans.marks[i];
        const entry = page.spans.entryAt(i);
        const type = page.spans.typeOf[i];
        const button = element("button", { type: "button" }, element("span", { className: "swatch", ariaHidden: "true" }),
            element("bdi", { textContent: plainOf(entry.surface) }), element("small", { textContent: page.typeNames[type] }));
        button.addEventListener("click", () => {
            page.closeRail();
            page.steps.focus(mark);
        });
        return element("li", { className: "t" + type }, button);
    }

    function showSpans() {
        const shown = page.spans.shown();
        spanSection.hidden = shown.length === 0;
        spanList.replaceChildren(...Array.from(shown.subarray(0, spanLimit), spanItem));
        if (shown.length <= spanLimit) return;
        const more = element("button", { type: "button", className: "small",
            textContent: (shown.length - spanLimit).toLocaleString("en") + " more" });
        more.addEventListener("click", () => {
            spanLimit += STEP;
            showSpans();
        });
        spanList.append(element("li", {}, more));
    }

    /* ---- Text with spans ---- */

    /* Where the reader is, to be found again among other spans. */
    function rememberPlace() {
        const mark = page.steps.current();
        const at = mark && mark.closest("p") ? liveBlocks.placeOf(mark).begin : -1;
        const open = Array.from(nav.querySelectorAll("#types .open[aria-expanded=true]"), (button) => button.getAttribute("aria-label"));
        page.tip.hide();
        page.steps.setCurrent(null);
        if (page.spans.filters.entry) page.spans.showOnly(null);
        return { at, open };
    }

    function restorePlace({ at, open }) {
        for (const button of nav.querySelectorAll("#types .open"))
            if (open.includes(button.getAttribute("aria-label"))) button.click();
        const marks = page.spans.marks;
        const number = at < 0 ? marks.length : page.spans.firstWhere(marks.length, (i) => liveBlocks.placeOf(marks[i]).begin >= at);
        page.steps.setCurrent(marks[Math.min(number, marks.length - 1)] || null);
        if (number === marks.length) return;
        marks[number].focus({ preventScroll: true });
        page.tip.show(marks[number]);
    }

    function setSpans(paragraphs) {
        const { filters } = page.spans || { filters: { hidden: new Set(), least: 0 } };
        if (page.spans) page.spans.end();
        for (const paragraph of paragraphs)
            for (const mark of paragraph.querySelectorAll("mark.waits, mark.kept")) mark.classList.remove("waits", "kept");
        article.replaceChildren(article.firstElementChild, ...paragraphs);
        page.blocks = paragraphs;
        page.spans = makeSpans(main, page.typeNames);
        Object.assign(page.spans.filters, { hidden: filters.hidden, least: filters.least });
    }

    function setRail(open) {
        nav.classList.toggle("shown", open);
        opener.setAttribute("aria-expanded", String(open));
        if (open) scrollTo(0, 0);
    }

    function makeLiveRail() {
        const types = element("ul", { id: "types" }, ...page.typeNames.map((name, number) =>
            element("li", { className: "t" + number, textContent: name })));
        types.setAttribute("aria-labelledby", "types-title");
        nav.replaceChildren(element("h2", { id: "types-title", textContent: "Types" }), types);
        page.spans.begin();
        page.rail = makeRail(page);
        page.rail.begin();
        page.spans.watchers.push(showSpans);
        nav.append(spanSection);
        showSpans();
        page.verdicts.paint();
        nav.classList.toggle("empty", !page.spans.marks.length && !nav.querySelector(".given"));
    }

    function show(text, paragraphs) {
        const place = page.spans ? rememberPlace() : { at: -1, open: [] };
        const hadFocus = article.contains(document.activeElement) || document.activeElement === document.body;
        page.shown = text;
        setSpans(paragraphs);
        makeLiveRail();
        restorePlace(hadFocus ? place : { at: -1, open: place.open });
        const count = page.spans.marks.length;
        const leftOut = paragraphs.reduce((sum, paragraph) => sum + paragraph.leftOut, 0);
        document.getElementById("total").textContent = text ? plural(count, "span") : "";
        page.say([page.note, leftOut ? plural(leftOut, "more span") + " overlap too many others." : ""].filter(Boolean).join(". "));
        page.live.textContent = text ? plural(count, "span") : "";
        document.body.classList.toggle("blank", count === 0);
    }

    /* ---- Tagging: of several texts the latest counts ---- */

    let work = new AbortController();

    page.tag = async () => {
        work.abort();
        const mine = work = new AbortController();
        if (page.text.isTooLong()) {
            page.say("This text is too long for a page: " + page.tooLarge, true);
            return;
        }
        const text = page.text.value();
        const all = document.getElementById("all").checked;
        try {
            const answer = text ? await page.ask("tag?offsets=utf16&senses=1" + (all ? "&all=1" : ""), { text }, mine.signal)
                : { spans: [], model_version: version };
            const spans = answer.spans.map((span) => ({ ...span, type: typeNumber(span.label) }));
            spans.sort((a, b) => a.start - b.start || b.end - a.end);
            const old = answer.model_version === version ? page.blocks : page.blocks.filter(forgetExplanations);
            version = answer.model_version;
            const paragraphs = await liveBlocks.makeAll(text, spans, old, typeNumber, () => mine.signal.aborted);
            if (paragraphs && !mine.signal.aborted) show(text, paragraphs);
        } catch (error) {
            if (!mine.signal.aborted) page.say("The text was not tagged: " + error.message, true);
        }
    };

    /* Another model has others. */
    function forgetExplanations(paragraph) {
        for (const mark of paragraph.querySelectorAll("mark")) delete mark.explanation;
        return true;
    }

    /* ---- Models ---- */

    const chooser = document.getElementById("model");

    async function listModels() {
        const { model, models } = await page.ask("models");
        for (const one of models) {
            if (one.name === model) one.types.forEach(typeNumber);
            chooser.append(element("option", { value: one.name, textContent: one.name, selected: one.name === model,
                title: one.entries.toLocaleString("en") + (one.entries === 1 ? " entry" : " entries") }));
        }
        document.getElementById("model-label").hidden = models.length < 2;
    }

    chooser.addEventListener("change", () => {
        base = root + "m/" + chooser.value + "/";
        history.replaceState(null, "", base);
        page.verdicts.begin();
        page.tag();
    });

    /* Another page may have given verdicts, or somebody a new model. */
    async function look() {
        try {
            const answer = await page.ask("health");
            if (version && answer.model_version !== version) page.tag();
        } catch (error) { /* it is said when it matters */ }
    }

    page.others.addEventListener("message", look);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());

    /* ---- Keys and buttons ---- */

    page.text = makeText(page);
    page.tip = makeTip(page);
    page.steps = makeSteps(page);
    page.explain = makeExplain(page);
    page.decide = page.verdicts = makeLiveVerdicts(page);

    const keys = {
        n: () => page.steps.go(1),
        p: () => page.steps.go(-1),
        u: () => page.steps.goUncertain(1),
        U: () => page.steps.goUncertain(-1),
        k: page.verdicts.keep,
        d: page.verdicts.drop,
        e: () => page.steps.current() ? page.tip.show(page.steps.current()) : page.steps.go(1),
        w: page.text.focus,
        "+": () => page.rail.raise(1),
        "-": () => page.rail.raise(-1),
        "?": openHelp,
        "0": () => page.rail.toggleAll(),
        Escape: page.tip.hide,
    };

    document.addEventListener("keydown", (event) => {
        if (!isPageKey(event)) return;
        if (event.repeat && "kd".includes(event.key)) return; /* a key that is held decides once */
        const index = "123456789".indexOf(event.key);
        if (index >= 0 && event.key.length === 1) page.rail.toggleType(index);
        else if (keys[event.key]) keys[event.key]();
        else return;
        event.preventDefault();
    });
    opener.addEventListener("click", () => setRail(!nav.classList.contains("shown")));
    document.getElementById("all").addEventListener("change", page.tag);
    document.getElementById("next").addEventListener("click", keys.n);
    document.getElementById("previous").addEventListener("click", keys.p);

    show("", []);
    listModels().then(page.tag, (error) => page.say("The server's models are not known: " + error.message, true));
    page.verdicts.begin();
    page.text.focus();
});
