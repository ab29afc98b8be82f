#include "model/verify.h"

#include <math.h>

#include "model/context.h"
#include "text/cut.h"

static bool is_power_of_two(uint32_t number) {
    return number && (number & (number - 1)) == 0;
}

static bool sizes_good(const struct automaton *automaton, const uint64_t *sizes) {
    if (!automaton->header) { /* then nothing else of it may be there */
        for (int kind = 0; kind < SECTION_KIND_END; kind++)
            if (sizes[kind]) return false;
        return true;
    }
    if (sizes[SECTION_AUTOMATON] != sizeof *automaton->header) return false;
    const struct image_automaton *header = automaton->header;
    uint64_t tokens = header->token_count;
    uint64_t outputs = (uint64_t)header->output_count * sizeof *automaton->outputs;
    return header->state_count > tokens && header->state_count < STATE_LIMIT && header->longest < STATE_LIMIT &&
           header->step_count > 0 && is_power_of_two(header->filter_words) &&
           header->filter_words >= FILTER_WORDS_MIN && header->filter_words <= FILTER_WORDS_MAX && /**/
           automaton->token_offsets &&
           sizes[SECTION_TOKEN_OFFSETS] == (tokens + 2) * sizeof *automaton->token_offsets &&
           automaton->token_bytes && /**/
           automaton->fingerprints && sizes[SECTION_FINGERPRINTS] == (tokens + 1) * sizeof *automaton->fingerprints &&
           automaton->levels && sizes[SECTION_LEVELS] == ((uint64_t)header->longest + 2) * sizeof *automaton->levels &&
           automaton->states &&
           sizes[SECTION_STATES] == (header->state_count - tokens - 1) * sizeof *automaton->states &&
           automaton->steps && sizes[SECTION_STEPS] == (uint64_t)header->step_count * sizeof *automaton->steps &&
           automaton->filter.words &&
           sizes[SECTION_FILTER] == (uint64_t)header->filter_words * sizeof *automaton->filter.words &&
           sizes[SECTION_OUTPUTS] == (automaton->outputs ? outputs : 0);
}

static bool context_sizes(const gaz_model *model, const uint64_t *sizes) {
    const struct context *context = &model->context;
    if (!context->header) return !sizes[SECTION_WEIGHTS] && !sizes[SECTION_PRIORS] && !sizes[SECTION_WORDS];
    uint32_t types = model->header->type_count;
    return sizes[SECTION_CONTEXT] == sizeof *context->header && is_power_of_two(context->header->word_slots) && /**/
           types < CONTEXT_TYPES_MAX && context->weights &&
           sizes[SECTION_WEIGHTS] == context_weight_count(types) * sizeof *context->weights && /**/
           context->priors && sizes[SECTION_PRIORS] == (uint64_t)model->header->entry_count * sizeof *context->priors &&
           context->words && sizes[SECTION_WORDS] == (uint64_t)context->header->word_slots * sizeof *context->words;
}

bool verify_sizes(const gaz_model *model, const struct sections *sections) {
    const struct image_header *header = model->header;
    const uint64_t *own = sections->size[TOKENS_MODEL];
    if (!model->type_offsets || own[SECTION_TYPE_OFFSETS] != ((uint64_t)header->type_count + 1) * 4) return false;
    if (!model->type_names || !model->entries) return false;
    if (own[SECTION_ENTRIES] != (uint64_t)header->entry_count * sizeof *model->entries) return false;
    for (int kind = SECTION_AUTOMATON; kind < SECTION_POINTS; kind++)
        if (own[kind]) return false;
    if (own[SECTION_POINTS] % sizeof *model->points || own[SECTION_POINTS] > POINT_LIMIT * sizeof *model->points)
        return false;
    if (own[SECTION_EVIDENCE] != (model->evidence ? (uint64_t)header->entry_count * sizeof *model->evidence : 0))
        return false;
    if (!context_sizes(model, own)) return false;
    for (int tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++) {
        const uint64_t *sizes = sections->size[tokenization];
        if (sizes[SECTION_TYPE_OFFSETS] || sizes[SECTION_TYPE_NAMES] || sizes[SECTION_ENTRIES]) return false;
        for (int kind = SECTION_POINTS; kind < SECTION_KIND_END; kind++)
            if (sizes[kind]) return false;
        if (!sizes_good(&model->automata[tokenization], sizes)) return false;
    }
    return model->automata[TOKENS_CORPUS].header || model->automata[TOKENS_WORDS].header;
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
        const struct image_entry *entry = &model->entries[i];
        if (entry->type >= count || !is_share(entry->score)) return false;
    }
    return true;
}

static bool points_good(const gaz_model *model) {
    for (uint32_t i = 0; i < model->point_count; i++) {
        const struct image_point *point = &model->points[i];
        if (!is_share(point->score) || !is_share(point->precision) || !is_share(point->recall)) return false;
        if (i && point->score < point[-1].score) return false;
    }
    return true;
}

