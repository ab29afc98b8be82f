#include "eval/fill.h"

#include <stdlib.h>

#include "base/error.h"

/* Takes over the id and the tags of a span of `fill`. */
static gaz_status adopt(struct corpus *predicted, struct corpus_span *span, const struct corpus *fill,
                        gaz_error *error) {
    memcpy(predicted->tags + span->begin, fill->tags + span->begin, span->size * sizeof *predicted->tags);
    span->name = 0;
    if (span->id == 0) return GAZ_OK;
    const struct string *id = &fill->ids.items[span->id - 1];
    gaz_status status = strings_add(&span->id, &predicted->ids, id->bytes, id->size, error);
    span->id++;
    return status;
}

gaz_status fill_spans(struct corpus *predicted, const struct corpus *fill, gaz_error *error) {
    uint64_t most = predicted->span_count + fill->span_count;
    struct corpus_span *spans = malloc((size_t)(most + 1) * sizeof *spans);
    if (!spans) return error_memory(error);
    gaz_status status = GAZ_OK;
    uint64_t count = 0;
    uint64_t next = 0; /* of the predicted */
    for (uint64_t i = 0; i < fill->span_count && status == GAZ_OK; i++) {
        const struct corpus_span *span = &fill->spans[i];
        while (next < predicted->span_count && predicted->spans[next].begin < span->begin + span->size)
            spans[count++] = predicted->spans[next++];
        if (count && spans[count - 1].begin + spans[count - 1].size > span->begin) continue;
        spans[count] = *span;
        status = adopt(predicted, &spans[count++], fill, error);
    }
    while (next < predicted->span_count) spans[count++] = predicted->spans[next++];
    free(predicted->spans);
    predicted->spans = spans;
    predicted->span_count = count;
    predicted->span_capacity = (size_t)(most + 1);
    predicted->sense_count = 0;
    return status;
}
