/* Charts of a report: where their points lie. */
#include "lexicon/report_charts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

/* Whether the picture has a text, so many times. */
static void expect(struct report *report, const char *text, int times) {
    int found = 0;
    assert_false(report->failed);
    assert_true(buffer_add_byte(&report->out, 0));
    report->out.size--;
    for (const char *at = report->out.bytes; (at = strstr(at, text)) != NULL; at++) found++;
    assert_int_equal(found, times);
}

static void a_curve_goes_through_its_points(void **state) {
    (void)state;
    static const struct chart_bin bins[] = {{0, 0, 10}, {0.5, 0.25, 0}, {1, 1, 5}};
    struct report report = {0};
    report_put_curve(&report, "A &amp; B", bins, 3, true, 0.5);
    expect(&report, "points=\"44,210 224.5,160.5 405,12 \"", 1);
    expect(&report, "<circle", 2); /* where there is a count */
    expect(&report, "cx=\"44\" cy=\"210\" r=\"6.5\"", 1);
    expect(&report, "cx=\"405\" cy=\"12\" r=\"4.5\"", 1);
    expect(&report, "class=\"ideal\" x1=\"44\" y1=\"210\" x2=\"405\" y2=\"12\"", 1);
    expect(&report, "class=\"ideal\" x1=\"224.5\" y1=\"210\" x2=\"224.5\" y2=\"12\"", 1);
    expect(&report, "aria-label=\"A &amp; B\"", 1);
    buffer_free(&report.out);
}

static void a_curve_may_have_no_line(void **state) {
    (void)state;
    static const struct chart_bin bin = {0.5, 0.5, 1};
    struct report report = {0};
    report_put_curve(&report, "one", &bin, 1, false, -1);
    expect(&report, "polyline", 0);
    expect(&report, "ideal", 0);
    expect(&report, "<circle", 1);
    report_put_curve(&report, "none", NULL, 0, false, -1);
    expect(&report, "<circle", 1);
    expect(&report, "</svg>", 2);
    buffer_free(&report.out);
}

static void ranges_have_ends_and_bounds(void **state) {
    (void)state;
    static const struct chart_range ranges[] = {{"F1", 0.5, 0.75, 1, -1}, {"recall", 0, 0.1234, 0.5, 0.5}};
    struct report report = {0};
    report_put_ranges(&report, "ranges", ranges, 2);
    expect(&report, "class=\"span\" x1=\"227\" y1=\"17\" x2=\"370\" y2=\"17\"", 1);
    expect(&report, "cx=\"298.5\" cy=\"17\"", 1);
    expect(&report, ">75</text>", 1);
    expect(&report, ">12.3</text>", 1);
    expect(&report, "class=\"ideal\" x1=\"227\" y1=\"40\" x2=\"227\" y2=\"62\"", 1);
    expect(&report, "ideal", 1);
    buffer_free(&report.out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_curve_goes_through_its_points),
        cmocka_unit_test(a_curve_may_have_no_line),
        cmocka_unit_test(ranges_have_ends_and_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
