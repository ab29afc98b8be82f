/* What a model holds, as JSON. */
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/json_writer.h"
#include "base/sink.h"
#include "model/model.h"

/* null if it is left out. */
static void put_tokenization(struct json_writer *json, const char *name, const gaz_model_tokenization *tokenization) {
    if (!tokenization->present) {
        json_put_literal(json, name, "null");
        return;
    }
    json_put_open(json, name, "{");
    json_put_number(json, "entries", tokenization->entries);
    json_put_number(json, "tokens", tokenization->tokens);
    json_put_number(json, "states", tokenization->states);
    json_put_number(json, "longest", tokenization->longest);
    json_put_number(json, "bytes", tokenization->bytes);
    json_put_flag(json, "ignore_case", tokenization->ignore_case);
    json_put_flag(json, "normalize", tokenization->normalize);
    json_put_flag(json, "typography", tokenization->typography);
    json_put_flag(json, "fold_accents", tokenization->fold_accents);
    json_put_flag(json, "turkic", tokenization->turkic);
    json_put_text(json, "word_signs", tokenization->word_signs);
    json_put_close(json, "}");
}

static void put_model(struct json_writer *json, const gaz_model *model, const uint64_t *entries) {
    gaz_model_info info;
    char checksum[17];
    gaz_model_get_info(&info, model);
    snprintf(checksum, sizeof checksum, "%016llx", (unsigned long long)info.checksum);
    json_put_open(json, NULL, "{");
    json_put_number(json, "version", info.version);
    json_put_number(json, "file_size", info.file_size);
    json_put_text(json, "checksum", checksum);
    json_put_number(json, "entries", info.entries);
    json_put_flag(json, "context", info.context);
    json_put_real(json, "min_score", info.min_score);
    put_tokenization(json, "corpus", &info.corpus);
    put_tokenization(json, "words", &info.words);
    json_put_open(json, "types", "[");
    for (uint32_t type = 0; type < info.types; type++) {
        json_put_open(json, NULL, "{");
        json_put_text(json, "type", gaz_model_type(model, type));
        json_put_number(json, "entries", entries[type]);
        json_put_close(json, "}");
    }
    json_put_close(json, "]");
    json_put_close(json, "}");
    json_put_raw(json, "\n");
}

gaz_status gaz_model_write_json(const gaz_model *model, const gaz_sink *sink, gaz_error *error) {
    struct buffer out = {0};
    struct json_writer json = {.out = &out};
    if (!model || !sink) return error_argument(error, "gaz_model_write_json without model or sink");
    gaz_model_info info;
    gaz_model_get_info(&info, model);
    uint64_t *entries = malloc(((size_t)info.types + 1) * sizeof *entries);
    if (entries) {
        gaz_model_count_types(entries, model);
        put_model(&json, model, entries);
    }
    gaz_status status = !entries || json.failed ? error_memory(error) : sink_write(sink, out.bytes, out.size, error);
    free(entries);
    buffer_free(&out);
    return status;
}
