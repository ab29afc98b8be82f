/* A window through the passes, with the entries "kernel space", "linux kernel", "the linux kernel space" and "space".
 * The automaton reads from right to left, so that a pair begins at its left token.
 *
 *                     the        linux       kernel      space       is
 *   list_pairs                   pair        pair        pair?              the filter may be wrong
 *   probe_pairs                  state?      state?      -                  a slot of the table has the hash's tag
 *   keep_pairs                   "linux      "kernel                        fingerprints agree: entries begin here,
 *                                 kernel"     space"                        and with "linux" the right one may grow
 *   probe_triples                            state?                         a slot has the tag of that step
 *   keep_triples                             "linux kernel space"           a state without an entry of its own
 *   find_singles                                         "space"
 *   scan, from right  "the linux "linux      "kernel     "space"            the longest entry that begins at each token
 *   to left            kernel     kernel"     space"
 *                      space"
 *   matcher_next      chosen     covered     covered     covered            from left to right, see match/choose.h
 *
 * The automaton goes on by steps from three tokens on ("the" before them). Where tokens have fingerprints of others,
 * the bytes of what is chosen differ from the entry's, and the rest of the sentence is scanned again with bytes
 * compared. */
#include "match/matcher.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/math.h"
#include "match/score.h"

/* A token of the window, and the state after it has been read. */
struct token_state {
    uint32_t token;
    uint32_t state;
};

/* Two tokens at which the automaton is entered, and the state that they and the token before them lead to. */
struct pair {
    uint32_t token;
    uint32_t state; /* before it is known: its slot in the table of steps */
    union {
        struct {
            uint64_t left; /* fingerprints of the two tokens */
            uint64_t right;
        };
        struct {
            uint64_t before; /* the fingerprint of the token before them */
            uint32_t output;
            uint32_t next; /* the state of three tokens, 0 = none; before it is known: its slot */
        };
    };
};

#define NO_SLOT UINT32_MAX

struct matcher {
    const gaz_model *model;
    const struct automaton *automaton;
    const struct kernel *kernel;
    struct chooser chooser; /* by log odds if matches are scored in context */
    const struct match_window *window;
    uint32_t limit;
    uint32_t *sketches;          /* capacity + 1 */
    uint32_t *numbers;           /* capacity; of the tokens that the automaton read: the vocabulary's number */
    uint64_t *last;              /* bits: the token is the last of its sentence */
    uint64_t *candidates;        /* bits: what the filter lets through */
    struct pair *pairs;          /* capacity; from left to right */
    struct token_state *singles; /* capacity; single-token entries, from left to right */
    struct token_state *found;   /* capacity; the longest entry that begins at a token, from right to left */
    uint32_t found_count;        /* not yet chosen from: the last one is the leftmost */
    uint32_t verified;           /* up to this token the matches' bytes have been compared */
    uint32_t exact_end;          /* what was found before this token is exact */
    uint32_t pending;            /* all matches: the output at `pending_token` to give next, 0 = none */
    uint32_t pending_token;
};

static size_t bit_words(size_t count) {
    return count / 64 + 1;
}

static bool allocate(struct matcher *matcher, size_t capacity) {
    matcher->sketches = malloc((capacity + 1) * sizeof *matcher->sketches);
    matcher->numbers = malloc(capacity * sizeof *matcher->numbers);
    matcher->last = malloc(bit_words(capacity) * sizeof *matcher->last);
    matcher->candidates = malloc(bit_words(capacity) * sizeof *matcher->candidates);
    matcher->pairs = malloc(capacity * sizeof *matcher->pairs);
    matcher->singles = malloc(capacity * sizeof *matcher->singles);
    matcher->found = malloc(capacity * sizeof *matcher->found);
    return matcher->sketches && matcher->numbers && matcher->last && matcher->candidates && matcher->pairs &&
           matcher->singles && matcher->found;
}

