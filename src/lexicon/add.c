/* Entries that the caller has, one by one. */
#include <string.h>

#include "base/controls.h"
#include "base/error.h"
#include "lexicon/merge.h"
#include "lexicon/surface.h"
#include "text/cut.h"

/* Control characters do not fit into a column of a line. */
static bool has_control(const char *text) {
    return text && controls_are_there(text, strlen(text));
}

static gaz_status check_entry(const gaz_entry *entry, gaz_error *error) {
    if (!entry->tokens || entry->token_count == 0 || !entry->type || !*entry->type)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "an entry without tokens or type");
    if (entry->token_count > ENTRY_TOKENS_MAX)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "an entry has at most %d tokens", ENTRY_TOKENS_MAX);
    if (has_control(entry->id) || has_control(entry->name))
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "an id or a name with a control character");
    if ((unsigned)entry->match_case > GAZ_CASE_AUTO || (unsigned)entry->edges > GAZ_EDGES_STRICT)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "no such case or edges of an entry");
    return GAZ_OK;
}

/* Puts the tokens together to a surface. */
static gaz_status make_surface(struct buffer *surface, const gaz_token *tokens, size_t count, gaz_error *error) {
    for (size_t i = 0; i < count; i++) {
        if (tokens[i].size == 0 || tokens[i].size > TOKEN_SIZE_MAX)
            return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a token of an entry has 1 to %d bytes, not %zu",
                             TOKEN_SIZE_MAX, tokens[i].size);
        if (!surface_add_token(surface, tokens[i].bytes, tokens[i].size)) return error_memory(error);
    }
    return GAZ_OK;
}

void gaz_entry_init(gaz_entry *entry) {
    *entry = (gaz_entry){0};
}

gaz_status gaz_lexicon_add_entry(gaz_lexicon *lexicon, const gaz_entry *entry, gaz_error *error) {
    if (!lexicon || !entry)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_add_entry without lexicon or entry");
    gaz_status status = check_entry(entry, error);
    if (status != GAZ_OK) return status;
    struct buffer surface = {0};
    struct entry_key key = {.type = {entry->type, strlen(entry->type)}, .token_count = (uint32_t)entry->token_count};
    struct entry from = {.precision = 1,
                         .log_odds = LOG_ODDS_CERTAIN,
                         .priority = entry->priority,
                         .match_case = (uint8_t)entry->match_case,
                         .edges = (uint8_t)entry->edges};
    struct entry_notes notes = {0, 0};
    status = make_surface(&surface, entry->tokens, entry->token_count, error);
    if (status == GAZ_OK && entry->id) status = lexicon_add_id(&key.id, lexicon, entry->id, strlen(entry->id), error);
    if (status == GAZ_OK && entry->name)
        status = lexicon_add_name(&notes.name, lexicon, entry->name, strlen(entry->name), error);
    key.surface = (struct field){surface.bytes, surface.size};
    if (status == GAZ_OK) status = merge_entry(lexicon, &key, &from, notes, NULL, 0, error);
    buffer_free(&surface);
    return status;
}

gaz_status gaz_lexicon_add(gaz_lexicon *lexicon, const gaz_token *tokens, size_t token_count, const char *type,
                           gaz_error *error) {
    const gaz_entry entry = {.tokens = tokens, .token_count = token_count, .type = type};
    return gaz_lexicon_add_entry(lexicon, &entry, error);
}
