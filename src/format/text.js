/* A page of text with spans: its parts, and the keys. */
document.addEventListener("DOMContentLoaded", () => {
    const main = document.querySelector("main");
    const nav = document.getElementById("rail");
    const opener = document.getElementById("rail-open");
    const page = {
        main,
        live: document.getElementById("live"),
        blocks: Array.from(main.querySelectorAll("article > p")),
        typeNames: [], /* by number */
        closeRail: () => setRail(false),
    };
    for (const item of document.getElementById("types").children)
        page.typeNames[Number(item.className.slice(1))] = item.textContent;

    function setRail(open) {
        nav.classList.toggle("shown", open);
        opener.setAttribute("aria-expanded", String(open));
        if (open) scrollTo(0, 0);
    }

    opener.addEventListener("click", () => setRail(!nav.classList.contains("shown")));

    function nameDocuments() {
        const articles = page.spans.articles;
        const total = page.spans.marks.length;
        document.getElementById("total").textContent =
            plural(total, "span") + (articles.length === 1 ? "" : " in " + plural(articles.length, "document"));
        const heading = document.querySelector("h1").textContent;
        if (articles.length) document.title = articles[0].querySelector("h2").textContent + " \u2013 " + heading;
    }

    /* ---- Prose or log ---- */

    const view = document.getElementById("view");
    const isLog = () => (document.documentElement.dataset.view || (main.querySelector("article.log") ? "log" : "prose")) === "log";

    function showView() {
        view.textContent = isLog() ? "As prose" : "As log";
        view.title = isLog() ? "Show short lines in a proportional font" : "Show long lines in a fixed-width font";
    }

    view.addEventListener("click", () => {
        document.documentElement.dataset.view = isLog() ? "prose" : "log";
        showView();
    });

    /* ---- Keys ---- */

    page.spans = makeSpans(main, page.typeNames);
    page.tip = makeTip(page);
    page.steps = makeSteps(page);
    page.search = makeSearch(page);
    page.decide = makeDecide(page);
    page.rail = makeRail(page);

    const keys = {
        n: () => page.steps.go(1),
        p: () => page.steps.go(-1),
        u: () => page.steps.goUncertain(1),
        U: () => page.steps.goUncertain(-1),
        k: page.decide.keep,
        d: page.decide.drop,
        t: page.decide.retypeCurrent,
        v: verdictPanel.open,
        "+": () => page.rail.raise(1),
        "-": () => page.rail.raise(-1),
        "/": page.search.open,
        "?": openHelp,
        "0": page.rail.toggleAll,
        Escape: page.tip.hide,
    };

    document.addEventListener("keydown", (event) => {
        if (!isPageKey(event)) return;
        const index = "123456789".indexOf(event.key);
        if (index >= 0 && event.key.length === 1) page.rail.toggleType(index);
        else if (keys[event.key]) keys[event.key]();
        else return;
        event.preventDefault();
    });

    nameDocuments();
    showView();
    page.spans.begin();
    page.rail.begin();
});
