#include "suggest/name_search.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/math.h"
#include "lexicon/surface.h"
#include "scan/excerpt.h"

gaz_status name_search_make(struct name_search *search, const gaz_input_options *input, gaz_error *error) {
    const gaz_model *model = search->known->model;
    gaz_match_options match;
    gaz_match_options_init(&match);
    const struct scanner_options options = scanner_options_of(input, &match);
    gaz_status status = scanner_new(&search->scanner, model, &options, error);
    uint32_t types = model->header->type_count;
    search->tagger.rows = input->format == GAZ_FORMAT_CONLL;
    search->types = malloc(((size_t)types + 1) * sizeof *search->types);
    if (!search->types) return error_memory(error);
    for (uint32_t i = 0; i < types; i++) {
        const char *name = gaz_model_type(model, i);
        search->types[i] = *name == '-' ? UINT16_MAX : (uint32_t)strtoul(name, NULL, 10);
    }
    return status;
}

void name_search_free(struct name_search *search) {
    scanner_free(search->scanner);
    document_tagger_free(&search->tagger);
    free(search->types);
    free(search->tokens);
    free(search->spans);
    buffer_free(&search->room);
    buffer_free(&search->key);
    free(search->order);
    free(search->items);
    free(search->item_types);
    buffer_free(&search->bytes);
}

void name_search_clear(struct name_search *search) {
    search->count = 0;
    search->bytes.size = 0;
}

/* A sentence of the document. */
struct sentence_place {
    const gaz_document *document;
    uint64_t begin; /* its tokens */
    uint64_t end;
};

static struct field token_of(const struct sentence_place *place, uint32_t number) {
    const struct document_token *token = &place->document->tokens[place->begin + number];
    return (struct field){place->document->text + token->begin, token->end - token->begin};
}

/* Puts the candidate's tokens into search->key. False: out of memory. */
static bool make_key(struct name_search *search, const struct sentence_place *place,
                     const struct name_candidate *candidate) {
    search->key.size = 0;
    for (uint32_t i = candidate->begin; i < candidate->end; i++) {
        struct field token = token_of(place, i);
        if (!surface_add_token(&search->key, token.bytes, token.size)) return false;
    }
    return true;
}

/* How often the corpus has it as no name. */
static uint32_t seen_count(const struct name_search *search) {
    const struct known *known = search->known;
    uint32_t number;
    return strings_find(&number, &known->seen, search->key.bytes, search->key.size) ? known->seen_counts[number] : 0;
}

/* Adds a candidate if it is likely enough. False: out of memory. */
static bool add_candidate(struct name_search *search, const struct sentence_place *place,
                          const struct name_sentence *sentence, const struct name_candidate *candidate) {
    const struct growth *growth = search->names->growth;
    uint64_t features[NAME_FEATURES_MAX];
    uint64_t seen[NAME_FEATURES_SEEN];
    uint32_t numbers[NAME_FEATURES_MAX + NAME_FEATURES_SEEN];
    uint32_t own = name_features(features, sentence, candidate);
    own = name_model_numbers(numbers, search->names, features, own);
    name_features_seen(seen, candidate->shapes, 0);
    uint32_t count = own + name_model_numbers(numbers + own, search->names, seen, NAME_FEATURES_SEEN);
    float probability = math_probabilityf(name_model_log_odds(growth, numbers, count));
    if (probability < NAME_HIT_LEAST) return true; /* what is seen is less likely still */
    if (!make_key(search, place, candidate)) return false;
    if (strings_have(&search->known->surfaces, search->key.bytes, search->key.size)) return true;
    uint32_t times = seen_count(search);
    if (times) {
        name_features_seen(seen, candidate->shapes, times);
        count = own + name_model_numbers(numbers + own, search->names, seen, NAME_FEATURES_SEEN);
        probability = math_probabilityf(name_model_log_odds(growth, numbers, count));
        if (probability < NAME_HIT_LEAST) return true;
    }
    uint32_t types = growth->types.count;
    if (!array_reserve(&search->items, &search->capacity, search->count + 1, sizeof *search->items) ||
        !array_reserve(&search->item_types, &search->type_capacity, (search->count + 1) * types,
                       sizeof *search->item_types))
        return false;
    name_model_types(search->item_types + search->count * types, growth, numbers, count);
    search->items[search->count++] =
        (struct found){.hit = {.begin = candidate->begin, .end = candidate->end, .probability = probability}};
    return true;
}

