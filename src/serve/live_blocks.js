/* A text with its spans as blocks of paragraphs and marks, cut as those of a written page. All positions are UTF-16
 * units. Text goes into the page as text only, whatever it holds. */
const liveBlocks = {
    BLOCK: 8 << 10, /* a block is cut at the first line end behind so many, */
    LINE: 64 << 10, /* or at the first blank behind so many */
    LONG: 2 << 10, /* what is shorter is laid out at once */
    DEPTH: 16, /* to which overlapping spans are shown */
    SLICE: 12, /* milliseconds of work at a time */

    /* Where a block that begins at `begin` can be cut in the text between two spans; -1: nowhere. */
    findCut(text, begin, from, end) {
        const near = Math.max(begin + liveBlocks.BLOCK, from);
        const far = Math.max(begin + liveBlocks.LINE, from);
        const line = text.slice(near, Math.min(far, end)).indexOf("\n");
        if (line >= 0) return near + line;
        const blank = far < end ? text.slice(far, end).search(/[ \t\n]/) : -1;
        return blank < 0 ? -1 : far + blank;
    },

    /* The blocks as {begin, end, first, last}: units, and numbers of spans. No span is cut. */
    cut(text, spans) {
        const blocks = [];
        let block = { begin: 0, first: 0 };
        let covered = 0;
        const between = (end, span) => {
            while (end > block.begin + liveBlocks.BLOCK) {
                const at = liveBlocks.findCut(text, block.begin, covered, end);
                if (at < 0 || at + 1 >= text.length) break;
                blocks.push({ ...block, end: text[at] === "\n" ? at : at + 1, last: span });
                block = { begin: at + 1, first: span };
                covered = Math.max(covered, block.begin);
            }
        };
        spans.forEach((span, i) => {
            if (span.start > covered) between(span.start, i);
            covered = Math.max(covered, span.end);
        });
        if (text.length > covered) between(text.length, spans.length);
        blocks.push({ ...block, end: text.length, last: spans.length });
        return blocks;
    },

    /* Its type, and how certain it is in twentieths; a certain one needs no class. */
    className(span) {
        const certain = span.score === undefined ? 20 : Math.floor(span.score * 20 + 1e-6);
        return "t" + span.type + (certain < 20 ? " s" + certain : "");
    },

    /* What concepts it is: a line for each with the number of its type, id, name and score. */
    concepts(span, typeNumber) {
        const flat = (text) => (text || "").replace(/[\t\n]/g, " ");
        return (span.senses || [span])
            .map((one) => [typeNumber(one.label), flat(one.id), flat(one.name), one.score === undefined ? "" : one.score])
            .map((parts) => parts.join("\t")).join("\n");
    },

    mark(span, begin, typeNumber) {
        const mark = document.createElement("mark");
        mark.className = liveBlocks.className(span);
        if (span.score !== undefined) mark.dataset.e = span.score;
        if (span.id || span.name || span.senses) mark.dataset.c = liveBlocks.concepts(span, typeNumber);
        mark.place = { begin: span.start - begin, end: span.end - begin };
        return mark;
    },

    /* Fills a paragraph. Where a span goes on behind the end of one that it crosses, it goes on as another mark. Returns
     * how many spans lie too deep. */
    fill(paragraph, text, block, spans, typeNumber) {
        const open = []; /* {span, node} */
        let at = block.begin;
        let leftOut = 0;
        const inner = () => (open.length ? open[open.length - 1].node : paragraph);
        const addText = (end) => {
            if (end > at) inner().append(text.slice(at, end));
            at = Math.max(at, end);
        };
        const push = (span, node) => {
            inner().append(node);
            open.push({ span, node });
        };
        const closeUntil = (end) => {
            for (;;) {
                const next = Math.min(...open.map((one) => one.span.end));
                if (next > end) return;
                addText(next);
                const closed = open.splice(open.findIndex((one) => one.span.end === next));
                for (const { span } of closed) {
                    if (span.end <= next) continue;
                    const more = element("mark", { className: liveBlocks.className(span) + " more" });
                    push(span, more);
                }
            }
        };
        for (let i = block.first; i < block.last; i++) {
            const span = spans[i];
            closeUntil(span.start);
            addText(span.start);
            if (open.length === liveBlocks.DEPTH) {
                leftOut++;
                continue;
            }
            const mark = liveBlocks.mark(span, block.begin, typeNumber);
            if (open.some((one) => one.span.end < span.end)) mark.dataset.s = text.slice(span.start, span.end);
            push(span, mark);
        }
        closeUntil(block.end);
        addText(block.end);
        return leftOut;
    },

    make(text, block, spans, typeNumber) {
        const paragraph = element("p", { className: text.length >= block.begin + liveBlocks.LONG ? "long" : "" });
        paragraph.leftOut = liveBlocks.fill(paragraph, text, block, spans, typeNumber);
        return paragraph;
    },

    /* What a block shows, as a text: blocks with the same one look the same. */
    key(text, block, spans) {
        const shown = spans.slice(block.first, block.last)
            .map((span) => [span.start - block.begin, span.end - block.begin, span.label, span.score, span.id, span.name]);
        return text.slice(block.begin, block.end) + "\0" + JSON.stringify(shown);
    },

    /* Makes the paragraphs, a little at a time, so that keys and clicks are answered meanwhile; those of `old` that look
     * the same are taken again. `isLate` true: nobody waits for them any more, and there are none. */
    async makeAll(text, spans, old, typeNumber, isLate) {
        const paragraphs = [];
        const kept = new Map(old.map((paragraph) => [paragraph.key, paragraph]));
        let begun = performance.now();
        for (const block of liveBlocks.cut(text, spans)) {
            const key = liveBlocks.key(text, block, spans);
            const paragraph = kept.get(key) || liveBlocks.make(text, block, spans, typeNumber);
            kept.delete(key);
            paragraph.next = { key, begin: block.begin }; /* it may be in sight still, as it was */
            paragraphs.push(paragraph);
            if (performance.now() - begun < liveBlocks.SLICE) continue;
            await new Promise((done) => setTimeout(done, 0));
            if (isLate()) return null;
            begun = performance.now();
        }
        for (const paragraph of paragraphs) Object.assign(paragraph, paragraph.next);
        return paragraphs;
    },

    /* Where a mark is in the whole text. */
    placeOf(mark) {
        const { begin } = mark.closest("p");
        return { begin: begin + mark.place.begin, end: begin + mark.place.end };
    },
};
