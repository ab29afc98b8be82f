/* From text to matches, a window at a time:
 *
 *     input      The Operating System of a machi|ne ...   scanner_feed: a piece of the text
 *     window     The Operating System of a machi          try_window: what the caches hold
 *     spread     The Operating System of a machi          raw text becomes tokenized text: raw_room.c
 *     cut        [-] [-------] [----] [] -                tokens and sentences: text/cut_*.c, cut_rows.c
 *     normalize  the operating system of a                if the model asks for it: text/normalized.c
 *     units      [-] [-------] [----] [] -                as the matcher takes them: unit_room.c
 *     match          [--------------]                     match/matcher.c
 *     take back                          ^                the next window begins at what is undecided
 *
 * Raw text and tokenized text are made into units at once; they are cut first where that takes a closer look. A token
 * that touches the end of the window is not cut yet. Of columns, a window then gets a text: row_text.c. Called by
 * tagger.c, document_tagger.c and worker.c of the stream. */
#include "scan/scanner.h"

#include <stdlib.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/unicode.h"
#include "document/offsets.h"
#include "match/score.h"
#include "scan/cut_rows.h"
#include "scan/options.h"
#include "scan/raw_room.h"
#include "scan/row_text.h"
#include "scan/unit_room.h"
#include "text/kernel.h"
#include "text/normalized.h"

enum {
    WINDOW_TOKENS =
        1 << 13,          /* the most tokens cut at a time, of twice as many bytes: the stages find them in the cache */
    WINDOW_MIN = 1 << 17, /* the least that a window is widened to: a token of TOKEN_SIZE_MAX fits twice */
    WINDOW_ROWS = 1 << 21, /* the same for columns, whose rows are not cut */
    WINDOW_MAX = 1 << 24   /* the most; a match that needs more text is not found */
};

struct scanner {
    const gaz_model *model;
    const struct automaton *automaton;
    const struct kernel *kernel;
    struct matcher *matcher;
    struct scanner_options options;
    unsigned char *wanted; /* per type; NULL = all */
    struct rows rows;
    size_t window_size;     /* of an ordinary window */
    size_t window_size_max; /* when nothing can be decided with less */
    const char *text;
    size_t size;
    size_t at;
    bool final;
    bool malformed; /* rows */
    size_t malformed_at;
    const gaz_token *given; /* the tokens not yet decided */
    size_t given_count;
    char *given_bytes; /* a window of them */
    struct cut_state state;
    struct neighbour before; /* the token before the window, of the same sentence */
    enum edge edge;          /* what ends where the window begins */
    struct cut cut;
    struct units units; /* the window's, as they are written */
    uint32_t used;      /* bytes that need not be seen again */
    uint32_t ahead;     /* units that come after the window's */
    bool straight;      /* the window's units are the text's own, and not made from `cut` */
    struct unit_room room;
    struct raw_room raw;         /* if raw text is read */
    const struct spread *spread; /* of the window, if it was made tokenized text; else NULL */
    bool counted;                /* a kernel cut the window's units: */
    struct unit_counts counts;   /* these are of them */
    struct row_text row_text;    /* unless raw_rows */
    struct normalized normalized;
    char *normalized_bytes;       /* memory of normalized.bytes, with margins */
    struct match_window matching; /* the window as the matcher sees it */
    struct match *matches;        /* the chosen ones of the window */
    uint32_t match_count;
    uint32_t match_next;
};

static bool normalizes(const struct automaton *automaton) {
    return automaton->header->flags != 0;
}

/* Whether windows have a text made of their rows. */
static bool makes_text(const struct scanner *scanner) {
    return scanner->options.input == SCANNER_ROWS && !scanner->options.raw_rows;
}

static bool is_raw(const struct scanner *scanner) {
    return scanner->options.input == SCANNER_WORDS || scanner->options.input == SCANNER_PARAGRAPHS;
}

