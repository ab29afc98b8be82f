#include <stdlib.h>

#include "base/error.h"
#include "base/hash.h"
#include "model/context.h"
#include "model/model.h"
#include "model/verify.h"
#include "text/signs.h"

static uint64_t checksum(const char *bytes, size_t size) {
    struct image_header header;
    memcpy(&header, bytes, sizeof header);
    header.checksum = 0;
    return hash_bytes(bytes + sizeof header, size - sizeof header, hash_bytes(&header, sizeof header, 0));
}

static gaz_status check_header(const char *bytes, size_t size, bool trusted, const char *name, gaz_error *error) {
    struct image_header header;
    if (size < sizeof header.magic || memcmp(bytes, FORMAT_MAGIC, sizeof header.magic) != 0)
        return error_hint(error, GAZ_HINT_MODEL, error_set(error, GAZ_ERROR_MODEL, name, 0, "is not a gaz model"));
    if (size < sizeof header) return error_set(error, GAZ_ERROR_MODEL, name, 0, "the model is cut off; build it again");
    memcpy(&header, bytes, sizeof header);
    if (header.version == __builtin_bswap32(FORMAT_VERSION))
        return error_set(error, GAZ_ERROR_VERSION, name, 0,
                         "the model is of a machine with the other byte order; build it again on this one");
    if (header.version != FORMAT_VERSION)
        return error_set(error, GAZ_ERROR_VERSION, name, 0,
                         "the model has format version %u, this gaz reads version %u; build it again", header.version,
                         (unsigned)FORMAT_VERSION);
    if (size < header.file_size)
        return error_set(error, GAZ_ERROR_MODEL, name, 0, "the model is cut off (%zu of %llu bytes); build it again",
                         size, (unsigned long long)header.file_size);
    if (size > header.file_size || header.section_count > SECTION_LIMIT ||
        (size - sizeof header) / sizeof(struct image_section) < header.section_count)
        return error_set(error, GAZ_ERROR_MODEL, name, 0, "the model is damaged; build it again");
    if (!trusted && checksum(bytes, size) != header.checksum)
        return error_set(error, GAZ_ERROR_MODEL, name, 0, "the model is damaged (wrong checksum); build it again");
    return GAZ_OK;
}

static bool find_sections(struct sections *sections, const char *bytes, size_t size) {
    const struct image_header *header = (const struct image_header *)bytes;
    const struct image_section *rows = (const struct image_section *)(bytes + sizeof *header);
    for (uint32_t i = 0; i < header->section_count; i++) {
        const struct image_section *row = &rows[i];
        if (row->tokenization >= TOKENS_END || row->kind >= SECTION_KIND_END ||
            sections->at[row->tokenization][row->kind])
            return false;
        if (row->offset > size || row->size > size - row->offset || row->offset % SECTION_ALIGNMENT) return false;
        sections->at[row->tokenization][row->kind] = bytes + row->offset;
        sections->size[row->tokenization][row->kind] = row->size;
    }
    return true;
}

static void point_automaton(struct automaton *automaton, const void *const *at) {
    automaton->header = at[SECTION_AUTOMATON];
    automaton->tokens = at[SECTION_TOKENS];
    automaton->token_bytes = at[SECTION_TOKEN_BYTES];
    automaton->records = at[SECTION_RECORDS];
    automaton->deep = at[SECTION_DEEP];
    automaton->outputs = at[SECTION_OUTPUTS];
    automaton->homes.lines = at[SECTION_RECORDS];
    automaton->homes.displacements = at[SECTION_DISPLACEMENTS];
    for (int i = 0; i < FILTER_END; i++) automaton->filters[i].words = at[SECTION_FILTER_ONES + i];
    for (int i = 0; i < DIGITS_SIDES; i++) automaton->beside_digits[i] = at[SECTION_DIGITS_BEFORE + i];
}

/* What is worked out from an automaton's sizes, once they are known to be good. */
static void prepare_automaton(struct automaton *automaton) {
    const struct image_automaton *header = automaton->header;
    if (!header) return;
    automaton->homes.line_count = header->line_count;
    automaton->homes.group_count = header->group_count;
    for (int i = 0; i < FILTER_END; i++)
        if (header->filter_words[i]) automaton->filters[i].shift = filter_shift(header->filter_words[i]);
    sketch_seed(&automaton->factors, header->seed);
    fingerprint_seed(&automaton->keys, header->seed);
}