gaz_status matcher_new(struct matcher **matcher, const gaz_model *model, const struct kernel *kernel,
                       const struct matcher_options *options, gaz_error *error) {
    *matcher = NULL;
    struct matcher *new_matcher = calloc(1, sizeof *new_matcher);
    if (!new_matcher) return error_memory(error);
    new_matcher->model = model;
    new_matcher->automaton = &model->automata[options->tokenization];
    new_matcher->kernel = kernel;
    float threshold = model->context.header ? score_min_log_odds(options->min_score) : options->min_score;
    new_matcher->chooser = (struct chooser){.threshold = (double)threshold, .all = options->all};
    if (!allocate(new_matcher, options->capacity)) {
        matcher_free(new_matcher);
        return error_memory(error);
    }
    *matcher = new_matcher;
    return GAZ_OK;
}

void matcher_free(struct matcher *matcher) {
    if (!matcher) return;
    free(matcher->sketches);
    free(matcher->numbers);
    free(matcher->last);
    free(matcher->candidates);
    free(matcher->pairs);
    free(matcher->singles);
    free(matcher->found);
    free(matcher);
}

static bool token_is(const struct matcher *matcher, uint32_t i, uint32_t number) {
    const struct token *token = &matcher->window->tokens[i];
    return automaton_token_is(matcher->automaton, number, matcher->window->text + token->begin,
                              token->end - token->begin);
}

/* The token's fingerprint: new_matcher of those tokens only that the filter lets through. */
static inline uint64_t fingerprint_at(const struct matcher *matcher, uint32_t i) {
    const struct token *token = &matcher->window->tokens[i];
    uint32_t size = token->end - token->begin;
    bool inside = token->end >= 8 && token->begin + (size_t)8 <= matcher->window->size;
    return fingerprint_in_text(&matcher->automaton->keys, matcher->window->text + token->begin, size, inside);
}

static bool is_last(const struct matcher *matcher, uint32_t i) {
    return matcher->last[i / 64] >> (i % 64) & 1;
}

static bool is_first(const struct matcher *matcher, uint32_t i) {
    return i == 0 || is_last(matcher, i - 1);
}

static uint32_t sketch_before(const struct matcher *matcher, uint32_t i) {
    return i == 0 ? 0 : matcher->sketches[i - 1];
}

/* ---- Ways into the automaton ---- */

/* Marks the last tokens of sentences, and the last token of the window, which no pair may begin at. */
static void mark_last(struct matcher *matcher) {
    const struct match_window *window = matcher->window;
    memset(matcher->last, 0, bit_words(window->token_count) * sizeof *matcher->last);
    for (uint32_t i = 0; i < window->sentence_count; i++) {
        uint32_t end = window->sentences[i].token_end;
        if (end) matcher->last[(end - 1) / 64] |= (uint64_t)1 << ((end - 1) % 64);
    }
    uint32_t last = window->token_count - 1;
    matcher->last[last / 64] |= (uint64_t)1 << (last % 64);
}

/* The table of steps and the states are far away in memory. So each of the passes below prefetches what the next one
 * reads, for all candidates of the window, and drops those that lead nowhere. */

/* Lists the pairs that the filter lets through, with their slots in the table. */
static uint32_t list_pairs(struct matcher *matcher) {
    const struct automaton *automaton = matcher->automaton;
    uint32_t count = 0;
    matcher->kernel->pairs(matcher->candidates, &automaton->filter, matcher->sketches, matcher->window->token_count);
    for (uint32_t word = 0; word < bit_words(matcher->window->token_count - 1); word++) {
        for (uint64_t bits = matcher->candidates[word] & ~matcher->last[word]; bits; bits &= bits - 1) {
            struct pair *pair = &matcher->pairs[count];
            pair->token = word * 64 + (uint32_t)__builtin_ctzll(bits);
            bool neighbour = count && pair[-1].token + 1 == pair->token;
            pair->left = neighbour ? pair[-1].right : fingerprint_at(matcher, pair->token);
            pair->right = fingerprint_at(matcher, pair->token + 1);
            count++;
            pair->state = step_place(pair_hash(pair->left, pair->right), automaton->header->step_count);
            __builtin_prefetch(&automaton->steps[pair->state]);
        }
    }
    return count;
}

