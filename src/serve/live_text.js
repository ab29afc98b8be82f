/* The text field, and what gets into it: files, dropped or opened. */
function makeText(page) {
    const LIMIT = 4 << 20; /* UTF-16 units that a page can show well */
    const LARGE = 256 << 10; /* above which one waits longer before the text is tagged again */
    const area = document.getElementById("text");
    const picker = document.getElementById("file");
    let timer = 0;

    /* In the characters that UTF-8 has: a half of a surrogate pair is none. */
    const value = () => area.value.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");

    function changed(soon) {
        clearTimeout(timer);
        timer = setTimeout(page.tag, soon ? 0 : area.value.length > LARGE ? 700 : 200);
    }

    function set(text, name) {
        area.value = text;
        page.title(name || "Spans");
        changed(true);
    }

    /* A file's text; what is not UTF-8 is said. UTF-16 is known by its mark. */
    function decode(bytes) {
        const first = bytes[0] * 256 + bytes[1];
        if (first === 0xfffe || first === 0xfeff) return { text: new TextDecoder(first === 0xfeff ? "utf-16be" : "utf-16le").decode(bytes) };
        try {
            return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
        } catch (error) {
            return { text: new TextDecoder("utf-8").decode(bytes), note: "is not UTF-8: what is not became \ufffd" };
        }
    }

    async function read(file) {
        if (file.size > 2 * LIMIT) {
            page.say(file.name + " is too large for a page: " + page.tooLarge, true);
            return;
        }
        const { text, note } = decode(new Uint8Array(await file.arrayBuffer()));
        page.note = note ? file.name + " " + note : "";
        set(text, file.name);
    }

    area.addEventListener("input", (event) => {
        page.note = "";
        page.title("Spans");
        changed((event.inputType || "").startsWith("insertFromPaste"));
    });
    area.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || event.isComposing) return;
        event.preventDefault();
        event.stopPropagation();
        area.blur();
        page.steps.go(1);
    });

    /* ---- Files ---- */

    const hasFile = (event) => Array.from(event.dataTransfer ? event.dataTransfer.types : []).includes("Files");
    const setDropping = (on) => document.body.classList.toggle("dropping", on);

    document.addEventListener("dragover", (event) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        setDropping(true);
    });
    document.addEventListener("dragleave", (event) => event.relatedTarget || setDropping(false));
    document.addEventListener("drop", (event) => {
        setDropping(false);
        if (!hasFile(event)) return;
        event.preventDefault();
        if (event.dataTransfer.files.length > 1) page.say("One file at a time, please.", true);
        else if (event.dataTransfer.files.length) read(event.dataTransfer.files[0]);
    });
    document.getElementById("open").addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
        if (picker.files.length) read(picker.files[0]);
        picker.value = "";
    });
    document.getElementById("clear").addEventListener("click", () => {
        page.note = "";
        set("");
        area.focus();
    });

    return { value, isTooLong: () => area.value.length > LIMIT, focus: () => area.focus() };
}
