#include "serve/page.h"

#include <stdio.h>
#include <sys/random.h>

#include "base/html.h"
#include "base/page.css.h"
#include "base/page.js.h"
#include "format/html_frame.h"
#include "format/rail.js.h"
#include "format/spans.js.h"
#include "format/steps.js.h"
#include "format/text.css.h"
#include "format/tip.js.h"
#include "serve/live.css.h"
#include "serve/live.js.h"
#include "serve/live_blocks.js.h"
#include "serve/live_explain.js.h"
#include "serve/live_text.js.h"
#include "serve/live_verdicts.js.h"

/* What may be loaded: nothing. What may run and paint: what carries the number. */
#define POLICY                                                                                                         \
    "default-src 'none'; script-src 'nonce-%s'; style-src 'nonce-%s'; connect-src 'self'; base-uri 'none'; "           \
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

enum { NONCE_BYTES = 16, NONCE_SIZE = 2 * NONCE_BYTES + 1 };

static const struct html_part styles[] = {
    {page_css, sizeof page_css}, {text_css, sizeof text_css}, {live_css, sizeof live_css}, {NULL, 0}};

static const struct html_part scripts[] = {{page_js, sizeof page_js},
                                           {spans_js, sizeof spans_js},
                                           {tip_js, sizeof tip_js},
                                           {steps_js, sizeof steps_js},
                                           {rail_js, sizeof rail_js},
                                           {live_blocks_js, sizeof live_blocks_js},
                                           {live_text_js, sizeof live_text_js},
                                           {live_explain_js, sizeof live_explain_js},
                                           {live_verdicts_js, sizeof live_verdicts_js},
                                           {live_js, sizeof live_js},
                                           {NULL, 0}};

static const char head[] = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                           "<title>gaz</title>\n";

static const char top[] =
    "</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the content</a>\n"
    "<header class=\"top\">\n<h1>gaz</h1>\n<span class=\"total\" id=\"total\"></span>\n"
    "<div class=\"tools scripted\">\n<label id=\"model-label\" hidden><span class=\"unseen\">Model</span> "
    "<select id=\"model\"></select></label>\n"
    "<button type=\"button\" id=\"rail-open\" aria-expanded=\"false\" aria-controls=\"rail\">Filter</button>\n"
    "<button type=\"button\" id=\"keys\" aria-keyshortcuts=\"?\">Keys</button>\n"
    "<button type=\"button\" id=\"theme\">Dark</button>\n</div>\n</header>\n"
    "<div class=\"unseen\" id=\"live\" role=\"status\" aria-live=\"polite\"></div>\n";

static const char help[] =
    "<dialog id=\"help\" aria-labelledby=\"help-title\">\n<h2 id=\"help-title\">Keys</h2>\n<dl>\n"
    "<dt><kbd>Esc</kbd></dt><dd>from the text field to its spans; there: close the explanation</dd>\n"
    "<dt><kbd>w</kbd></dt><dd>write in the text field</dd>\n"
    "<dt><kbd>n</kbd></dt><dd>next span</dd>\n"
    "<dt><kbd>p</kbd></dt><dd>previous span</dd>\n"
    "<dt><kbd>u</kbd> <kbd>Shift</kbd> <kbd>u</kbd></dt><dd>next, previous uncertain span: its score is below 0.8, "
    "and it has no verdict</dd>\n"
    "<dt><kbd>e</kbd></dt><dd>explain the span</dd>\n"
    "<dt><kbd>k</kbd></dt><dd>keep the span&#39;s entry, whatever is learnt later</dd>\n"
    "<dt><kbd>d</kbd></dt><dd>drop it from the lists and the model</dd>\n"
    "<dt><kbd>+</kbd> <kbd>-</kbd></dt><dd>raise, lower the least score that is shown</dd>\n"
    "<dt><kbd>1</kbd> to <kbd>9</kbd></dt><dd>show or hide a type</dd>\n"
    "<dt><kbd>0</kbd></dt><dd>show or hide all types</dd>\n"
    "<dt><kbd>?</kbd></dt><dd>these keys</dd>\n</dl>\n"
    "<form method=\"dialog\" class=\"tools\"><button>Close</button></form>\n</dialog>\n"
    "<div id=\"tip\" role=\"tooltip\" hidden></div>\n";

