"use strict";
/* From difference to difference with the keyboard. */
document.addEventListener("DOMContentLoaded", () => {
    const marks = Array.from(document.querySelectorAll("mark.differs"));
    const live = document.getElementById("live");
    document.getElementById("total").textContent = plural(marks.length, "span") + " to compare";
    let current = -1;

    /* Where to go on from: the mark in focus, or else the first in sight. */
    function startIndex(step) {
        if (current >= 0 && marks[current] === document.activeElement) return current + step;
        const top = document.querySelector(".top").getBoundingClientRect().bottom;
        const first = marks.findIndex((mark) => mark.getBoundingClientRect().top >= top);
        return step > 0 ? Math.max(first, 0) : (first < 0 ? marks.length : first) - 1;
    }

    function go(step) {
        if (!marks.length) {
            live.textContent = "there is none";
            return;
        }
        const index = (startIndex(step) + marks.length) % marks.length;
        if (current >= 0) marks[current].removeAttribute("tabindex");
        current = index;
        const mark = marks[current];
        mark.tabIndex = 0;
        mark.scrollIntoView({ block: "center" });
        mark.focus({ preventScroll: true });
        live.textContent = mark.textContent + ", " + mark.title + ", " + (current + 1) + " of " + marks.length;
    }

    const keys = { n: () => go(1), p: () => go(-1), "?": openHelp };
    document.addEventListener("keydown", (event) => {
        if (!isPageKey(event) || !keys[event.key]) return;
        keys[event.key]();
        event.preventDefault();
    });
});
