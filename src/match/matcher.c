#include "match/matcher.h"

#include <stdlib.h>

#include "base/error.h"
#include "model/filter.h"

/* The longest entry that begins at a token. */
struct found {
    uint32_t token;
    uint32_t output; /* 1 + number in side.outputs */
};

struct matcher {
    const struct side *side;
    const struct kernel *kernel;
    bool all;
    const struct match_window *window;
    uint32_t limit;
    uint64_t *fingerprints;    /* capacity */
    unsigned char *candidates; /* capacity: whether the automaton may leave the root at the token */
    struct found *found;       /* capacity; what a scan found, from right to left */
    uint32_t sentence;         /* the next one to scan; the one behind the last is the open one */
    uint32_t sentence_end;     /* of the one that is being chosen from */
    uint32_t found_count;      /* in `found`, not yet chosen from: the last one is the leftmost */
    uint32_t free;             /* the first token that no match covers yet */
    uint32_t pending;          /* all matches: output at `pending_token` to give next, 0 = none */
    uint32_t pending_token;
    bool exact; /* the sentence is being scanned by the exact path */
};

gaz_status matcher_new(struct matcher **matcher, const struct side *side, const struct kernel *kernel,
                       uint32_t capacity, bool all, gaz_error *error) {
    *matcher = NULL;
    struct matcher *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->side = side;
    made->kernel = kernel;
    made->all = all;
    made->fingerprints = malloc(capacity * sizeof *made->fingerprints);
    made->candidates = malloc(capacity);
    made->found = malloc(capacity * sizeof *made->found);
    if (!made->fingerprints || !made->candidates || !made->found) {
        matcher_free(made);
        return error_memory(error);
    }
    *matcher = made;
    return GAZ_OK;
}

void matcher_free(struct matcher *matcher) {
    if (!matcher) return;
    free(matcher->fingerprints);
    free(matcher->candidates);
    free(matcher->found);
    free(matcher);
}

static size_t token_size(const struct token *token) {
    return token->end - token->begin;
}

/* ---- Candidates ---- */

/* Marks the tokens of a sentence at which the automaton may leave the root. */
static void mark_candidates(struct matcher *matcher, uint32_t begin, uint32_t end) {
    const uint64_t *filter = matcher->side->filter;
    uint32_t words = matcher->side->about->filter_words;
    const uint64_t *prints = matcher->fingerprints;
    for (uint32_t i = begin; i < end; i++) {
        bool may = filter_has(filter, words, prints[i]);
        if (i + 1 < end) may = may || filter_has(filter, words, filter_pair(prints[i], prints[i + 1]));
        matcher->candidates[i] = may;
    }
}

/* ---- Automaton ---- */

/* The token's number, 0 if it is in no entry. By its fingerprint alone, which another token may share; the exact path
 * compares the bytes. */
static uint32_t token_number(const struct matcher *matcher, uint32_t i) {
    uint32_t number = side_token(matcher->side, matcher->fingerprints[i]);
    if (number && matcher->exact) {
        const struct token *token = &matcher->window->tokens[i];
        if (!side_token_is(matcher->side, number, matcher->window->text + token->begin, token_size(token))) return 0;
    }
    return number;
}

/* The state behind token i, when the tokens right of it left the automaton at depth one at most. */
static uint32_t enter(const struct matcher *matcher, uint32_t i, uint32_t end) {
    uint32_t last_tokens = matcher->side->about->last_token_count;
    uint32_t number = token_number(matcher, i);
    if (number == 0) return 0;
    if (i + 1 < end) {
        uint32_t right = token_number(matcher, i + 1);
        if (right && right <= last_tokens) {
            uint32_t pair = side_child(matcher->side, right, number);
            if (pair) return pair;
        }
    }
    return number <= last_tokens ? number : 0;
}