static void point(gaz_model *model, const char *bytes, const struct sections *sections) {
    model->bytes = bytes;
    model->header = (const struct image_header *)bytes;
    model->type_offsets = sections->at[TOKENS_MODEL][SECTION_TYPE_OFFSETS];
    model->type_names = sections->at[TOKENS_MODEL][SECTION_TYPE_NAMES];
    model->entries = sections->at[TOKENS_MODEL][SECTION_ENTRIES];
    model->evidence = sections->at[TOKENS_MODEL][SECTION_EVIDENCE];
    model->points = sections->at[TOKENS_MODEL][SECTION_POINTS];
    model->point_count = (uint32_t)(sections->size[TOKENS_MODEL][SECTION_POINTS] / sizeof *model->points);
    model->known.concepts = sections->at[TOKENS_MODEL][SECTION_CONCEPTS];
    model->known.concept_offsets = sections->at[TOKENS_MODEL][SECTION_CONCEPT_OFFSETS];
    model->known.concept_bytes = sections->at[TOKENS_MODEL][SECTION_CONCEPT_BYTES];
    model->known.surface_offsets = sections->at[TOKENS_MODEL][SECTION_SURFACE_OFFSETS];
    model->known.surface_bytes = sections->at[TOKENS_MODEL][SECTION_SURFACE_BYTES];
    model->context.header = sections->at[TOKENS_MODEL][SECTION_CONTEXT];
    model->context.weights = sections->at[TOKENS_MODEL][SECTION_WEIGHTS];
    model->context.priors = sections->at[TOKENS_MODEL][SECTION_PRIORS];
    model->context.words = sections->at[TOKENS_MODEL][SECTION_WORDS];
    if (model->context.header) fingerprint_seed(&model->context.keys, CONTEXT_SEED);
    for (int tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++)
        point_automaton(&model->automata[tokenization], sections->at[tokenization]);
}

gaz_status model_open_memory(gaz_model **model, const char *bytes, size_t size, bool trusted, const char *name,
                             gaz_error *error) {
    *model = NULL;
    gaz_status status = check_header(bytes, size, trusted, name, error);
    if (status != GAZ_OK) return status;
    gaz_model *opened = calloc(1, sizeof *opened);
    if (!opened) return error_memory(error);
    struct sections sections = {0};
    bool found = find_sections(&sections, bytes, size);
    point(opened, bytes, &sections);
    bool good = found && verify_sizes(opened, &sections);
    for (int i = TOKENS_CORPUS; i < TOKENS_END && good; i++) prepare_automaton(&opened->automata[i]);
    if (!good || (!trusted && !verify_content(opened, &sections)))
        status = error_set(error, GAZ_ERROR_MODEL, name, 0, "the model is damaged; build it again");
    if (status != GAZ_OK) {
        free(opened);
        return status;
    }
    *model = opened;
    return GAZ_OK;
}

gaz_status gaz_model_open(gaz_model **model, const char *path, unsigned flags, gaz_error *error) {
    if (!model) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_model_open without a place for the model");
    *model = NULL;
    if (!path) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_model_open without a path");
    struct file_map map;
    gaz_status status = flags & GAZ_OPEN_COPY ? file_copy(&map, path, error) : file_map(&map, path, error);
    if (status != GAZ_OK) return status;
    status = model_open_memory(model, map.bytes, map.size, flags & GAZ_OPEN_TRUSTED, path, error);
    if (status == GAZ_OK)
        (*model)->map = map;
    else
        file_unmap(&map);
    return status;
}

gaz_status gaz_model_open_bytes(gaz_model **model, const char *bytes, size_t size, unsigned flags, gaz_error *error) {
    bool trusted = flags & GAZ_OPEN_TRUSTED;
    if (!model)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_model_open_bytes without a place for the model");
    if (size == 0) return model_open_memory(model, "", 0, trusted, NULL, error); /* which is no model */
    *model = NULL;
    if (!bytes) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_model_open_bytes without bytes");
    char *copy = malloc(size); /* aligned as a model must be, which the caller's bytes need not be */
    if (!copy) return error_memory(error);
    memcpy(copy, bytes, size);
    gaz_status status = model_open_memory(model, copy, size, trusted, NULL, error);
    if (status == GAZ_OK)
        (*model)->copy = copy;
    else
        free(copy);
    return status;
}

