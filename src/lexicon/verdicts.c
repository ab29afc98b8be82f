#include <stdlib.h>

#include "base/error.h"
#include "base/input.h"
#include "base/unicode.h"
#include "lexicon/list.h"
#include "lexicon/surface_words.h"
#include "lexicon/verdict_list.h"

/* The surfaces of a lexicon by their words, made when the first one is not found as it is written. */
struct by_words {
    unsigned normalization; /* enum unicode_normalization: what makes no difference */
    bool made;
    struct strings words;
    uint32_t *surfaces; /* the first with these words */
    size_t capacity;
    struct surface_words room;
    struct buffer key;
};

/* Replaces a text by its normalised form. */
static bool normalize(struct buffer *text, struct buffer *room, unsigned normalization) {
    if (unicode_is_plain(text->bytes, text->size, normalization) && !(normalization & UNICODE_FOLD)) return true;
    size_t most = unicode_normalized_room(text->size);
    room->size = 0;
    char *made = buffer_reserve(room, most) ? room->bytes : NULL;
    if (!made) return false;
    room->size = unicode_normalize(made, most, text->bytes, text->size, normalization);
    text->size = 0;
    return buffer_add(text, room->bytes, room->size);
}

/* Makes the key of a surface: its words separated by spaces. */
static bool make_key(struct by_words *by_words, const struct string *surface) {
    struct surface_words *words = &by_words->room;
    by_words->key.size = 0;
    return surface_words_join(words, surface->bytes, surface->size) &&
           normalize(&words->text, &words->room, by_words->normalization) && surface_words_cut(words) &&
           surface_words_add(&by_words->key, words);
}

static void free_by_words(struct by_words *by_words) {
    strings_free(&by_words->words);
    free(by_words->surfaces);
    surface_words_free(&by_words->room);
    buffer_free(&by_words->key);
}

/* What verdicts are looked up in. */
struct lookup {
    struct by_words as_written;
    struct by_words in_any_case;
};

static gaz_status make(struct by_words *by_words, const gaz_lexicon *lexicon, gaz_error *error) {
    for (uint32_t i = 0; i < lexicon->surfaces.count; i++) {
        uint32_t number;
        uint32_t before = by_words->words.count;
        if (lexicon_first(lexicon, i) == 0) continue; /* no entry has it */
        if (!make_key(by_words, &lexicon->surfaces.items[i])) return error_memory(error);
        if (by_words->key.size == 0) continue;
        gaz_status status = strings_add(&number, &by_words->words, by_words->key.bytes, by_words->key.size, error);
        if (status != GAZ_OK) return status;
        if (!array_reserve(&by_words->surfaces, &by_words->capacity, (size_t)number + 1, sizeof *by_words->surfaces))
            return error_memory(error);
        if (number == before) by_words->surfaces[number] = i;
    }
    by_words->made = true;
    return GAZ_OK;
}

/* The lexicon's surface with the same words. `*found` false: there is none. */
static gaz_status find_words(uint32_t *surface, bool *found, struct by_words *by_words, const gaz_lexicon *lexicon,
                             const struct string *wanted, gaz_error *error) {
    uint32_t number;
    gaz_status status = by_words->made ? GAZ_OK : make(by_words, lexicon, error);
    if (status == GAZ_OK && !make_key(by_words, wanted)) status = error_memory(error);
    if (status != GAZ_OK || by_words->key.size == 0) return status;
    *found = strings_find(&number, &by_words->words, by_words->key.bytes, by_words->key.size);
    if (*found) *surface = by_words->surfaces[number];
    return GAZ_OK;
}

/* The lexicon's surface that is written in the same way, or else one with the same words, if need be in `any_case`.
 * `*found` false: there is none. */
static gaz_status find_surface(uint32_t *surface, bool *found, struct lookup *lookup, const gaz_lexicon *lexicon,
                               const struct string *wanted, bool any_case, gaz_error *error) {
    *found = strings_find(surface, &lexicon->surfaces, wanted->bytes, wanted->size) && lexicon_first(lexicon, *surface);
    if (*found) return GAZ_OK;
    gaz_status status = find_words(surface, found, &lookup->as_written, lexicon, wanted, error);
    if (status != GAZ_OK || *found || !any_case) return status;
    return find_words(surface, found, &lookup->in_any_case, lexicon, wanted, error);
}

/* Whether a verdict of the list is on the entry: on those with its id, or without one on all of its type. */
static bool is_on(const gaz_lexicon *lexicon, const struct entry *entry, const char *type, const char *id) {
    return strcmp(lexicon->types.items[entry->type].bytes, type) == 0 &&
           (*id == 0 || strcmp(lexicon_id(lexicon, entry), id) == 0);
}

/* Gives an entry the verdict. An entry that is gone is brought back. */
static void set_verdict(uint64_t *count, struct entry *entry, uint8_t verdict) {
    if (entry->status == ENTRY_GONE) entry->status = ENTRY_KEPT;
    entry->verdict = verdict;
    ++*count;
}

