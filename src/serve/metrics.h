/* What a server counts, in the text format of Prometheus. Any thread may count. */
#ifndef SERVE_METRICS_H
#define SERVE_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/buffer.h"

enum { METRICS_CLASSES = 6 /* of status codes: 1xx to 5xx by their first digit */, METRICS_BOUNDS = 16 };

/* Of one route. */
struct metrics_route {
    atomic_uint_fast64_t answers[METRICS_CLASSES];
    atomic_uint_fast64_t times[METRICS_BOUNDS + 1]; /* answers that took up to a bound, and those that took longer */
    atomic_uint_fast64_t nanoseconds;
};

struct metrics {
    struct metrics_route *routes; /* owned */
    size_t route_count;
    atomic_uint_fast64_t texts;
    atomic_uint_fast64_t bytes; /* of the texts */
    atomic_uint_fast64_t spans;
};

/* False: out of memory. */
bool metrics_init(struct metrics *metrics, size_t route_count);
void metrics_free(struct metrics *metrics);

void metrics_count_answer(struct metrics *metrics, size_t route, unsigned status, int64_t nanoseconds);
void metrics_count_text(struct metrics *metrics, uint64_t bytes, uint64_t spans);

/* What all metrics begin with. */
bool metrics_add_head(struct buffer *out, const char *name, const char *kind, const char *help);

/* All that is counted here; `names` are the routes'. False: out of memory. */
bool metrics_write(struct buffer *out, const struct metrics *metrics, const char *(*name)(size_t route));

#endif
