/* Matching compared with the oracle: exhaustively on small cases, at random, with forged collisions, with long entries.
 */
#include "match/matcher.h"
#include "oracle.h"
#include "tag/scanner.h"

enum { ENTRIES_MAX = 14, TOKENS_MAX = 64, FORGED_MAX = 4 };

static uint64_t seed;

struct dictionary {
    struct oracle_entry entries[ENTRIES_MAX];
    size_t count;
    gaz_token tokens[ENTRIES_MAX * 6];
    size_t token_count;
};

/* Adds an entry of the tokens of those numbers, unless it is there. */
static void add_entry(struct dictionary *dictionary, const gaz_token *alphabet, const size_t *numbers, size_t count) {
    gaz_token *tokens = dictionary->tokens + dictionary->token_count;
    for (size_t i = 0; i < count; i++) tokens[i] = alphabet[numbers[i]];
    for (size_t i = 0; i < dictionary->count; i++)
        if (dictionary->entries[i].count == count && oracle_begins(&dictionary->entries[i], tokens, count)) return;
    dictionary->entries[dictionary->count++] = (struct oracle_entry){tokens, count};
    dictionary->token_count += count;
}

/* Fails with all that is needed to see why if the matches differ. */
static void compare(const char *path, const struct oracle_entry *entries, size_t entry_count, const gaz_token *tokens,
                    size_t count, const struct oracle_match *expected, size_t expected_count,
                    const struct oracle_match *got, size_t got_count) {
    if (oracle_same_matches(expected, expected_count, got, got_count)) return;
    fprintf(stderr, "%s differs from the oracle, GAZ_TEST_SEED=%llu\n", path, (unsigned long long)seed);
    oracle_print_entries(entries, entry_count);
    oracle_print_tokens("text", tokens, count);
    oracle_print_difference(expected, expected_count, got, got_count);
    fail();
}

/* ---- Through the tagger, one sentence of given tokens ---- */

static size_t tag_tokens(struct oracle_match *matches, size_t room, gaz_tagger *tagger, const gaz_token *tokens,
                         size_t count) {
    gaz_error error;
    gaz_span span;
    size_t found = 0;
    oracle_check(gaz_tagger_tokens(tagger, tokens, count, &error), &error);
    while (gaz_tagger_next(&span, tagger)) {
        assert_true(found < room);
        matches[found++] = (struct oracle_match){span.begin, span.end, span.entry};
    }
    return found;
}

static void check_tagger(gaz_tagger *tagger, const struct dictionary *dictionary, const gaz_token *tokens, size_t count,
                         bool all) {
    struct oracle_match expected[TOKENS_MAX * ENTRIES_MAX];
    struct oracle_match got[TOKENS_MAX * ENTRIES_MAX];
    size_t expected_count = oracle_match(expected, dictionary->entries, dictionary->count, tokens, count, all);
    size_t got_count = tag_tokens(got, TOKENS_MAX * ENTRIES_MAX, tagger, tokens, count);
    compare(all ? "tagger, all" : "tagger", dictionary->entries, dictionary->count, tokens, count, expected,
            expected_count, got, got_count);
}

static void new_taggers(gaz_tagger **taggers, const gaz_model *model) {
    gaz_error error;
    for (int all = 0; all < 2; all++) {
        gaz_tagger_options options;
        gaz_tagger_options_init(&options);
        options.all = all;
        oracle_check(gaz_tagger_new(&taggers[all], model, &options, &error), &error);
    }
}

static void free_taggers(gaz_tagger **taggers) {
    for (int all = 0; all < 2; all++) gaz_tagger_free(taggers[all]);
}

/* ---- Everything small ---- */

/* The sequence of that number: sequences of 1, 2, 3 ... tokens of two. Returns its length. */
static size_t small_sequence(size_t *numbers, size_t number) {
    size_t length = 1;
    for (; number >= (size_t)1 << length; length++) number -= (size_t)1 << length;
    for (size_t i = 0; i < length; i++) numbers[i] = number >> i & 1;
    return length;
}