/* Looks up the states that may be those of the pairs. */
static uint32_t probe_pairs(struct matcher *matcher, uint32_t count) {
    const struct automaton *automaton = matcher->automaton;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct pair pair = matcher->pairs[i];
        pair.state = automaton_probe(automaton, &pair.state, step_tag(pair_hash(pair.left, pair.right)));
        if (pair.state && pair.state < automaton->first_pair)
            pair.state = automaton_step_pair(automaton, pair.left, pair.right);
        if (pair.state == 0) continue;
        __builtin_prefetch(&automaton->states[pair.state - automaton->first_pair]);
        matcher->pairs[kept++] = pair;
    }
    return kept;
}

/* Keeps the pairs whose fingerprints are the state's, if an entry begins there or a longer one may. */
static uint32_t keep_pairs(struct matcher *matcher, uint32_t count) {
    const struct automaton *automaton = matcher->automaton;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct pair pair = matcher->pairs[i];
        if (!automaton_is_pair(automaton, pair.state, pair.left, pair.right))
            pair.state = automaton_step_pair(automaton, pair.left, pair.right);
        if (pair.state == 0) continue;
        struct image_state record = automaton_state(automaton, pair.state);
        matcher->numbers[pair.token] = state_token(record);
        matcher->numbers[pair.token + 1] = state_parent(record);
        pair.output = state_output(record);
        if (pair.output) { /* its tokens will be compared */
            __builtin_prefetch(&automaton->token_offsets[state_token(record)]);
            __builtin_prefetch(&automaton->token_offsets[state_parent(record)]);
        }
        pair.next = NO_SLOT;
        if (state_may_lead(record, sketch_before(matcher, pair.token)) && !is_first(matcher, pair.token)) {
            pair.before = fingerprint_at(matcher, pair.token - 1);
            pair.next = step_place(step_hash(pair.state, pair.before), automaton->header->step_count);
            __builtin_prefetch(&automaton->steps[pair.next]);
        }
        matcher->pairs[kept] = pair;
        kept += pair.output || pair.next != NO_SLOT;
    }
    return kept;
}

/* Looks up the states of three tokens that the pairs may lead to. */
static void probe_triples(struct matcher *matcher, uint32_t count) {
    const struct automaton *automaton = matcher->automaton;
    for (uint32_t i = 0; i < count; i++) {
        struct pair *pair = &matcher->pairs[i];
        if (pair->next == NO_SLOT) {
            pair->next = 0;
            continue;
        }
        pair->next = automaton_probe(automaton, &pair->next, step_tag(step_hash(pair->state, pair->before)));
        if (pair->next >= automaton->first_pair)
            __builtin_prefetch(&automaton->states[pair->next - automaton->first_pair]);
    }
}

static void keep_triples(struct matcher *matcher, uint32_t count) {
    const struct automaton *automaton = matcher->automaton;
    for (uint32_t i = 0; i < count; i++) {
        struct pair *pair = &matcher->pairs[i];
        if (pair->output) {
            struct image_state record = automaton_state(automaton, pair->state);
            __builtin_prefetch(&automaton->token_bytes[automaton->token_offsets[state_token(record)]]);
            __builtin_prefetch(&automaton->token_bytes[automaton->token_offsets[state_parent(record)]]);
        }
        if (pair->next && !automaton_is_step(automaton, pair->next, pair->state, pair->before))
            pair->next = automaton_step(automaton, pair->state, pair->before);
    }
}

static uint32_t find_pairs(struct matcher *matcher) {
    uint32_t count = keep_pairs(matcher, probe_pairs(matcher, list_pairs(matcher)));
    probe_triples(matcher, count);
    keep_triples(matcher, count);
    return count;
}

