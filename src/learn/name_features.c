#include "learn/name_features.h"

/* Whether a run of one script without spaces goes on from the token before to this one. */
static bool is_inside_run(const struct name_sentence *sentence, uint32_t token) {
    return token > 0 && token < sentence->count && sentence->tokens[token].script &&
           sentence->tokens[token].script == sentence->tokens[token - 1].script;
}

bool name_finder_next(struct name_candidate *candidate, struct name_finder *finder) {
    const struct name_sentence *sentence = finder->sentence;
    while (finder->begin < sentence->count) {
        const struct name_token *token = &sentence->tokens[finder->end];
        if (finder->end < sentence->count && !is_inside_run(sentence, finder->begin) &&
            name_walk_next(&finder->walk, finder->shapes, (enum shape)token->shape, token->script)) {
            finder->likely = finder->likely || token->likely;
            finder->end++;
            uint32_t number = finder->shapes->nodes[finder->walk.node].number;
            bool usual = number && finder->shapes->plain[number - 1] && !finder->likely;
            if (!number || usual || is_inside_run(sentence, finder->end)) continue;
            *candidate = (struct name_candidate){finder->begin, finder->end, number - 1, finder->span};
            return true;
        }
        finder->end = ++finder->begin;
        finder->likely = false;
        finder->walk = (struct name_walk){0};
        while (finder->span < sentence->span_count && sentence->spans[finder->span].end + 2 < finder->begin)
            finder->span++;
    }
    return false;
}

/* ---- Features ---- */

enum row {
    BIAS,
    SHAPES, /* of the candidate; where others follow, with them */
    SIZE,
    SHAPES_SIZE,
    LEFT_SHAPE,
    RIGHT_SHAPE,
    LEFT_SHAPE_SHAPES,
    RIGHT_SHAPE_SHAPES,
    BOTH_SHAPES,
    FIRST, /* share of the first word */
    LAST,
    FIRST_LAST_SHAPES,
    LEAST_INSIDE, /* of all words, with their number */
    MOST_INSIDE,
    UNKNOWN,
    ENDING,
    LEFT_PART, /* how often the neighbour is a part of names */
    RIGHT_PART,
    LEFT_BESIDE, /* or stands beside one */
    RIGHT_BESIDE,
    SEEN, /* in the corpus, as no name */
    SEEN_SHAPES,
    LOWER,
    LOWER_FIRST,
    HAS, /* an entry at the front, at the end, or in the middle */
    HAS_TYPE,
    CROSSES,
    AFTER_ENTRY,
    BEFORE_ENTRY,
    LISTED_AFTER, /* an entry and a comma */
    LISTED_AFTER_TYPE,
    LISTED_BEFORE,
    LISTED_BEFORE_TYPE,
    BEGINS,
    CAPITALS,
    FIRST_WORD,
    LAST_WORD,
    LEFT_WORD,
    RIGHT_WORD,
    PREFIX, /* of the first word */
    SUFFIX, /* of the last */
    ROW_END
};

struct writer {
    uint64_t *features;
    uint32_t count;
};

static void put(struct writer *writer, enum row row, uint64_t a, uint64_t b, uint64_t c) {
    if (writer->count < NAME_FEATURES_MAX)
        writer->features[writer->count++] = (uint64_t)row << 48 | a | b << 16 | c << 32;
}

/* A number of 32 bits. */
static void put_number(struct writer *writer, enum row row, uint32_t number) {
    put(writer, row, number & 0xFFFF, number >> 16, 0);
}

static uint32_t at_most(uint32_t number, uint32_t most) {
    return number < most ? number : most;
}

static void put_shapes(struct writer *writer, const struct name_token *left, const struct name_token *right,
                       uint32_t shapes, uint32_t size) {
    put(writer, SHAPES, shapes, 0, 0);
    put(writer, SIZE, size, 0, 0);
    put(writer, SHAPES_SIZE, shapes, at_most(size, 4), 0);
    put(writer, LEFT_SHAPE, left->shape, 0, 0);
    put(writer, RIGHT_SHAPE, right->shape, 0, 0);
    put(writer, LEFT_SHAPE_SHAPES, left->shape, shapes, 0);
    put(writer, RIGHT_SHAPE_SHAPES, right->shape, shapes, 0);
    put(writer, BOTH_SHAPES, shape_plain((enum shape)left->shape), shape_plain((enum shape)right->shape), 0);
}

static void put_words(struct writer *writer, const struct name_token *words, uint32_t shapes, uint32_t size) {
    const struct name_token *last = &words[size - 1];
    uint32_t unknown = 0;
    uint32_t least = SHARE_UNKNOWN;
    uint32_t most = 0;
    for (uint32_t i = 0; i < size; i++) {
        unknown += words[i].inside == SHARE_UNKNOWN;
        if (words[i].inside < least) least = words[i].inside;
        if (words[i].inside > most) most = words[i].inside;
    }
    put(writer, FIRST, words->first, 0, 0);
    put(writer, LAST, last->last, 0, 0);
    put(writer, FIRST_LAST_SHAPES, share_step(words->first), share_step(last->last), shapes);
    put(writer, LEAST_INSIDE, least, at_most(size, 3), 0);
    put(writer, MOST_INSIDE, most, at_most(size, 3), 0);
    put(writer, UNKNOWN, unknown, at_most(size, 3), 0);
    if (last->inside == SHARE_UNKNOWN) put(writer, ENDING, last->ending, 0, 0);
}

