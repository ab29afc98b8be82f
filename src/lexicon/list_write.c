#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/file_batch.h"
#include "lexicon/growth.h"
#include "lexicon/list.h"
#include "lexicon/scoring_model.h"

const char *const list_column_names[LIST_COLUMN_END] = {
    "surface", "annotated", "occurrences", "nested", "precision", "log_odds", "status",    "variant",
    "verdict", "priority",  "id",          "name",   "case",      "edges",    "gazetteer", "type"};
const char list_gazetteer_name[] = "yes";
const char list_mark_name[] = ".gaz-unfinished";

/* "Type.tsv", "Type.variants.tsv" or "Type.suggested.tsv", with %XX for bytes that file names or shells do not like. */
bool list_add_name(struct buffer *name, const char *type, enum list_kind kind) {
    static const char *const endings[LIST_KIND_END] = {".tsv", ".variants.tsv", ".suggested.tsv"};
    static const char hexadecimal[] = "0123456789ABCDEF";
    for (size_t i = 0; type[i]; i++) {
        unsigned char byte = (unsigned char)type[i];
        bool plain = byte > ' ' && byte != '/' && byte != '%' && byte != 0x7f && byte != '.';
        char escaped[3] = {'%', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
        if (!(plain ? buffer_add_byte(name, (char)byte) : buffer_add(name, escaped, sizeof escaped))) return false;
    }
    return buffer_add_text(name, endings[kind]);
}

static bool add_integer(struct buffer *line, int64_t number) {
    if (number < 0 && !buffer_add_byte(line, '-')) return false;
    return buffer_add_number(line, number < 0 ? (uint64_t)-number : (uint64_t)number);
}

static bool add_column(struct buffer *line, enum list_column column, const gaz_lexicon *lexicon,
                       const struct entry *entry) {
    const struct string *surface = &lexicon->surfaces.items[entry->surface];
    switch (column) {
    case LIST_SURFACE: return buffer_add(line, surface->bytes, surface->size);
    case LIST_ANNOTATED: return buffer_add_number(line, entry->annotated);
    case LIST_OCCURRENCES: return buffer_add_number(line, entry->occurrences);
    case LIST_NESTED: return buffer_add_number(line, entry->nested);
    case LIST_PRECISION: return decimal_add(line, (double)entry->precision);
    case LIST_LOG_ODDS: return isinf(entry->log_odds) || decimal_add(line, (double)entry->log_odds);
    case LIST_VARIANT: return buffer_add_text(line, variant_names[entry->variant]);
    case LIST_STATUS: return buffer_add_text(line, entry_status_names[entry->status]);
    case LIST_VERDICT: return buffer_add_text(line, entry_verdict_names[entry->verdict]);
    case LIST_PRIORITY: return entry->priority == 0 || add_integer(line, entry->priority);
    case LIST_ID: return buffer_add_text(line, lexicon_id(lexicon, entry));
    case LIST_NAME: return buffer_add_text(line, lexicon_name(lexicon, entry));
    case LIST_CASE: return buffer_add_text(line, entry->match_case ? gaz_case_name(entry->match_case) : "");
    case LIST_EDGES: return buffer_add_text(line, entry->edges ? gaz_edges_name(entry->edges) : "");
    case LIST_GAZETTEER: return buffer_add_text(line, entry->gazetteer ? list_gazetteer_name : "");
    default: return true;
    }
}

/* ---- Columns ---- */

/* The columns of one list. */
struct list_columns {
    unsigned known;         /* bits by enum list_column */
    unsigned char *unknown; /* by number in the lexicon's columns: 1 if an entry has it */
};

struct field list_find_extra(const char *extra, const struct string *column) {
    while (*extra == '\t') {
        const char *name = extra + 1;
        const char *value = strchr(name, '\t') + 1;
        size_t size = strcspn(value, "\t");
        if ((size_t)(value - name - 1) == column->size && memcmp(name, column->bytes, column->size) == 0)
            return (struct field){value, size};
        extra = value + size;
    }
    return (struct field){extra, 0};
}

static const char *extra_of(const gaz_lexicon *lexicon, const struct entry *entry) {
    uint32_t extra = lexicon_notes(lexicon, entry).extra;
    return extra ? lexicon->extras.items[extra - 1].bytes : "";
}

/* The optional columns are those that an entry has. False: out of memory. */
static bool find_columns(struct list_columns *columns, const gaz_lexicon *lexicon, const uint32_t *numbers,
                         size_t count) {
    uint32_t last_extra = 0;
    columns->known = (1u << LIST_NAME) - 1;
    columns->unknown = calloc((size_t)lexicon->columns.count + 1, 1);
    if (!columns->unknown) return false;
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = &lexicon->entries[numbers[i]];
        const struct entry_notes notes = lexicon_notes(lexicon, entry);
        columns->known |= (notes.name ? 1u << LIST_NAME : 0) | (entry->match_case ? 1u << LIST_CASE : 0) |
                          (entry->edges ? 1u << LIST_EDGES : 0) | (entry->gazetteer ? 1u << LIST_GAZETTEER : 0);
        if (notes.extra == last_extra) continue;
        last_extra = notes.extra;
        for (uint32_t k = 0; k < lexicon->columns.count; k++)
            if (list_find_extra(extra_of(lexicon, entry), &lexicon->columns.items[k]).size) columns->unknown[k] = 1;
    }
    return true;
}

