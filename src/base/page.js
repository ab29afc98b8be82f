"use strict";
/* What all pages share: elements, surfaces, what the browser keeps, light and dark, files to save, the list of keys. */
document.documentElement.classList.add("script");

function element(name, properties, ...children) {
    const made = document.createElement(name);
    Object.assign(made, properties);
    made.append(...children);
    return made;
}

const plural = (count, word) => count.toLocaleString("en") + " " + word + (count === 1 ? "" : "s");

/* A text as a list has it: \ is escaped, any blanks are one space. */
const surfaceOf = (text) => text.replaceAll("\\", "\\\\").trim().replace(/\s+/g, " ");

/* The same for people. */
const plainOf = (surface) => surface.replaceAll("\\\\", "\\");

/* What the browser keeps between visits, as far as it does: many keep nothing for pages that are files. */
const kept = {
    get(name) {
        try {
            return localStorage.getItem(name);
        } catch (error) {
            return null;
        }
    },
    set(name, value) {
        try {
            if (value === null) localStorage.removeItem(name);
            else localStorage.setItem(name, value);
            return true;
        } catch (error) {
            return false;
        }
    },
};

const theme = {
    isDark() {
        const chosen = document.documentElement.dataset.theme;
        return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    },
    show() {
        const button = document.getElementById("theme");
        button.textContent = theme.isDark() ? "Light" : "Dark";
        button.title = theme.isDark() ? "Change to light colours" : "Change to dark colours";
    },
    toggle() {
        document.documentElement.dataset.theme = theme.isDark() ? "light" : "dark";
        theme.show();
        kept.set("gaz-theme", document.documentElement.dataset.theme);
    },
    restore() {
        const chosen = kept.get("gaz-theme");
        if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
    },
};
theme.restore();

/* Has the browser save a text as a file. */
function saveText(name, text) {
    const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: "text/plain" })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/* Copies a text; false: the browser does not let us. */
async function copyText(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch (error) {
        const area = element("textarea", { value: text, className: "unseen" });
        (document.querySelector("dialog[open]") || document.body).append(area);
        area.select();
        const copied = document.execCommand("copy");
        area.remove();
        return copied;
    }
}

function openHelp() {
    const help = document.getElementById("help");
    if (help && !help.open) help.showModal();
}

/* Whether a key is for the page, and not for a field or a dialog. */
function isPageKey(event) {
    return !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing ||
        event.target.closest("input:not([type=range], [type=checkbox]), textarea, select, dialog"));
}

document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme").addEventListener("click", theme.toggle);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", theme.show);
    document.getElementById("keys").addEventListener("click", openHelp);
    theme.show();
});