static void check_small_dictionary(const size_t *chosen, size_t count, const gaz_token *alphabet) {
    struct dictionary dictionary = {.count = 0};
    size_t numbers[8];
    for (size_t i = 0; i < count; i++) {
        size_t length = small_sequence(numbers, chosen[i]);
        add_entry(&dictionary, alphabet, numbers, length);
    }
    struct oracle_model model;
    gaz_tagger *taggers[2];
    oracle_compile(&model, dictionary.entries, dictionary.count, SIDE_CORPUS, 0);
    new_taggers(taggers, model.model);
    gaz_token tokens[8];
    for (size_t text = 0; text < 254; text++) { /* 2 + 4 + ... + 128 */
        size_t length = small_sequence(numbers, text);
        for (size_t i = 0; i < length; i++) tokens[i] = alphabet[numbers[i]];
        for (int all = 0; all < 2; all++) check_tagger(taggers[all], &dictionary, tokens, length, all);
    }
    check_tagger(taggers[0], &dictionary, tokens, 0, false);
    free_taggers(taggers);
    oracle_close(&model);
}

static void every_small_dictionary_and_text(void **state) {
    (void)state;
    const gaz_token alphabet[] = {{"a", 1}, {"b", 1}};
    const size_t sequences = 2 + 4 + 8;
    size_t checked = 0;
    for (size_t i = 0; i < sequences; i++)
        for (size_t j = i; j < sequences; j++)
            for (size_t k = j; k < sequences; k++) {
                if (j == k && i != j) continue;
                const size_t chosen[] = {i, j, k};
                check_small_dictionary(chosen, i == j ? (j == k ? 1 : 2) : 3, alphabet);
                checked++;
            }
    check_small_dictionary(NULL, 0, alphabet);
    assert_int_equal(checked, 14 + 91 * 2 - 91 + 364);
}

/* ---- At random ---- */

#define TOKEN(text)                                                                                                    \
    { text, sizeof(text) - 1 }
#define EIGHT "abababab"

/* Tokens that share beginnings and ends, of every length class of a fingerprint. */
static const gaz_token pool[] = {
    TOKEN("a"),
    TOKEN("b"),
    TOKEN("ab"),
    TOKEN(EIGHT),
    TOKEN("bbababab"),
    TOKEN("ababababa"),
    TOKEN("bbabababa"),
    TOKEN(EIGHT EIGHT),
    TOKEN(EIGHT "bbababab"),
    TOKEN(EIGHT "a" EIGHT),
    TOKEN(EIGHT "b" EIGHT),
    TOKEN(EIGHT "c" EIGHT),
    TOKEN(EIGHT "cccccccccccccccccccccccc" EIGHT),
    TOKEN(EIGHT "ccccccccccccdccccccccccc" EIGHT),
    TOKEN(EIGHT "cccccccccccccccccccccccd" EIGHT),
};
enum { POOL = sizeof pool / sizeof *pool, ALPHABET_MAX = 6 };

/* A few tokens of the pool, all different. Returns how many. */
static size_t random_alphabet(gaz_token *alphabet, uint64_t *random) {
    size_t order[POOL];
    size_t count = 1 + oracle_below(random, ALPHABET_MAX);
    for (size_t i = 0; i < POOL; i++) order[i] = i;
    for (size_t i = 0; i < count; i++) {
        size_t other = i + oracle_below(random, POOL - i);
        size_t number = order[other];
        order[other] = order[i];
        alphabet[i] = pool[order[i] = number];
    }
    return count;
}

static void random_dictionary(struct dictionary *dictionary, const gaz_token *alphabet, size_t alphabet_count,
                              uint64_t *random) {
    size_t wanted = 1 + oracle_below(random, 12);
    dictionary->count = dictionary->token_count = 0;
    for (size_t i = 0; i < wanted; i++) {
        size_t numbers[6];
        size_t count = 1 + oracle_below(random, 6);
        for (size_t j = 0; j < count; j++) numbers[j] = oracle_below(random, alphabet_count);
        add_entry(dictionary, alphabet, numbers, count);
    }
}

/* Mostly tokens of the alphabet, now and then one of the pool. */
static size_t random_text(gaz_token *tokens, size_t most, const gaz_token *alphabet, size_t alphabet_count,
                          uint64_t *random) {
    size_t count = oracle_below(random, most + 1);
    for (size_t i = 0; i < count; i++)
        tokens[i] = oracle_below(random, 16) ? alphabet[oracle_below(random, alphabet_count)]
                                             : pool[oracle_below(random, POOL)];
    return count;
}

