"use strict";
/* What all pages share: light and dark, and the list of keys. */
document.documentElement.classList.add("script");

function element(name, properties, ...children) {
    const made = document.createElement(name);
    Object.assign(made, properties);
    made.append(...children);
    return made;
}

const theme = {
    isDark() {
        const chosen = document.documentElement.dataset.theme;
        return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    },
    show() {
        document.getElementById("theme").setAttribute("aria-pressed", String(theme.isDark()));
    },
    toggle() {
        document.documentElement.dataset.theme = theme.isDark() ? "light" : "dark";
        theme.show();
        try {
            localStorage.setItem("gaz-theme", document.documentElement.dataset.theme);
        } catch (error) { /* it is not kept then */ }
    },
    restore() {
        try {
            const chosen = localStorage.getItem("gaz-theme");
            if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
        } catch (error) { /* nothing was kept */ }
    },
};
theme.restore();

function openHelp() {
    const help = document.getElementById("help");
    if (help && !help.open) help.showModal();
}

document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme").addEventListener("click", theme.toggle);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", theme.show);
    const keys = document.getElementById("keys");
    if (keys) keys.addEventListener("click", openHelp);
    theme.show();
});
