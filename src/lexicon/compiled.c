#include "lexicon/compiled.h"

#include "base/error.h"
#include "lexicon/merge.h"
#include "lexicon/surface.h"
#include "model/surfaces.h"

bool compiled_is(const char *text, size_t size) {
    return size >= sizeof FORMAT_MAGIC - 1 && memcmp(text, FORMAT_MAGIC, sizeof FORMAT_MAGIC - 1) == 0;
}

/* A model that is being read. */
struct compiled {
    gaz_lexicon *lexicon;
    const gaz_model *model;
    const char *path;
    struct surfaces surfaces;
    struct buffer surface; /* in the form of surface.h */
    uint32_t token_count;
    gaz_error *error;
};

static gaz_status read_surface(struct compiled *compiled, uint32_t number) {
    struct surface_walk walk = {.surfaces = &compiled->surfaces, .entry = number};
    struct field token;
    compiled->surface.size = 0;
    compiled->token_count = 0;
    for (; surface_walk_next(&token, &walk); compiled->token_count++)
        if (!surface_add_token(&compiled->surface, token.bytes, token.size)) return error_memory(compiled->error);
    bool pattern = entry_flags(compiled->model->entries[number]) & ENTRY_MASKED;
    return !pattern || surface_mask(&compiled->surface) ? GAZ_OK : error_memory(compiled->error);
}

/* What is known of an entry beside its surface, type and concept. */
static struct entry find_entry(const struct compiled *compiled, uint32_t number) {
    const gaz_model *model = compiled->model;
    const struct image_entry *entry = &model->entries[number];
    bool folds = (compiled->surfaces.automaton->header->flags & AUTOMATON_FOLD) != 0;
    uint32_t flags = entry_flags(*entry);
    struct entry from = {.precision = entry->score, .log_odds = LOG_ODDS_CERTAIN};
    if (folds) from.match_case = flags & ENTRY_EXACT_CASE ? GAZ_CASE_EXACT : GAZ_CASE_IGNORE;
    if (flags & ENTRY_STRICT_EDGES) from.edges = GAZ_EDGES_STRICT;
    if (model->evidence) {
        from.annotated = model->evidence[number].annotated;
        from.occurrences = model->evidence[number].occurrences;
        from.nested = model->evidence[number].nested;
    }
    return from;
}

static gaz_status read_entry(struct compiled *compiled, uint32_t number) {
    gaz_lexicon *lexicon = compiled->lexicon;
    gaz_error *error = compiled->error;
    gaz_status status = read_surface(compiled, number);
    if (status != GAZ_OK || compiled->token_count == 0) return status; /* no surface: the other tokenization has it */
    const char *type = gaz_model_type(compiled->model, entry_type(compiled->model->entries[number]));
    const char *id = model_id(compiled->model, number);
    const char *name = model_name(compiled->model, number);
    struct entry_key key = {.surface = {compiled->surface.bytes, compiled->surface.size},
                            .type = {type, strlen(type)},
                            .token_count = compiled->token_count};
    struct entry_notes notes = {0, 0};
    status = lexicon_add_id(&key.id, lexicon, id, strlen(id), error);
    if (status == GAZ_OK) status = lexicon_add_name(&notes.name, lexicon, name, strlen(name), error);
    const struct entry from = find_entry(compiled, number);
    return status == GAZ_OK ? merge_entry(lexicon, &key, &from, notes, compiled->path, 0, error) : status;
}

gaz_status compiled_read(gaz_lexicon *lexicon, const char *path, const char *text, size_t size, gaz_error *error) {
    gaz_model *model;
    gaz_status status = model_open_memory(&model, text, size, false, path, error);
    if (status != GAZ_OK) return status;
    struct compiled compiled = {.lexicon = lexicon, .model = model, .path = path, .error = error};
    status = surfaces_init(&compiled.surfaces, model, error);
    for (uint32_t i = 0; i < model->header->entry_count && status == GAZ_OK; i++) status = read_entry(&compiled, i);
    surfaces_free(&compiled.surfaces);
    buffer_free(&compiled.surface);
    gaz_model_close(model);
    return status;
}
