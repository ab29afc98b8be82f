#include "model/verify.h"

#include <stdlib.h>

static bool is_power_of_two(uint32_t number) {
    return number && (number & (number - 1)) == 0;
}

static bool side_sizes(const struct side *side, const uint64_t *sizes) {
    if (!side->about) { /* then nothing else of it may be there */
        for (int kind = 0; kind < SECTION_KIND_END; kind++)
            if (sizes[kind]) return false;
        return true;
    }
    if (sizes[SECTION_SIDE] != sizeof *side->about) return false;
    const struct format_side *about = side->about;
    uint64_t states = about->state_count;
    return states > 0 && is_power_of_two(about->slot_count) && is_power_of_two(about->filter_words) &&
           about->last_token_count <= about->token_count && about->last_token_count < states && /**/
           side->token_offsets && sizes[SECTION_TOKEN_OFFSETS] == ((uint64_t)about->token_count + 2) * 4 &&
           side->token_bytes && /**/
           side->slots && sizes[SECTION_SLOTS] == (uint64_t)about->slot_count * sizeof *side->slots &&
           side->first_child && sizes[SECTION_FIRST_CHILD] == (states + 1) * 4 && /**/
           side->token && sizes[SECTION_TOKEN] == states * 4 &&                   /**/
           side->parent && sizes[SECTION_PARENT] == states * 4 &&                 /**/
           side->fail && sizes[SECTION_FAIL] == states * 4 &&                     /**/
           side->output && sizes[SECTION_OUTPUT] == states * 4 &&                 /**/
           side->outputs && sizes[SECTION_OUTPUTS] == (uint64_t)about->output_count * sizeof *side->outputs &&
           side->filter && sizes[SECTION_FILTER] == (uint64_t)about->filter_words * 8;
}

bool verify_sizes(const gaz_model *model, const struct sections *sections) {
    const struct format_header *header = model->header;
    const uint64_t *own = sections->size[SIDE_MODEL];
    if (!model->type_offsets || own[SECTION_TYPE_OFFSETS] != ((uint64_t)header->type_count + 1) * 4) return false;
    if (!model->type_names || !model->entries) return false;
    if (own[SECTION_ENTRIES] != (uint64_t)header->entry_count * sizeof *model->entries) return false;
    for (int kind = SECTION_SIDE; kind < SECTION_KIND_END; kind++)
        if (own[kind]) return false;
    for (int side = SIDE_CORPUS; side < SIDE_END; side++) {
        const uint64_t *sizes = sections->size[side];
        if (sizes[SECTION_TYPE_OFFSETS] || sizes[SECTION_TYPE_NAMES] || sizes[SECTION_ENTRIES]) return false;
        if (!side_sizes(&model->sides[side], sizes)) return false;
    }
    return model->sides[SIDE_CORPUS].about || model->sides[SIDE_WORDS].about;
}

static bool types_good(const gaz_model *model, uint64_t names_size) {
    uint32_t count = model->header->type_count;
    uint32_t end = model->type_offsets[0];
    if (end != 0) return false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t begin = end;
        end = model->type_offsets[i + 1];
        if (end <= begin || end > names_size || model->type_names[end - 1] != 0) return false;
    }
    for (uint32_t i = 0; i < model->header->entry_count; i++) {
        const struct format_entry *entry = &model->entries[i];
        if (entry->type >= count || !(entry->score >= 0 && entry->score <= 1)) return false;
    }
    return true;
}

static bool vocabulary_good(const struct side *side, uint64_t bytes_size) {
    const struct format_side *about = side->about;
    if (side->token_offsets[0] != 0) return false;
    for (uint64_t i = 0; i <= about->token_count; i++) {
        uint32_t begin = side->token_offsets[i];
        uint32_t end = side->token_offsets[i + 1];
        if (end < begin || end > bytes_size || end - begin > about->longest_token) return false;
    }
    if (about->longest_token > TOKEN_SIZE_MAX) return false;
    bool has_empty = false; /* or a probe would not end */
    for (uint32_t i = 0; i < about->slot_count; i++) {
        if (side->slots[i].token == 0) has_empty = true;
        if (side->slots[i].token > about->token_count) return false;
    }
    return has_empty;
}

/* States, with their depths worked out on the way: children are neighbours in order, parents and failure links lead up.
 */
static bool states_good(const struct side *side, uint32_t *depths) {
    const struct format_side *about = side->about;
    uint32_t count = about->state_count;
    if (side->first_child[0] != 1 || side->first_child[count] != count || side->output[0] != 0) return false;
    if (side->first_child[1] != about->last_token_count + 1 || side->fail[0] != 0) return false;
    uint32_t deepest = 0;
    depths[0] = 0;
    for (uint32_t state = 0; state < count; state++) {
        uint32_t first = side->first_child[state];
        uint32_t end = side->first_child[state + 1];
        if (first <= state || end < first || end > count) return false;
        for (uint32_t child = first; child < end; child++) {
            uint32_t token = side->token[child];
            if (token == 0 || token > about->token_count) return false;
            if (child > first && token <= side->token[child - 1]) return false;
            if (side->parent[child] != state || (state == 0 && token != child)) return false;
            depths[child] = depths[state] + 1;
            if (side->fail[child] >= child || depths[side->fail[child]] >= depths[child]) return false;
            if (depths[child] > deepest) deepest = depths[child];
        }
    }
    return deepest == about->longest;
}

/* A state's output is its own, or that of its failure link; so it is never longer than what was read. */
static bool outputs_good(const struct side *side, const uint32_t *depths, uint32_t entry_count) {
    const struct format_side *about = side->about;
    for (uint32_t i = 0; i < about->output_count; i++) {
        const struct format_output *output = &side->outputs[i];
        if (output->entry >= entry_count || output->state == 0 || output->state >= about->state_count) return false;
        if (output->length != depths[output->state]) return false;
        if (i > 0 && output->state <= output[-1].state) return false;
    }
    uint32_t next = 0; /* the next output by state */
    for (uint32_t state = 0; state < about->state_count; state++) {
        bool own = next < about->output_count && side->outputs[next].state == state;
        uint32_t expected = own ? ++next : side->output[side->fail[state]];
        if (state > 0 && side->output[state] != expected) return false;
    }
    return next == about->output_count;
}

gaz_status verify_content(const gaz_model *model, const struct sections *sections) {
    if (!types_good(model, sections->size[SIDE_MODEL][SECTION_TYPE_NAMES])) return GAZ_ERROR_MODEL;
    for (int i = SIDE_CORPUS; i < SIDE_END; i++) {
        const struct side *side = &model->sides[i];
        if (!side->about) continue;
        if (!vocabulary_good(side, sections->size[i][SECTION_TOKEN_BYTES])) return GAZ_ERROR_MODEL;
        uint32_t *depths = malloc((size_t)side->about->state_count * sizeof *depths);
        if (!depths) return GAZ_ERROR_MEMORY;
        bool good = states_good(side, depths) && outputs_good(side, depths, model->header->entry_count);
        free(depths);
        if (!good) return GAZ_ERROR_MODEL;
    }
    return GAZ_OK;
}
