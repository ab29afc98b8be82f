/* Verdicts on entries, which the server puts into its lists and its model. */
const verdicts = {
    given: new Map(), /* by entry, those of this page: {surface, type, id, verdict} */
    key: (entry) => entry.surface + "\t" + entry.type + "\t" + entry.id,
    of: (entry) => (verdicts.given.get(verdicts.key(entry)) || { verdict: "" }).verdict,
};

function makeLiveVerdicts(page) {
    const nav = document.getElementById("rail");
    const list = element("ul");
    const section = element("section", { className: "given" }, element("h2", { textContent: "Verdicts" }), list);
    let why = "Verdicts are not known to be possible yet."; /* why none can be given; "": they can */
    let queue = Promise.resolve();

    const entryOf = (mark) => page.spans.entryAt(page.spans.indexOf(mark));

    /* Asks whether the server has lists. */
    async function begin() {
        try {
            await page.ask("status");
            why = "";
        } catch (error) {
            why = "No verdicts can be given: " + error.message + ". A server that is given lists takes them.";
        }
    }

    function paint() {
        for (const entry of page.spans.entries) {
            const verdict = verdicts.of(entry);
            if (verdict) page.spans.each(entry, (mark) => mark.classList.toggle("kept", verdict === "keep"));
        }
        const items = Array.from(verdicts.given.values(), (entry) => {
            const other = entry.verdict === "drop" ? "keep" : "drop";
            const button = element("button", { type: "button", className: "small", textContent: other === "keep" ? "Keep" : "Drop" });
            button.setAttribute("aria-label", button.textContent + ": " + plainOf(entry.surface) + ", " + entry.type);
            button.addEventListener("click", () => send(entry, other));
            return element("li", {}, element("bdi", { textContent: plainOf(entry.surface) }),
                element("small", { textContent: entry.verdict === "drop" ? "dropped" : "kept" }), button);
        });
        list.replaceChildren(...items);
        if (items.length) nav.insertBefore(section, nav.querySelector(".spans"));
    }

    /* The way back, where one looks after a verdict. */
    function keepButton(entry) {
        const button = element("button", { type: "button", className: "back", textContent: "Keep it after all" });
        button.addEventListener("click", () => send(entry, "keep"));
        return button;
    }

    /* One verdict after the other: each is answered when lists and model have it. */
    function send(entry, verdict) {
        const name = plainOf(entry.surface) + ", " + entry.type;
        page.say((verdict === "drop" ? "Dropping " : "Keeping ") + name + " \u2026");
        queue = queue.then(async () => {
            try {
                const body = { surface: plainOf(entry.surface), type: entry.type, verdict };
                if (entry.id) body.id = entry.id;
                await page.ask("verdict", body);
                verdicts.given.set(verdicts.key(entry), { surface: entry.surface, type: entry.type, id: entry.id, verdict });
                page.others.postMessage("verdict");
                await page.tag();
                page.say((verdict === "drop" ? "Dropped " : "Kept ") + name + ". ", false,
                    ...(verdict === "drop" ? [keepButton(entry)] : []));
            } catch (error) {
                page.say(name + ": no verdict was given: " + error.message, true);
                for (const mark of page.main.querySelectorAll("mark.waits")) mark.classList.remove("waits");
            }
        });
        return queue;
    }

    function give(mark, verdict) {
        if (why) {
            page.say(why, true);
            return;
        }
        const entry = entryOf(mark);
        page.spans.each(entry, (one) => one.classList.add("waits"));
        send({ surface: entry.surface, type: entry.type, id: entry.id }, verdict);
    }

    const onCurrent = (verdict) => () => {
        const mark = page.steps.current();
        if (mark) give(mark, verdict);
        else page.say(why || "No span is in focus: n goes to the next one.", Boolean(why));
    };
    return {
        begin, give, paint,
        verdictOn: (mark) => verdicts.of(entryOf(mark)),
        keep: onCurrent("keep"),
        drop: onCurrent("drop"),
    };
}
