/* Candidates for names, their counts and their winners, compared with what a few obvious lines find. */
#include "sample.h"

#include <math.h>

#include "learn/name_counts.h"
#include "learn/name_evidence.h"
#include "learn/name_model.h"
#include "learn/name_rows.h"
#include "oracle.h"
#include "suggest/name_table.h"

enum { TOKENS_MAX = 40, ROUNDS = 300 };

static const enum shape shapes_used[] = {SHAPE_LOWER, SHAPE_CAPITALIZED, SHAPE_DIGITS, SHAPE_PUNCTUATION + 12,
                                         SHAPE_CASELESS};

static enum shape random_shape(uint64_t *random) {
    return shapes_used[oracle_below(random, sizeof shapes_used / sizeof *shapes_used)];
}

/* ---- Candidates ---- */

/* The number + 1 of the sequence that tokens [begin, end) have; 0: none. */
static size_t sequence_of(const struct growth *growth, const struct name_token *tokens, uint32_t begin, uint32_t end) {
    struct growth_shapes collapsed = {.count = 0};
    for (uint32_t i = begin; i < end; i++)
        if (!name_shapes_append(&collapsed, (enum shape)tokens[i].shape)) return 0;
    for (size_t i = 0; i < growth->shape_count; i++)
        if (growth->shapes[i].count == collapsed.count &&
            memcmp(growth->shapes[i].items, collapsed.items, collapsed.count) == 0)
            return i + 1;
    return 0;
}

static bool is_plain(const struct growth *growth, size_t number) {
    for (unsigned i = 0; i < growth->shapes[number].count; i++)
        if (growth->shapes[number].items[i] == SHAPE_CAPITALIZED || growth->shapes[number].items[i] == SHAPE_CASELESS)
            return false;
    return true;
}

static bool has_likely(const struct name_token *tokens, uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; i++)
        if (tokens[i].likely) return true;
    return false;
}

/* Whether a run of one script goes on from token - 1 to token. */
static bool is_inside(const struct name_token *tokens, uint32_t count, uint32_t token) {
    return token > 0 && token < count && tokens[token].script && tokens[token].script == tokens[token - 1].script;
}

/* How many words tokens [begin, end) are, of which runs of one script are one. */
static uint32_t count_words(const struct name_token *tokens, uint32_t begin, uint32_t end) {
    uint32_t words = 0;
    for (uint32_t i = begin; i < end; i++) words += i == begin || !is_inside(tokens, end, i);
    return words;
}

static void add_random_shapes(struct growth *growth, uint64_t *random) {
    for (size_t count = 1 + oracle_below(random, 12); growth->shape_count < count;) {
        struct growth_shapes made = {.count = 0};
        for (size_t left = 1 + oracle_below(random, 4); left; left--) name_shapes_append(&made, random_shape(random));
        bool known = false;
        for (size_t i = 0; i < growth->shape_count; i++)
            known = known || (growth->shapes[i].count == made.count &&
                              memcmp(growth->shapes[i].items, made.items, made.count) == 0);
        if (known)
            count--;
        else
            assert_true(growth_add_shapes(growth, &made));
    }
}

static void candidates_are_all_runs_with_shapes_of_names(void **state) {
    (void)state;
    uint64_t random = seed;
    for (int round = 0; round < ROUNDS; round++) {
        struct growth growth = {.shape_count = 0};
        struct name_shapes shapes = {0};
        struct name_token tokens[TOKENS_MAX] = {{0}};
        uint32_t count = (uint32_t)oracle_below(&random, TOKENS_MAX);
        add_random_shapes(&growth, &random);
        assert_true(name_shapes_make(&shapes, &growth));
        for (uint32_t i = 0; i < count; i++) {
            tokens[i].shape = (uint8_t)random_shape(&random);
            tokens[i].likely = oracle_below(&random, 4) == 0;
            if (tokens[i].shape == SHAPE_CASELESS) tokens[i].script = (uint8_t)oracle_below(&random, 3);
        }
        const struct name_sentence sentence = {.tokens = tokens, .count = count};
        struct name_finder finder = {.sentence = &sentence, .shapes = &shapes};
        struct name_candidate found;
        for (uint32_t begin = 0; begin < count; begin++)
            for (uint32_t end = begin + 1; end <= count && end - begin <= NAME_TOKENS_MAX; end++) {
                if (count_words(tokens, begin, end) > GROWTH_TOKENS_MAX) break;
                if (is_inside(tokens, count, begin) || is_inside(tokens, count, end)) continue;
                size_t number = sequence_of(&growth, tokens, begin, end);
                if (!number || (is_plain(&growth, number - 1) && !has_likely(tokens, begin, end))) continue;
                assert_true(name_finder_next(&found, &finder));
                assert_int_equal(found.begin, begin);
                assert_int_equal(found.end, end);
                assert_int_equal(found.shapes, number - 1);
            }
        assert_false(name_finder_next(&found, &finder));
        name_shapes_free(&shapes);
        free(growth.shapes);
    }
}

/* ---- Winners ---- */

