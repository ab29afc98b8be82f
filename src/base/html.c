#include "base/html.h"

#include "base/page.css.h"
#include "base/page.js.h"
#include "base/unicode.h"
#include "base/verdicts.js.h"

/* Nothing is loaded, whatever a text may hold. */
#define POLICY                                                                                                         \
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

const char html_end[] = "</body>\n</html>\n";

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

/* Whether a byte stands for itself in text. */
static bool is_plain(unsigned char byte) {
    switch (byte) {
    case '&':
    case '<':
    case '>':
    case '"':
    case '\'': return false;
    case '\t':
    case '\n':
    case '\r': return true;
    default: return byte >= ' ' && byte < 0x7f;
    }
}

static bool add_escaped(struct buffer *out, unsigned char byte) {
    switch (byte) {
    case '&': return buffer_add_text(out, "&amp;");
    case '<': return buffer_add_text(out, "&lt;");
    case '>': return buffer_add_text(out, "&gt;");
    case '"': return buffer_add_text(out, "&#34;");
    case '\'': return buffer_add_text(out, "&#39;");
    default: break;
    }
    char picture[3] = {'\xE2', '\x90', (char)(0x80 + (byte == 0x7f ? 0x21 : byte))};
    return buffer_add(out, picture, sizeof picture);
}

bool html_add_text(struct buffer *out, const char *bytes, size_t size) {
    bool good = true;
    for (size_t i = 0; i < size && good;) {
        size_t run = 0;
        while (i + run < size && is_plain((unsigned char)bytes[i + run])) run++;
        good = buffer_add(out, bytes + i, run);
        i += run;
        if (i == size || !good) break;
        uint32_t code;
        unsigned length = unicode_decode(&code, bytes + i, size - i);
        if (length == 1)
            good = add_escaped(out, (unsigned char)bytes[i]);
        else if (length == 0 || code < 0xA0)
            good = buffer_add_text(out, replacement);
        else
            good = buffer_add(out, bytes + i, length);
        i += length ? length : 1;
    }
    return good;
}

bool html_add_css(struct buffer *out, const char *bytes, size_t size) {
    static const char hexadecimal[] = "0123456789abcdef";
    bool good = true;
    for (size_t i = 0; i < size && good;) {
        uint32_t code;
        unsigned char byte = (unsigned char)bytes[i];
        unsigned length = unicode_decode(&code, bytes + i, size - i);
        bool word = (byte | 32) >= 'a' && (byte | 32) <= 'z';
        if (length == 0 || code == 0 || (code >= 0x7f && code < 0xA0))
            good = buffer_add_text(out, replacement);
        else if (length > 1 || word || (byte >= '0' && byte <= '9') || byte == '_' || byte == '-')
            good = buffer_add(out, bytes + i, length);
        else
            good = buffer_add(out, (char[]){'\\', hexadecimal[byte >> 4], hexadecimal[byte & 15], ' '}, 4);
        i += length ? length : 1;
    }
    return good;
}

static bool add_parts(struct buffer *out, const char *tag, const struct html_part *common,
                      const struct html_part *parts) {
    bool good = buffer_add_byte(out, '<') && buffer_add_text(out, tag) && buffer_add_text(out, ">\n");
    for (; common->bytes && good; common++) good = buffer_add(out, common->bytes, common->size);
    for (; parts->bytes && good; parts++) good = buffer_add(out, parts->bytes, parts->size);
    return good && buffer_add_text(out, "</") && buffer_add_text(out, tag) && buffer_add_text(out, ">\n");
}

bool html_begin(struct buffer *out, const char *title, const struct html_part *styles,
                const struct html_part *scripts) {
    static const struct html_part all_styles[] = {{page_css, sizeof page_css}, {NULL, 0}};
    static const struct html_part all_scripts[] = {
        {page_js, sizeof page_js}, {verdicts_js, sizeof verdicts_js}, {NULL, 0}};
    return buffer_add_text(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                                "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
                                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                                "<title>") &&
           buffer_add_text(out, title) && buffer_add_text(out, "</title>\n") &&
           add_parts(out, "style", all_styles, styles) && add_parts(out, "script", all_scripts, scripts);
}

bool html_add_top(struct buffer *out, const char *heading, const char *tools) {
    return buffer_add_text(out, "</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the content</a>\n"
                                "<header class=\"top\">\n<h1>") &&
           buffer_add_text(out, heading) &&
           buffer_add_text(out, "</h1>\n<span class=\"total\" id=\"total\"></span>\n") && buffer_add_text(out, tools) &&
           buffer_add_text(out, "<div class=\"tools scripted\">\n"
                                "<button type=\"button\" id=\"verdicts-open\" aria-keyshortcuts=\"v\">Verdicts "
                                "<span class=\"count\">0</span></button>\n"
                                "<button type=\"button\" id=\"keys\" aria-keyshortcuts=\"?\">Keys</button>\n"
                                "<button type=\"button\" id=\"theme\">Dark</button>\n</div>\n"
                                "</header>\n"
                                "<div class=\"unseen\" id=\"live\" role=\"status\" aria-live=\"polite\"></div>\n");
}

static bool add_fact(struct buffer *out, const char *name, const char *open, const char *text, const char *close) {
    return !text ||
           (buffer_add_text(out, "<div><dt>") && buffer_add_text(out, name) && buffer_add_text(out, "</dt><dd>") &&
            buffer_add_text(out, open) && html_add_text(out, text, strlen(text)) && buffer_add_text(out, close) &&
            buffer_add_text(out, "</dd></div>\n"));
}

bool html_add_about(struct buffer *out, const gaz_about *about) {
    if (!about || !(about->model || about->threshold || about->date || about->command)) return true;
    return buffer_add_text(out, "<dl class=\"about\">\n") && add_fact(out, "model", "", about->model, "") &&
           add_fact(out, "least score", "", about->threshold, "") && add_fact(out, "made", "", about->date, "") &&
           add_fact(out, "by", "<code>", about->command, "</code>") && buffer_add_text(out, "</dl>\n");
}
