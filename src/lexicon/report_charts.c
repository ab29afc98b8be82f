#include "lexicon/report_charts.h"

#include "base/decimal.h"

/* Where the plot lies in the picture. */
enum {
    WIDTH = 420,
    CURVE_HEIGHT = 250,
    LEFT = 44,
    RIGHT = 405,
    TOP = 12,
    BOTTOM = 210,
    ROW_HEIGHT = 34,
    NAME_WIDTH = 84
};

static void put_number(struct report *report, double number) {
    if (!decimal_add(&report->out, (double)(int64_t)(number * 100 + 0.5) / 100)) report->failed = true;
}

/* Appends ` NAME="NUMBER"`. */
static void put_attribute(struct report *report, const char *name, double number) {
    report_put(report, " ");
    report_put(report, name);
    report_put(report, "=\"");
    put_number(report, number);
    report_put(report, "\"");
}

static void put_line(struct report *report, const char *class, double x1, double y1, double x2, double y2) {
    report_put(report, "<line class=\"");
    report_put(report, class);
    report_put(report, "\"");
    put_attribute(report, "x1", x1);
    put_attribute(report, "y1", y1);
    put_attribute(report, "x2", x2);
    put_attribute(report, "y2", y2);
    report_put(report, "/>");
}

static void put_dot(struct report *report, double x, double y, double radius) {
    report_put(report, "<circle class=\"dot\"");
    put_attribute(report, "cx", x);
    put_attribute(report, "cy", y);
    put_attribute(report, "r", radius);
    report_put(report, "/>");
}

/* `anchor`: "start", "middle" or "end". */
static void put_label(struct report *report, double x, double y, const char *anchor, const char *text) {
    report_put(report, "<text class=\"label\" text-anchor=\"");
    report_put(report, anchor);
    report_put(report, "\"");
    put_attribute(report, "x", x);
    put_attribute(report, "y", y);
    report_put(report, ">");
    report_put(report, text);
    report_put(report, "</text>");
}

static void put_percent(struct report *report, double x, double y, const char *anchor, double share) {
    struct buffer text = {0};
    if (decimal_add(&text, (double)(int64_t)(share * 1000 + 0.5) / 10) && buffer_add_byte(&text, 0))
        put_label(report, x, y, anchor, text.bytes);
    else
        report->failed = true;
    buffer_free(&text);
}

static void begin_figure(struct report *report, const char *caption, double height) {
    report_put(report, "<figure>\n<figcaption>");
    report_put(report, caption);
    report_put(report, "</figcaption>\n<svg role=\"img\" aria-label=\"");
    report_put(report, caption);
    report_put(report, "\" viewBox=\"0 0 ");
    put_number(report, WIDTH);
    report_put(report, " ");
    put_number(report, height);
    report_put(report, "\">");
}

static void end_figure(struct report *report) {
    report_put(report, "</svg>\n</figure>\n");
}

void report_begin_charts(struct report *report) {
    report_put(report, "<div class=\"charts\">\n");
}

void report_end_charts(struct report *report) {
    report_put(report, "</div>\n");
}

/* ---- A curve ---- */

static double x_of(double share) {
    return LEFT + share * (RIGHT - LEFT);
}

static double y_of(double share) {
    return BOTTOM - share * (BOTTOM - TOP);
}

static void put_axes(struct report *report) {
    for (int tenths = 0; tenths <= 10; tenths += 2) {
        double share = tenths / 10.0;
        put_line(report, "grid", x_of(0), y_of(share), x_of(1), y_of(share));
        put_percent(report, LEFT - 6, y_of(share) + 4, "end", share);
        put_percent(report, x_of(share), BOTTOM + 16, "middle", share);
    }
    put_label(report, (LEFT + RIGHT) / 2.0, CURVE_HEIGHT - 6, "middle", "score, in percent");
}

static void put_path(struct report *report, const struct chart_bin *bins, size_t count) {
    report_put(report, "<polyline class=\"line\" points=\"");
    for (size_t i = 0; i < count; i++) {
        put_number(report, x_of(bins[i].score));
        report_put(report, ",");
        put_number(report, y_of(bins[i].precision));
        report_put(report, " ");
    }
    report_put(report, "\"/>");
}

/* Dots where counts are known, the larger the more there are. */
static void put_dots(struct report *report, const struct chart_bin *bins, size_t count) {
    uint64_t most = 1;
    for (size_t i = 0; i < count; i++)
        if (bins[i].count > most) most = bins[i].count;
    for (size_t i = 0; i < count; i++)
        if (bins[i].count)
            put_dot(report, x_of(bins[i].score), y_of(bins[i].precision),
                    2.5 + 4 * (double)bins[i].count / (double)most);
}

void report_put_curve(struct report *report, const char *caption, const struct chart_bin *bins, size_t count,
                      bool diagonal, double mark) {
    begin_figure(report, caption, CURVE_HEIGHT);
    put_axes(report);
    if (diagonal) put_line(report, "ideal", x_of(0), y_of(0), x_of(1), y_of(1));
    if (mark >= 0) put_line(report, "ideal", x_of(mark), y_of(0), x_of(mark), y_of(1));
    if (count > 1) put_path(report, bins, count);
    put_dots(report, bins, count);
    end_figure(report);
}

/* ---- Ranges ---- */

static double range_x(double share) {
    return NAME_WIDTH + share * (WIDTH - NAME_WIDTH - 50);
}

static void put_range(struct report *report, const struct chart_range *range, double y) {
    put_line(report, "grid", range_x(0), y, range_x(1), y);
    put_line(report, "span", range_x(range->low), y, range_x(range->high), y);
    if (range->bound >= 0) put_line(report, "ideal", range_x(range->bound), y - 11, range_x(range->bound), y + 11);
    put_dot(report, range_x(range->expected), y, 5);
    put_label(report, 0, y + 4, "start", range->name);
    put_percent(report, WIDTH, y + 4, "end", range->expected);
}

void report_put_ranges(struct report *report, const char *caption, const struct chart_range *ranges, size_t count) {
    double height = (double)count * ROW_HEIGHT + 24;
    begin_figure(report, caption, height);
    for (size_t i = 0; i < count; i++) put_range(report, &ranges[i], ROW_HEIGHT * ((double)i + 0.5));
    for (int tenths = 0; tenths <= 10; tenths += 5)
        put_percent(report, range_x(tenths / 10.0), height - 8, "middle", tenths / 10.0);
    end_figure(report);
}
