#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/fields.h"
#include "base/json_writer.h"
#include "base/packing.h"
#include "base/sink.h"
#include "base/unicode.h"
#include "lexicon/conflicts.h"
#include "lexicon/list_row.h"
#include "lexicon/surface.h"
#include "lexicon/surface_words.h"
#include "lexicon/tolerance.h"

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
    unsigned columns; /* bits by enum column */
    gaz_error *error;
};

/* What a list says of entries beside surface and type, if one of them has it. */
enum column { COLUMN_ID, COLUMN_NAME, COLUMN_CASE, COLUMN_EDGES, COLUMN_END };

static const char *const column_names[COLUMN_END] = {"id", "name", "case", "edges"};

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

/* Whether the format can hold the tokens of the entry, which words.text has, unchanged; none has patterns. */
static bool can_hold(const struct export *export, const struct entry *entry) {
    const struct buffer *text = &export->words.text;
    const struct string *surface = &export->lexicon->surfaces.items[entry->surface];
    if (surface_is_pattern(surface->bytes, surface->size)) return false;
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

/* A token in lower case; it is UTF-8. */
static void put_lower(struct json_writer *json, struct export *export, const gaz_token *token) {
    struct buffer *lower = &export->key;
    lower->size = 0;
    for (size_t at = 0; at < token->size && !json->failed;) {
        uint32_t code;
        char bytes[4];
        at += unicode_decode(&code, token->bytes + at, token->size - at);
        json->failed = !buffer_add(lower, bytes, unicode_encode_lower(bytes, code));
    }
    json_put_bytes(json, "LOWER", lower->bytes, lower->size);
}

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

/* Whether the case of a text is no matter. */
static bool ignores_case(const struct export *export, const struct entry *entry) {
    const struct string *surface = &export->lexicon->surfaces.items[entry->surface];
    return entry->match_case &&
           tolerance_of_case((gaz_case)entry->match_case, surface->bytes, surface->size) == GAZ_CASE_IGNORE;
}

static void put_own_tokens(struct json_writer *json, struct export *export, const struct entry *entry) {
    const struct string *surface = &export->lexicon->surfaces.items[entry->surface];
    bool lower = ignores_case(export, entry);
    gaz_token token;
    size_t at = 0;
    int more;
    json_put_open(json, "pattern", "[");
    while ((more = surface_next_token(&token, &export->words.room, surface->bytes, surface->size, &at)) == 1) {
        json_put_open(json, NULL, "{");
        if (lower)
            put_lower(json, export, &token);
        else
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
        put_own_tokens(&json, export, entry);
    else
        put_string(&json, export, entry);
    export->report.exact += !export->options->token_patterns && ignores_case(export, entry);
    if (entry->id) {
        const struct string *id = &lexicon->ids.items[entry->id - 1];
        json_put_bytes(&json, "id", id->bytes, id->size);
    }
    json_put_close(&json, "}");
    json_put_raw(&json, "\n");
    return !json.failed;
}

/* What the list says of an entry in a column; "" if nothing. */
static const char *column_text(const gaz_lexicon *lexicon, const struct entry *entry, enum column column) {
    switch (column) {
    case COLUMN_ID: return lexicon_id(lexicon, entry);
    case COLUMN_NAME: return lexicon_name(lexicon, entry);
    case COLUMN_CASE: return entry->match_case ? gaz_case_name((int)entry->match_case) : "";
    case COLUMN_EDGES: return entry->edges ? gaz_edges_name((int)entry->edges) : "";
    case COLUMN_END: break;
    }
    return "";
}

/* Notes which columns the entry needs. */
static void note_columns(struct export *export, const struct entry *entry) {
    for (unsigned column = 0; column < COLUMN_END; column++)
        if (*column_text(export->lexicon, entry, (enum column)column)) export->columns |= 1u << column;
}

/* Whether a list that begins with an entry would be taken for something else: packed, behind a byte order mark, or for
 * a header. */
static bool begins_oddly(struct export *export, const struct entry *first) {
    if (!join_tokens(export, first)) return false; /* adding it will fail */
    const struct string *type = &export->lexicon->types.items[first->type];
    const struct field fields[] = {{export->words.text.bytes, export->words.text.size}, {type->bytes, type->size}};
    bool more = false;
    return packing_find(&more, fields[0].bytes, fields[0].size) || more ||
           byte_order_mark(fields[0].bytes, fields[0].size) || list_find_column(&fields[0]) >= 0 ||
           list_find_column(&fields[1]) >= 0;
}

/* The header of a list that has more than surface and type, or begins so that it needs one. */
static bool add_header(struct export *export, const struct entry *first) {
    bool bare = export->columns == 0 && !(first && begins_oddly(export, first));
    bool good = bare || buffer_add_text(&export->text, "surface\ttype");
    for (unsigned column = 0; column < COLUMN_END && good; column++)
        if (export->columns >> column & 1)
            good = buffer_add_byte(&export->text, '\t') && buffer_add_text(&export->text, column_names[column]);
    return good && (bare || buffer_add_byte(&export->text, '\n'));
}

/* Names of concepts hold no TABs or line ends: readers of lists and formats refuse them. */
static bool add_line(struct export *export, const struct entry *entry) {
    if (export->options->format == GAZ_EXPORT_PATTERNS) return add_pattern(export, entry);
    const gaz_lexicon *lexicon = export->lexicon;
    const struct string *type = &lexicon->types.items[entry->type];
    bool good = join_tokens(export, entry) &&
                buffer_add(&export->text, export->words.text.bytes, export->words.text.size) &&
                buffer_add_byte(&export->text, '\t') && buffer_add(&export->text, type->bytes, type->size);
    for (unsigned column = 0; column < COLUMN_END && good; column++)
        if (export->columns >> column & 1)
            good = buffer_add_byte(&export->text, '\t') &&
                   buffer_add_text(&export->text, column_text(lexicon, entry, (enum column)column));
    return good && buffer_add_byte(&export->text, '\n');
}

/* By type, then surface: variants are no different to the reader. */
static int compare(const void *left, const void *right, void *context) {
    const gaz_lexicon *lexicon = context;
    const struct entry *a = &lexicon->entries[*(const uint32_t *)left];
    const struct entry *b = &lexicon->entries[*(const uint32_t *)right];
    if (a->type != b->type) return strcmp(lexicon->types.items[a->type].bytes, lexicon->types.items[b->type].bytes);
    int order = strcmp(lexicon->surfaces.items[a->surface].bytes, lexicon->surfaces.items[b->surface].bytes);
    return order ? order : strcmp(lexicon_id(lexicon, a), lexicon_id(lexicon, b));
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
    bool list = export->options->format == GAZ_EXPORT_TSV;
    for (size_t i = 0; i < count && sorted && list; i++) note_columns(export, &export->lexicon->entries[sorted[i]]);
    bool good = sorted && add_header(export, list && count ? &export->lexicon->entries[sorted[0]] : NULL);
    for (size_t i = 0; i < count && good; i++) {
        const struct entry *entry = &export->lexicon->entries[sorted[i]];
        const struct entry *winner = &export->lexicon->entries[export->winners[export->key_of[sorted[i]]]];
        bool wins = list || winner->type == entry->type;
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
    gaz_status status = lexicon_check_finished(lexicon, error);
    if (status != GAZ_OK) return status;
    struct export export = {.lexicon = lexicon, .options = options ? options : &defaults, .error = error};
    export.key_of = malloc((lexicon->entry_count + 1) * sizeof *export.key_of);
    if (!export.key_of) status = error_memory(error);
    for (uint32_t i = 0; i < lexicon->entry_count && status == GAZ_OK; i++) status = claim_key(&export, i);
    if (status == GAZ_OK) status = add_lines(&export);
    if (status == GAZ_OK) status = sink_write(sink, export.text.bytes, export.text.size, error);
    if (status == GAZ_OK && report) *report = export.report;
    export_free(&export);
    return status;
}
