#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fields.h"
#include "base/json_writer.h"
#include "base/sink.h"
#include "base/unicode.h"
#include "lexicon/conflicts.h"
#include "lexicon/surface.h"
#include "lexicon/surface_words.h"

void gaz_export_options_init(gaz_export_options *options) {
    *options = (gaz_export_options){0};
}

#define NO_KEY UINT32_MAX

struct export {
    const gaz_lexicon *lexicon;
    const gaz_export_options *options;
    gaz_export_report report;
    struct strings keys; /* surfaces, as the reader distinguishes them */
    uint32_t *key_of;    /* by entry: number in keys; NO_KEY: not exported */
    uint32_t *winners;   /* by key: number of the entry */
    size_t winner_capacity;
    struct buffer key;
    struct buffer text; /* the output */
    struct surface_words words;
    gaz_error *error;
};

static void export_free(struct export *export) {
    strings_free(&export->keys);
    free(export->key_of);
    free(export->winners);
    buffer_free(&export->key);
    buffer_free(&export->text);
    surface_words_free(&export->words);
}

/* Whether surfaces are written as strings that the reader tokenizes. */
static bool as_strings(const struct export *export) {
    return export->options->format == GAZ_EXPORT_PATTERNS && !export->options->token_patterns;
}

/* ---- Surfaces ---- */

/* Puts the tokens, separated by spaces, into words.text. */
static bool join_tokens(struct export *export, const struct entry *entry) {
    const struct string *surface = &export->lexicon->surfaces.items[entry->surface];
    return surface_words_join(&export->words, surface->bytes, surface->size);
}

/* Whether the format can hold the tokens of the entry, which words.text has, unchanged. */
static bool can_hold(const struct export *export, const struct entry *entry) {
    const struct buffer *text = &export->words.text;
    if (export->options->format == GAZ_EXPORT_PATTERNS) return unicode_is_valid(text->bytes, text->size);
    uint32_t blanks = 0;
    for (size_t i = 0; i < text->size; i++) blanks += field_is_blank(text->bytes[i]);
    return blanks + 1 == entry->token_count && !memchr(text->bytes, 0, text->size);
}

/* Puts the surface as the reader distinguishes it into `key`: the words for strings. Its size is 0 if the format cannot
 * hold the entry. */
static bool find_key(struct export *export, const struct entry *entry) {
    const struct string *surface = &export->lexicon->surfaces.items[entry->surface];
    export->key.size = 0;
    if (!join_tokens(export, entry)) return false;
    if (!can_hold(export, entry)) return true;
    if (!as_strings(export)) return buffer_add(&export->key, surface->bytes, surface->size);
    return surface_words_cut(&export->words) && surface_words_add(&export->key, &export->words);
}

/* ---- Winners ---- */

static gaz_status claim_key(struct export *export, uint32_t number) {
    const gaz_lexicon *lexicon = export->lexicon;
    const struct entry *entry = &lexicon->entries[number];
    export->key_of[number] = NO_KEY;
    if (!entry_is_kept(entry, false)) return GAZ_OK;
    if (!find_key(export, entry)) return error_memory(export->error);
    if (export->key.size == 0) {
        export->report.left_out++;
        return GAZ_OK;
    }
    uint32_t before = export->keys.count;
    uint32_t key;
    gaz_status status = strings_add(&key, &export->keys, export->key.bytes, export->key.size, export->error);
    if (status != GAZ_OK) return status;
    if (!array_reserve(&export->winners, &export->winner_capacity, (size_t)key + 1, sizeof *export->winners))
        return error_memory(export->error);
    enum claim claim;
    if (key == before || conflicts_is_stronger(&claim, lexicon, entry, &lexicon->entries[export->winners[key]]))
        export->winners[key] = number;
    export->key_of[number] = key;
    return GAZ_OK;
}

/* ---- Writing ---- */

/* Makes each run of blanks a single space, and removes those at both ends. */
static void squeeze_blanks(struct buffer *text) {
    size_t kept = 0;
    for (size_t i = 0; i < text->size; i++) {
        bool blank = field_is_blank(text->bytes[i]);
        if (blank && (kept == 0 || text->bytes[kept - 1] == ' ')) continue;
        text->bytes[kept++] = blank ? ' ' : text->bytes[i];
    }
    while (kept && text->bytes[kept - 1] == ' ') kept--;
    text->size = kept;
}

static void put_string(struct json_writer *json, struct export *export, const struct entry *entry) {
    json->failed = json->failed || !join_tokens(export, entry);
    if (json->failed) return;
    squeeze_blanks(&export->words.text);
    json_put_bytes(json, "pattern", export->words.text.bytes, export->words.text.size);
}

