/* Verdicts on spans: each is on the entry, and so on all spans of it. */
function makeDecide(page) {
    const spans = page.spans;
    const entryOf = (mark) => spans.entryAt(spans.indexOf(mark));

    /* Shows on the spans of an entry what was decided. */
    function paint(entry) {
        const verdict = verdicts.of(entry);
        const retyped = verdict && verdict !== "keep" && verdict !== "drop" && page.typeNames.includes(verdict);
        const type = retyped ? page.typeNames.indexOf(verdict) : entry.typeNumber;
        spans.each(entry, (mark, i) => {
            mark.classList.replace("t" + spans.typeOf[i], "t" + type);
            spans.setType(i, type);
            mark.classList.toggle("kept", verdict === "keep");
            mark.classList.toggle("dropped", verdict === "drop");
            mark.classList.toggle("retyped", Boolean(retyped));
        });
    }

    function give(mark, verdict) {
        const entry = entryOf(mark);
        page.live.textContent = verdicts.told(entry, verdicts.give(entry, verdict));
    }

    function retype(mark) {
        const entry = entryOf(mark);
        typePicker.ask(entry, page.typeNames, (type) => {
            give(mark, type);
            mark.focus({ preventScroll: true });
        });
    }

    /* Those of former visits are painted when all entries are known. */
    const waiting = verdicts.given.size ? [...verdicts.given.values()] : [];
    spans.watchers.push(() => {
        if (!waiting.length || !spans.isComplete()) return;
        for (const one of waiting.splice(0)) {
            const entry = spans.find(one);
            if (entry) paint(entry);
        }
        spans.apply();
    });
    verdicts.watchers.push((one) => {
        const entry = spans.find(one);
        if (!entry) return;
        paint(entry);
        spans.apply();
        if (page.tip.mark()) page.tip.show(page.tip.mark());
    });

    const onCurrent = (act) => () => {
        const mark = page.steps.current();
        if (mark) act(mark);
        else page.live.textContent = "no span is in focus";
    };
    return {
        give, retype,
        verdictOn: (mark) => verdicts.of(entryOf(mark)),
        keep: onCurrent((mark) => give(mark, "keep")),
        drop: onCurrent((mark) => give(mark, "drop")),
        retypeCurrent: onCurrent(retype),
    };
}