/* Writes the surfaces and examples of a sentence's occurrences, after their winners are known. */
static bool describe(struct name_search *search, const struct sentence_place *place, size_t from) {
    struct buffer *bytes = &search->bytes;
    for (size_t i = from; i < search->count; i++) {
        struct found *found = &search->items[i];
        uint64_t begin = place->begin + found->hit.begin;
        uint64_t end = place->begin + found->hit.end;
        found->surface = bytes->size;
        search->key.size = 0;
        if (!excerpt_add_surface(&search->key, place->document, begin, end) ||
            !buffer_add(bytes, search->key.bytes, search->key.size))
            return false;
        found->surface_size = (uint32_t)search->key.size;
        if (found->hit.won && !excerpt_add_example(bytes, place->document, begin, end, place->begin, place->end))
            return false;
        found->example_size = (uint32_t)(bytes->size - found->surface - search->key.size);
    }
    return true;
}

static bool choose(struct name_search *search, size_t from) {
    size_t count = search->count - from;
    struct name_hit *hits = malloc((count + 1) * sizeof *hits);
    bool good = hits && array_reserve(&search->order, &search->order_capacity, count + 1, sizeof *search->order);
    for (size_t i = 0; i < count && good; i++) hits[i] = search->items[from + i].hit;
    if (good) name_hits_choose(hits, search->order, count);
    for (size_t i = 0; i < count && good; i++) search->items[from + i].hit = hits[i];
    free(hits);
    return good;
}

static bool add_sentence(struct name_search *search, const struct sentence_place *place, size_t *span) {
    uint32_t count = (uint32_t)(place->end - place->begin);
    size_t spans = 0;
    bool good = array_reserve(&search->tokens, &search->token_capacity, count, sizeof *search->tokens);
    for (uint32_t i = 0; i < count && good; i++) {
        struct field token = token_of(place, i);
        good = name_words_token(&search->tokens[i], &search->names->words, &search->room, token.bytes, token.size);
    }
    for (; good && *span < place->document->span_count; ++*span, spans++) {
        const struct document_span *from = &place->document->spans[*span];
        if (from->token_begin >= place->end) break;
        good = array_reserve(&search->spans, &search->span_capacity, spans + 1, sizeof *search->spans);
        if (good)
            search->spans[spans] =
                (struct name_span){(uint32_t)(from->token_begin - place->begin),
                                   (uint32_t)(from->token_end - place->begin), search->types[from->type]};
    }
    const struct name_sentence sentence = {search->tokens, count, search->spans, spans};
    struct name_finder walk = {.sentence = &sentence, .shapes = &search->names->shapes};
    struct name_candidate candidate;
    size_t from = search->count;
    while (good && name_finder_next(&candidate, &walk)) good = add_candidate(search, place, &sentence, &candidate);
    if (!good || search->count == from) return good;
    return choose(search, from) && describe(search, place, from);
}

gaz_status name_search_add(struct name_search *search, const struct text *text, const struct rows *rows,
                           const char *name, gaz_error *error) {
    scanner_lay_out(search->scanner, rows);
    if (search->tagger.rows) search->tagger.document.made.size = 0;
    bool good = document_tagger_tag(&search->tagger, search->scanner, text->bytes, text->size);
    gaz_status status = good ? scanner_check(search->scanner, name, text->line, error) : error_memory(error);
    struct sentence_place place = {.document = &search->tagger.document};
    size_t span = 0;
    for (size_t i = 0; i < place.document->sentence_count && status == GAZ_OK; i++) {
        place.begin = place.end;
        place.end = place.document->sentence_ends[i];
        if (!add_sentence(search, &place, &span)) status = error_memory(error);
    }
    return status;
}