static void put_own_tokens(struct json_writer *json, struct export *export, const struct string *surface) {
    gaz_token token;
    size_t at = 0;
    int more;
    json_put_open(json, "pattern", "[");
    while ((more = surface_next_token(&token, &export->words.room, surface->bytes, surface->size, &at)) == 1) {
        json_put_open(json, NULL, "{");
        json_put_bytes(json, "ORTH", token.bytes, token.size);
        json_put_close(json, "}");
    }
    json->failed = json->failed || more != 0;
    json_put_close(json, "]");
}

static bool add_pattern(struct export *export, const struct entry *entry) {
    const gaz_lexicon *lexicon = export->lexicon;
    const struct string *type = &lexicon->types.items[entry->type];
    struct json_writer json = {.out = &export->text, .compact = true};
    json_put_open(&json, NULL, "{");
    json_put_bytes(&json, "label", type->bytes, type->size);
    if (export->options->token_patterns)
        put_own_tokens(&json, export, &lexicon->surfaces.items[entry->surface]);
    else
        put_string(&json, export, entry);
    if (entry->id) {
        const struct string *id = &lexicon->ids.items[entry->id - 1];
        json_put_bytes(&json, "id", id->bytes, id->size);
    }
    json_put_close(&json, "}");
    json_put_raw(&json, "\n");
    return !json.failed;
}

static bool add_line(struct export *export, const struct entry *entry) {
    if (export->options->format == GAZ_EXPORT_PATTERNS) return add_pattern(export, entry);
    const gaz_lexicon *lexicon = export->lexicon;
    const struct string *type = &lexicon->types.items[entry->type];
    return join_tokens(export, entry) && buffer_add(&export->text, export->words.text.bytes, export->words.text.size) &&
           buffer_add_byte(&export->text, '\t') && buffer_add(&export->text, type->bytes, type->size) &&
           buffer_add_byte(&export->text, '\n');
}

/* By type, then surface: variants are no different to the reader. */
static int compare(const void *left, const void *right, void *context) {
    const gaz_lexicon *lexicon = context;
    const struct entry *a = &lexicon->entries[*(const uint32_t *)left];
    const struct entry *b = &lexicon->entries[*(const uint32_t *)right];
    if (a->type != b->type) return strcmp(lexicon->types.items[a->type].bytes, lexicon->types.items[b->type].bytes);
    return strcmp(lexicon->surfaces.items[a->surface].bytes, lexicon->surfaces.items[b->surface].bytes);
}

/* The numbers of the entries that have a key, sorted; owned. NULL: out of memory. */
static uint32_t *sort_entries(size_t *count, const struct export *export) {
    const gaz_lexicon *lexicon = export->lexicon;
    uint32_t *sorted = malloc((lexicon->entry_count + 1) * sizeof *sorted);
    *count = 0;
    if (!sorted) return NULL;
    for (uint32_t i = 0; i < lexicon->entry_count; i++)
        if (export->key_of[i] != NO_KEY) sorted[(*count)++] = i;
    qsort_r(sorted, *count, sizeof *sorted, compare, (void *)(uintptr_t)lexicon);
    return sorted;
}

static gaz_status add_lines(struct export *export) {
    size_t count;
    uint32_t *sorted = sort_entries(&count, export);
    bool good = sorted != NULL;
    for (size_t i = 0; i < count && good; i++) {
        const struct entry *entry = &export->lexicon->entries[sorted[i]];
        const struct entry *winner = &export->lexicon->entries[export->winners[export->key_of[sorted[i]]]];
        bool wins = winner->type == entry->type;
        export->report.lost += !wins;
        export->report.entries += wins;
        if (wins) good = add_line(export, entry);
    }
    free(sorted);
    return good ? GAZ_OK : error_memory(export->error);
}

gaz_status gaz_lexicon_export(const gaz_lexicon *lexicon, const gaz_sink *sink, const gaz_export_options *options,
                              gaz_export_report *report, gaz_error *error) {
    if (!lexicon || !sink)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_export without lexicon or sink");
    gaz_export_options defaults;
    gaz_export_options_init(&defaults);
    struct export export = {.lexicon = lexicon, .options = options ? options : &defaults, .error = error};
    export.key_of = malloc((lexicon->entry_count + 1) * sizeof *export.key_of);
    gaz_status status = export.key_of ? GAZ_OK : error_memory(error);
    for (uint32_t i = 0; i < lexicon->entry_count && status == GAZ_OK; i++) status = claim_key(&export, i);
    if (status == GAZ_OK) status = add_lines(&export);
    if (status == GAZ_OK) status = sink_write(sink, export.text.bytes, export.text.size, error);
    if (status == GAZ_OK && report) *report = export.report;
    export_free(&export);
    return status;
}
