#include "format/html_frame.h"

#include <string.h>

#include "base/html.h"
#include "format/decide.js.h"
#include "format/rail.js.h"
#include "format/search.js.h"
#include "format/spans.js.h"
#include "format/steps.js.h"
#include "format/text.css.h"
#include "format/text.js.h"
#include "format/tip.js.h"
#include "model/model.h"

const char html_end_page[] = "</main>\n</div>\n</body>\n</html>\n";

static const struct html_part styles[] = {{text_css, sizeof text_css}, {NULL, 0}};

static const struct html_part scripts[] = {{spans_js, sizeof spans_js},   {tip_js, sizeof tip_js},
                                           {steps_js, sizeof steps_js},   {search_js, sizeof search_js},
                                           {decide_js, sizeof decide_js}, {rail_js, sizeof rail_js},
                                           {text_js, sizeof text_js},     {NULL, 0}};

static const char tools[] =
    "<div class=\"tools scripted\">\n<button type=\"button\" id=\"rail-open\" aria-expanded=\"false\" "
    "aria-controls=\"rail\">Filter</button>\n</div>\n"
    "<form class=\"find scripted\" role=\"search\">\n"
    "<label class=\"unseen\" for=\"find\">Search the text</label>\n"
    "<input id=\"find\" type=\"search\" placeholder=\"Search\" autocomplete=\"off\" spellcheck=\"false\" "
    "aria-keyshortcuts=\"/\">\n"
    "<output id=\"found\" for=\"find\" aria-live=\"polite\"></output>\n</form>\n"
    "<div class=\"tools scripted\">\n<button type=\"button\" id=\"view\">As log</button>\n</div>\n";

static const char help[] =
    "<dialog id=\"help\" aria-labelledby=\"help-title\">\n<h2 id=\"help-title\">Keys</h2>\n<dl>\n"
    "<dt><kbd>n</kbd></dt><dd>next span</dd>\n"
    "<dt><kbd>p</kbd></dt><dd>previous span</dd>\n"
    "<dt><kbd>u</kbd> <kbd>Shift</kbd> <kbd>u</kbd></dt><dd>next, previous uncertain span: its score is below 0.8, "
    "and it has no verdict</dd>\n"
    "<dt><kbd>k</kbd></dt><dd>keep the span&#39;s entry; once more: take it back</dd>\n"
    "<dt><kbd>d</kbd></dt><dd>drop it</dd>\n"
    "<dt><kbd>t</kbd></dt><dd>give it another type</dd>\n"
    "<dt><kbd>v</kbd></dt><dd>the verdicts, to download or to copy</dd>\n"
    "<dt><kbd>Enter</kbd></dt><dd>open the page of the span&#39;s concept, if there is a link</dd>\n"
    "<dt><kbd>+</kbd> <kbd>-</kbd></dt><dd>raise, lower the least score that is shown</dd>\n"
    "<dt><kbd>1</kbd> to <kbd>9</kbd></dt><dd>show or hide a type</dd>\n"
    "<dt><kbd>0</kbd></dt><dd>show or hide all types</dd>\n"
    "<dt><kbd>/</kbd></dt><dd>search; <kbd>Enter</kbd> next, <kbd>Shift</kbd> <kbd>Enter</kbd> previous hit</dd>\n"
    "<dt><kbd>Esc</kbd></dt><dd>close search or explanation</dd>\n"
    "<dt><kbd>?</kbd></dt><dd>these keys</dd>\n</dl>\n"
    "<form method=\"dialog\" class=\"tools\"><button>Close</button></form>\n</dialog>\n";

/* What is behind a span of each type, on light and on dark paper: lightness, chroma and hue (OKLCH). Each is far from
 * those before it, so that the first are the easiest to tell apart. */