static void put_neighbours(struct writer *writer, const struct name_token *left, const struct name_token *right) {
    put(writer, LEFT_PART, left->first, left->inside, 0);
    put(writer, RIGHT_PART, right->last, right->inside, 0);
    put(writer, LEFT_BESIDE, left->before, 0, 0);
    put(writer, RIGHT_BESIDE, right->after, 0, 0);
}

/* What an entry near the candidate says. */
static void put_span(struct writer *writer, const struct name_sentence *sentence, const struct name_span *span,
                     uint32_t begin, uint32_t end) {
    const struct name_token *tokens = sentence->tokens;
    if (begin <= span->begin && span->end <= end) {
        unsigned where = span->begin == begin ? 0 : span->end == end ? 1 : 2;
        put(writer, HAS, where, 0, 0);
        put(writer, HAS_TYPE, where, span->type, 0);
    } else if (span->begin < end && begin < span->end) {
        put(writer, CROSSES, 0, 0, 0);
    } else if (span->end == begin) {
        put(writer, AFTER_ENTRY, 0, 0, 0);
    } else if (span->begin == end) {
        put(writer, BEFORE_ENTRY, 0, 0, 0);
    } else if (span->end + 1 == begin && tokens[begin - 1].kind != KIND_OTHER) {
        put(writer, LISTED_AFTER, 0, 0, 0);
        put(writer, LISTED_AFTER_TYPE, span->type, 0, 0);
    } else if (span->begin == end + 1 && tokens[end].kind != KIND_OTHER) {
        put(writer, LISTED_BEFORE, 0, 0, 0);
        put(writer, LISTED_BEFORE_TYPE, span->type, 0, 0);
    } else if (span->end + 2 == begin && tokens[begin - 1].kind == KIND_AND) {
        put(writer, LISTED_AFTER, 0, 0, 0);
    }
}

/* Whether the sentence has nothing in lower case around a token: a heading. */
static bool is_heading(const struct name_sentence *sentence) {
    enum { LOOKED_AT = 64 };
    for (uint32_t i = 0; i < sentence->count && i < LOOKED_AT; i++) {
        enum shape shape = shape_plain((enum shape)sentence->tokens[i].shape);
        if (shape != SHAPE_CAPITALS && shape != SHAPE_DIGITS && shape != SHAPE_SYMBOLS) return false;
    }
    return true;
}

uint32_t name_features(uint64_t features[NAME_FEATURES_MAX], const struct name_sentence *sentence,
                       const struct name_candidate *candidate) {
    static const struct name_token none = {.first = SHARE_UNKNOWN,
                                           .last = SHARE_UNKNOWN,
                                           .inside = SHARE_UNKNOWN,
                                           .before = SHARE_UNKNOWN,
                                           .after = SHARE_UNKNOWN,
                                           .ending = SHARE_UNKNOWN};
    uint32_t begin = candidate->begin;
    uint32_t end = candidate->end;
    const struct name_token *words = sentence->tokens + begin;
    const struct name_token *left = begin ? words - 1 : &none;
    const struct name_token *right = end < sentence->count ? sentence->tokens + end : &none;
    struct writer writer = {.features = features};
    put(&writer, BIAS, 0, 0, 0);
    put_shapes(&writer, left, right, candidate->shapes, end - begin);
    put_words(&writer, words, candidate->shapes, end - begin);
    put_neighbours(&writer, left, right);
    put_number(&writer, FIRST_WORD, words->word);
    put_number(&writer, LAST_WORD, words[end - begin - 1].word);
    put_number(&writer, LEFT_WORD, left->word);
    put_number(&writer, RIGHT_WORD, right->word);
    put_number(&writer, PREFIX, words->prefix);
    put_number(&writer, SUFFIX, words[end - begin - 1].suffix);
    if (end - begin == 1 && words->shape != SHAPE_LOWER) put(&writer, LOWER, words->lower, 0, 0);
    if (end - begin == 1 && words->shape != SHAPE_LOWER && begin == 0)
        put(&writer, LOWER_FIRST, at_most(words->lower, 3), 0, 0);
    for (size_t i = candidate->span; i < sentence->span_count && sentence->spans[i].begin <= end + 1; i++)
        put_span(&writer, sentence, &sentence->spans[i], begin, end);
    put(&writer, BEGINS, begin == 0, 0, 0);
    if (is_heading(sentence)) put(&writer, CAPITALS, candidate->shapes, 0, 0);
    return writer.count;
}

void name_features_seen(uint64_t features[NAME_FEATURES_SEEN], uint32_t shapes, uint32_t count) {
    struct writer writer = {.features = features};
    put(&writer, SEEN, name_count_class(count), 0, 0);
    put(&writer, SEEN_SHAPES, name_count_class(count), shapes, 0);
}
