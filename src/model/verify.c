#include "model/verify.h"

#include <math.h>

#include "base/bytes.h"
#include "base/controls.h"
#include "model/context.h"
#include "text/cut.h"
#include "text/units.h"

static bool is_power_of_two(uint32_t number) {
    return number && (number & (number - 1)) == 0;
}

static bool filter_good(const struct filter *filter, uint32_t words, uint64_t size) {
    if (!filter->words) return words == 0 && size == 0;
    return is_power_of_two(words) && words >= FILTER_WORDS_MIN && words <= FILTER_WORDS_MAX &&
           size == (uint64_t)words * sizeof *filter->words;
}

static bool sizes_good(const struct automaton *automaton, const uint64_t *sizes) {
    if (!automaton->header) { /* then nothing else of it may be there */
        for (int kind = 0; kind < SECTION_KIND_END; kind++)
            if (sizes[kind]) return false;
        return true;
    }
    if (sizes[SECTION_AUTOMATON] != sizeof *automaton->header) return false;
    const struct image_automaton *header = automaton->header;
    for (int i = 0; i < FILTER_END; i++)
        if (!filter_good(&automaton->filters[i], header->filter_words[i], sizes[SECTION_FILTER_ONES + i])) return false;
    for (int i = 0; i < DIGITS_SIDES; i++)
        if (sizes[SECTION_DIGITS_BEFORE + i] != (automaton->beside_digits[i] ? sizeof(struct digits_table) : 0))
            return false;
    if (!header->filter_words[FILTER_PAIRS] != !header->filter_words[FILTER_ENDS]) return false; /* asked in turn */
    uint64_t outputs = (uint64_t)header->output_count * sizeof *automaton->outputs;
    return header->token_count <= TOKEN_LIMIT && header->record_count <= RECORD_LIMIT &&
           header->deep_slots <= DEEP_LIMIT && header->output_count <= OUTPUT_LIMIT && header->longest <= UINT16_MAX &&
           header->line_count > 0 && header->group_count > 0 && header->record_count / 4 >= header->line_count &&
           automaton->tokens &&
           sizes[SECTION_TOKENS] == ((uint64_t)header->token_count + 1) * sizeof *automaton->tokens &&
           automaton->token_bytes && automaton->records &&
           sizes[SECTION_RECORDS] == (uint64_t)header->record_count * sizeof *automaton->records &&
           automaton->homes.displacements && sizes[SECTION_DISPLACEMENTS] == header->group_count &&
           sizes[SECTION_DEEP] == (uint64_t)header->deep_slots * sizeof *automaton->deep &&
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

/* What must be there with each other, is. */
static bool known_sizes(const gaz_model *model, const uint64_t *sizes) {
    const struct senses_known *known = &model->known;
    const struct image_header *header = model->header;
    uint64_t entries = header->entry_count;
    uint64_t concepts = header->concept_count;
    bool has_concepts = known->concepts != NULL;
    bool has_surfaces = known->surface_offsets != NULL;
    if (!has_concepts != !known->concept_offsets || !has_concepts != !known->concept_bytes) return false;
    if (!has_surfaces != !known->surface_bytes || !has_concepts != (concepts == 0)) return false;
    if ((header->entry_flags & (ENTRY_EXACT_CASE | ENTRY_MASKED)) && !has_surfaces) return false;
    return sizes[SECTION_CONCEPTS] == (has_concepts ? entries * sizeof *known->concepts : 0) &&
           sizes[SECTION_CONCEPT_OFFSETS] == (has_concepts ? (concepts + 1) * sizeof *known->concept_offsets : 0) &&
           sizes[SECTION_SURFACE_OFFSETS] == (has_surfaces ? (entries + 1) * sizeof *known->surface_offsets : 0);
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
    for (int kind = SECTION_DIGITS_BEFORE; kind < SECTION_KIND_END; kind++)
        if (own[kind]) return false;
    if (!context_sizes(model, own) || !known_sizes(model, own)) return false;
    for (int tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++) {
        const uint64_t *sizes = sections->size[tokenization];
        if (sizes[SECTION_TYPE_OFFSETS] || sizes[SECTION_TYPE_NAMES] || sizes[SECTION_ENTRIES]) return false;
        for (int kind = SECTION_POINTS; kind < SECTION_DIGITS_BEFORE; kind++)
            if (sizes[kind]) return false;
        if (!sizes_good(&model->automata[tokenization], sizes)) return false;
    }
    for (uint32_t plain = TOKENS_CORPUS; plain <= TOKENS_WORDS; plain++)
        if (model->automata[tokens_masked(plain)].header && !model->automata[plain].header) return false;
    return model->automata[TOKENS_CORPUS].header || model->automata[TOKENS_WORDS].header;
}

static bool is_share(float number) {
    return number >= 0 && number <= 1;
}

/* Whether names, each with a zero byte behind it, have a control character, which would end a row that shows them. */
static bool controls_in_names(const char *names, size_t size) {
    for (size_t at = 0; at < size; at++)
        if (names[at] && control_size(names + at, size - at)) return true;
    return false;
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
    bool good = !controls_in_names(model->type_names, end);
    uint32_t known = model->header->entry_flags & ENTRY_FLAGS;
    for (uint32_t i = 0; i < model->header->entry_count; i++) {
        struct image_entry entry = model->entries[i];
        uint32_t type = entry_type(entry);
        uint32_t flags = entry_flags(entry);
        good &= (type < count) & ((flags & ~known) == 0) & (entry.score >= 0) & (entry.score <= 1);
    }
    return good;
}

/* Concepts begin within their bytes, which end with a zero: so any text of them ends there too, at the latest. */
static bool concepts_good(const gaz_model *model, uint64_t size) {
    const struct senses_known *known = &model->known;
    uint32_t count = model->header->concept_count;
    if (!known->concepts) return true;
    bool good = known->concept_offsets[0] == 0 && known->concept_offsets[count] <= size;
    for (uint32_t i = 0; i < count; i++) good &= known->concept_offsets[i] < known->concept_offsets[i + 1];
    if (!good || (size && known->concept_bytes[size - 1] != 0)) return false;
    for (uint32_t i = 0; i < model->header->entry_count; i++) good &= known->concepts[i] <= count;
    return good && !controls_in_names(known->concept_bytes, known->concept_offsets[count]);
}

/* Whether the bytes are tokens, each behind its size. */
static bool is_surface(const char *bytes, size_t size) {
    size_t at = 0;
    while (at < size) {
        size_t token = 0;
        unsigned shift = 0;
        unsigned char byte;
        do {
            if (at == size || shift > 14) return false;
            byte = (unsigned char)bytes[at++];
            token |= (size_t)(byte & 0x7F) << shift;
            shift += 7;
        } while (byte > 0x7F);
        if (token == 0 || token > TOKEN_SIZE_MAX || token > size - at) return false;
        at += token;
    }
    return true;
}

/* Surfaces are there where the case must be exact. */
static bool surfaces_good(const gaz_model *model, uint64_t size) {
    const struct senses_known *known = &model->known;
    if (!known->surface_offsets) return true;
    if (known->surface_offsets[0] != 0) return false;
    for (uint32_t i = 0; i < model->header->entry_count; i++) {
        uint32_t begin = known->surface_offsets[i];
        uint32_t end = known->surface_offsets[i + 1];
        if (end < begin || end > size || !is_surface(known->surface_bytes + begin, end - begin)) return false;
        if (begin == end && (entry_flags(model->entries[i]) & ENTRY_EXACT_CASE)) return false;
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

/* Sums of such numbers are finite. */
static bool is_addend(float number) {
    return number >= -LOG_ODDS_MOST && number <= LOG_ODDS_MOST;
}

/* Weights are addends, an entry's log odds may be infinite, word classes exist, and a search in the words ends. */
static bool context_good(const gaz_model *model) {
    const struct context *context = &model->context;
    if (!context->header) return true;
    if (!is_share(context->header->threshold)) return false;
    uint64_t weights = context_weight_count(model->header->type_count);
    for (uint64_t i = 0; i < weights; i++)
        if (!is_addend(context->weights[i])) return false;
    for (uint32_t i = 0; i < model->header->entry_count; i++)
        if ((!is_addend(context->priors[i].log_odds) && !isinf(context->priors[i].log_odds)) ||
            context->priors[i].shapes >= SHAPES_END)
            return false;
    bool has_empty = false;
    for (uint32_t i = 0; i < context->header->word_slots; i++) {
        const struct image_word *word = &context->words[i];
        if (word->shape >= SHAPE_END || word->extends >= WORD_CLASS_END || word->introduces >= WORD_CLASS_END)
            return false;
        has_empty = has_empty || word->shape == SHAPE_NONE;
    }
    return has_empty;
}

/* Of what is no token no byte is looked at; one that is not far cannot be taken for a line end or a blank. */
static bool tokens_good(const struct automaton *automaton, uint64_t bytes_size) {
    static const struct image_token none = {{0}};
    const struct image_automaton *header = automaton->header;
    if (header->longest_token > TOKEN_SIZE_MAX) return false;
    if (memcmp(automaton->tokens, &none, sizeof none) != 0) return false;
    for (uint64_t i = 1; i <= header->token_count; i++) {
        const char *bytes = automaton->tokens[i].bytes;
        uint32_t size = (uint8_t)bytes[TOKEN_INLINE_MAX];
        if (size == TOKEN_FAR) {
            uint32_t offset;
            memcpy(&offset, bytes, sizeof offset);
            memcpy(&size, bytes + sizeof offset, sizeof size);
            if (size > bytes_size || offset > bytes_size - size) return false;
        } else if (size > TOKEN_INLINE_MAX || bytes_before_blank(bytes) < size) {
            return false;
        }
        if (size == 0 || size > header->longest_token) return false;
    }
    return true;
}

/* What a record or deep state may refer to. */
struct limits {
    uint32_t tokens;
    uint32_t outputs;
    uint32_t longest;
};

/* A record's tokens are there, those before the last ones too, and what leads nowhere has an output; or it is nothing.
 * Without branches, for which kind a record is cannot be foreseen. */
#if defined(__SSE2__)
static bool record_good(struct limits limits, const struct image_record *record) {
    /* by a record's words that are 0, with the first for the lowest bit */
    enum { ONE = 1 << 6, TWO = 1 << 4, THREE = 1 << 0 | 1 << 8 };
    uint32_t kinds = (limits.longest > 0 ? ONE : 0) | (limits.longest > 1 ? TWO : 0) | (limits.longest > 2 ? THREE : 0);
    const __m128i zero = _mm_setzero_si128();
    const __m128i parts = _mm_set_epi32(-1, RECORD_TOKEN, RECORD_TOKEN, RECORD_TOKEN);
    const __m128i most = _mm_set_epi32((int)limits.outputs, (int)limits.tokens, (int)limits.tokens, (int)limits.tokens);
    __m128i whole = _mm_loadu_si128((const __m128i *)record);
    __m128i words = _mm_and_si128(whole, parts);
    int over = _mm_movemask_ps(_mm_castsi128_ps(_mm_or_si128(_mm_cmpgt_epi32(words, most), words))); /* or negative */
    int zeros = _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(words, zero)));
    int nothing = _mm_movemask_epi8(_mm_cmpeq_epi32(whole, zero)) == 0xFFFF;
    return (over == 0) & ((kinds >> zeros & 1) | (uint32_t)nothing);
}
#else
static bool record_good(struct limits limits, const struct image_record *record) {
    uint32_t first = record->first & RECORD_TOKEN;
    uint32_t second = record->second & RECORD_TOKEN;
    uint32_t third = record->third & RECORD_TOKEN;
    uint32_t size = (uint32_t)(first != 0) + (second != 0) + (third != 0);
    bool nothing = (record->first | record->second | record->third | record->output) == 0;
    bool bounded = (first <= limits.tokens) & (second <= limits.tokens) & (third <= limits.tokens) &
                   (record->output <= limits.outputs) & (size <= limits.longest);
    bool filled = (first != 0) & ((second != 0) | (third == 0)) & ((third != 0) | (record->output != 0));
    return bounded & (filled | nothing);
}
#endif

/* A record that several keys share leads to ordinary ones behind the lines. */
static bool shared_good(const struct image_automaton *header, uint32_t number, const struct image_record *record) {
    uint32_t in_lines = 4 * header->line_count;
    uint32_t slots = record->first & RECORD_TOKEN;
    return number < in_lines && is_power_of_two(slots) && slots <= header->record_count && record->output >= in_lines &&
           record->output <= header->record_count - slots;
}

static bool records_good(const struct automaton *automaton) {
    const struct image_automaton *header = automaton->header;
    const struct limits limits = {header->token_count, header->output_count, header->longest};
    for (uint32_t i = 0; i < header->record_count; i++) {
        const struct image_record *record = &automaton->records[i];
        if (!(record_is_shared(record) ? shared_good(header, i, record) : record_good(limits, record))) return false;
    }
    return true;
}

/* The tokens of a state of three or more; 0: it is none. */
static uint32_t state_depth(const struct automaton *automaton, uint32_t state) {
    const struct image_automaton *header = automaton->header;
    if (state & STATE_DEEP)
        return (state & ~STATE_DEEP) < header->deep_slots ? automaton->deep[state & ~STATE_DEEP].depth : 0;
    if (state >= header->record_count || record_is_shared(&automaton->records[state])) return 0;
    return record_size(&automaton->records[state]) == 3 ? 3 : 0;
}

/* Where a state of three tokens or more is kept, in order to ask for it. */
static const void *state_place(const struct automaton *automaton, uint32_t state) {
    const struct image_automaton *header = automaton->header;
    uint32_t number = state & ~STATE_DEEP;
    if (state & STATE_DEEP) return &automaton->deep[number < header->deep_slots ? number : 0];
    return &automaton->records[number < header->record_count ? number : 0];
}

static bool links_good(const struct automaton *automaton, const struct image_deep *deep) {
    if (state_depth(automaton, deep->parent) + 1 != deep->depth) return false;
    if (deep->fail != STATE_NONE) {
        uint32_t depth = state_depth(automaton, deep->fail);
        if (depth == 0 || depth >= deep->depth) return false;
    }
    if (deep->shorter == 0) return true;
    if (deep->shorter > automaton->header->deep_slots) return false;
    const struct image_deep *shorter = &automaton->deep[deep->shorter - 1];
    return shorter->output != 0 && shorter->depth < deep->depth;
}

/* Parents have one token less and links lead to fewer tokens, so that every walk along them ends; and an empty slot
 * ends each search. */
static bool deep_good(const struct automaton *automaton) {
    enum { AHEAD = 24 };
    const struct image_automaton *header = automaton->header;
    bool has_empty = header->deep_slots == 0;
    for (uint32_t i = 0; i < header->deep_slots; i++) {
        const struct image_deep *deep = &automaton->deep[i];
        if (header->deep_slots - i > AHEAD) {
            __builtin_prefetch(state_place(automaton, deep[AHEAD].parent));
            if (deep[AHEAD].fail != STATE_NONE) __builtin_prefetch(state_place(automaton, deep[AHEAD].fail));
        }
        if (deep->token == 0) {
            has_empty = true;
            if (deep->depth || deep->output) return false;
            continue;
        }
        uint32_t token = deep->token & RECORD_TOKEN;
        if (token == 0 || token > header->token_count || deep->depth < 4 || deep->depth > header->longest ||
            deep->output > header->output_count || !links_good(automaton, deep))
            return false;
    }
    return has_empty;
}

/* Outputs have entries, and the last run ends. */
static bool outputs_good(const struct automaton *automaton, const gaz_model *model) {
    uint32_t count = automaton->header->output_count;
    uint32_t entries = model->header->entry_count;
    if (!automaton->outputs)
        return count <= entries && (count == 0 || !(entry_flags(model->entries[count - 1]) & ENTRY_MORE));
    for (uint32_t i = 0; i < count; i++)
        if ((automaton->outputs[i] & ~OUTPUT_MORE) >= entries) return false;
    return count == 0 || !(automaton->outputs[count - 1] & OUTPUT_MORE);
}

bool verify_content(const gaz_model *model, const struct sections *sections) {
    if (!types_good(model, sections->size[TOKENS_MODEL][SECTION_TYPE_NAMES]) || !points_good(model) ||
        !context_good(model) || !concepts_good(model, sections->size[TOKENS_MODEL][SECTION_CONCEPT_BYTES]) ||
        !surfaces_good(model, sections->size[TOKENS_MODEL][SECTION_SURFACE_BYTES]))
        return false;
    for (int i = TOKENS_CORPUS; i < TOKENS_END; i++) {
        const struct automaton *automaton = &model->automata[i];
        if (!automaton->header) continue;
        if (!tokens_good(automaton, sections->size[i][SECTION_TOKEN_BYTES]) || !records_good(automaton) ||
            !deep_good(automaton) || !outputs_good(automaton, model))
            return false;
    }
    return true;
}
