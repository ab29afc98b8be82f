#include "model/verify.h"

#include <math.h>

#include "model/context.h"
#include "text/cut.h"

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
    uint64_t tokens = about->token_count;
    uint64_t outputs = (uint64_t)about->output_count * sizeof *side->outputs;
    return about->state_count > tokens && about->state_count < STATE_LIMIT && about->longest < STATE_LIMIT &&
           about->step_count > 0 && is_power_of_two(about->filter_words) && about->filter_words >= FILTER_WORDS_MIN &&
           about->filter_words <= FILTER_WORDS_MAX && /**/
           side->token_offsets && sizes[SECTION_TOKEN_OFFSETS] == (tokens + 2) * sizeof *side->token_offsets &&
           side->token_bytes && /**/
           side->fingerprints && sizes[SECTION_FINGERPRINTS] == (tokens + 1) * sizeof *side->fingerprints &&
           side->levels && sizes[SECTION_LEVELS] == ((uint64_t)about->longest + 2) * sizeof *side->levels &&
           side->states && sizes[SECTION_STATES] == (about->state_count - tokens - 1) * sizeof *side->states &&
           side->steps && sizes[SECTION_STEPS] == (uint64_t)about->step_count * sizeof *side->steps &&
           side->filter.words && sizes[SECTION_FILTER] == (uint64_t)about->filter_words * sizeof *side->filter.words &&
           sizes[SECTION_OUTPUTS] == (side->outputs ? outputs : 0);
}

static bool context_sizes(const gaz_model *model, const uint64_t *sizes) {
    const struct context *context = &model->context;
    if (!context->about) return !sizes[SECTION_WEIGHTS] && !sizes[SECTION_PRIORS] && !sizes[SECTION_WORDS];
    uint32_t types = model->header->type_count;
    return sizes[SECTION_CONTEXT] == sizeof *context->about && is_power_of_two(context->about->word_slots) && /**/
           types < CONTEXT_TYPES_MAX && context->weights &&
           sizes[SECTION_WEIGHTS] == context_weight_count(types) * sizeof *context->weights && /**/
           context->priors && sizes[SECTION_PRIORS] == (uint64_t)model->header->entry_count * sizeof *context->priors &&
           context->words && sizes[SECTION_WORDS] == (uint64_t)context->about->word_slots * sizeof *context->words;
}

bool verify_sizes(const gaz_model *model, const struct sections *sections) {
    const struct format_header *header = model->header;
    const uint64_t *own = sections->size[SIDE_MODEL];
    if (!model->type_offsets || own[SECTION_TYPE_OFFSETS] != ((uint64_t)header->type_count + 1) * 4) return false;
    if (!model->type_names || !model->entries) return false;
    if (own[SECTION_ENTRIES] != (uint64_t)header->entry_count * sizeof *model->entries) return false;
    for (int kind = SECTION_SIDE; kind < SECTION_POINTS; kind++)
        if (own[kind]) return false;
    if (own[SECTION_POINTS] % sizeof *model->points || own[SECTION_POINTS] > POINT_LIMIT * sizeof *model->points)
        return false;
    if (own[SECTION_EVIDENCE] != (model->evidence ? (uint64_t)header->entry_count * sizeof *model->evidence : 0))
        return false;
    if (!context_sizes(model, own)) return false;
    for (int side = SIDE_CORPUS; side < SIDE_END; side++) {
        const uint64_t *sizes = sections->size[side];
        if (sizes[SECTION_TYPE_OFFSETS] || sizes[SECTION_TYPE_NAMES] || sizes[SECTION_ENTRIES]) return false;
        for (int kind = SECTION_POINTS; kind < SECTION_KIND_END; kind++)
            if (sizes[kind]) return false;
        if (!side_sizes(&model->sides[side], sizes)) return false;
    }
    return model->sides[SIDE_CORPUS].about || model->sides[SIDE_WORDS].about;
}

static bool is_share(float number) {
    return number >= 0 && number <= 1;
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
        if (entry->type >= count || !is_share(entry->score)) return false;
    }
    return true;
}

static bool points_good(const gaz_model *model) {
    for (uint32_t i = 0; i < model->point_count; i++) {
        const struct format_point *point = &model->points[i];
        if (!is_share(point->score) || !is_share(point->precision) || !is_share(point->recall)) return false;
        if (i && point->score < point[-1].score) return false;
    }
    return true;
}

