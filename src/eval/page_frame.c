/* What is around the documents of the page: how both sides agree, keys, and the files' styles. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/html.h"
#include "base/sink.h"
#include "eval/agreement.css.h"
#include "eval/agreement.js.h"
#include "eval/eval.h"
#include "format/html_frame.h"
#include "format/text.css.h"

static const struct html_part styles[] = {
    {text_css, sizeof text_css}, {agreement_css, sizeof agreement_css}, {NULL, 0}};
static const struct html_part scripts[] = {{agreement_js, sizeof agreement_js}, {NULL, 0}};

static const char help[] =
    "<dialog id=\"help\" aria-labelledby=\"help-title\">\n<h2 id=\"help-title\">Keys</h2>\n<dl>\n"
    "<dt><kbd>n</kbd></dt><dd>next difference</dd>\n"
    "<dt><kbd>p</kbd></dt><dd>previous difference</dd>\n"
    "<dt><kbd>?</kbd></dt><dd>these keys</dd>\n</dl>\n"
    "<form method=\"dialog\" class=\"tools\"><button>Close</button></form>\n</dialog>\n";

static bool add_number(struct buffer *out, const char *name, uint64_t number) {
    return buffer_add_text(out, "<div><dt>") && buffer_add_text(out, name) && buffer_add_text(out, "</dt><dd>") &&
           buffer_add_number(out, number) && buffer_add_text(out, "</dd></div>\n");
}

static bool add_share(struct buffer *out, const char *name, double value) {
    char text[32];
    if (isnan(value))
        snprintf(text, sizeof text, "undefined");
    else
        snprintf(text, sizeof text, "%.4f", value);
    return buffer_add_text(out, "<div><dt>") && buffer_add_text(out, name) && buffer_add_text(out, "</dt><dd>") &&
           buffer_add_text(out, text) && buffer_add_text(out, "</dd></div>\n");
}

static bool add_figures(struct buffer *out, const gaz_eval *eval) {
    const struct page *page = &eval->page;
    gaz_eval_result result;
    gaz_eval_agreement spans;
    gaz_eval_agreement tokens;
    gaz_eval_get_result(&result, eval);
    gaz_eval_get_agreement(&spans, eval, GAZ_EVAL_SPANS);
    gaz_eval_get_agreement(&tokens, eval, GAZ_EVAL_TOKENS);
    return buffer_add_text(out, "<dl class=\"figures\">\n") && add_number(out, "differences", page->differences) &&
           add_number(out, "documents with some", page->documents) && add_number(out, "documents", page->of) &&
           add_number(out, "predicted spans", result.all.found) && add_number(out, "gold spans", result.all.gold) &&
           add_number(out, "on both sides", result.all.correct) && add_share(out, "F1", result.all.f1) &&
           add_share(out, "kappa, spans", spans.kappa) && add_share(out, "alpha, spans", spans.alpha) &&
           add_share(out, "kappa, tokens", tokens.kappa) && add_share(out, "alpha, tokens", tokens.alpha) &&
           buffer_add_text(out, "</dl>\n");
}

static bool add_main(struct buffer *out, const gaz_eval *eval) {
    const struct page *page = &eval->page;
    bool good = add_figures(out, eval) &&
                buffer_add_text(out, "<div class=\"sides names\"><p>Predicted</p><p>Gold</p></div>\n") &&
                buffer_add(out, page->body.bytes, page->body.size);
    if (good && page->differences == 0)
        good = buffer_add_text(out, "<p class=\"note\">Both sides have the same spans.</p>\n");
    if (!good || page->left_out == 0) return good;
    return buffer_add_text(out, "<p class=\"note\">") && buffer_add_number(out, page->left_out) &&
           buffer_add_text(out, " more differences are not shown; a table of them has all.</p>\n");
}

static bool add_page(struct buffer *out, const gaz_eval *eval, const gaz_about *about) {
    struct buffer title = {0};
    const char *name = about ? about->title : NULL;
    bool good = buffer_add_text(&title, name ? "Differences: " : "Differences") &&
                (!name || html_add_text(&title, name, strlen(name))) && buffer_add_byte(&title, 0) &&
                html_begin(out, title.bytes, styles, scripts) && html_add_type_styles(out, &eval->types) &&
                html_add_top(out, title.bytes, "") && buffer_add_text(out, help) &&
                buffer_add_text(out, "<main class=\"agreement\" id=\"main\" lang=\"\">\n") &&
                html_add_about(out, about) && add_main(out, eval) && buffer_add_text(out, "</main>\n") &&
                buffer_add_text(out, html_end);
    buffer_free(&title);
    return good;
}

gaz_status gaz_eval_write_page(const gaz_eval *eval, const gaz_about *about, const gaz_sink *sink, gaz_error *error) {
    if (!eval || !sink) return error_argument(error, "gaz_eval_write_page without evaluation or sink");
    if (!eval->options.page) return error_argument(error, "the evaluation was made without a page");
    struct buffer out = {0};
    gaz_status status = add_page(&out, eval, about) ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK) status = sink_write(sink, out.bytes, out.size, error);
    buffer_free(&out);
    return status;
}