/* Sentences as lines. Tokens are numbered through; `ends` says where each sentence ends. */
struct sentences {
    gaz_token tokens[TOKENS_MAX];
    size_t ends[4];
    size_t count;
};

static void random_sentences(struct sentences *sentences, const gaz_token *alphabet, size_t alphabet_count,
                             uint64_t *random) {
    size_t used = 0;
    sentences->count = 1 + oracle_below(random, 4);
    for (size_t i = 0; i < sentences->count; i++) {
        used += random_text(sentences->tokens + used, 12, alphabet, alphabet_count, random);
        sentences->ends[i] = used;
    }
}

/* The oracle on each sentence. */
static size_t match_sentences(struct oracle_match *matches, const struct dictionary *dictionary,
                              const struct sentences *sentences, bool all) {
    size_t found = 0;
    size_t begin = 0;
    for (size_t i = 0; i < sentences->count; i++) {
        size_t added = oracle_match(matches + found, dictionary->entries, dictionary->count, sentences->tokens + begin,
                                    sentences->ends[i] - begin, all);
        for (size_t j = found; j < found + added; j++) {
            matches[j].begin += begin;
            matches[j].end += begin;
        }
        found += added;
        begin = sentences->ends[i];
    }
    return found;
}

static void compare_sentences(const char *path, const struct dictionary *dictionary, const struct sentences *sentences,
                              bool all, const struct oracle_match *got, size_t got_count) {
    struct oracle_match expected[TOKENS_MAX * ENTRIES_MAX];
    size_t expected_count = match_sentences(expected, dictionary, sentences, all);
    compare(path, dictionary->entries, dictionary->count, sentences->tokens, sentences->ends[sentences->count - 1],
            expected, expected_count, got, got_count);
}

static void write_sentences(struct buffer *text, const struct sentences *sentences) {
    size_t token = 0;
    text->size = 0;
    for (size_t i = 0; i < sentences->count; i++) {
        for (; token < sentences->ends[i]; token++) {
            assert_true(buffer_add(text, sentences->tokens[token].bytes, sentences->tokens[token].size));
            assert_true(buffer_add_byte(text, ' '));
        }
        assert_true(buffer_add_byte(text, '\n'));
    }
}

static void check_scanner(struct scanner *scanner, const struct dictionary *dictionary,
                          const struct sentences *sentences, struct buffer *text, bool all) {
    struct oracle_match got[TOKENS_MAX * ENTRIES_MAX];
    size_t found = 0;
    size_t before = 0;
    struct window window;
    struct match match;
    write_sentences(text, sentences);
    scanner_reset(scanner);
    scanner_feed(scanner, text->bytes, text->size, true);
    while (scanner_next(&window, scanner)) {
        while (scanner_match(&match, scanner))
            got[found++] = (struct oracle_match){before + match.begin, before + match.end, match.entry};
        before += window.token_count;
    }
    compare_sentences("scanner", dictionary, sentences, all, got, found);
}

static void new_scanners(struct scanner **scanners, const gaz_model *model) {
    gaz_error error;
    for (int all = 0; all < 2; all++) {
        struct scanner_options options = {.input = SCANNER_TOKENIZED, .all = all};
        oracle_check(scanner_new(&scanners[all], model, &options, &error), &error);
    }
}

static void check_random_dictionary(uint64_t *random, size_t texts, struct buffer *room) {
    gaz_token alphabet[ALPHABET_MAX];
    gaz_token tokens[TOKENS_MAX];
    struct dictionary dictionary;
    struct sentences sentences;
    struct oracle_model model;
    gaz_tagger *taggers[2];
    struct scanner *scanners[2];
    size_t alphabet_count = random_alphabet(alphabet, random);
    random_dictionary(&dictionary, alphabet, alphabet_count, random);
    oracle_compile(&model, dictionary.entries, dictionary.count, SIDE_CORPUS, 0);
    new_taggers(taggers, model.model);
    new_scanners(scanners, model.model);
    for (size_t i = 0; i < texts; i++) {
        bool all = oracle_below(random, 2);
        size_t count = random_text(tokens, 40, alphabet, alphabet_count, random);
        check_tagger(taggers[all], &dictionary, tokens, count, all);
        random_sentences(&sentences, alphabet, alphabet_count, random);
        check_scanner(scanners[all], &dictionary, &sentences, room, all);
    }
    for (int all = 0; all < 2; all++) scanner_free(scanners[all]);
    free_taggers(taggers);
    oracle_close(&model);
}

