#include "suggest/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/input.h"
#include "base/parallel.h"
#include "scan/options.h"

enum { BATCHES_PER_THREAD = 4, BATCH_BYTES = 1 << 17 };

void gaz_suggest_options_init(gaz_suggest_options *options) {
    *options = (gaz_suggest_options){.threads = 0};
    gaz_input_options_init(&options->input);
}

/* ---- Beginning ---- */

static gaz_status choose_types(gaz_suggest *suggest, const gaz_suggest_options *options, gaz_error *error) {
    const struct strings *types = &suggest->lexicon->growth->types;
    suggest->wanted = calloc((size_t)types->count + 1, sizeof *suggest->wanted);
    if (!suggest->wanted) return error_memory(error);
    for (uint32_t i = 0; i < types->count; i++) suggest->wanted[i] = options->type_count == 0;
    for (size_t i = 0; i < options->type_count; i++) {
        uint32_t type;
        if (!strings_find(&type, types, options->types[i], strlen(options->types[i])))
            return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "the corpus of the lists has no type %s",
                             options->types[i]);
        suggest->wanted[type] = true;
    }
    return GAZ_OK;
}

static gaz_status make_batches(gaz_suggest *suggest, gaz_error *error) {
    unsigned threads = suggest->options.threads > 1 ? suggest->options.threads : 1;
    suggest->batch_count = threads * BATCHES_PER_THREAD;
    suggest->batches = calloc(suggest->batch_count, sizeof *suggest->batches);
    gaz_status status = suggest->batches ? GAZ_OK : error_memory(error);
    for (unsigned i = 0; i < suggest->batch_count && status == GAZ_OK; i++) {
        suggest->batches[i].search.known = &suggest->known;
        suggest->batches[i].search.names = &suggest->names;
        status = name_search_make(&suggest->batches[i].search, &suggest->options.input, error);
    }
    return status;
}

static gaz_status make(gaz_suggest *suggest, const gaz_suggest_options *options, gaz_error *error) {
    gaz_suggest_options_init(&suggest->options);
    if (options) suggest->options = *options;
    gaz_input_options *input = &suggest->options.input;
    gaz_status status = input_options_complete(input, GAZ_FORMAT_TEXT, INPUT_FILES, error);
    if (status != GAZ_OK) return status;
    passage_init(&suggest->passage, input, GAZ_OFFSETS_BYTE);
    const struct growth *growth = suggest->lexicon->growth;
    suggest->known.words = input->format == GAZ_FORMAT_TEXT || input->format == GAZ_FORMAT_JSONL;
    suggest->table = (struct name_table){.type_count = growth->types.count, .most = NAME_TABLE_MAX};
    status = choose_types(suggest, &suggest->options, error);
    if (status == GAZ_OK) status = known_make(&suggest->known, suggest->lexicon, error);
    if (status == GAZ_OK) status = name_model_make(&suggest->names, growth, error);
    return status == GAZ_OK ? make_batches(suggest, error) : status;
}

gaz_status gaz_suggest_new(gaz_suggest **suggest, const gaz_lexicon *lexicon, const gaz_suggest_options *options,
                           gaz_error *error) {
    if (!suggest || !lexicon) return error_argument(error, "gaz_suggest_new without a lexicon");
    *suggest = NULL;
    gaz_status status = lexicon_check_finished(lexicon, error);
    if (status != GAZ_OK) return status;
    if (!lexicon->growth)
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0,
                         "the lists have nothing that a harvest learnt to suggest with; harvest again, from "
                         "a corpus of at least some hundred sentences and at most 256 types");
    gaz_suggest *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->lexicon = lexicon;
    status = make(made, options, error);
    if (status == GAZ_OK)
        *suggest = made;
    else
        gaz_suggest_free(made);
    return status;
}

void gaz_suggest_free(gaz_suggest *suggest) {
    if (!suggest) return;
    for (unsigned i = 0; i < suggest->batch_count && suggest->batches; i++) {
        name_search_free(&suggest->batches[i].search);
        buffer_free(&suggest->batches[i].bytes);
        free(suggest->batches[i].texts);
    }
    free(suggest->batches);
    passage_free(&suggest->passage);
    name_model_free(&suggest->names);
    known_free(&suggest->known);
    name_table_free(&suggest->table);
    free(suggest->wanted);
    free(suggest);
}