static const char rail[] = "<div class=\"page\">\n<nav class=\"rail\" id=\"rail\" aria-label=\"Filters\">\n"
                           "<h2 id=\"types-title\">Types</h2>\n<ul id=\"types\" aria-labelledby=\"types-title\" "
                           "data-colours=\"";

static const char text[] =
    "\"></ul>\n</nav>\n<main class=\"text\" id=\"main\" lang=\"\">\n"
    "<section class=\"write\" lang=\"en\" aria-label=\"Text\">\n"
    "<label class=\"unseen\" for=\"text\">Text to be tagged</label>\n"
    "<textarea id=\"text\" lang=\"\" dir=\"auto\" spellcheck=\"false\" autocomplete=\"off\" aria-keyshortcuts=\"w\" "
    "placeholder=\"Paste or type a text, or drop a file here\"></textarea>\n"
    "<div class=\"tools scripted\">\n<button type=\"button\" id=\"open\">Open a file</button>\n"
    "<input type=\"file\" id=\"file\" hidden aria-label=\"A file\">\n"
    "<button type=\"button\" id=\"clear\">Clear</button>\n"
    "<label class=\"check\"><input type=\"checkbox\" id=\"all\"> overlapping spans too</label>\n"
    "<span class=\"last step\"><button type=\"button\" id=\"previous\" aria-keyshortcuts=\"p\">Previous</button>\n"
    "<button type=\"button\" id=\"next\" aria-keyshortcuts=\"n\">Next</button></span>\n</div>\n"
    "<p id=\"said\" class=\"said\" role=\"status\"></p>\n"
    "<noscript><p class=\"said\">This page needs scripts. Without: POST a text to tag.</p></noscript>\n"
    "</section>\n<article><h2 class=\"unseen\" id=\"title\">Spans</h2></article>\n</main>\n</div>\n"
    "</body>\n</html>\n";

/* A number that nobody can guess, in hexadecimal digits. */
static bool make_nonce(char nonce[NONCE_SIZE]) {
    unsigned char bytes[NONCE_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) return false;
    for (size_t i = 0; i < NONCE_BYTES; i++) (void)snprintf(nonce + 2 * i, 3, "%02x", bytes[i]);
    return true;
}

static bool add_parts(struct buffer *out, const char *tag, const char *nonce, const struct html_part *parts) {
    bool good = buffer_add_byte(out, '<') && buffer_add_text(out, tag) && buffer_add_text(out, " nonce=\"") &&
                buffer_add_text(out, nonce) && buffer_add_text(out, "\">\n");
    for (; parts->bytes && good; parts++) good = buffer_add(out, parts->bytes, parts->size);
    return good && buffer_add_text(out, "</") && buffer_add_text(out, tag) && buffer_add_text(out, ">\n");
}

/* The policy is the request's text. */
static bool set_policy(struct request *request, const char *nonce) {
    char policy[sizeof POLICY + NONCE_SIZE + NONCE_SIZE];
    (void)snprintf(policy, sizeof policy, POLICY, nonce, nonce);
    request->text.size = 0;
    if (!buffer_add_text(&request->text, policy) || !buffer_add_byte(&request->text, 0)) return false;
    request->exchange->policy = request->text.bytes;
    return true;
}

void page_answer(struct request *request) {
    struct buffer *out = &request->exchange->answer;
    char nonce[NONCE_SIZE];
    if (!make_nonce(nonce)) {
        request_fail(request, HTTP_UNAVAILABLE, "the system has no random numbers");
        return;
    }
    bool good = buffer_add_text(out, head) && add_parts(out, "style", nonce, styles) &&
                add_parts(out, "script", nonce, scripts) && buffer_add_text(out, top) && buffer_add_text(out, help) &&
                buffer_add_text(out, rail) && html_add_colours(out) && buffer_add_text(out, text) &&
                set_policy(request, nonce);
    request_send_json(request, good);
    if (good) request->exchange->type = "text/html; charset=utf-8";
}

void page_answer_without_slash(struct request *request) {
    struct buffer *to = &request->text;
    to->size = 0;
    bool good = buffer_add_text(to, request->slot->name) && buffer_add_text(to, "/") && buffer_add_byte(to, 0);
    request_send_json(request, good);
    if (!good) return;
    request->exchange->status = HTTP_MOVED;
    request->exchange->type = NULL;
    request->exchange->location = to->bytes;
}