static gaz_status allocate(struct scanner *scanner, gaz_error *error) {
    const struct image_automaton *header = scanner->automaton->header;
    size_t longest = header->longest;
    bool all = scanner->options.match.all !=
               0; /* then a window may have as many matches as tokens times the longest entry's */
    size_t capacity = all ? WINDOW_TOKENS / 8 : WINDOW_TOKENS;
    if (capacity < (all ? 3 : 8) * longest) capacity = (all ? 3 : 8) * longest;
    scanner->window_size = 2 * capacity;
    size_t least = scanner->options.input == SCANNER_ROWS ? WINDOW_ROWS : WINDOW_MIN;
    size_t widest = 2 * scanner->window_size > least ? 2 * scanner->window_size : least;
    uint64_t entry_size = (uint64_t)longest * (header->longest_token + 1u);
    while (widest < WINDOW_MAX && widest < 2 * entry_size) widest *= 2;
    scanner->window_size_max = widest;
    scanner->cut.signs = header->signs;
    scanner->cut.capacity = (uint32_t)capacity;
    scanner->cut.tokens = malloc(capacity * sizeof *scanner->cut.tokens);
    scanner->cut.sentences = malloc(capacity * sizeof *scanner->cut.sentences);
    if (!scanner->cut.tokens || !scanner->cut.sentences) return error_memory(error);
    if (normalizes(scanner->automaton)) {
        struct normalized *normalized = &scanner->normalized;
        normalized->normalization = header->flags;
        normalized->capacity = normalized_capacity(widest);
        scanner->normalized_bytes = calloc(normalized->capacity + NORMALIZED_MARGIN + NORMALIZED_MARGIN, 1);
        normalized->copies = malloc(capacity * sizeof *normalized->copies);
        if (!scanner->normalized_bytes || !normalized->copies) return error_memory(error);
        normalized->bytes = scanner->normalized_bytes + NORMALIZED_MARGIN;
    }
    uint32_t units = 2 * (uint32_t)capacity; /* a line end for each token */
    if (units < UNIT_SLICE) units = UNIT_SLICE;
    scanner->matches = malloc(units * sizeof *scanner->matches);
    if (!scanner->matches) return error_memory(error);
    if (!unit_room_init(&scanner->room, units, widest, header->flags)) return error_memory(error);
    if (is_raw(scanner) && !raw_room_init(&scanner->raw, widest, header->flags, header->signs))
        return error_memory(error);
    if (makes_text(scanner) && !row_text_init(&scanner->row_text, widest, units)) return error_memory(error);
    if (scanner->options.input == SCANNER_GIVEN) {
        scanner->given_bytes = malloc(widest);
        if (!scanner->given_bytes) return error_memory(error);
    }
    struct matcher_options matching = {.tokenization = (uint32_t)(scanner->automaton - scanner->model->automata),
                                       .capacity = units,
                                       .scope = scanner->options.every       ? MATCHER_SENSES
                                                : scanner->options.match.all ? MATCHER_PLACES
                                                                             : MATCHER_CHOSEN,
                                       .min_score = model_min_score(scanner->model, scanner->options.match.min_score)};
    return matcher_new(&scanner->matcher, scanner->model, scanner->kernel, &matching, error);
}

gaz_status scanner_new(struct scanner **scanner, const gaz_model *model, const struct scanner_options *options,
                       gaz_error *error) {
    *scanner = NULL;
    bool words = options->input == SCANNER_WORDS || options->input == SCANNER_PARAGRAPHS;
    const struct automaton *automaton = &model->automata[words ? TOKENS_WORDS : TOKENS_CORPUS];
    if (!automaton->header)
        return error_hint(error, words ? GAZ_HINT_TOKENS_WORDS : GAZ_HINT_TOKENS_CORPUS,
                          error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0,
                                    words ? "the model holds no words for raw text"
                                          : "the model holds no corpus tokens; only raw text can be read"));
    gaz_status status = match_options_check(&options->match, MATCH_ALL | MATCH_TYPES, error);
    if (status != GAZ_OK) return status;
    struct scanner *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->model = model;
    made->automaton = automaton;
    made->kernel = kernel_find(options->match.kernel);
    made->options = *options;
    made->straight = options->input == SCANNER_TOKENIZED;
    status = allocate(made, error);
    if (status == GAZ_OK)
        status = model_choose_types(&made->wanted, model, options->match.types, options->match.type_count, error);
    made->options.match.types = NULL; /* borrowed until now only */
    if (status != GAZ_OK) {
        scanner_free(made);
        return status;
    }
    *scanner = made;
    return GAZ_OK;
}