static const struct {
    const char *light;
    const char *dark;
} colours[] = {
    {"0.92 0.05 250", "0.36 0.06 250"}, {"0.91 0.08 150", "0.37 0.07 150"}, {"0.9 0.06 30", "0.38 0.07 30"},
    {"0.93 0.08 95", "0.4 0.06 95"},    {"0.87 0.07 305", "0.38 0.08 305"}, {"0.89 0.07 200", "0.42 0.06 200"},
    {"0.86 0.08 0", "0.43 0.09 0"},     {"0.83 0.08 265", "0.45 0.09 265"}, {"0.82 0.07 85", "0.3 0.05 85"},
    {"0.82 0.09 145", "0.45 0.09 145"}, {"0.82 0.03 195", "0.3 0.05 195"},  {"0.82 0.09 35", "0.3 0.09 35"},
    {"0.94 0.05 325", "0.3 0.03 325"},  {"0.82 0.09 325", "0.45 0.03 325"}, {"0.94 0.03 135", "0.45 0.03 135"},
    {"0.82 0.03 355", "0.3 0.09 355"},  {"0.86 0.03 105", "0.45 0.09 105"}, {"0.86 0.09 60", "0.45 0.07 60"},
    {"0.86 0.09 110", "0.35 0.03 110"}, {"0.82 0.09 230", "0.45 0.09 230"}, {"0.86 0.03 265", "0.3 0.07 265"},
    {"0.82 0.09 195", "0.35 0.05 195"}, {"0.9 0.07 340", "0.35 0.03 340"},  {"0.86 0.07 155", "0.4 0.03 155"}};

enum { COLOUR_COUNT = sizeof colours / sizeof *colours };

bool html_add_type_styles(struct buffer *out, const struct strings *types) {
    bool good = buffer_add_text(out, "<style>\n");
    for (uint32_t type = 0; type < types->count && good; type++)
        good = buffer_add_text(out, ".t") && buffer_add_number(out, type) && buffer_add_text(out, "{--light:") &&
               buffer_add_text(out, colours[type % COLOUR_COUNT].light) && buffer_add_text(out, ";--dark:") &&
               buffer_add_text(out, colours[type % COLOUR_COUNT].dark) && buffer_add_text(out, "}mark.t") &&
               buffer_add_number(out, type) && buffer_add_text(out, "::after{content:\"") &&
               html_add_css(out, types->items[type].bytes, types->items[type].size) && buffer_add_text(out, "\"}\n");
    return good && buffer_add_text(out, "</style>\n");
}

bool html_add_colours(struct buffer *out) {
    bool good = true;
    for (size_t i = 0; i < COLOUR_COUNT && good; i++)
        good = (i == 0 || buffer_add_byte(out, '\n')) && buffer_add_text(out, colours[i].light) &&
               buffer_add_byte(out, ',') && buffer_add_text(out, colours[i].dark);
    return good;
}

/* The list of types, which scripts make a rail of filters. */
static bool add_rail(struct buffer *out, const struct strings *types) {
    bool good = buffer_add_text(out, "<nav class=\"rail\" id=\"rail\" aria-label=\"Filters\">\n"
                                     "<h2 id=\"types-title\">Types</h2>\n"
                                     "<ul id=\"types\" aria-labelledby=\"types-title\">\n");
    for (uint32_t type = 0; type < types->count && good; type++)
        good = buffer_add_text(out, "<li class=\"t") && buffer_add_number(out, type) && buffer_add_text(out, "\">") &&
               html_add_text(out, types->items[type].bytes, types->items[type].size) && buffer_add_text(out, "</li>\n");
    return good && buffer_add_text(out, "</ul>\n</nav>\n");
}

/* Whether spans may be written in another case than their entries. */
static bool folds(const gaz_model *model) {
    for (int i = 0; model && i < TOKENS_END; i++)
        if (model->automata[i].header && (model->automata[i].header->flags & AUTOMATON_FOLD)) return true;
    return false;
}

static bool add_heading(struct buffer *out, const gaz_about *about) {
    const char *title = about && about->title ? about->title : "gaz";
    return html_add_text(out, title, strlen(title)) && buffer_add_byte(out, 0);
}

bool html_begin_page(struct buffer *out, const struct strings *types, const struct write_style *style) {
    struct buffer heading = {0};
    bool good = add_heading(&heading, style->about) && html_begin(out, heading.bytes, styles, scripts) &&
                html_add_type_styles(out, types) && html_add_top(out, heading.bytes, tools) &&
                buffer_add_text(out, help) &&
                buffer_add_text(out, "<div id=\"tip\" role=\"tooltip\" hidden></div>\n<div class=\"page\">\n") &&
                add_rail(out, types) && buffer_add_text(out, "<main class=\"text\" id=\"main\" lang=\"\"") &&
                buffer_add_text(out, folds(style->model) ? " data-case=\"ignore\">\n" : ">\n") &&
                html_add_about(out, style->about);
    buffer_free(&heading);
    return good;
}