static void random_dictionaries_and_texts(void **state) {
    (void)state;
    uint64_t random = seed;
    struct buffer room = {0};
    for (size_t i = 0; i < 10000; i++) check_random_dictionary(&random, 10, &room);
    buffer_free(&room);
}

/* ---- Tokens that share their fingerprint ---- */

/* Foreign tokens that pass for tokens of the vocabulary. A fingerprint function has no context, hence static. */
static struct forged {
    gaz_token foreign;
    gaz_token known;
} forged[FORGED_MAX];
static size_t forged_count;

static void forged_fingerprints(uint64_t *fingerprints, const struct fingerprint_keys *keys, const char *text,
                                size_t size, const struct token *tokens, size_t count) {
    fingerprint_tokens(fingerprints, keys, text, size, tokens, count);
    for (size_t i = 0; i < count; i++) {
        const gaz_token token = {text + tokens[i].begin, tokens[i].end - tokens[i].begin};
        for (size_t j = 0; j < forged_count; j++)
            if (oracle_same_token(&token, &forged[j].foreign))
                fingerprints[i] = fingerprint(keys, forged[j].known.bytes, forged[j].known.size);
    }
}

static const struct kernel forging = {.name = "forging", .fingerprints = forged_fingerprints};

/* Sentences as the matcher takes them. The last one has no end if `open`. */
struct laid {
    struct buffer text;
    struct token tokens[TOKENS_MAX];
    struct sentence sentences[4];
    struct match_window window;
};

static void lay(struct laid *laid, const struct sentences *sentences, bool open) {
    size_t count = sentences->ends[sentences->count - 1];
    laid->text.size = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t begin = (uint32_t)laid->text.size;
        assert_true(buffer_add(&laid->text, sentences->tokens[i].bytes, sentences->tokens[i].size));
        laid->tokens[i] = (struct token){begin, (uint32_t)laid->text.size};
    }
    for (size_t i = 0; i < sentences->count; i++) laid->sentences[i].token_end = (uint32_t)sentences->ends[i];
    laid->window = (struct match_window){laid->text.bytes, laid->text.size, laid->tokens,
                                         (uint32_t)count,  laid->sentences, (uint32_t)(sentences->count - open)};
}

/* What the matcher gives up to `limit`: the oracle's matches that begin before it. */
static void check_matcher(struct matcher *matcher, const struct dictionary *dictionary,
                          const struct sentences *sentences, struct laid *laid, bool all, uint32_t limit) {
    struct oracle_match expected[TOKENS_MAX * ENTRIES_MAX];
    struct oracle_match got[TOKENS_MAX * ENTRIES_MAX];
    struct match match;
    size_t expected_count = match_sentences(expected, dictionary, sentences, all);
    size_t count = 0;
    while (expected_count && expected[expected_count - 1].begin >= limit) expected_count--;
    matcher_scan(matcher, &laid->window, limit);
    while (matcher_next(&match, matcher)) got[count++] = (struct oracle_match){match.begin, match.end, match.entry};
    compare("matcher", dictionary->entries, dictionary->count, sentences->tokens, laid->window.token_count, expected,
            expected_count, got, count);
}

/* Half of a random alphabet is forged onto the other half; entries are made of the latter, texts of both. */
static size_t forge_alphabet(gaz_token *alphabet, size_t *known, uint64_t *random) {
    size_t count;
    do count = random_alphabet(alphabet, random);
    while (count < 2);
    *known = 1 + oracle_below(random, count - 1);
    forged_count = count - *known < FORGED_MAX ? count - *known : FORGED_MAX;
    for (size_t i = 0; i < forged_count; i++)
        forged[i] = (struct forged){alphabet[*known + i], alphabet[oracle_below(random, *known)]};
    return count;
}