void scanner_free(struct scanner *scanner) {
    if (!scanner) return;
    matcher_free(scanner->matcher);
    free(scanner->wanted);
    free(scanner->cut.tokens);
    free(scanner->cut.sentences);
    row_text_free(&scanner->row_text);
    unit_room_free(&scanner->room);
    raw_room_free(&scanner->raw);
    free(scanner->matches);
    free(scanner->normalized_bytes);
    free(scanner->normalized.copies);
    free(scanner->given_bytes);
    free(scanner);
}

const gaz_model *scanner_model(const struct scanner *scanner) {
    return scanner->model;
}

void scanner_reset(struct scanner *scanner) {
    scanner->state = (struct cut_state){0};
    scanner->before = (struct neighbour){SHAPE_NONE, WORD_NONE};
    scanner->edge = EDGE_FREE;
    scanner->malformed = false;
    scanner->row_text.open = false;
    scanner_feed(scanner, NULL, 0, false);
    scanner_feed_tokens(scanner, NULL, 0);
}

void scanner_lay_out(struct scanner *scanner, const struct rows *rows) {
    scanner->rows = *rows;
}

void scanner_feed(struct scanner *scanner, const char *text, size_t size, bool final) {
    scanner->text = text;
    scanner->size = size;
    scanner->at = 0;
    scanner->final = final;
    scanner->match_count = scanner->match_next = 0;
}

void scanner_feed_tokens(struct scanner *scanner, const gaz_token *tokens, size_t count) {
    scanner->given = tokens;
    scanner->given_count = count;
    scanner->match_count = scanner->match_next = 0;
}

/* ---- One window ---- */

/* Copies given tokens side by side; one that is too long to match anything is left empty. */
static void cut_given(struct scanner *scanner, size_t size) {
    struct cut *cut = &scanner->cut;
    uint32_t used = 0;
    cut->token_count = cut->sentence_count = 0;
    cut->first_goes_on = cut->last_goes_on = false;
    while (cut->token_count < scanner->given_count && cut->token_count < cut->capacity) {
        const gaz_token *token = &scanner->given[cut->token_count];
        uint32_t length = token->size > TOKEN_SIZE_MAX ? 0 : (uint32_t)token->size;
        if (length > size - used) break;
        if (length) memcpy(scanner->given_bytes + used, token->bytes, length);
        cut->tokens[cut->token_count++] = (struct token){used, used + length};
        used += length;
    }
    cut->used = used;
    if (cut->token_count == scanner->given_count)
        cut->sentences[cut->sentence_count++] = (struct sentence){cut->token_count, used, used};
}

static void cut_window(struct scanner *scanner, const char *text, size_t size, bool final) {
    struct cut *cut = &scanner->cut;
    struct cut_state *state = &scanner->state;
    switch (scanner->options.input) {
    case SCANNER_TOKENIZED: scanner->kernel->tokenized(cut, state, text, size, final); break;
    case SCANNER_WORDS: cut_words(cut, state, text, size, final); break;
    case SCANNER_PARAGRAPHS: cut_paragraphs(cut, state, text, size, final); break;
    case SCANNER_GIVEN: cut_given(scanner, size); break;
    case SCANNER_ROWS:
        scanner->malformed = !cut_rows(cut, state, text, size, final, &scanner->rows, scanner->options.token_column,
                                       scanner->options.lenient);
        scanner->malformed_at = (size_t)(text - scanner->text) + cut->used;
        break;
    }
}