/* Adds the entry that a verdict is on. */
static gaz_status add_entry(struct entry **entry, gaz_lexicon *lexicon, const struct string *surface,
                            uint32_t token_count, const struct string *type, const char *id, gaz_error *error) {
    const struct string copy = *surface; /* the lexicon's strings may move */
    struct entry_key key = {
        .surface = {copy.bytes, copy.size}, .type = {type->bytes, type->size}, .token_count = token_count};
    gaz_status status = lexicon_add_id(&key.id, lexicon, id, strlen(id), error);
    return status == GAZ_OK ? lexicon_entry(entry, lexicon, &key, error) : status;
}

/* Whether the verdict is one to remember where no entry has it: what is dropped is not to be suggested again. */
static bool is_kept_in_mind(const gaz_lexicon *lexicon, const struct entry *from, const struct string *type) {
    uint32_t number;
    return from->verdict == VERDICT_KEEP || strings_find(&number, &lexicon->types, type->bytes, type->size);
}

/* Applies one verdict. A missing entry is added. */
static gaz_status give(uint64_t *count, struct lookup *lookup, gaz_lexicon *lexicon, const gaz_lexicon *list,
                       const struct entry *from, gaz_error *error) {
    const struct string *written = &list->surfaces.items[from->surface];
    const struct string *type = &list->types.items[from->type];
    const char *id = lexicon_id(list, from);
    uint32_t surface = 0;
    bool found;
    bool any_case = from->match_case == GAZ_CASE_IGNORE;
    gaz_status status = find_surface(&surface, &found, lookup, lexicon, written, any_case, error);
    if (status != GAZ_OK) return status;
    uint64_t before = *count;
    bool is_there = false;
    uint32_t token_count = from->token_count;
    for (uint32_t at = found ? lexicon_first(lexicon, surface) : 0; at; at = lexicon->entries[at - 1].next) {
        struct entry *entry = &lexicon->entries[at - 1];
        token_count = entry->token_count;
        if (!is_on(lexicon, entry, type->bytes, id)) continue;
        is_there = true;
        set_verdict(count, entry, from->verdict);
    }
    if (*count > before + 1) *count = before + 1; /* one verdict, on several senses */
    if (is_there || !is_kept_in_mind(lexicon, from, type)) return GAZ_OK;
    struct entry *entry;
    status =
        add_entry(&entry, lexicon, found ? &lexicon->surfaces.items[surface] : written, token_count, type, id, error);
    if (status == GAZ_OK) set_verdict(count, entry, from->verdict);
    return status;
}

gaz_status gaz_lexicon_apply_verdicts(uint64_t *count, gaz_lexicon *lexicon, const char *path, gaz_error *error) {
    if (!lexicon || !path)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_apply_verdicts without lexicon or path");
    gaz_lexicon list = {0};
    struct lookup lookup = {.as_written.normalization = UNICODE_TYPOGRAPHY | UNICODE_COMPOSE,
                            .in_any_case.normalization = UNICODE_TYPOGRAPHY | UNICODE_COMPOSE | UNICODE_FOLD};
    uint64_t given = 0;
    gaz_status status = verdict_list_read(&list, path, &lexicon->types, error);
    for (size_t i = 0; i < list.entry_count && status == GAZ_OK; i++)
        if (list.entries[i].verdict != VERDICT_NONE)
            status = give(&given, &lookup, lexicon, &list, &list.entries[i], error);
    lexicon_clear(&list);
    free_by_words(&lookup.as_written);
    free_by_words(&lookup.in_any_case);
    if (count && status == GAZ_OK) *count = given;
    return status;
}

gaz_status gaz_lexicon_apply_blocklist(uint64_t *blocked, gaz_lexicon *lexicon, const char *path, gaz_error *error) {
    if (!lexicon || !path)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_apply_blocklist without lexicon or path");
    gaz_lexicon list = {0};
    char *text;
    size_t size;
    gaz_status status = input_read_file(&text, &size, path, NULL, error);
    const gaz_import_options options = {.type = "blocked"};
    const struct list_source source = {path, text, size, &options, NULL, true};
    gaz_import_report report = {0};
    if (status == GAZ_OK) status = list_read_text(&list, &report, &source, error);
    free(text);
    uint64_t count = 0;
    for (size_t i = 0; i < lexicon->entry_count && status == GAZ_OK; i++) {
        struct entry *entry = &lexicon->entries[i];
        const struct string *surface = &lexicon->surfaces.items[entry->surface];
        if (entry->status == ENTRY_GONE || entry->verdict == VERDICT_KEEP ||
            !strings_have(&list.surfaces, surface->bytes, surface->size))
            continue;
        entry->verdict = VERDICT_DROP;
        count++;
    }
    lexicon_clear(&list);
    if (blocked && status == GAZ_OK) *blocked = count;
    return status;
}
