/* From span to span with the keyboard. One span at a time can be come to with Tab. */
function makeSteps(page) {
    let current = null;

    /* Where, in the list of shown spans, to go on: from the span in focus, or from the first block in sight. */
    function startIndex(list, step) {
        const { spans, blocks } = page;
        const at = (node) => spans.firstWhere(list.length, (i) => list[i] >= spans.indexOf(node));
        if (current && (current === document.activeElement || current === page.tip.mark())) {
            const here = at(current);
            if (step < 0) return here - 1;
            return here < list.length && spans.marks[list[here]] === current ? here + 1 : here;
        }
        const top = document.querySelector(".top").getBoundingClientRect().bottom;
        const block = blocks[spans.firstWhere(blocks.length, (i) => blocks[i].getBoundingClientRect().bottom > top)];
        return block ? at(block) - (step > 0 ? 0 : 1) : list.length - 1;
    }

    function setCurrent(mark) {
        if (current) current.removeAttribute("tabindex");
        current = mark;
        if (mark) mark.tabIndex = 0;
    }

    function focus(mark) {
        setCurrent(mark);
        mark.scrollIntoView({ block: "center" });
        mark.focus({ preventScroll: true });
        page.tip.show(mark);
    }

    /* Goes to the next span in that direction for which `test` holds. */
    function go(step, test = () => true) {
        const { spans } = page;
        const list = spans.shown();
        let index = startIndex(list, step);
        for (let tried = 0; tried < list.length; tried++, index += step) {
            index = (index + list.length) % list.length;
            if (!test(list[index])) continue;
            const mark = spans.marks[list[index]];
            focus(mark);
            const [score] = page.tip.numbersOf(mark);
            page.live.textContent = mark.textContent + ", " + page.tip.nameOf(mark) +
                (score === undefined ? "" : ", score " + score.toFixed(3)) + ", span " + (index + 1) + " of " + list.length;
            return;
        }
        page.live.textContent = "there is none";
    }

    page.main.addEventListener("click", (event) => {
        const mark = page.tip.markOf(event);
        if (!mark || String(getSelection())) return;
        setCurrent(mark);
        mark.focus({ preventScroll: true });
        page.tip.show(mark);
    });

    setCurrent(page.main.querySelector("mark"));
    return {
        go, focus,
        goUncertain: (step) => go(step, page.spans.isUncertain),
        setCurrent,
        current: () => (current === document.activeElement ? current : page.tip.mark()),
    };
}