static void check_forged_dictionary(uint64_t *random, struct laid *laid) {
    gaz_token alphabet[ALPHABET_MAX];
    struct dictionary dictionary;
    struct sentences sentences;
    struct oracle_model model;
    struct matcher *matchers[2];
    size_t known;
    size_t count = forge_alphabet(alphabet, &known, random);
    random_dictionary(&dictionary, alphabet, known, random);
    oracle_compile(&model, dictionary.entries, dictionary.count, SIDE_CORPUS, 0);
    const struct side *side = &model.model->sides[SIDE_CORPUS];
    for (int all = 0; all < 2; all++)
        assert_int_equal(matcher_new(&matchers[all], side, &forging, TOKENS_MAX, all, NULL), GAZ_OK);
    for (size_t i = 0; i < 20; i++) {
        bool all = oracle_below(random, 2);
        random_sentences(&sentences, alphabet, count, random);
        uint32_t tokens = (uint32_t)sentences.ends[sentences.count - 1];
        uint32_t limit = oracle_below(random, 2) ? tokens : (uint32_t)oracle_below(random, tokens + 1);
        lay(laid, &sentences, oracle_below(random, 2));
        check_matcher(matchers[all], &dictionary, &sentences, laid, all, limit);
    }
    for (int all = 0; all < 2; all++) matcher_free(matchers[all]);
    oracle_close(&model);
}

static void forged_collisions_change_nothing(void **state) {
    (void)state;
    uint64_t random = seed + 1;
    struct laid laid = {.text = {0}};
    for (size_t i = 0; i < 3000; i++) check_forged_dictionary(&random, &laid);
    forged_count = 0;
    buffer_free(&laid.text);
}

/* A collision in the middle hides nothing to its right, nor a shorter entry at its own place. */
static void a_collision_hides_nothing(void **state) {
    (void)state;
    const gaz_token alphabet[] = {TOKEN("a"), TOKEN("b"), TOKEN("x")};
    struct dictionary dictionary = {.count = 0};
    add_entry(&dictionary, alphabet, (const size_t[]){0}, 1);
    add_entry(&dictionary, alphabet, (const size_t[]){0, 1, 0}, 3);
    struct sentences sentences = {.ends = {5}, .count = 1};
    const size_t numbers[] = {0, 2, 0, 1, 0}; /* a x a b a, with x taken for b */
    for (size_t i = 0; i < 5; i++) sentences.tokens[i] = alphabet[numbers[i]];
    forged[0] = (struct forged){alphabet[2], alphabet[1]};
    forged_count = 1;
    struct oracle_model model;
    struct matcher *matcher;
    struct laid laid = {.text = {0}};
    oracle_compile(&model, dictionary.entries, dictionary.count, SIDE_CORPUS, 0);
    assert_int_equal(matcher_new(&matcher, &model.model->sides[SIDE_CORPUS], &forging, TOKENS_MAX, false, NULL), 0);
    lay(&laid, &sentences, false);
    check_matcher(matcher, &dictionary, &sentences, &laid, false, 5);
    matcher_free(matcher);
    forged_count = 0;
    buffer_free(&laid.text);
    oracle_close(&model);
}

/* Tokens with one beginning, end and length, in the dictionary and beside it. */
static void tokens_that_share_both_ends(void **state) {
    (void)state;
    const gaz_token alphabet[] = {TOKEN(EIGHT "cc-cc" EIGHT), TOKEN(EIGHT "cc.cc" EIGHT), TOKEN(EIGHT "cc:cc" EIGHT),
                                  TOKEN(EIGHT "-" EIGHT), TOKEN(EIGHT "." EIGHT)};
    struct dictionary dictionary = {.count = 0};
    add_entry(&dictionary, alphabet, (const size_t[]){0}, 1);
    add_entry(&dictionary, alphabet, (const size_t[]){1}, 1);
    add_entry(&dictionary, alphabet, (const size_t[]){1, 0}, 2);
    add_entry(&dictionary, alphabet, (const size_t[]){0, 1, 3}, 3);
    struct oracle_model model;
    gaz_tagger *taggers[2];
    oracle_compile(&model, dictionary.entries, dictionary.count, SIDE_CORPUS, 0);
    new_taggers(taggers, model.model);
    gaz_token tokens[4];
    for (size_t text = 0; text < 5 * 5 * 5 * 5; text++) {
        size_t rest = text;
        for (size_t i = 0; i < 4; i++, rest /= 5) tokens[i] = alphabet[rest % 5];
        for (int all = 0; all < 2; all++) check_tagger(taggers[all], &dictionary, tokens, 4, all);
    }
    free_taggers(taggers);
    oracle_close(&model);
}

