/* Search in the text, block by block: nothing is laid out that is not in sight. */
function makeSearch(page) {
    const blocks = page.blocks;
    const firstWhere = page.spans.firstWhere;
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
        if (mark && !page.spans.isHidden(mark)) {
            page.steps.setCurrent(mark);
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

    return { open: () => input.select() };
}