static bool add_header(struct buffer *text, const struct list_columns *columns, const gaz_lexicon *lexicon) {
    bool good = true;
    for (int column = 0; column < LIST_COLUMN_END; column++)
        if (columns->known >> column & 1)
            good = good && buffer_add(text, "\t", column > 0) && buffer_add_text(text, list_column_names[column]);
    for (uint32_t k = 0; k < lexicon->columns.count; k++)
        if (columns->unknown[k])
            good = good && buffer_add_byte(text, '\t') && buffer_add_text(text, lexicon->columns.items[k].bytes);
    return good && buffer_add_byte(text, '\n');
}

static bool add_row(struct buffer *text, const struct list_columns *columns, const gaz_lexicon *lexicon,
                    const struct entry *entry) {
    bool good = true;
    for (int column = 0; column < LIST_COLUMN_END; column++)
        if (columns->known >> column & 1)
            good = good && buffer_add(text, "\t", column > 0) &&
                   add_column(text, (enum list_column)column, lexicon, entry);
    for (uint32_t k = 0; k < lexicon->columns.count; k++) {
        if (!columns->unknown[k]) continue;
        struct field value = list_find_extra(extra_of(lexicon, entry), &lexicon->columns.items[k]);
        good = good && buffer_add_byte(text, '\t') && buffer_add(text, value.bytes, value.size);
    }
    return good && buffer_add_byte(text, '\n');
}

static bool add_lines(struct buffer *text, const gaz_lexicon *lexicon, const uint32_t *numbers, size_t count) {
    struct list_columns columns;
    bool good = find_columns(&columns, lexicon, numbers, count) && add_header(text, &columns, lexicon);
    for (size_t i = 0; i < count && good; i++)
        if (lexicon->entries[numbers[i]].status != ENTRY_GONE)
            good = add_row(text, &columns, lexicon, &lexicon->entries[numbers[i]]);
    free(columns.unknown);
    return good;
}

/* The path of a list, owned; NULL: out of memory. */
static char *list_path(const char *folder, const char *type, enum list_kind kind) {
    struct buffer name = {0};
    char *path = list_add_name(&name, type, kind) && buffer_add_byte(&name, 0) ? file_join(folder, name.bytes) : NULL;
    buffer_free(&name);
    return path;
}

/* Removes a list that was written earlier, if there is one. */
static gaz_status remove_list(struct file_batch *batch, const char *folder, const char *type, enum list_kind kind,
                              gaz_error *error) {
    char *path = list_path(folder, type, kind);
    gaz_status status = path ? file_batch_remove(batch, path, error) : error_memory(error);
    free(path);
    return status;
}

/* Whether no entry is left in the list. */
static bool are_gone(const gaz_lexicon *lexicon, const uint32_t *numbers, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (lexicon->entries[numbers[i]].status != ENTRY_GONE) return false;
    return true;
}

static gaz_status write_list(struct file_batch *batch, const char *folder, const gaz_lexicon *lexicon,
                             const uint32_t *numbers, size_t count, gaz_error *error) {
    struct buffer text = {0};
    const struct entry *first = &lexicon->entries[numbers[0]];
    char *path = list_path(folder, lexicon->types.items[first->type].bytes, entry_list(first));
    gaz_status status = path && add_lines(&text, lexicon, numbers, count) ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK)
        status = are_gone(lexicon, numbers, count) ? file_batch_remove(batch, path, error)
                                                   : file_batch_replace(batch, path, text.bytes, text.size, error);
    free(path);
    buffer_free(&text);
    return status;
}

static bool is_same_list(const gaz_lexicon *lexicon, uint32_t left, uint32_t right) {
    const struct entry *a = &lexicon->entries[left];
    const struct entry *b = &lexicon->entries[right];
    return a->type == b->type && entry_list(a) == entry_list(b);
}