/* Given tokens may be empty or longer than any entry's, and more than a window holds. */
static void given_tokens_of_any_size(void **state) {
    (void)state;
    enum { LONG = 70000 };
    uint64_t random = seed + 4;
    char *bytes = malloc(LONG);
    assert_non_null(bytes);
    memset(bytes, 'x', LONG);
    const gaz_token alphabet[] = {TOKEN("a"), {bytes, 60000}, {bytes, 65535}};
    const gaz_token others[] = {{bytes, 0}, {bytes, 65536}, {bytes, LONG}, {NULL, 0}};
    struct dictionary dictionary = {.count = 0};
    add_entry(&dictionary, alphabet, (const size_t[]){0, 0}, 2);
    add_entry(&dictionary, alphabet, (const size_t[]){1, 2, 1, 0}, 4);
    add_entry(&dictionary, alphabet, (const size_t[]){2}, 1);
    struct oracle_model model;
    gaz_tagger *taggers[2];
    oracle_compile(&model, dictionary.entries, dictionary.count, SIDE_CORPUS, 0);
    new_taggers(taggers, model.model);
    for (int round = 0; round < 60; round++) {
        gaz_token tokens[TOKENS_MAX];
        for (size_t i = 0; i < TOKENS_MAX; i++)
            tokens[i] =
                oracle_below(&random, 16) ? alphabet[oracle_below(&random, 3)] : others[oracle_below(&random, 4)];
        check_tagger(taggers[round % 2], &dictionary, tokens, TOKENS_MAX, round % 2);
    }
    free_taggers(taggers);
    oracle_close(&model);
    free(bytes);
}

/* ---- Long entries ---- */

/* The dictionary a a a ... b and b a a a ..., and a text of runs of a between single b. */
struct long_case {
    size_t length; /* a in an entry */
    size_t count;  /* tokens of the text */
    gaz_token *tokens;
    gaz_token *first;
    gaz_token *second;
    struct oracle_entry entries[2];
    size_t *run; /* how many a begin at each token */
};

static const gaz_token token_a = TOKEN("a");
static const gaz_token token_b = TOKEN("b");

static void make_long_case(struct long_case *made, size_t length, size_t count, uint64_t *random) {
    *made = (struct long_case){.length = length, .count = count};
    made->tokens = malloc(count * sizeof *made->tokens);
    made->run = calloc(count + 2, sizeof *made->run);
    made->first = malloc((length + 1) * sizeof *made->first);
    made->second = malloc((length + 1) * sizeof *made->second);
    assert_true(made->tokens && made->run && made->first && made->second);
    for (size_t i = 0; i <= length; i++) {
        made->first[i] = i < length ? token_a : token_b;
        made->second[i] = i ? token_a : token_b;
    }
    made->entries[0] = (struct oracle_entry){made->first, length + 1};
    made->entries[1] = (struct oracle_entry){made->second, length + 1};
    for (size_t i = 0; i < count;) {
        size_t about =
            oracle_below(random, 2) ? length + oracle_below(random, 4) - 2 : oracle_below(random, 3 * length);
        for (size_t j = 0; j < about && i < count; j++) made->tokens[i++] = token_a;
        if (i < count) made->tokens[i++] = token_b;
    }
    for (size_t i = count; i-- > 0;) made->run[i] = made->tokens[i].bytes == token_a.bytes ? made->run[i + 1] + 1 : 0;
}

static void free_long_case(struct long_case *made) {
    free(made->tokens);
    free(made->run);
    free(made->first);
    free(made->second);
}

/* The oracle's answer from the lengths of the runs, which are quick to look up. */
static size_t match_runs(struct oracle_match *matches, const struct long_case *given, bool all) {
    size_t found = 0;
    for (size_t i = 0; i + given->length < given->count;) {
        bool is_a = given->run[i] > 0;
        bool first = given->run[i] == given->length;
        bool second = !is_a && given->run[i + 1] >= given->length;
        if (first || second) matches[found++] = (struct oracle_match){i, i + given->length + 1, first ? 0 : 1};
        i += (first || second) && !all ? given->length + 1 : 1;
    }
    return found;
}