static bool overlap(const struct name_hit *left, const struct name_hit *right) {
    return left->begin < right->end && right->begin < left->end;
}

/* Takes the best that is left, again and again. */
static void choose_slowly(struct name_hit *hits, size_t count) {
    bool gone[TOKENS_MAX] = {false};
    for (;;) {
        size_t best = count;
        for (size_t i = 0; i < count; i++)
            if (!gone[i] && (best == count || hits[i].probability > hits[best].probability)) best = i;
        if (best == count || hits[best].probability < NAME_WIN_LEAST) return;
        hits[best].won = true;
        for (size_t i = 0; i < count; i++) gone[i] = gone[i] || overlap(&hits[i], &hits[best]);
    }
}

static void the_best_of_those_that_overlap_win(void **state) {
    (void)state;
    uint64_t random = seed + 1;
    for (int round = 0; round < ROUNDS; round++) {
        struct name_hit hits[TOKENS_MAX];
        struct name_hit expected[TOKENS_MAX];
        uint32_t order[TOKENS_MAX];
        size_t count = 0;
        for (uint32_t begin = 0; begin < 30 && count + GROWTH_TOKENS_MAX < TOKENS_MAX; begin++)
            for (uint32_t size = 1; size <= GROWTH_TOKENS_MAX; size++) {
                float probability = (float)oracle_below(&random, 40) / 40;
                if (oracle_below(&random, 5)) continue;
                hits[count++] = (struct name_hit){.begin = begin, .end = begin + size, .probability = probability};
            }
        memcpy(expected, hits, sizeof hits);
        name_hits_choose(hits, order, count);
        choose_slowly(expected, count);
        for (size_t i = 0; i < count; i++) assert_int_equal(hits[i].won, expected[i].won);
    }
}

/* ---- Surfaces ---- */

/* Of too many surfaces the likely ones stay, with all that was added. */
static void a_table_forgets_the_least_likely(void **state) {
    (void)state;
    uint64_t random = seed + 3;
    static const float shares[2] = {0.75F, 0.25F};
    struct name_table table = {.type_count = 2, .most = 64};
    for (int i = 0; i < 3000; i++) {
        char surface[16];
        bool likely = i % 100 == 0;
        const struct name_hit hit = {.probability = likely ? 0.9F : (float)oracle_below(&random, 50) / 100,
                                     .won = likely};
        int size = snprintf(surface, sizeof surface, likely ? "likely %d" : "%d", likely ? i / 100 % 10 : i);
        assert_int_equal(name_table_add(&table, surface, (size_t)size, &hit, shares, "x", 1, NULL), GAZ_OK);
        assert_true(table.strings.count <= 64);
    }
    for (int i = 0; i < 10; i++) {
        char surface[16];
        uint32_t number;
        int size = snprintf(surface, sizeof surface, "likely %d", i);
        assert_true(strings_find(&number, &table.strings, surface, (size_t)size));
        assert_int_equal(table.items[number].evidence.count, 3);
        assert_int_equal(table.items[number].evidence.won, 3);
        assert_true(fabsf(table.types[2 * number] - 3 * 0.9F * 0.75F) < 1e-4F);
        assert_int_equal(table.items[number].examples.size, strlen("x | x | x"));
    }
    name_table_free(&table);
}

/* ---- Numbers of features ---- */

static void a_map_gives_each_feature_one_number(void **state) {
    (void)state;
    uint64_t random = seed + 2;
    struct feature_map map = {0};
    uint64_t features[2000];
    for (uint32_t i = 0; i < 2000; i++) {
        features[i] = (uint64_t)oracle_below(&random, 40) << 48 | oracle_below(&random, 1000);
        uint32_t number = feature_map_add(&map, features[i]);
        uint32_t first = 0;
        while (features[first] != features[i]) first++;
        assert_true(number > 0);
        if (first < i)
            assert_int_equal(number, feature_map_find(&map, features[first]));
        else
            assert_int_equal(number, map.count);
    }
    assert_int_equal(feature_map_find(&map, UINT64_MAX), 0);
    feature_map_free(&map);
}

/* ---- Classes ---- */

static void classes_rise_with_shares_and_counts(void **state) {
    (void)state;
    assert_int_equal(share_class(0, 0), SHARE_UNKNOWN);
    for (uint32_t all = 1; all < 200; all++) {
        unsigned before = share_class(0, all);
        assert_int_equal(share_step(before), 0);
        for (uint32_t part = 1; part <= all; part++) {
            unsigned class = share_class(part, all);
            assert_true(class >= before && class < SHARE_UNKNOWN);
            before = class;
        }
        assert_int_equal(share_step(before), 5);
        assert_true(name_count_class(all) >= name_count_class(all - 1));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(candidates_are_all_runs_with_shapes_of_names),
        cmocka_unit_test(the_best_of_those_that_overlap_win),
        cmocka_unit_test(a_table_forgets_the_least_likely),
        cmocka_unit_test(a_map_gives_each_feature_one_number),
        cmocka_unit_test(classes_rise_with_shares_and_counts),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