/* ---- Adding texts ---- */

/* Copies texts into a batch until it is full. `*done`: there are no more. */
static gaz_status fill(struct batch *batch, bool *done, struct passage *passage, gaz_error *error) {
    gaz_status status = GAZ_OK;
    size_t at = 0;
    batch->bytes.size = batch->count = 0;
    while (status == GAZ_OK && batch->bytes.size < BATCH_BYTES) {
        status = passage_next(passage, error);
        *done = !passage->is_there;
        if (status != GAZ_OK || *done) break;
        if (!array_reserve(&batch->texts, &batch->capacity, batch->count + 1, sizeof *batch->texts) ||
            !buffer_add(&batch->bytes, passage->text.bytes, passage->text.size))
            return error_memory(error);
        batch->texts[batch->count++] = passage->text;
    }
    for (size_t i = 0; i < batch->count; at += batch->texts[i++].size) batch->texts[i].bytes = batch->bytes.bytes + at;
    return status;
}

static bool run(void *context, uint64_t number) {
    gaz_suggest *suggest = context;
    struct batch *batch = &suggest->batches[number];
    const struct passage *passage = &suggest->passage;
    name_search_clear(&batch->search);
    batch->status = GAZ_OK;
    for (size_t i = 0; i < batch->count && batch->status == GAZ_OK; i++)
        batch->status = name_search_add(&batch->search, &batch->texts[i], &passage->text_reader.reader.split.rows,
                                        passage->name, &batch->error);
    return batch->status == GAZ_OK;
}

/* Adds what was found in a batch to the table. */
static gaz_status collect(gaz_suggest *suggest, const struct batch *batch, gaz_error *error) {
    const struct name_search *search = &batch->search;
    size_t types = suggest->table.type_count;
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < search->count && status == GAZ_OK; i++) {
        const struct found *found = &search->items[i];
        const char *surface = search->bytes.bytes + found->surface;
        status =
            name_table_add(&suggest->table, surface, found->surface_size, &found->hit, search->item_types + i * types,
                           surface + found->surface_size, found->example_size, error);
    }
    return status;
}

static void report_progress(const gaz_suggest *suggest) {
    const struct input *input = suggest->passage.text_reader.reader.input;
    uint64_t done;
    uint64_t total;
    if (!suggest->options.progress || !input) return;
    input_position(&done, &total, input);
    if (total) suggest->options.progress(suggest->options.user, "reading", done, total);
}

static gaz_status add_passages(gaz_suggest *suggest, gaz_error *error) {
    const struct parallel parallel = {.threads = suggest->options.threads};
    gaz_status status = GAZ_OK;
    bool done = false;
    while (status == GAZ_OK && !done) {
        unsigned count = 0;
        for (; count < suggest->batch_count && status == GAZ_OK && !done; count++) {
            status = fill(&suggest->batches[count], &done, &suggest->passage, error);
        }
        if (status != GAZ_OK) break;
        parallel_run(&parallel, count, run, suggest);
        for (unsigned i = 0; i < count && status == GAZ_OK; i++) {
            status = suggest->batches[i].status;
            if (status != GAZ_OK && error) *error = suggest->batches[i].error;
            if (status == GAZ_OK) status = collect(suggest, &suggest->batches[i], error);
        }
        report_progress(suggest);
    }
    return status;
}

gaz_status gaz_suggest_add_text(gaz_suggest *suggest, const char *text, size_t size, gaz_error *error) {
    if (!suggest || (!text && size)) return error_argument(error, "gaz_suggest_add_text without object or text");
    passage_open_text(&suggest->passage, size ? text : "", size);
    return add_passages(suggest, error);
}

gaz_status gaz_suggest_add_file(gaz_suggest *suggest, const char *path, gaz_error *error) {
    if (!suggest || !path) return error_argument(error, "gaz_suggest_add_file without object or path");
    gaz_status status = passage_open(&suggest->passage, path, error);
    return status == GAZ_OK ? add_passages(suggest, error) : status;
}
