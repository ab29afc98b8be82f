#include "lexicon/report_table.h"

#include "base/html.h"

void report_put(struct report *report, const char *html) {
    if (!buffer_add_text(&report->out, html)) report->failed = true;
}

void report_put_text(struct report *report, const char *bytes, size_t size) {
    if (!html_add_text(&report->out, bytes, size)) report->failed = true;
}

void report_put_count(struct report *report, uint64_t count) {
    char digits[27];
    size_t first = sizeof digits;
    unsigned written = 0;
    do {
        if (written && written % 3 == 0) digits[--first] = ',';
        digits[--first] = (char)('0' + count % 10);
        count /= 10;
        written++;
    } while (count);
    report_put_text(report, digits + first, sizeof digits - first);
}

void report_begin_table(struct report *report, const char *caption, const struct report_column *columns) {
    report_put(report, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    report_put(report, caption);
    report_put(report, "\">\n<table class=\"sortable stacked\">\n<caption class=\"unseen\">");
    report_put(report, caption);
    report_put(report, "</caption>\n<thead><tr>");
    for (; columns->name; columns++) {
        report_put(report, columns->number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
        report_put(report, columns->name);
        report_put(report, "</th>");
    }
    report_put(report, "</tr></thead>\n<tbody>\n");
}

void report_end_table(struct report *report) {
    report_put(report, "</tbody>\n</table>\n</div>\n");
}

void report_begin_row(struct report *report, const char *bytes, size_t size) {
    report_put(report, "<tr><th scope=\"row\" class=\"surface\">");
    report_put_text(report, bytes, size);
    report_put(report, "</th>");
}

void report_end_row(struct report *report) {
    report_put(report, "</tr>\n");
}

void report_cell_text(struct report *report, const char *text) {
    report_put(report, "<td>");
    report_put_text(report, text, strlen(text));
    report_put(report, "</td>");
}

void report_cell_count(struct report *report, uint64_t count) {
    report_put(report, "<td class=\"number\">");
    report_put_count(report, count);
    report_put(report, "</td>");
}

void report_cell_decimal(struct report *report, double number) {
    unsigned units = (unsigned)(number * 1000 + 0.5); /* as many decimals in each row */
    char text[] = {(char)('0' + units / 1000), '.', (char)('0' + units / 100 % 10), (char)('0' + units / 10 % 10),
                   (char)('0' + units % 10),   0};
    report_put(report, "<td class=\"number\">");
    report_put(report, text);
    report_put(report, "</td>");
}
