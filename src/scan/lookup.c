/* A model asked as a dictionary is: what does this surface mean, and what is the surface of this entry. */
#include <stdlib.h>

#include "base/error.h"
#include "base/json_writer.h"
#include "base/sink.h"
#include "model/surfaces.h"
#include "scan/scanner.h"
#include "text/digits.h"

struct gaz_lookup {
    const gaz_model *model;
    struct scanner *scanner; /* of raw text, or of tokenized text if the model has no words */
    struct surfaces surfaces;
    struct buffer surface;
};

gaz_status gaz_lookup_new(gaz_lookup **lookup, const gaz_model *model, gaz_error *error) {
    if (!lookup || !model) return error_argument(error, "gaz_lookup_new without a model");
    *lookup = NULL;
    gaz_lookup *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->model = model;
    bool words = model->automata[TOKENS_WORDS].header != NULL;
    struct scanner_options options = {.input = words ? SCANNER_PARAGRAPHS : SCANNER_TOKENIZED, .every = true};
    gaz_match_options_init(&options.match);
    options.match.all = 1;
    options.match.min_score = 0;
    gaz_status status = scanner_new(&made->scanner, model, &options, error);
    if (status == GAZ_OK) status = surfaces_init(&made->surfaces, model, error);
    if (status != GAZ_OK) {
        gaz_lookup_free(made);
        return status;
    }
    *lookup = made;
    return GAZ_OK;
}

void gaz_lookup_free(gaz_lookup *lookup) {
    if (!lookup) return;
    scanner_free(lookup->scanner);
    surfaces_free(&lookup->surfaces);
    buffer_free(&lookup->surface);
    free(lookup);
}

/* Whether the match is all tokens of the text, which are in one window. */
static bool is_whole(const struct window *window, const struct match *match) {
    uint32_t units = window->units.count;
    while (units && unit_is_line_end(&window->units, units - 1)) units--;
    return match->begin == 0 && match->end == units;
}

size_t gaz_lookup_senses(uint32_t *numbers, size_t capacity, gaz_lookup *lookup, const char *text, size_t size) {
    struct window window;
    struct match match;
    size_t count = 0;
    bool one = false; /* window so far has had a token */
    scanner_reset(lookup->scanner);
    scanner_feed(lookup->scanner, size ? text : "", size, true);
    while (scanner_next(&window, lookup->scanner)) {
        if (one && window.tokens) return 0; /* longer than any entry */
        while (scanner_match(&match, lookup->scanner)) {
            if (!is_whole(&window, &match)) continue;
            if (count < capacity) numbers[count] = match.entry;
            count++;
        }
        one = one || window.tokens;
    }
    return count;
}

/* Writes \d for any digits, which are a 0 in the model. */
static bool add_pattern(struct buffer *joined, struct field token) {
    bool good = true;
    for (size_t i = 0; i < token.size && good; i++)
        good = digit_is(token.bytes[i]) ? buffer_add_text(joined, "\\d") : buffer_add_byte(joined, token.bytes[i]);
    return good;
}

gaz_status gaz_lookup_surface(const char **surface, size_t *size, gaz_lookup *lookup, uint32_t number,
                              gaz_error *error) {
    if (!surface || !size || !lookup || number >= lookup->model->header->entry_count)
        return error_argument(error, "gaz_lookup_surface without an entry of the model");
    struct surface_walk walk = {.surfaces = &lookup->surfaces, .entry = number};
    struct buffer *joined = &lookup->surface;
    struct field token;
    bool good = true;
    joined->size = 0;
    bool pattern = entry_flags(lookup->model->entries[number]) & ENTRY_MASKED;
    while (good && surface_walk_next(&token, &walk))
        good = buffer_add(joined, " ", joined->size > 0) &&
               (pattern ? add_pattern(joined, token) : buffer_add(joined, token.bytes, token.size));
    if (!good || !buffer_add_byte(joined, 0)) return error_memory(error);
    *surface = joined->bytes;
    *size = joined->size - 1;
    return GAZ_OK;
}

/* Adds an entry as an object in a line. */
static gaz_status put_entry(struct json_writer *json, gaz_lookup *lookup, uint32_t number, gaz_error *error) {
    const char *surface = NULL;
    size_t size = 0;
    gaz_model_entry entry;
    gaz_status status = gaz_lookup_surface(&surface, &size, lookup, number, error);
    if (status != GAZ_OK || !gaz_model_get_entry(&entry, lookup->model, number)) return status;
    json_put_open(json, NULL, "{");
    json_put_bytes(json, "surface", surface, size);
    json_put_text(json, "type", entry.type);
    json_put_text(json, "id", entry.id);
    json_put_text(json, "name", entry.name);
    json_put_decimal(json, "score", entry.score);
    json_put_text(json, "case", entry.exact_case ? "exact" : NULL);
    json_put_text(json, "edges", entry.strict_edges ? "strict" : NULL);
    json_put_close(json, "}");
    json_put_raw(json, "\n");
    return json->failed ? error_memory(error) : GAZ_OK;
}

gaz_status gaz_lookup_write_json(gaz_lookup *lookup, const uint32_t *numbers, size_t count, const gaz_sink *sink,
                                 gaz_error *error) {
    struct buffer out = {0};
    struct json_writer json = {.out = &out};
    gaz_status status = GAZ_OK;
    if (!lookup || !sink || (count && !numbers))
        return error_argument(error, "gaz_lookup_write_json without lookup, numbers or sink");
    for (size_t i = 0; i < count && status == GAZ_OK; i++) status = put_entry(&json, lookup, numbers[i], error);
    if (status == GAZ_OK) status = sink_write(sink, out.bytes, out.size, error);
    buffer_free(&out);
    return status;
}