/* Weights are finite, an entry's log odds may be infinite, word classes exist, and a search in the words ends. */
static bool context_good(const gaz_model *model) {
    const struct context *context = &model->context;
    if (!context->header) return true;
    if (!is_share(context->header->threshold)) return false;
    uint64_t weights = context_weight_count(model->header->type_count);
    for (uint64_t i = 0; i < weights; i++)
        if (!isfinite(context->weights[i])) return false;
    for (uint32_t i = 0; i < model->header->entry_count; i++)
        if (isnan(context->priors[i].log_odds) || context->priors[i].shapes >= SHAPES_END) return false;
    bool has_empty = false;
    for (uint32_t i = 0; i < context->header->word_slots; i++) {
        const struct image_word *word = &context->words[i];
        if (word->shape >= SHAPE_END || word->extends >= WORD_CLASS_END || word->introduces >= WORD_CLASS_END)
            return false;
        has_empty = has_empty || word->shape == SHAPE_NONE;
    }
    return has_empty;
}

static bool vocabulary_good(const struct automaton *automaton, uint64_t bytes_size) {
    const struct image_automaton *header = automaton->header;
    if (automaton->token_offsets[0] != 0) return false;
    for (uint64_t i = 0; i <= header->token_count; i++) {
        uint32_t begin = automaton->token_offsets[i];
        uint32_t end = automaton->token_offsets[i + 1];
        if (end < begin || end > bytes_size || end - begin > header->longest_token) return false;
    }
    return header->longest_token <= TOKEN_SIZE_MAX;
}

/* Levels follow one another, the first is the vocabulary, and none has more entries than states. */
static bool levels_good(const struct automaton *automaton) {
    const struct image_automaton *header = automaton->header;
    const struct image_level *levels = automaton->levels;
    if (levels[0].state != 0 || levels[0].output != 0 || levels[header->longest + 1].state != header->state_count)
        return false;
    if (header->longest == 0) return header->state_count == automaton->first_pair && header->output_count == 0;
    if (levels[1].state != 1 || levels[1].output != 0 || levels[2].state != automaton->first_pair) return false;
    for (uint32_t level = 1; level <= header->longest; level++) {
        const struct image_level *row = &levels[level];
        if (row[1].state <= row->state && level > 1) return false;
        if (row[1].output < row->output || row[1].output - row->output > row[1].state - row->state) return false;
    }
    return levels[header->longest + 1].output == header->output_count;
}

/* Parents are a level up, failure links lead to lower levels, and an entry is never longer than what was read. */
static bool states_good(const struct automaton *automaton) {
    for (uint32_t level = 2; level <= automaton->header->longest; level++) {
        uint32_t above = automaton->levels[level - 1].state;
        uint32_t first = automaton->levels[level].state;
        for (uint32_t state = first; state < automaton->levels[level + 1].state; state++) {
            struct image_state record = automaton_state(automaton, state);
            uint32_t token = state_token(record);
            uint32_t parent = state_parent(record);
            uint32_t output = state_output(record);
            if (token == 0 || token >= automaton->first_pair || parent < above || parent >= first) return false;
            if (state_fail(record) >= first) return false;
            bool own = automaton_is_output(automaton, state, level);
            if (output == 0 ? own : own != (output == state)) return false;
            if (output && !own &&
                (output >= first || !automaton_is_output(automaton, output, automaton_level(automaton, output))))
                return false;
        }
    }
    return true;
}

/* Steps lead to states, those to level 1 to entries of one token only. */
static bool steps_good(const struct automaton *automaton) {
    bool has_empty = false; /* or a probe would not end */
    for (uint32_t i = 0; i < automaton->header->step_count; i++) {
        uint32_t state = (uint32_t)(automaton->steps[i] & STATE_MASK);
        if (automaton->steps[i] == 0) has_empty = true;
        if (state >= automaton->header->state_count) return false;
        bool alone = state && state < automaton->first_pair;
        if (alone && (automaton->header->longest == 0 || !automaton_is_output(automaton, state, 1))) return false;
    }
    return has_empty;
}

static bool outputs_good(const struct automaton *automaton, uint32_t entry_count) {
    if (!automaton->outputs) return automaton->header->output_count <= entry_count;
    for (uint32_t i = 0; i < automaton->header->output_count; i++)
        if (automaton->outputs[i] >= entry_count) return false;
    return true;
}

bool verify_content(const gaz_model *model, const struct sections *sections) {
    if (!types_good(model, sections->size[TOKENS_MODEL][SECTION_TYPE_NAMES]) || !points_good(model) ||
        !context_good(model))
        return false;
    for (int i = TOKENS_CORPUS; i < TOKENS_END; i++) {
        const struct automaton *automaton = &model->automata[i];
        if (!automaton->header) continue;
        if (!vocabulary_good(automaton, sections->size[i][SECTION_TOKEN_BYTES]) || !levels_good(automaton) ||
            !states_good(automaton) || !steps_good(automaton) || !outputs_good(automaton, model->header->entry_count))
            return false;
    }
    return true;
}