/* Scans the sentence [begin, end) from right to left and notes where entries begin. */
static void scan_sentence(struct matcher *matcher, uint32_t begin, uint32_t end) {
    const struct side *side = matcher->side;
    uint32_t shallow = side->about->last_token_count; /* states up to this one have depth 0 or 1 */
    uint32_t state = 0;
    uint32_t count = 0;
    for (uint32_t i = end; i-- > begin;) {
        uint32_t next = 0;
        if (state > shallow) {
            uint32_t number = token_number(matcher, i);
            while (state > shallow && next == 0) {
                if (number) next = side_child(side, state, number);
                state = number ? side->fail[state] : 0;
            }
        }
        if (next == 0 && (matcher->exact || matcher->candidates[i])) next = enter(matcher, i, end);
        state = next;
        if (side->output[state]) matcher->found[count++] = (struct found){i, side->output[state]};
    }
    matcher->found_count = count;
}

/* ---- Choosing ---- */

/* Whether the tokens from `token` on are those of the output, byte for byte. */
static bool verify(const struct matcher *matcher, uint32_t token, const struct format_output *output) {
    const struct side *side = matcher->side;
    uint32_t state = output->state;
    for (uint32_t i = token; state; state = side->parent[state], i++) {
        const struct token *bytes = &matcher->window->tokens[i];
        if (!side_token_is(side, side->token[state], matcher->window->text + bytes->begin, token_size(bytes)))
            return false;
    }
    return true;
}

/* Takes up the next sentence. False: there is none. */
static bool next_sentence(struct matcher *matcher) {
    const struct match_window *window = matcher->window;
    uint32_t begin;
    do {
        if (matcher->sentence > window->sentence_count) return false;
        begin = matcher->sentence ? window->sentences[matcher->sentence - 1].token_end : 0;
        matcher->sentence_end = matcher->sentence < window->sentence_count
                                    ? window->sentences[matcher->sentence].token_end
                                    : window->token_count;
        matcher->sentence++;
    } while (begin == matcher->sentence_end);
    matcher->exact = false;
    matcher->free = begin;
    mark_candidates(matcher, begin, matcher->sentence_end);
    scan_sentence(matcher, begin, matcher->sentence_end);
    return true;
}

/* A match that is none: another token has the same fingerprint. What is left of the sentence is scanned again. */
static void scan_exactly(struct matcher *matcher, uint32_t token) {
    matcher->exact = true;
    scan_sentence(matcher, token, matcher->sentence_end);
}

void matcher_scan(struct matcher *matcher, const struct match_window *window, uint32_t limit) {
    matcher->window = window;
    matcher->limit = limit;
    matcher->sentence = 0;
    matcher->found_count = 0;
    matcher->pending = 0;
    matcher->kernel->fingerprints(matcher->fingerprints, &matcher->side->keys, window->text, window->size,
                                  window->tokens, window->token_count);
}

static struct match make_match(uint32_t token, const struct format_output *output) {
    return (struct match){token, token + output->length, output->entry};
}

bool matcher_next(struct match *match, struct matcher *matcher) {
    const struct side *side = matcher->side;
    if (matcher->pending) {
        const struct format_output *output = &side->outputs[matcher->pending - 1];
        *match = make_match(matcher->pending_token, output);
        matcher->pending = side->output[side->fail[output->state]];
        return true;
    }
    for (;;) {
        while (matcher->found_count == 0)
            if (!next_sentence(matcher)) return false;
        struct found found = matcher->found[--matcher->found_count];
        if (found.token >= matcher->limit) {
            matcher->found_count = 0;
            continue;
        }
        if (found.token < matcher->free) continue;
        const struct format_output *output = &side->outputs[found.output - 1];
        if (!matcher->exact && !verify(matcher, found.token, output)) {
            scan_exactly(matcher, found.token);
            continue;
        }
        *match = make_match(found.token, output);
        if (matcher->all) { /* the shorter ones here are its beginnings, and so verified */
            matcher->pending = side->output[side->fail[output->state]];
            matcher->pending_token = found.token;
        } else {
            matcher->free = match->end;
        }
        return true;
    }
}