/* Weights are finite, an entry's log odds may be infinite, word classes exist, and a search in the words ends. */
static bool context_good(const gaz_model *model) {
    const struct context *context = &model->context;
    if (!context->about) return true;
    if (!is_share(context->about->threshold)) return false;
    uint64_t weights = context_weight_count(model->header->type_count);
    for (uint64_t i = 0; i < weights; i++)
        if (!isfinite(context->weights[i])) return false;
    for (uint32_t i = 0; i < model->header->entry_count; i++)
        if (isnan(context->priors[i].log_odds) || context->priors[i].shapes >= SHAPES_END) return false;
    bool has_empty = false;
    for (uint32_t i = 0; i < context->about->word_slots; i++) {
        const struct format_word *word = &context->words[i];
        if (word->shape >= SHAPE_END || word->extends >= WORD_CLASS_END || word->introduces >= WORD_CLASS_END)
            return false;
        has_empty = has_empty || word->shape == SHAPE_NONE;
    }
    return has_empty;
}

static bool vocabulary_good(const struct side *side, uint64_t bytes_size) {
    const struct format_side *about = side->about;
    if (side->token_offsets[0] != 0) return false;
    for (uint64_t i = 0; i <= about->token_count; i++) {
        uint32_t begin = side->token_offsets[i];
        uint32_t end = side->token_offsets[i + 1];
        if (end < begin || end > bytes_size || end - begin > about->longest_token) return false;
    }
    return about->longest_token <= TOKEN_SIZE_MAX;
}

/* Levels follow one another, the first is the vocabulary, and none has more entries than states. */
static bool levels_good(const struct side *side) {
    const struct format_side *about = side->about;
    const struct format_level *levels = side->levels;
    if (levels[0].state != 0 || levels[0].output != 0 || levels[about->longest + 1].state != about->state_count)
        return false;
    if (about->longest == 0) return about->state_count == side->first_pair && about->output_count == 0;
    if (levels[1].state != 1 || levels[1].output != 0 || levels[2].state != side->first_pair) return false;
    for (uint32_t level = 1; level <= about->longest; level++) {
        const struct format_level *row = &levels[level];
        if (row[1].state <= row->state && level > 1) return false;
        if (row[1].output < row->output || row[1].output - row->output > row[1].state - row->state) return false;
    }
    return levels[about->longest + 1].output == about->output_count;
}

/* Parents are a level up, failure links lead to lower levels, and an entry is never longer than what was read. */
static bool states_good(const struct side *side) {
    for (uint32_t level = 2; level <= side->about->longest; level++) {
        uint32_t above = side->levels[level - 1].state;
        uint32_t first = side->levels[level].state;
        for (uint32_t state = first; state < side->levels[level + 1].state; state++) {
            struct format_state record = side_state(side, state);
            uint32_t token = state_token(record);
            uint32_t parent = state_parent(record);
            uint32_t output = state_output(record);
            if (token == 0 || token >= side->first_pair || parent < above || parent >= first) return false;
            if (state_fail(record) >= first) return false;
            bool own = side_is_output(side, state, level);
            if (output == 0 ? own : own != (output == state)) return false;
            if (output && !own && (output >= first || !side_is_output(side, output, side_level(side, output))))
                return false;
        }
    }
    return true;
}

/* Steps lead to states, those to level 1 to entries of one token only. */
static bool steps_good(const struct side *side) {
    bool has_empty = false; /* or a probe would not end */
    for (uint32_t i = 0; i < side->about->step_count; i++) {
        uint32_t state = (uint32_t)(side->steps[i] & STATE_MASK);
        if (side->steps[i] == 0) has_empty = true;
        if (state >= side->about->state_count) return false;
        bool alone = state && state < side->first_pair;
        if (alone && (side->about->longest == 0 || !side_is_output(side, state, 1))) return false;
    }
    return has_empty;
}

static bool outputs_good(const struct side *side, uint32_t entry_count) {
    if (!side->outputs) return side->about->output_count <= entry_count;
    for (uint32_t i = 0; i < side->about->output_count; i++)
        if (side->outputs[i] >= entry_count) return false;
    return true;
}

bool verify_content(const gaz_model *model, const struct sections *sections) {
    if (!types_good(model, sections->size[SIDE_MODEL][SECTION_TYPE_NAMES]) || !points_good(model) ||
        !context_good(model))
        return false;
    for (int i = SIDE_CORPUS; i < SIDE_END; i++) {
        const struct side *side = &model->sides[i];
        if (!side->about) continue;
        if (!vocabulary_good(side, sections->size[i][SECTION_TOKEN_BYTES]) || !levels_good(side) ||
            !states_good(side) || !steps_good(side) || !outputs_good(side, model->header->entry_count))
            return false;
    }
    return true;
}