void gaz_model_close(gaz_model *model) {
    if (!model) return;
    file_unmap(&model->map);
    free(model->copy);
    free(model);
}

const char *gaz_model_bytes(const gaz_model *model) {
    return model->bytes;
}

static uint64_t tokenization_bytes(const gaz_model *model, uint32_t tokenization) {
    const struct image_section *sections = (const struct image_section *)(model->bytes + sizeof *model->header);
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < model->header->section_count; i++)
        if (sections[i].tokenization == tokenization) bytes += sections[i].size;
    return bytes;
}

static void get_tokenization(gaz_model_tokenization *info, const gaz_model *model, uint32_t number) {
    const struct image_automaton *header = model->automata[number].header;
    if (!header) return;
    info->present = 1;
    info->ignore_case = (header->flags & AUTOMATON_FOLD) != 0;
    info->normalize = (header->flags & AUTOMATON_COMPOSE) != 0;
    info->typography = (header->flags & UNICODE_TYPOGRAPHY) != 0;
    info->fold_accents = (header->flags & UNICODE_ACCENTS) != 0;
    info->turkic = (header->flags & UNICODE_TURKIC) != 0;
    static_assert(sizeof info->word_signs >= SIGNS_ROOM, "word_signs");
    signs_write(info->word_signs, header->signs);
    info->entries = header->output_count;
    info->tokens = header->token_count;
    info->states = header->state_count;
    info->longest = header->longest;
    info->bytes = tokenization_bytes(model, number);
}

void gaz_model_get_info(gaz_model_info *info, const gaz_model *model) {
    *info = (gaz_model_info){0};
    info->version = model->header->version;
    info->file_size = model->header->file_size;
    info->checksum = model->header->checksum;
    info->entries = model->header->entry_count;
    info->types = model->header->type_count;
    info->context = model->context.header != NULL;
    info->min_score = (double)model_min_score(model, -1);
    get_tokenization(&info->corpus, model, TOKENS_CORPUS);
    get_tokenization(&info->words, model, TOKENS_WORDS);
}

float model_min_score(const gaz_model *model, double wanted) {
    if (wanted >= 0) return (float)wanted;
    return model->context.header ? model->context.header->threshold : 0;
}

gaz_status model_choose_types(unsigned char **wanted, const gaz_model *model, const char *const *names, size_t count,
                              gaz_error *error) {
    uint32_t type_count = model->header->type_count;
    *wanted = NULL;
    if (count == 0) return GAZ_OK;
    unsigned char *flags = calloc((size_t)type_count + 1, 1);
    if (!flags) return error_memory(error);
    for (size_t i = 0; i < count; i++) {
        uint32_t type = 0;
        while (type < type_count && strcmp(gaz_model_type(model, type), names[i]) != 0) type++;
        if (type == type_count) {
            free(flags);
            return error_hint(error, GAZ_HINT_MODEL_TYPES,
                              error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "the model has no type \"%s\"", names[i]));
        }
        flags[type] = 1;
    }
    *wanted = flags;
    return GAZ_OK;
}

int gaz_model_threshold(double *score, const gaz_model *model, double precision) {
    for (uint32_t i = 0; i < model->point_count; i++) {
        const struct image_point *point = &model->points[i];
        if (point->precision < (float)precision) continue;
        *score = (double)point->score;
        return 1;
    }
    return 0;
}

const char *gaz_model_type(const gaz_model *model, uint32_t type) {
    if (type >= model->header->type_count) return NULL;
    return model->type_names + model->type_offsets[type];
}

void gaz_model_count_types(uint64_t *entries, const gaz_model *model) {
    memset(entries, 0, model->header->type_count * sizeof *entries);
    for (uint32_t i = 0; i < model->header->entry_count; i++) entries[entry_type(model->entries[i])]++;
}
