#include "serve/metrics.h"

#include <stdio.h>
#include <stdlib.h>

/* In microseconds: 20 µs, doubled up to 0.66 s. */
enum { FIRST_BOUND = 20 };

bool metrics_init(struct metrics *metrics, size_t route_count) {
    *metrics = (struct metrics){.routes = calloc(route_count, sizeof *metrics->routes), .route_count = route_count};
    return metrics->routes != NULL;
}

void metrics_free(struct metrics *metrics) {
    free(metrics->routes);
    metrics->routes = NULL;
}

void metrics_count_answer(struct metrics *metrics, size_t route, unsigned status, int64_t nanoseconds) {
    struct metrics_route *counts = &metrics->routes[route];
    uint64_t microseconds = nanoseconds > 0 ? (uint64_t)nanoseconds / 1000 : 0;
    size_t bound = 0;
    while (bound < METRICS_BOUNDS && microseconds > (uint64_t)FIRST_BOUND << bound) bound++;
    atomic_fetch_add_explicit(&counts->answers[status / 100 % METRICS_CLASSES], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&counts->times[bound], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&counts->nanoseconds, nanoseconds > 0 ? (uint64_t)nanoseconds : 0, memory_order_relaxed);
}

void metrics_count_text(struct metrics *metrics, uint64_t bytes, uint64_t spans) {
    atomic_fetch_add_explicit(&metrics->texts, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&metrics->bytes, bytes, memory_order_relaxed);
    atomic_fetch_add_explicit(&metrics->spans, spans, memory_order_relaxed);
}

/* ---- Writing ---- */

bool metrics_add_head(struct buffer *out, const char *name, const char *kind, const char *help) {
    return buffer_add_text(out, "# HELP ") && buffer_add_text(out, name) && buffer_add_byte(out, ' ') &&
           buffer_add_text(out, help) && buffer_add_text(out, "\n# TYPE ") && buffer_add_text(out, name) &&
           buffer_add_byte(out, ' ') && buffer_add_text(out, kind) && buffer_add_byte(out, '\n');
}

static bool add_counter(struct buffer *out, const char *name, const char *help, uint64_t count) {
    return metrics_add_head(out, name, "counter", help) && buffer_add_text(out, name) && buffer_add_byte(out, ' ') &&
           buffer_add_number(out, count) && buffer_add_byte(out, '\n');
}

static bool add_answers(struct buffer *out, const struct metrics_route *route, const char *name) {
    char line[160];
    bool good = true;
    for (int class = 1; class < METRICS_CLASSES && good; class ++) {
        unsigned long long count = atomic_load_explicit(&route->answers[class], memory_order_relaxed);
        if (!count) continue;
        (void)snprintf(line, sizeof line, "gaz_requests_total{path=\"%s\",status=\"%dxx\"} %llu\n", name, class, count);
        good = buffer_add_text(out, line);
    }
    return good;
}

static bool add_times(struct buffer *out, const struct metrics_route *route, const char *name) {
    char line[160];
    unsigned long long count = 0;
    bool good = true;
    for (int bound = 0; bound <= METRICS_BOUNDS && good; bound++) {
        count += atomic_load_explicit(&route->times[bound], memory_order_relaxed);
        if (bound < METRICS_BOUNDS)
            (void)snprintf(line, sizeof line, "gaz_request_seconds_bucket{path=\"%s\",le=\"%g\"} %llu\n", name,
                           (double)((uint64_t)FIRST_BOUND << bound) / 1e6, count);
        else
            (void)snprintf(line, sizeof line, "gaz_request_seconds_bucket{path=\"%s\",le=\"+Inf\"} %llu\n", name,
                           count);
        good = buffer_add_text(out, line);
    }
    double seconds = (double)atomic_load_explicit(&route->nanoseconds, memory_order_relaxed) / 1e9;
    (void)snprintf(line, sizeof line, "gaz_request_seconds_sum{path=\"%s\"} %.9g\n", name, seconds);
    good = good && buffer_add_text(out, line);
    (void)snprintf(line, sizeof line, "gaz_request_seconds_count{path=\"%s\"} %llu\n", name, count);
    return good && buffer_add_text(out, line);
}

static bool is_used(const struct metrics_route *route) {
    for (int class = 0; class < METRICS_CLASSES; class ++)
        if (atomic_load_explicit(&route->answers[class], memory_order_relaxed)) return true;
    return false;
}

bool metrics_write(struct buffer *out, const struct metrics *metrics, const char *(*name)(size_t route)) {
    bool good = metrics_add_head(out, "gaz_requests_total", "counter", "Requests that were answered.");
    for (size_t i = 0; i < metrics->route_count && good; i++) good = add_answers(out, &metrics->routes[i], name(i));
    good = good && metrics_add_head(out, "gaz_request_seconds", "histogram",
                                    "Time from the head of a request to the end of its answer.");
    for (size_t i = 0; i < metrics->route_count && good; i++)
        if (is_used(&metrics->routes[i])) good = add_times(out, &metrics->routes[i], name(i));
    return good && add_counter(out, "gaz_texts_total", "Texts that were tagged.", atomic_load(&metrics->texts)) &&
           add_counter(out, "gaz_text_bytes_total", "Bytes of these texts.", atomic_load(&metrics->bytes)) &&
           add_counter(out, "gaz_spans_total", "Spans that were found in them.", atomic_load(&metrics->spans));
}
