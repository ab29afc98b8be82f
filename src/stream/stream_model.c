/* The model that a stream tags with, which may be another one from some block on. */
#include <stdlib.h>

#include "base/error.h"
#include "stream/sentence_format.h"
#include "stream/stream.h"

static struct scanner_options scanning_of(const gaz_stream *stream, const gaz_match_options *match) {
    const struct sentence_format *format = stream->writing.format;
    struct scanner_options scanning = scanner_options_of(&stream->options.input, &stream->options.match);
    scanning.match.types = match->types;
    scanning.match.type_count = match->type_count;
    scanning.match.min_score = match->min_score;
    scanning.raw_rows = format && format->keeps_rows;
    scanning.line_documents = stream->line_documents;
    return scanning;
}

/* Puts a model in its place, with the names of its types and a scanner for each worker, the long worker's last; gives
 * back those that were there. No thread may be working. */
static void exchange(gaz_stream *stream, const gaz_model *model, struct document_names *names,
                     struct scanner **scanners) {
    struct document_names old_names = stream->names;
    stream->names = *names;
    *names = old_names;
    stream->style.model = stream->writing.model = model;
    for (unsigned i = 0; i <= stream->worker_count; i++) {
        struct worker *worker = i < stream->worker_count ? &stream->workers[i] : &stream->long_worker;
        struct scanner *old = worker->scanner;
        worker->scanner = scanners[i];
        worker->file = 0;
        scanners[i] = old;
    }
}

gaz_status gaz_stream_set_model(gaz_stream *stream, const gaz_model *model, const gaz_match_options *match,
                                gaz_error *error) {
    if (!stream || !model || !match)
        return error_argument(error, "gaz_stream_set_model without stream, model or options");
    struct scanner_options scanning = scanning_of(stream, match);
    struct document_names names = {.types = {.count = 0}};
    struct scanner **scanners = calloc((size_t)stream->worker_count + 1, sizeof *scanners);
    if (!scanners) return error_memory(error);
    gaz_status status = document_add_model_types(&names, model, error);
    for (unsigned i = 0; i <= stream->worker_count && status == GAZ_OK; i++)
        status = scanner_new(&scanners[i], model, &scanning, error);
    if (status == GAZ_OK) {
        (void)ring_drain(stream->ring, NULL); /* if the work before has failed, the next call tells it */
        exchange(stream, model, &names, scanners);
    }
    for (unsigned i = 0; i <= stream->worker_count; i++) scanner_free(scanners[i]);
    free(scanners);
    document_names_free(&names);
    return status;
}
