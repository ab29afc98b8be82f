/* A page about lists. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/html.h"
#include "base/sink.h"
#include "lexicon/report.css.h"
#include "lexicon/report.js.h"
#include "lexicon/report_checks.h"
#include "lexicon/report_entries.h"
#include "lexicon/report_figures.h"
#include "lexicon/report_text.h"

static const struct html_part styles[] = {{report_css, sizeof report_css}, {NULL, 0}};
static const struct html_part scripts[] = {{report_js, sizeof report_js}, {NULL, 0}};

static const char help[] =
    "<dialog id=\"help\" aria-labelledby=\"help-title\">\n<h2 id=\"help-title\">Keys</h2>\n<dl>\n"
    "<dt><kbd>n</kbd></dt><dd>next entry</dd>\n"
    "<dt><kbd>p</kbd></dt><dd>previous entry</dd>\n"
    "<dt><kbd>u</kbd> <kbd>Shift</kbd> <kbd>u</kbd></dt><dd>next, previous entry without a verdict</dd>\n"
    "<dt><kbd>k</kbd></dt><dd>keep it; once more: take it back</dd>\n"
    "<dt><kbd>d</kbd></dt><dd>drop it</dd>\n"
    "<dt><kbd>t</kbd></dt><dd>give it another type</dd>\n"
    "<dt><kbd>v</kbd></dt><dd>the verdicts, to download or to copy</dd>\n"
    "<dt><kbd>?</kbd></dt><dd>these keys</dd>\n</dl>\n"
    "<form method=\"dialog\" class=\"tools\"><button>Close</button></form>\n</dialog>\n";

void gaz_report_options_init(gaz_report_options *options) {
    *options = (gaz_report_options){.rows = 100};
}

/* The types that a verdict can give. */
static void put_type_names(struct report *report, const gaz_lexicon *lexicon) {
    uint32_t *order = lexicon_type_order(lexicon);
    if (!order) report->failed = true;
    report_put(report, "<ul id=\"types\" hidden>\n");
    for (uint32_t i = 0; i < lexicon->types.count && order; i++) {
        const struct string *type = &lexicon->types.items[order[i]];
        report_put(report, "<li>");
        report_put_text(report, type->bytes, type->size);
        report_put(report, "</li>\n");
    }
    report_put(report, "</ul>\n");
    free(order);
}

static void put_sections(struct report *report, struct report_entries *entries) {
    const gaz_lexicon *lexicon = entries->lexicon;
    report_put_figures(report, lexicon, entries->suggestions);
    report_put_suggestions(report, entries);
    report_put_first(report, entries);
    report_put_common(report, entries);
    report_put_types(report, lexicon);
    if (entries->judged) report_put_histogram(report, lexicon);
    report_put_drops(report, entries);
    report_put_senses(report, entries);
    report_put_checks(report, lexicon, entries->text);
}

static void begin_page(struct report *report, const gaz_about *about) {
    struct buffer title = {0};
    const char *name = about ? about->title : NULL;
    bool good =
        buffer_add_text(&title, name ? "Lists: " : "Lists") && (!name || html_add_text(&title, name, strlen(name))) &&
        buffer_add_byte(&title, 0) && html_begin(&report->out, title.bytes, styles, scripts) &&
        html_add_top(&report->out, title.bytes, "") && buffer_add_text(&report->out, help) &&
        buffer_add_text(&report->out, "<main class=\"report\" id=\"main\">\n") && html_add_about(&report->out, about);
    if (!good) report->failed = true;
    buffer_free(&title);
}

static gaz_status put_page(struct report *report, const gaz_lexicon *lexicon, const gaz_report_options *options,
                           gaz_error *error) {
    struct report_text text = {0};
    struct report_entries entries = {0};
    gaz_status status = report_text_read(&text, lexicon, options->texts, options->text_count, error);
    if (status == GAZ_OK && !report_entries_init(&entries, lexicon, &text, options->rows)) status = error_memory(error);
    if (status == GAZ_OK) {
        begin_page(report, options->about);
        put_type_names(report, lexicon);
        put_sections(report, &entries);
        report_put(report, "</main>\n");
        report_put(report, html_end);
        if (report->failed) status = error_memory(error);
    }
    report_entries_free(&entries);
    report_text_free(&text);
    return status;
}

gaz_status gaz_lexicon_write_report(const gaz_lexicon *lexicon, const gaz_sink *sink, const gaz_report_options *options,
                                    gaz_error *error) {
    if (!lexicon || !sink)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_write_report without lexicon or sink");
    gaz_report_options defaults;
    gaz_report_options_init(&defaults);
    struct report report = {0};
    gaz_status status = lexicon_check_finished(lexicon, error);
    if (status == GAZ_OK) status = put_page(&report, lexicon, options ? options : &defaults, error);
    if (status == GAZ_OK) status = sink_write(sink, report.out.bytes, report.out.size, error);
    buffer_free(&report.out);
    return status;
}