/* Finds the single-token entries. */
static uint32_t find_singles(struct matcher *matcher) {
    const struct automaton *automaton = matcher->automaton;
    if (automaton->levels[2].output == 0) return 0;
    uint32_t count = 0;
    matcher->kernel->tokens(matcher->candidates, &automaton->filter, matcher->sketches, matcher->window->token_count);
    for (uint32_t word = 0; word < bit_words(matcher->window->token_count - 1); word++) {
        for (uint64_t bits = matcher->candidates[word]; bits; bits &= bits - 1) {
            uint32_t i = word * 64 + (uint32_t)__builtin_ctzll(bits);
            __builtin_prefetch(
                &automaton->steps[step_place(fingerprint_at(matcher, i), automaton->header->step_count)]);
            matcher->singles[count++] = (struct token_state){i, 0};
        }
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t token = matcher->singles[i].token;
        matcher->singles[kept] =
            (struct token_state){token, automaton_step_token(automaton, fingerprint_at(matcher, token))};
        kept += matcher->singles[kept].state != 0;
    }
    return kept;
}

/* ---- Automaton ---- */

/* The step from a state of level 2 or deeper by token i: to a state deeper than level 2, or 0. `exact`: bytes are
 * compared too. */
static inline uint32_t step(const struct matcher *matcher, uint32_t state, uint32_t i, bool exact) {
    const struct automaton *automaton = matcher->automaton;
    do {
        struct image_state record = automaton_state(automaton, state);
        if (state_may_lead(record, matcher->sketches[i])) {
            uint32_t next = automaton_step(automaton, state, fingerprint_at(matcher, i));
            if (next && (!exact || token_is(matcher, i, state_token(automaton_state(automaton, next))))) return next;
        }
        state = state_fail(record);
    } while (state >= automaton->first_pair);
    return 0;
}

static inline void add_found(struct matcher *matcher, uint32_t token, uint32_t output) {
    matcher->found[matcher->found_count] = (struct token_state){token, output};
    matcher->found_count += output != 0;
}

static inline void add_single(struct matcher *matcher, struct token_state single) {
    matcher->numbers[single.token] = single.state;
    add_found(matcher, single.token, single.state);
}

/* Goes through the window from right to left. Where the automaton has no step, it goes on with the next pair: of
 * shallower states only the outputs matter. */
static void scan(struct matcher *matcher, uint32_t pair_count, uint32_t single_count) {
    const struct pair *pairs = matcher->pairs;
    const struct token_state *singles = matcher->singles;
    while (pair_count) {
        const struct pair *pair = &pairs[--pair_count];
        uint32_t i = pair->token;
        uint32_t output = pair->output;
        uint32_t next = pair->next;
        for (;;) {
            for (; single_count && singles[single_count - 1].token >= i; single_count--)
                if (singles[single_count - 1].token > i) /* the output at i includes that one */
                    add_single(matcher, singles[single_count - 1]);
            add_found(matcher, i, output);
            if (next == 0) break;
            i--;
            struct image_state record = automaton_state(matcher->automaton, next);
            matcher->numbers[i] = state_token(record);
            output = state_output(record);
            if (pair_count && pairs[pair_count - 1].token == i) pair_count--;
            next = is_first(matcher, i) ? 0 : step(matcher, next, i - 1, false);
        }
    }
    for (; single_count; single_count--) add_single(matcher, singles[single_count - 1]);
}

/* The state after token i from the root, with all bytes compared. */
static uint32_t enter_exactly(const struct matcher *matcher, uint32_t i) {
    const struct automaton *automaton = matcher->automaton;
    if (!is_last(matcher, i)) {
        uint32_t pair = automaton_step_pair(automaton, fingerprint_at(matcher, i), fingerprint_at(matcher, i + 1));
        if (pair) {
            struct image_state record = automaton_state(automaton, pair);
            if (token_is(matcher, i, state_token(record)) && token_is(matcher, i + 1, state_parent(record)))
                return pair;
        }
    }
    uint32_t single = automaton_step_token(automaton, fingerprint_at(matcher, i));
    return single && token_is(matcher, i, single) ? single : 0;
}

/* Scans the tokens of one sentence again, with all bytes compared, and puts what is found in front. */
static void scan_exactly(struct matcher *matcher, uint32_t begin, uint32_t end) {
    uint32_t state = 0;
    for (uint32_t i = end; i-- > begin;) {
        uint32_t next = state >= matcher->automaton->first_pair ? step(matcher, state, i, true) : 0;
        state = next ? next : enter_exactly(matcher, i);
        add_found(matcher, i, automaton_output(matcher->automaton, state));
    }
    matcher->exact_end = end;
}