/* Writes the lists of the entries there are. `written`: by type of the lexicon, bits by enum list_kind. */
static gaz_status write_lists(struct file_batch *batch, unsigned char *written, const gaz_lexicon *lexicon,
                              const char *folder, gaz_error *error) {
    uint32_t *sorted = lexicon_sorted(lexicon);
    gaz_status status = sorted ? GAZ_OK : error_memory(error);
    for (size_t begin = 0; begin < lexicon->entry_count && status == GAZ_OK;) {
        const struct entry *entry = &lexicon->entries[sorted[begin]];
        size_t end = begin + 1;
        while (end < lexicon->entry_count && is_same_list(lexicon, sorted[begin], sorted[end])) end++;
        status = write_list(batch, folder, lexicon, sorted + begin, end - begin, error);
        written[entry->type] |= (unsigned char)(1u << entry_list(entry));
        begin = end;
    }
    free(sorted);
    return status;
}

gaz_status lists_write_suggested(const gaz_lexicon *lexicon, const struct strings *types, const char *folder,
                                 gaz_error *error) {
    struct file_batch batch = {.count = 0};
    unsigned char *written = calloc((size_t)lexicon->types.count + 1, 1);
    gaz_status status = written ? write_lists(&batch, written, lexicon, folder, error) : error_memory(error);
    for (uint32_t i = 0; i < types->count && status == GAZ_OK; i++)
        if (!strings_have(&lexicon->types, types->items[i].bytes, types->items[i].size))
            status = remove_list(&batch, folder, types->items[i].bytes, LIST_SUGGESTED, error);
    free(written);
    if (status == GAZ_OK) status = file_batch_finish(&batch, error);
    file_batch_discard(&batch);
    return status;
}

/* Fails for a type whose list cannot be called after it, before a part of the lists is written. */
static gaz_status check_names(const gaz_lexicon *lexicon, gaz_error *error) {
    enum { MOST = 240 /* bytes of a file's name, of which 255 are allowed: it has a longer one while it is written */ };
    struct buffer name = {0};
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; i < lexicon->types.count && status == GAZ_OK; i++) {
        const char *type = lexicon->types.items[i].bytes;
        name.size = 0;
        if (!list_add_name(&name, type, LIST_SUGGESTED))
            status = error_memory(error);
        else if (name.size > MOST)
            status = error_set(error, GAZ_ERROR_LIMIT, NULL, 0,
                               "the type \"%.40s...\" is too long for the name of its list, which would have %zu bytes",
                               type, name.size);
    }
    buffer_free(&name);
    return status;
}

/* Writes the lists, and what a harvest has learnt. */
static gaz_status write_all(struct file_batch *batch, const gaz_lexicon *lexicon, const char *folder,
                            gaz_error *error) {
    unsigned char *written = calloc((size_t)lexicon->types.count + 1, 1);
    gaz_status status = written ? write_lists(batch, written, lexicon, folder, error) : error_memory(error);
    for (uint32_t i = 0; i < lexicon->types.count && status == GAZ_OK; i++)
        for (enum list_kind kind = LIST_VARIANTS; kind < LIST_KIND_END && status == GAZ_OK; kind++)
            if ((written[i] & 1u << LIST_ENTRIES) && !(written[i] >> kind & 1))
                status = remove_list(batch, folder, lexicon->types.items[i].bytes, kind, error);
    free(written);
    if (status == GAZ_OK) status = scoring_model_put(batch, lexicon->scoring, folder, error);
    if (status == GAZ_OK && (lexicon->growth || lexicon->harvested))
        status = growth_put(batch, lexicon->growth, folder, error);
    return status == GAZ_OK ? file_batch_finish(batch, error) : status;
}

/* Lists with the same evidence as before do belong to those that are still the old ones: they need no mark. */
gaz_status gaz_lexicon_write(const gaz_lexicon *lexicon, const char *folder, gaz_error *error) {
    if (!lexicon || !folder)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_write without lexicon or folder");
    struct file_batch batch = {.count = 0};
    char *mark = NULL;
    gaz_status status = lexicon_check_finished(lexicon, error);
    if (status == GAZ_OK) status = check_names(lexicon, error);
    if (status == GAZ_OK) status = file_make_folder(folder, error);
    if (status == GAZ_OK && lexicon->harvested) {
        batch.mark = mark = file_join(folder, list_mark_name);
        if (!mark) status = error_memory(error);
    }
    if (status == GAZ_OK) status = write_all(&batch, lexicon, folder, error);
    file_batch_discard(&batch);
    free(mark);
    return status;
}
