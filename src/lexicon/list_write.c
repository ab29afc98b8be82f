#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/file.h"
#include "lexicon/list.h"
#include "lexicon/scoring_model.h"

const char *const list_column_names[LIST_COLUMN_END] = {"surface",   "annotated", "occurrences", "nested",
                                                        "precision", "log_odds",  "status",      "variant",
                                                        "verdict",   "priority",  "id"};

/* "Type.tsv" or "Type.variants.tsv", with %XX for bytes that file names or shells do not like. */
bool list_add_name(struct buffer *name, const char *type, bool variants) {
    static const char hexadecimal[] = "0123456789ABCDEF";
    for (size_t i = 0; type[i]; i++) {
        unsigned char byte = (unsigned char)type[i];
        bool plain = byte > ' ' && byte != '/' && byte != '%' && byte != 0x7f && byte != '.';
        char escaped[3] = {'%', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
        if (!(plain ? buffer_add_byte(name, (char)byte) : buffer_add(name, escaped, sizeof escaped))) return false;
    }
    return buffer_add_text(name, variants ? ".variants.tsv" : ".tsv");
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
    case LIST_ID: return !entry->id || buffer_add_text(line, lexicon->ids.items[entry->id - 1].bytes);
    default: return true;
    }
}

static bool add_lines(struct buffer *text, const gaz_lexicon *lexicon, const uint32_t *numbers, size_t count) {
    bool good = true;
    for (int column = 0; column < LIST_COLUMN_END; column++) {
        good = good && buffer_add(text, "\t", column > 0) && buffer_add_text(text, list_column_names[column]);
    }
    good = good && buffer_add_byte(text, '\n');
    for (size_t i = 0; i < count && good; i++) {
        if (lexicon->entries[numbers[i]].status == ENTRY_GONE) continue;
        for (int column = 0; column < LIST_COLUMN_END; column++)
            good = good && buffer_add(text, "\t", column > 0) &&
                   add_column(text, (enum list_column)column, lexicon, &lexicon->entries[numbers[i]]);
        good = good && buffer_add_byte(text, '\n');
    }
    return good;
}

/* The path of a list, owned; NULL: out of memory. */
static char *list_path(const char *folder, const char *type, bool variants) {
    struct buffer name = {0};
    char *path =
        list_add_name(&name, type, variants) && buffer_add_byte(&name, 0) ? file_join(folder, name.bytes) : NULL;
    buffer_free(&name);
    return path;
}

/* Removes the list of a type's variants, if an earlier harvest left one. */
static gaz_status remove_variants(const char *folder, const char *type, gaz_error *error) {
    char *path = list_path(folder, type, true);
    gaz_status status = path ? file_remove(path, error) : error_memory(error);
    free(path);
    return status;
}

/* Whether no entry is left in the list. */
static bool are_gone(const gaz_lexicon *lexicon, const uint32_t *numbers, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (lexicon->entries[numbers[i]].status != ENTRY_GONE) return false;
    return true;
}

static gaz_status write_list(const char *folder, const gaz_lexicon *lexicon, const uint32_t *numbers, size_t count,
                             gaz_error *error) {
    struct buffer text = {0};
    const struct entry *first = &lexicon->entries[numbers[0]];
    char *path = list_path(folder, lexicon->types.items[first->type].bytes, first->variant != VARIANT_NONE);
    gaz_status status = path && add_lines(&text, lexicon, numbers, count) ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK)
        status = are_gone(lexicon, numbers, count) ? file_remove(path, error)
                                                   : file_replace(path, text.bytes, text.size, error);
    free(path);
    buffer_free(&text);
    return status;
}

static bool is_same_list(const gaz_lexicon *lexicon, uint32_t left, uint32_t right) {
    const struct entry *a = &lexicon->entries[left];
    const struct entry *b = &lexicon->entries[right];
    return a->type == b->type && !a->variant == !b->variant;
}

gaz_status gaz_lexicon_write(const gaz_lexicon *lexicon, const char *folder, gaz_error *error) {
    if (!lexicon || !folder)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_write without lexicon or folder");
    gaz_status status = file_make_folder(folder, error);
    if (status != GAZ_OK) return status;
    uint32_t *sorted = lexicon_sorted(lexicon);
    if (!sorted) return error_memory(error);
    for (size_t begin = 0; begin < lexicon->entry_count && status == GAZ_OK;) {
        size_t end = begin + 1;
        while (end < lexicon->entry_count && is_same_list(lexicon, sorted[begin], sorted[end])) end++;
        status = write_list(folder, lexicon, sorted + begin, end - begin, error);
        const struct entry *entry = &lexicon->entries[sorted[begin]];
        bool has_variants = end < lexicon->entry_count && lexicon->entries[sorted[end]].type == entry->type;
        if (status == GAZ_OK && !entry->variant && !has_variants)
            status = remove_variants(folder, lexicon->types.items[entry->type].bytes, error);
        begin = end;
    }
    free(sorted);
    return status == GAZ_OK ? scoring_model_write(lexicon->scoring, folder, error) : status;
}