void matcher_scan(struct matcher *matcher, const struct match_window *window, uint32_t limit) {
    matcher->window = window;
    matcher->limit = limit;
    matcher->found_count = 0;
    matcher->chooser = (struct chooser){.threshold = matcher->chooser.threshold, .all = matcher->chooser.all};
    matcher->verified = 0;
    matcher->exact_end = 0;
    matcher->pending = 0;
    if (window->token_count == 0 || matcher->automaton->header->longest == 0) return;
    mark_last(matcher);
    matcher->kernel->sketches(matcher->sketches, window->text, window->size, window->tokens, window->token_count);
    matcher->sketches[window->token_count] = 0;
    uint32_t pairs = find_pairs(matcher);
    scan(matcher, pairs, find_singles(matcher));
}

/* ---- Choosing ---- */

/* Whether the tokens from `begin` on are those of an entry, byte for byte. Matches come from left to right, so that no
 * token is compared twice. */
static bool verify(struct matcher *matcher, uint32_t begin, uint32_t end) {
    for (uint32_t i = begin > matcher->verified ? begin : matcher->verified; i < end; i++)
        if (!token_is(matcher, i, matcher->numbers[i])) return false;
    if (end > matcher->verified) matcher->verified = end;
    return true;
}

/* Handles a false match, where another token has the same fingerprint: scans the rest of the sentence again. */
static void rescan(struct matcher *matcher, uint32_t begin) {
    uint32_t end = begin + 1;
    while (!is_last(matcher, end - 1)) end++;
    while (matcher->found_count && matcher->found[matcher->found_count - 1].token < end) matcher->found_count--;
    scan_exactly(matcher, begin, end);
}

static struct match make_match(const struct automaton *automaton, uint32_t token, uint32_t output) {
    uint32_t level = automaton_level(automaton, output);
    return (struct match){.begin = token, .end = token + level, .entry = automaton_entry(automaton, output, level)};
}

/* What matches are chosen by: the log odds in context, or else the score. */
static float weigh(const struct matcher *matcher, const struct match *match) {
    const gaz_model *model = matcher->model;
    if (!model->context.header) return model->entries[match->entry].score;
    return score_log_odds(model, matcher->window, match, is_first(matcher, match->begin),
                          is_last(matcher, match->end - 1), chooser_is_shorter(&matcher->chooser));
}

/* The next of the entries that begin at a token, from `output` on, that is chosen. Those after it are pending. The
 * shorter ones are the longest one's beginnings, and so verified with it. */
static bool choose(struct match *match, struct matcher *matcher, uint32_t token, uint32_t output) {
    while (output && chooser_try(&matcher->chooser, token) == CHOICE_CHOSEN) {
        *match = make_match(matcher->automaton, token, output);
        float weight = weigh(matcher, match);
        output = automaton_shorter_output(matcher->automaton, output);
        if (!chooser_take(&matcher->chooser, match->end, (double)weight)) continue;
        match->score = matcher->model->context.header ? math_probabilityf(weight) : weight;
        matcher->pending = output;
        return true;
    }
    matcher->pending = 0;
    return false;
}

bool matcher_next(struct match *match, struct matcher *matcher) {
    const struct automaton *automaton = matcher->automaton;
    if (matcher->chooser.all && matcher->pending && choose(match, matcher, matcher->pending_token, matcher->pending))
        return true;
    while (matcher->found_count) {
        struct token_state found = matcher->found[--matcher->found_count];
        if (found.token >= matcher->limit) break;
        if (chooser_covers(&matcher->chooser, found.token)) continue;
        if (found.token >= matcher->exact_end) {
            uint32_t end = found.token + automaton_level(automaton, found.state);
            if (!verify(matcher, found.token, end)) {
                rescan(matcher, found.token);
                continue;
            }
        }
        matcher->pending_token = found.token;
        if (choose(match, matcher, found.token, found.state)) return true;
    }
    matcher->found_count = 0;
    return false;
}
