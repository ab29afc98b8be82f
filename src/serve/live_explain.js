/* Why a span was tagged: asked for when it is shown. A line is sent, which is all that decides about its spans. */
function makeExplain(page) {
    const WAIT = 120; /* milliseconds that a span is looked at before the server is asked */
    const REJECTED = 6; /* other candidates that are shown */
    let timer = 0;

    const fixed = (number) => Number(number).toFixed(3);

    function lineOf(mark) {
        const { begin, end } = liveBlocks.placeOf(mark);
        const from = page.shown.lastIndexOf("\n", begin - 1) + 1;
        const to = page.shown.indexOf("\n", end);
        return { text: page.shown.slice(from, to < 0 ? page.shown.length : to), start: begin - from, end: end - from };
    }

    /* What the tip of a written page shows: score, precision, and what the corpus says. */
    function setNumbers(mark, { entry, score }) {
        if (!entry || entry.precision === undefined || score === undefined) return;
        const numbers = [score, entry.precision];
        if (entry.annotated !== undefined) numbers.push(entry.annotated, entry.occurrences, entry.nested);
        mark.dataset.e = numbers.join(",");
    }

    async function ask(mark) {
        const line = lineOf(mark);
        try {
            const answer = await page.ask("explain?offsets=utf16", line);
            mark.explanation = answer.explanation;
            setNumbers(mark, answer.explanation);
        } catch (error) {
            mark.explanation = { failed: error.message };
        }
        if (page.tip.mark() === mark) page.tip.show(mark);
    }

    const bdi = (text) => element("bdi", { textContent: text });
    const paragraph = (...parts) => element("p", {}, ...parts);

    /* Places are those of the line, which nobody sees. */
    const withoutPlace = (because) => because.replace(/" \d+-\d+/g, '"');

    function rejectedItem(one) {
        const item = element("li", {}, bdi(one.text));
        if (one.type) item.append(" ", element("b", {}, bdi(one.type)));
        if (one.score !== undefined) item.append(" ", fixed(one.score));
        if (one.because) item.append(element("span", { className: "because" }, " \u2013 ", bdi(withoutPlace(one.because))));
        return item;
    }

    function nodes({ failed, tagged, because, threshold, entry, rejected = [] }) {
        if (failed) return [paragraph("No explanation: ", bdi(failed))];
        const made = [];
        if (!tagged && because) made.push(paragraph("Where spans do not overlap it is left out: ", bdi(withoutPlace(because))));
        if (entry && entry.list) made.push(paragraph("From ", bdi(entry.list + ":" + entry.line)));
        if (entry && entry.variant) made.push(paragraph("A variant: ", bdi(entry.variant)));
        if (threshold > 0) made.push(paragraph("The least score is " + fixed(threshold) + "."));
        if (!rejected.length) return made;
        const list = element("ul", {}, ...rejected.slice(0, REJECTED).map(rejectedItem));
        if (rejected.length > REJECTED) list.append(element("li", { textContent: "and " + (rejected.length - REJECTED) + " more" }));
        made.push(paragraph("What else could be here:"), list);
        return made;
    }

    /* The nodes for a tip. The first time there are none yet. */
    return (mark) => {
        clearTimeout(timer);
        if (mark.explanation) return nodes(mark.explanation);
        timer = setTimeout(() => ask(mark), WAIT);
        return [paragraph("\u2026")];
    };
}