/* Where the row that holds a byte begins. */
static uint32_t row_begin(const char *text, uint32_t at) {
    while (at > 0 && text[at - 1] != '\n') at--;
    return at;
}

/* Takes tokens that were cut back, from `end` on: the next window begins with them. */
static void take_cut_back(struct scanner *scanner, const char *text, uint32_t end) {
    struct cut *cut = &scanner->cut;
    if (end == cut->token_count) return;
    while (cut->sentence_count && cut->sentences[cut->sentence_count - 1].token_end > end) cut->sentence_count--;
    scanner->state = (struct cut_state){0}; /* of no matter before a token */
    cut->used = cut->tokens[end].begin;
    if (scanner->options.input == SCANNER_ROWS) cut->used = row_begin(text, cut->used);
    cut->token_count = end;
    cut->last_goes_on = false;
}

/* Cuts the window into tokens, normalizes them, and makes units of them. The window ends early if there is no memory
 * for all of them. */
static void take_cut(struct scanner *scanner, const char *text, size_t size, bool final) {
    struct cut *cut = &scanner->cut;
    struct normalized *normalized = &scanner->normalized;
    cut_window(scanner, text, size, final);
    normalized->text = text;
    normalized->text_size = cut->used;
    normalized->tokens = cut->tokens;
    if (normalizes(scanner->automaton))
        take_cut_back(scanner, text, normalize_tokens(normalized, text, cut->used, cut->tokens, cut->token_count));
    unit_room_take_cut(&scanner->matching, &scanner->room, &scanner->automaton->factors, cut, normalized, text,
                       cut->used);
    scanner->units = scanner->matching.written;
    scanner->used = cut->used;
}

/* Whether units end with the line end that the end of all text is, which is no byte of it. */
static bool end_all_text(const struct units *units) {
    return units->count > 0 && units->begins[units->count - 1] == units->begins[units->count];
}

/* The same for tokenized text, straight. False: there is no blank, or another reason to look closer. */
static bool take_text(struct scanner *scanner, const char *text, size_t size, bool final) {
    struct cut_state *state = &scanner->state;
    size_t left = scanner->size - scanner->at;
    uint32_t used = unit_room_take_text(&scanner->matching, &scanner->room, &scanner->counts, scanner->kernel,
                                        &scanner->automaton->factors, text, size, left, final);
    if (used == 0) return false;
    scanner->units = scanner->matching.written;
    scanner->used = used;
    state->in_line = state->in_sentence = text[used - 1] != '\n' && !end_all_text(&scanner->units);
    return true;
}

/* The same for raw text, which is made tokenized text. */
static bool take_raw(struct scanner *scanner, const char *text, size_t size, bool final) {
    struct cut_state *state = &scanner->state;
    struct spread *spread = &scanner->raw.spread;
    const struct units *units = &scanner->units;
    spread->paragraphs = scanner->options.input == SCANNER_PARAGRAPHS;
    spread->in_sentence = state->in_sentence;
    uint32_t used = raw_room_take(&scanner->matching, &scanner->raw, &scanner->room, &scanner->counts, scanner->kernel,
                                  &scanner->automaton->factors, text, size, final);
    if (used == 0) return false;
    scanner->units = scanner->matching.written;
    scanner->used = used;
    scanner->spread = spread;
    bool ended = spread->paragraphs ? unit_is_line_end(units, units->count - 1) : text[used - 1] == '\n';
    state->in_line = state->in_sentence = !ended && !end_all_text(units);
    return true;
}

/* Cuts the window with a kernel. False: that takes a closer look. */
static bool take_quickly(struct scanner *scanner, const char *text, size_t size, bool final) {
    const struct cut_state *state = &scanner->state;
    scanner->spread = NULL;
    scanner->counted = false;
    if (size == 0 || state->in_token || state->line_ended) return false;
    if (!scanner->straight && !is_raw(scanner)) return false;
    scanner->counts.in_sentence = false;
    scanner->cut.first_goes_on = scanner->cut.last_goes_on = false;
    scanner->counted = (scanner->straight ? take_text : take_raw)(scanner, text, size, final);
    return scanner->counted;
}

