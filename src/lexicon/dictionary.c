#include "lexicon/dictionary.h"

#include <stdarg.h>
#include <stdio.h>

#include <strings.h>

#include "base/bytes.h"
#include "base/controls.h"
#include "base/error.h"
#include "base/unicode.h"
#include "lexicon/list.h"
#include "lexicon/merge.h"
#include "lexicon/surface.h"
#include "text/cut.h"
#include "text/rows.h"

void dictionary_free(struct dictionary *dictionary) {
    buffer_free(&dictionary->surface);
    buffer_free(&dictionary->type);
}

gaz_status dictionary_type(struct field *type, struct dictionary *dictionary, struct field own) {
    const char *forced = dictionary->options->type;
    *type = forced ? (struct field){forced, strlen(forced)} : own;
    if (type->size || strcmp(dictionary->path, "-") == 0) return GAZ_OK;
    if (dictionary->type.size == 0 && !list_type_of_path(&dictionary->type, dictionary->path))
        return error_memory(dictionary->error);
    *type = (struct field){dictionary->type.bytes, dictionary->type.size - 1};
    return GAZ_OK;
}

bool dictionary_wants(struct field text, const char *list) {
    if (!list || text.size == 0) return true;
    for (const char *at = list; *at;) {
        size_t size = strcspn(at, ",");
        if (size == text.size && strncasecmp(at, text.bytes, size) == 0) return true;
        at += size + (at[size] == ',');
    }
    return false;
}

bool dictionary_line(struct field *line, struct dictionary *dictionary) {
    struct rows_line row;
    if (dictionary->line == 0) dictionary->at = byte_order_mark(dictionary->text, dictionary->size);
    while (rows_next_line(&row, &dictionary->at, dictionary->text, dictionary->size)) {
        dictionary->line++;
        *line = (struct field){row.bytes, row.size};
        if (field_trim(*line).size) return true;
    }
    return false;
}

void dictionary_skip(struct dictionary *dictionary, const char *format, ...) {
    char reason[256];
    gaz_error error;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    dictionary->report->skipped++;
    if (!dictionary->options->skipped) return;
    (void)error_set(&error, GAZ_ERROR_INPUT, error_file_name(dictionary->path), dictionary->line, "%s", reason);
    dictionary->options->skipped(dictionary->options->user, &error);
}

void dictionary_begin(struct dictionary *dictionary) {
    dictionary->surface.size = 0;
    dictionary->token_count = 0;
    dictionary->cases = 0;
    dictionary->too_long = false;
}

gaz_status dictionary_add_token(struct dictionary *dictionary, const char *bytes, size_t size) {
    if (size > TOKEN_SIZE_MAX || dictionary->token_count == ENTRY_TOKENS_MAX) dictionary->too_long = true;
    if (dictionary->too_long) return GAZ_OK;
    dictionary->token_count++;
    return surface_add_token(&dictionary->surface, bytes, size) ? GAZ_OK : error_memory(dictionary->error);
}

gaz_status dictionary_add_words(struct dictionary *dictionary, struct field text) {
    for (size_t i = 0; i < text.size;) {
        size_t begin = i;
        while (i < text.size && !field_is_blank(text.bytes[i])) i++;
        gaz_status status = i > begin ? dictionary_add_token(dictionary, text.bytes + begin, i - begin) : GAZ_OK;
        if (status != GAZ_OK) return status;
        i += i < text.size;
    }
    return GAZ_OK;
}

/* Lists and columns cannot hold control characters. */
static bool has_control(struct field field) {
    return controls_are_there(field.bytes, field.size);
}

/* Whether the lists of such an entry would be refused when they are read. */
static bool has_no_character(const struct dictionary *dictionary, const struct dictionary_entry *entry) {
    const struct field surface = {dictionary->surface.bytes, dictionary->surface.size};
    const struct field parts[] = {surface, entry->type, entry->id, entry->name};
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !dictionary->options->lenient; i++)
        if (!unicode_is_valid(parts[i].bytes, parts[i].size)) return true;
    return false;
}

/* Why the entry is not possible; NULL: it is. */
static const char *fault(const struct dictionary *dictionary, const struct dictionary_entry *entry) {
    if (dictionary->too_long) return "the surface is too long: at most 65535 tokens of at most 65535 bytes";
    if (dictionary->token_count == 0) return "the surface is empty";
    if (entry->type.size == 0) return "the type is empty";
    if (has_control(entry->type)) return "the type holds a control character";
    if (has_control(entry->id)) return "the id holds a control character";
    if (has_no_character(dictionary, entry)) return "not UTF-8; convert the file to UTF-8";
    return NULL;
}

gaz_status dictionary_add_entry(struct dictionary *dictionary, const struct dictionary_entry *entry) {
    const char *reason = fault(dictionary, entry);
    if (reason) {
        dictionary_skip(dictionary, "%s", reason);
        return GAZ_OK;
    }
    struct entry from = {.precision = 1,
                         .log_odds = LOG_ODDS_CERTAIN,
                         .priority = entry->priority,
                         .match_case = (uint8_t)entry->match_case,
                         .edges = (uint8_t)entry->edges};
    struct entry_key key = {.surface = {dictionary->surface.bytes, dictionary->surface.size},
                            .type = entry->type,
                            .token_count = (uint32_t)dictionary->token_count};
    gaz_status status =
        lexicon_add_id(&key.id, dictionary->lexicon, entry->id.bytes, entry->id.size, dictionary->error);
    if (status != GAZ_OK) return status;
    struct entry_notes notes = {0, 0};
    struct field name = has_control(entry->name) ? (struct field){"", 0} : entry->name;
    status = lexicon_add_name(&notes.name, dictionary->lexicon, name.bytes, name.size, dictionary->error);
    if (status != GAZ_OK) return status;
    return merge_entry(dictionary->lexicon, &key, &from, notes, dictionary->path, dictionary->line, dictionary->error);
}