static size_t scan_line(struct oracle_match *matches, struct scanner *scanner, const struct long_case *given) {
    char *text = malloc(2 * given->count);
    size_t found = 0;
    size_t before = 0;
    struct window window;
    struct match match;
    assert_non_null(text);
    for (size_t i = 0; i < given->count; i++) {
        text[2 * i] = given->tokens[i].bytes[0];
        text[2 * i + 1] = ' ';
    }
    scanner_reset(scanner);
    scanner_feed(scanner, text, 2 * given->count, true);
    while (scanner_next(&window, scanner)) {
        assert_true(window.token_count < given->count); /* else the test is of one window only */
        while (scanner_match(&match, scanner))
            matches[found++] = (struct oracle_match){before + match.begin, before + match.end, match.entry};
        before += window.token_count;
    }
    free(text);
    return found;
}

static void check_long_case(size_t length, size_t count, bool naive, uint64_t *random) {
    struct long_case made;
    struct oracle_model model;
    gaz_tagger *taggers[2];
    struct scanner *scanners[2];
    make_long_case(&made, length, count, random);
    struct oracle_match *expected = malloc(2 * count * sizeof *expected);
    struct oracle_match *got = malloc(2 * count * sizeof *got);
    assert_true(expected && got);
    oracle_compile(&model, made.entries, 2, SIDE_CORPUS, 0);
    new_taggers(taggers, model.model);
    new_scanners(scanners, model.model);
    for (int all = 0; all < 2; all++) {
        size_t wanted = match_runs(expected, &made, all);
        if (naive) {
            size_t found = oracle_match(got, made.entries, 2, made.tokens, count, all);
            compare("test", NULL, 0, made.tokens, count, got, found, expected, wanted);
        }
        size_t tagged = tag_tokens(got, 2 * count, taggers[all], made.tokens, count);
        compare("tagger, long", NULL, 0, made.tokens, count, expected, wanted, got, tagged);
        size_t scanned = scan_line(got, scanners[all], &made);
        compare("scanner, long", NULL, 0, made.tokens, count, expected, wanted, got, scanned);
        scanner_free(scanners[all]);
    }
    free_taggers(taggers);
    oracle_close(&model);
    free(expected);
    free(got);
    free_long_case(&made);
}

static void long_entries(void **state) {
    (void)state;
    uint64_t random = seed + 2;
    for (int i = 0; i < 10; i++) check_long_case(200, 15000, i < 3, &random);
    for (int i = 0; i < 3; i++) check_long_case(3000, 70000, false, &random);
}

/* The text a a a ... without b, on which walking the entry from each token takes 6 billion steps. */
static void long_entries_in_linear_time(void **state) {
    (void)state;
    uint64_t random = seed + 3;
    struct long_case made;
    struct oracle_model model;
    gaz_tagger *taggers[2];
    make_long_case(&made, 30000, 300000, &random);
    oracle_compile(&model, made.entries, 2, SIDE_CORPUS, 0);
    new_taggers(taggers, model.model);
    for (size_t i = 0; i < made.count; i++) made.tokens[i] = token_a;
    struct oracle_match none;
    assert_int_equal(tag_tokens(&none, 1, taggers[0], made.tokens, made.count), 0);
    made.tokens[made.count - 1] = token_b;
    assert_int_equal(tag_tokens(&none, 1, taggers[0], made.tokens, made.count), 1);
    assert_int_equal(none.begin, made.count - 30001);
    free_taggers(taggers);
    oracle_close(&model);
    free_long_case(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_small_dictionary_and_text),
        cmocka_unit_test(random_dictionaries_and_texts),
        cmocka_unit_test(forged_collisions_change_nothing),
        cmocka_unit_test(a_collision_hides_nothing),
        cmocka_unit_test(tokens_that_share_both_ends),
        cmocka_unit_test(given_tokens_of_any_size),
        cmocka_unit_test(long_entries),
        cmocka_unit_test(long_entries_in_linear_time),
    };
    seed = oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