/* Whether the sentence before the window goes on in it. */
static bool goes_on(const struct scanner *scanner) {
    return scanner->units.count == 0 || !unit_is_line_end(&scanner->units, 0);
}

/* Whether what a match touches can speak against it. */
static bool has_edges(const struct scanner *scanner) {
    return is_raw(scanner) && (scanner->model->header->entry_flags & ENTRY_STRICT_EDGES);
}

/* How many tokens behind a match count. */
static uint32_t tokens_behind(const struct scanner *scanner) {
    if (has_edges(scanner)) return 2;
    return scanner->model->context.header != NULL;
}

/* The unit of the open sentence up to which matches, and what counts for them, cannot reach beyond the window. */
static uint32_t decided_units(const struct scanner *scanner) {
    const struct image_automaton *header = scanner->automaton->header;
    const struct units *units = &scanner->matching.compared;
    uint32_t decided = units->count;
    uint32_t longest = header->longest + tokens_behind(scanner);
    for (uint32_t reach = longest; reach > 1 && decided > 0; reach--) {
        if (unit_is_line_end(units, decided - 1)) break;
        if (unit_end(units, decided - 1) - units->begins[decided - 1] > header->longest_token)
            break; /* no entry goes across it */
        decided--;
    }
    return decided;
}

/* Runs the matcher and returns how many of the window's tokens are settled by it. */
static uint32_t match_window(struct scanner *scanner, uint32_t decided) {
    matcher_scan(scanner->matcher, &scanner->matching, decided);
    scanner->match_count = scanner->match_next = 0;
    if (scanner->options.match.all) return decided;
    uint32_t end = decided;
    struct match match;
    while (matcher_next(&match, scanner->matcher)) {
        scanner->matches[scanner->match_count++] = match;
        if (match.end > end) end = match.end;
    }
    return end;
}

/* Takes the units from `end` on back: the next window begins with them. */
static void take_back(struct scanner *scanner, const char *text, uint32_t end) {
    struct units *units = &scanner->units;
    if (end == units->count) return;
    scanner->state = (struct cut_state){0}; /* of no matter before a token */
    scanner->used = units->begins[end];
    if (scanner->spread) scanner->used = spread_offset(scanner->spread, scanner->used);
    if (scanner->options.input == SCANNER_ROWS) scanner->used = row_begin(text, scanner->used);
    scanner->cut.last_goes_on = false;
    units->count = end;
}

/* Nothing in the widest window can be decided by itself: it is blank, or its tokens are farther apart than a match may
 * reach, or it is one row. */
static bool force_window(struct scanner *scanner, const char *text, size_t size) {
    if (scanner->units.count) return true;
    if (scanner->options.input == SCANNER_ROWS) {
        scanner->malformed = true;
        scanner->malformed_at = (size_t)(text - scanner->text);
        return false;
    }
    scanner->state.line_ended = scanner->state.line_ended || memchr(text, '\n', size);
    scanner->state.in_line = true;
    scanner->used = (uint32_t)size;
    return true;
}

/* Of raw text: whether a unit touches the one before it. */
static bool touch(const void *context, uint32_t unit) {
    const struct scanner *scanner = context;
    const struct units *units = &scanner->matching.written;
    uint32_t end = unit_end(units, unit - 1) & ~UNIT_LINE_END;
    const struct spread *spread = scanner->spread;
    if (!spread) return units->begins[unit] == end;
    return units->begins[unit] == end + 1 && spread_offset(spread, units->begins[unit]) == spread_offset(spread, end);
}

/* How much of the raw text is before the first unit. */
static uint32_t first_offset(const struct scanner *scanner) {
    uint32_t begin = scanner->matching.written.begins[0];
    return scanner->spread ? spread_offset(scanner->spread, begin) : begin;
}

