/* All spans of a page as numbers in arrays, so that filters and counts stay quick where there are hundreds of thousands.
 * What they are of, a surface with a type and an id, is an entry, as in lists. */
function makeSpans(main, typeNames) {
    const SLICE = 20000; /* spans whose entries are found at a time */
    const marks = main.querySelectorAll("mark:not(.more)");
    const articles = Array.from(main.querySelectorAll("article"));
    const count = marks.length;
    const typeOf = new Uint32Array(count); /* as it is shown: a verdict may have changed it */
    const scoreOf = new Uint8Array(count); /* in twentieths; 20: certain, or without a score */
    const entryOf = new Uint32Array(count);
    const articleOf = new Uint32Array(count);
    const entries = []; /* {number, type, typeNumber, surface, id} */
    const byKey = new Map(); /* the same, by type, surface and id */
    const filters = { hidden: new Set(), least: 0, entry: null };
    const counts = { total: 0, shown: 0, uncertain: 0, types: [], entries: new Uint32Array(0), articles: new Uint32Array(0) };
    const hiding = new CSSStyleSheet(); /* which no policy forbids */
    const watchers = [];
    let shown = new Uint32Array(0); /* the spans that are not hidden, in order */
    let known = 0; /* spans whose entries have been found */
    let ended = false;
    document.adoptedStyleSheets.push(hiding);

    /* The number in a class name, t12 or s7, from a place on; -1: it has no such class there. */
    function numberAt(name, at, letter) {
        if (name[at] !== letter) return -1;
        let found = 0;
        for (let i = at + 1; i < name.length && name[i] !== " "; i++) found = 10 * found + name.charCodeAt(i) - 48;
        return found;
    }

    for (let i = 0, article = 0; i < count; i++) {
        const name = marks[i].className;
        const score = numberAt(name, name.indexOf(" ") + 1, "s");
        typeOf[i] = numberAt(name, 0, "t");
        scoreOf[i] = score < 0 ? 20 : score;
        while (article + 1 < articles.length && !articles[article].contains(marks[i])) article++;
        articleOf[i] = article;
    }

    /* The text of a span, as a list would have it. A span in pieces says it itself. */
    const markSurface = (mark) => surfaceOf(mark.dataset.s === undefined ? mark.textContent : mark.dataset.s);
    const markId = (mark) => (mark.dataset.c ? mark.dataset.c.split("\n", 1)[0].split("\t")[1] : "");

    function findEntry(i) {
        const surface = markSurface(marks[i]);
        const id = markId(marks[i]);
        const key = typeOf[i] + "\t" + surface + "\t" + id;
        let entry = byKey.get(key);
        if (!entry) {
            entry = { number: entries.length, typeNumber: typeOf[i], type: typeNames[typeOf[i]], surface, id };
            byKey.set(key, entry);
            entries.push(entry);
        }
        entryOf[i] = entry.number;
    }

    function findEntries(end) {
        for (; known < end; known++) findEntry(known);
    }

    /* Finds the entries of all spans, if that is still to be done. */
    function complete() {
        if (known === count) return;
        findEntries(count);
        apply();
    }

    const isUncertain = (i) => scoreOf[i] < 16 && !(known > i && verdicts.of(entries[entryOf[i]]));
    const isLeft = (i) => scoreOf[i] >= filters.least && (!filters.entry || entryOf[i] === filters.entry.number);

    /* Counts what the filters leave: types and entries whether or not their type is hidden. */
    function recount() {
        const list = new Uint32Array(count);
        const types = new Uint32Array(typeNames.length);
        const all = new Uint32Array(typeNames.length);
        const ofEntries = new Uint32Array(entries.length);
        const ofArticles = new Uint32Array(articles.length);
        const hidden = new Uint8Array(typeNames.length);
        for (const type of filters.hidden) hidden[type] = 1;
        let size = 0;
        let uncertain = 0;
        for (let i = 0; i < count; i++) {
            all[typeOf[i]]++;
            if (scoreOf[i] >= filters.least && i < known) ofEntries[entryOf[i]]++;
            if (!isLeft(i)) continue;
            types[typeOf[i]]++;
            if (hidden[typeOf[i]]) continue;
            list[size++] = i;
            ofArticles[articleOf[i]]++;
            uncertain += isUncertain(i);
        }
        shown = list.subarray(0, size);
        Object.assign(counts, { total: count, shown: size, uncertain, types, all, entries: ofEntries, articles: ofArticles });
    }

    /* Hides by a style sheet: no span is touched. */
    function hide() {
        const rules = Array.from(filters.hidden, (number) => "mark.t" + number);
        for (let score = 0; score < filters.least; score++) rules.push("mark.s" + score);
        if (filters.entry) rules.push("mark:not(.only)");
        hiding.replaceSync(rules.length === 0 ? "" :
            rules.join() + "{background:none!important;border:0!important;padding:0!important;box-shadow:none!important;" +
            "text-decoration:none!important}" +
            rules.flatMap((mark) => [mark + "::after", mark + "::before"]).join() + "{content:none!important}");
    }

    function apply() {
        hide();
        recount();
        articles.forEach((article, i) => {
            const bare = counts.articles[i] === 0;
            if (bare !== article.bare) article.classList.toggle("bare", article.bare = bare);
        });
        for (const watcher of watchers) watcher();
    }

    /* Calls a function with each mark of an entry. */
    function each(entry, act) {
        complete();
        for (let i = 0; i < count; i++) if (entryOf[i] === entry.number) act(marks[i], i);
    }

    function showOnly(entry) {
        if (filters.entry) each(filters.entry, (mark) => mark.classList.remove("only"));
        filters.entry = entry;
        if (entry) each(entry, (mark) => mark.classList.add("only"));
        apply();
    }

    /* The first number in [0, size) for which `test` holds, or size. */
    function firstWhere(size, test) {
        let low = 0;
        let high = size;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (test(middle)) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    const isBehind = (node, place) => (place.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

    /* The number of a mark, or of the first one behind a node. */
    const indexOf = (node) => firstWhere(count, (i) => marks[i] === node || isBehind(marks[i], node));

    /* Finds entries while the browser has nothing else to do. */
    function findLater() {
        if (ended) return;
        findEntries(Math.min(count, known + SLICE));
        if (known === count) apply();
        else setTimeout(findLater, 0);
    }

    return {
        marks, articles, entries, filters, counts, watchers, typeOf, apply, complete, each, showOnly, firstWhere, indexOf,
        isUncertain,
        shown: () => shown,
        score: (i) => scoreOf[i],
        setType: (i, type) => { typeOf[i] = type; },
        entryAt(i) {
            complete();
            return entries[entryOf[i]];
        },
        find: (entry) => byKey.get(typeNames.indexOf(entry.type) + "\t" + entry.surface + "\t" + entry.id),
        isComplete: () => known === count,
        isHidden(mark) {
            const i = indexOf(mark);
            return i === count || marks[i] !== mark || !isLeft(i) || filters.hidden.has(typeOf[i]);
        },
        begin() {
            apply();
            findLater();
        },
        /* Others take their place. */
        end() {
            ended = true;
            document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== hiding);
        },
    };
}