/* What the next window begins behind. */
static enum edge find_edge(const struct scanner *scanner) {
    const struct units *units = &scanner->units;
    if (scanner->cut.last_goes_on) return EDGE_WORD;
    if (units->count == 0 || unit_is_line_end(units, units->count - 1)) return EDGE_FREE;
    uint32_t end = unit_end(units, units->count - 1);
    if (scanner->spread) end = spread_offset(scanner->spread, end);
    return end == scanner->used ? edges_at_end(&scanner->matching.edges, &scanner->matching.compared, units->count - 1)
                                : EDGE_FREE;
}

/* Keeps the window's last token for the next one, if its sentence goes on. */
static void remember(struct scanner *scanner) {
    if (has_edges(scanner)) scanner->edge = find_edge(scanner);
    const struct context *context = &scanner->model->context;
    const struct units *units = &scanner->units;
    if (!context->header || units->count == 0) return;
    bool whole = !scanner->cut.first_goes_on && !scanner->cut.last_goes_on; /* a part of a token is no neighbour */
    scanner->before = (struct neighbour){SHAPE_NONE, WORD_NONE};
    if (whole) scanner->before = score_neighbour(context, units, units->count - 1, true);
}

/* Cuts and matches a window of `size` bytes. False: nothing in it can be decided. `widest`: it cannot be larger. */
static bool try_window(struct scanner *scanner, const char *text, size_t size, bool final, bool widest) {
    struct cut_state before = scanner->state;
    if (!take_quickly(scanner, text, size, final)) {
        bool waits = scanner->straight && !scanner->state.in_token && size && !final && !widest;
        if (waits && unit_room_last_end(text, size) == 0) return false; /* no blank */
        take_cut(scanner, text, size, final);
    }
    scanner->matching.before = goes_on(scanner) ? scanner->before : (struct neighbour){SHAPE_NONE, WORD_NONE};
    if (has_edges(scanner))
        scanner->matching.edges = (struct edges){touch, scanner, first_offset(scanner) ? EDGE_FREE : scanner->edge};
    uint32_t count = scanner->units.count;
    uint32_t decided = decided_units(scanner);
    if (scanner->cut.first_goes_on || scanner->cut.last_goes_on) { /* a part of a token matches nothing */
        scanner->matching.compared.count = 0;
        decided = count;
    }
    if (scanner->malformed) decided = count; /* nothing comes after it */
    bool useful = decided > 0 || (count == 0 && scanner->used > 0);
    if (!useful) {
        if (!widest || !force_window(scanner, text, size)) {
            scanner->state = before;
            return false;
        }
        decided = count;
    }
    take_back(scanner, text, match_window(scanner, decided));
    scanner->ahead = count - scanner->units.count;
    remember(scanner);
    return true;
}

static bool next_given(struct scanner *scanner) {
    if (scanner->given_count == 0) return false;
    const char *text = scanner->given_bytes;
    if (!try_window(scanner, text, scanner->window_size, false, false) &&
        !try_window(scanner, text, scanner->window_size_max, false, false))
        try_window(scanner, text, scanner->window_size_max, false, true);
    uint32_t tokens = scanner->units.count;
    if (tokens && unit_is_line_end(&scanner->units, tokens - 1)) tokens--;
    scanner->given += tokens;
    scanner->given_count -= tokens;
    return true;
}

static bool next_text(struct scanner *scanner) {
    const char *text = scanner->text + scanner->at;
    size_t left = scanner->size - scanner->at;
    bool open = scanner->state.in_sentence || scanner->state.in_line;
    if (scanner->malformed || (left == 0 && !(scanner->final && open))) return false;
    size_t size = scanner->window_size;
    for (;;) {
        if (size > left) size = left;
        bool widest = size >= scanner->window_size_max;
        if (try_window(scanner, text, size, scanner->final && size == left, widest)) break;
        if (size == left || widest) return false;
        size = 2 * size < scanner->window_size_max ? 2 * size : scanner->window_size_max;
    }
    scanner->at += scanner->used;
    return true;
}

/* Counts the tokens of the window and the sentences that end in it. */
static void count_units(struct window *window, const struct scanner *scanner) {
    const struct units *units = &window->units;
    if (scanner->counted) { /* no line end was taken back */
        window->tokens = units->count - scanner->counts.line_ends;
        window->sentences = scanner->counts.sentences;
        return;
    }
    bool in_sentence = false;
    window->tokens = window->sentences = 0;
    for (uint32_t i = 0; i < units->count; i++) {
        bool token = !unit_is_line_end(units, i);
        window->tokens += token;
        window->sentences += !token && in_sentence;
        in_sentence = token;
    }
}

bool scanner_next(struct window *window, struct scanner *scanner) {
    const char *text = scanner->options.input == SCANNER_GIVEN ? scanner->given_bytes : scanner->text + scanner->at;
    if (!(scanner->options.input == SCANNER_GIVEN ? next_given(scanner) : next_text(scanner))) return false;
    window->text = text;
    window->size = scanner->used;
    window->units = scanner->units;
    window->spread = scanner->spread;
    window->first_goes_on = scanner->cut.first_goes_on;
    window->last_goes_on = scanner->cut.last_goes_on;
    window->valid =
        !is_raw(scanner) || (scanner->spread ? scanner->spread->valid : unicode_is_valid(window->text, window->size));
    if (makes_text(scanner)) { /* it takes the rows' place */
        row_text_fill(&window->units, &scanner->row_text, scanner->ahead);
        window->text = window->units.text;
        window->size = scanner->row_text.size;
    }
    count_units(window, scanner);
    return true;
}

static bool is_wanted(const struct scanner *scanner, const struct match *match) {
    const struct image_entry *entry = &scanner->model->entries[match->entry];
    return !scanner->wanted || scanner->wanted[entry_type(*entry)];
}

bool scanner_match(struct match *match, struct scanner *scanner) {
    for (;;) {
        if (scanner->options.match.all) {
            if (!matcher_next(match, scanner->matcher)) return false;
        } else {
            if (scanner->match_next == scanner->match_count) return false;
            *match = scanner->matches[scanner->match_next++];
        }
        if (is_wanted(scanner, match)) return true;
    }
}

bool scanner_gives_senses(const struct scanner *scanner) {
    return scanner->options.match.senses != 0;
}

bool scanner_next_sense(struct match *match, const struct scanner *scanner) {
    struct match next = *match;
    while (matcher_next_sense(&next, scanner->matcher)) {
        if (!is_wanted(scanner, &next)) continue;
        *match = next;
        return true;
    }
    return false;
}

size_t scanner_rest(const struct scanner *scanner) {
    return scanner->size - scanner->at;
}

size_t scanner_rest_max(const struct scanner *scanner) {
    return scanner->window_size_max;
}

bool scanner_malformed(size_t *offset, const struct scanner *scanner) {
    *offset = scanner->malformed_at;
    return scanner->malformed;
}

gaz_status scanner_check(const struct scanner *scanner, const char *name, uint64_t line, gaz_error *error) {
    if (!scanner->malformed) return GAZ_OK;
    return error_hint(error, GAZ_HINT_TOKEN_COLUMN,
                      error_set(error, GAZ_ERROR_INPUT, error_file_name(name),
                                line + bytes_count_lines(scanner->text, scanner->malformed_at),
                                "the row has no column %u, or over 1 MiB", scanner->options.token_column));
}

static enum scanner_input input_of(const gaz_input_options *input) {
    switch (input->format) {
    case GAZ_FORMAT_CONLL: return SCANNER_ROWS;
    case GAZ_FORMAT_TEXT:
    case GAZ_FORMAT_JSONL: return input->paragraphs ? SCANNER_PARAGRAPHS : SCANNER_WORDS;
    default: return SCANNER_TOKENIZED;
    }
}

struct scanner_options scanner_options_of(const gaz_input_options *input, const gaz_match_options *match) {
    return (struct scanner_options){.input = input_of(input),
                                    .match = *match,
                                    .token_column = input->columns.token_column,
                                    .lenient = input->columns.lenient != 0};
}
