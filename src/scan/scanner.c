/* From text to matches, a window at a time:
 *
 *     input      The Operating System of a machi|ne ...   scanner_feed: a piece of the text
 *     window     The Operating System of a machi          try_window: what the caches hold
 *     spread     The Operating System of a machi          raw text becomes tokenized text: raw_room.c
 *     cut        [-] [-------] [----] [] -                tokens and sentences: cutter.c, text/cut_*.c, cut_rows.c
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
#include "match/short_form.h"
#include "scan/abbreviated.h"
#include "scan/options.h"
#include "scan/row_text.h"
#include "text/digits.h"
#include "text/kernel.h"

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
    unsigned char *wanted;  /* per type; NULL = all */
    uint32_t longest;       /* tokens of the longest entry */
    uint32_t longest_token; /* bytes of the longest token that an entry matches */
    size_t window_size;     /* of an ordinary window */
    size_t window_size_max; /* when nothing can be decided with less */
    const char *text;
    size_t size;
    size_t at;
    bool final;
    size_t malformed_at; /* of the piece, if the cutter says that a row is malformed */
    bool row_too_long;   /* that is why */
    struct cutter cutter;
    struct neighbour before;  /* the token before the window, of the same sentence */
    enum edge edge;           /* what ends where the window begins */
    uint32_t ahead;           /* units that come after the window's */
    struct row_text row_text; /* unless raw_rows */
    struct match *matches;    /* the chosen ones of the window */
    uint32_t match_count;
    uint32_t match_next;
    struct abbreviated abbreviated;
};

/* Whether windows have a text made of their rows. */
static bool makes_text(const struct scanner *scanner) {
    return scanner->options.input == SCANNER_ROWS && !scanner->options.raw_rows;
}

/* How far a match reaches, patterns too. */
static void find_reach(struct scanner *scanner) {
    const struct image_automaton *header = scanner->automaton->header;
    uint32_t tokenization = (uint32_t)(scanner->automaton - scanner->model->automata);
    const struct image_automaton *masked = scanner->model->automata[tokens_masked(tokenization)].header;
    scanner->longest = header->longest;
    scanner->longest_token = header->longest_token;
    if (!masked || masked->longest == 0) return;
    uint32_t token = masked->longest_token < MASKED_SIZE_MAX ? MASKED_SIZE_MAX : masked->longest_token;
    if (masked->longest > scanner->longest) scanner->longest = masked->longest;
    if (token > scanner->longest_token) scanner->longest_token = token;
}

static gaz_status allocate(struct scanner *scanner, gaz_error *error) {
    size_t longest = scanner->longest;
    bool all = scanner->options.match.all !=
               0; /* then a window may have as many matches as tokens times the longest entry's */
    size_t capacity = all ? WINDOW_TOKENS / 8 : WINDOW_TOKENS;
    if (capacity < (all ? 3 : 8) * longest) capacity = (all ? 3 : 8) * longest;
    scanner->window_size = 2 * capacity;
    size_t least = scanner->options.input == SCANNER_ROWS ? WINDOW_ROWS : WINDOW_MIN;
    size_t widest = 2 * scanner->window_size > least ? 2 * scanner->window_size : least;
    uint64_t entry_size = (uint64_t)longest * (scanner->longest_token + 1u);
    while (widest < WINDOW_MAX && widest < 2 * entry_size) widest *= 2;
    scanner->window_size_max = widest;
    uint32_t units = 2 * (uint32_t)capacity; /* a line end for each token */
    if (units < UNIT_SLICE) units = UNIT_SLICE;
    scanner->matches = malloc(units * sizeof *scanner->matches);
    if (!scanner->matches) return error_memory(error);
    if (!cutter_init(&scanner->cutter, capacity, units, widest)) return error_memory(error);
    if (makes_text(scanner) && !row_text_init(&scanner->row_text, widest, units)) return error_memory(error);
    if (scanner->options.match.abbreviations) {
        gaz_status status = abbreviations_new(&scanner->abbreviated.abbreviations, scanner->model, error);
        if (status != GAZ_OK) return status;
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
    gaz_status status = match_options_check(&options->match, MATCH_ALL | MATCH_TYPES | MATCH_ABBREVIATIONS, error);
    if (status != GAZ_OK) return status;
    struct scanner *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->model = model;
    made->automaton = automaton;
    made->kernel = kernel_find(options->match.kernel);
    made->options = *options;
    made->cutter = (struct cutter){.automaton = automaton,
                                   .kernel = made->kernel,
                                   .input = options->input,
                                   .token_column = options->token_column,
                                   .lenient = options->lenient};
    find_reach(made);
    made->abbreviated.by_sentence = options->line_documents;
    if (options->input == SCANNER_ROWS) made->abbreviated.rows = &made->cutter.rows;
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
    cutter_free(&scanner->cutter);
    row_text_free(&scanner->row_text);
    free(scanner->matches);
    abbreviated_free(&scanner->abbreviated);
    free(scanner);
}

const gaz_model *scanner_model(const struct scanner *scanner) {
    return scanner->model;
}

void scanner_reset(struct scanner *scanner) {
    cutter_reset(&scanner->cutter);
    scanner->row_too_long = false;
    scanner->before = (struct neighbour){SHAPE_NONE, WORD_NONE};
    scanner->edge = EDGE_FREE;
    scanner->row_text.open = false;
    scanner_feed(scanner, NULL, 0, false);
    scanner_feed_tokens(scanner, NULL, 0);
}

void scanner_begin_document(struct scanner *scanner) {
    if (scanner->abbreviated.abbreviations) abbreviations_clear(scanner->abbreviated.abbreviations);
}

void scanner_lay_out(struct scanner *scanner, const struct rows *rows) {
    scanner->cutter.rows = *rows;
    if (scanner->options.token_column == 0) scanner->cutter.token_column = rows_token_column(rows);
}

void scanner_feed(struct scanner *scanner, const char *text, size_t size, bool final) {
    scanner->text = size ? text : ""; /* of nothing, there may be no place either */
    scanner->size = size;
    scanner->at = 0;
    scanner->final = final;
    scanner->match_count = scanner->match_next = 0;
    scanner->abbreviated.known = false;
}

void scanner_feed_tokens(struct scanner *scanner, const gaz_token *tokens, size_t count) {
    scanner->cutter.given = tokens;
    scanner->cutter.given_count = count;
    scanner->match_count = scanner->match_next = 0;
    scanner->abbreviated.known = false;
}

/* ---- One window ---- */

/* Whether the sentence before the window goes on in it. */
static bool goes_on(const struct scanner *scanner) {
    return scanner->cutter.units.count == 0 || !unit_is_line_end(&scanner->cutter.units, 0);
}

/* Whether what a match touches can speak against it. */
static bool has_edges(const struct scanner *scanner) {
    return cutter_is_raw(&scanner->cutter) && (scanner->model->header->entry_flags & ENTRY_STRICT_EDGES);
}

/* How many tokens behind a match count. */
static uint32_t tokens_behind(const struct scanner *scanner) {
    if (has_edges(scanner)) return 2;
    return scanner->model->context.header != NULL;
}

/* The unit of the open sentence up to which matches, and what counts for them, cannot reach beyond the window. */
static uint32_t decided_units(const struct scanner *scanner) {
    const struct units *units = &scanner->cutter.matching.compared;
    uint32_t decided = units->count;
    uint32_t longest = scanner->longest + tokens_behind(scanner);
    uint32_t longest_token = scanner->longest_token;
    if (scanner->abbreviated.known) {
        if (longest < SHORT_FORM_TOKENS) longest = SHORT_FORM_TOKENS;
        if (longest_token < SHORT_FORM_BYTES) longest_token = SHORT_FORM_BYTES;
    }
    for (uint32_t reach = longest; reach > 1 && decided > 0; reach--) {
        if (unit_is_line_end(units, decided - 1)) break;
        if (unit_end(units, decided - 1) - units->begins[decided - 1] > longest_token)
            break; /* no entry goes across it */
        decided--;
    }
    return decided;
}

/* Finds the matches, unless they are known, and returns how many of the window's tokens are settled by them. */
static uint32_t match_window(struct scanner *scanner, uint32_t decided) {
    const struct cutter *cutter = &scanner->cutter;
    struct match match;
    scanner->match_count = scanner->match_next = 0;
    if (scanner->abbreviated.known) {
        scanner->match_count = abbreviated_give(scanner->matches, &scanner->abbreviated, &cutter->units, decided,
                                                cutter->cut.first_goes_on);
    } else {
        matcher_scan(scanner->matcher, &cutter->matching, decided);
        if (scanner->options.match.all) return decided;
        while (matcher_next(&match, scanner->matcher)) scanner->matches[scanner->match_count++] = match;
    }
    uint32_t count = scanner->match_count;
    return count && scanner->matches[count - 1].end > decided ? scanner->matches[count - 1].end : decided;
}

/* Nothing in the widest window can be decided by itself: it is blank, or its tokens are farther apart than a match may
 * reach, or it is one row. */
static bool force_window(struct scanner *scanner, const char *text, size_t size) {
    if (scanner->cutter.units.count) return true;
    if (scanner->options.input == SCANNER_ROWS) {
        scanner->cutter.malformed = scanner->row_too_long = true;
        scanner->malformed_at = (size_t)(text - scanner->text);
        return false;
    }
    scanner->cutter.state.line_ended = scanner->cutter.state.line_ended || memchr(text, '\n', size);
    scanner->cutter.state.in_line = true;
    scanner->cutter.used = (uint32_t)size;
    return true;
}

/* Keeps the window's last token for the next one, if its sentence goes on. */
static void remember(struct scanner *scanner) {
    if (has_edges(scanner)) scanner->edge = cutter_edge_behind(&scanner->cutter);
    const struct context *context = &scanner->model->context;
    const struct units *units = &scanner->cutter.units;
    if (!context->header || units->count == 0) return;
    bool whole =
        !scanner->cutter.cut.first_goes_on && !scanner->cutter.cut.last_goes_on; /* a part of a token is no neighbour */
    scanner->before = (struct neighbour){SHAPE_NONE, WORD_NONE};
    if (whole) scanner->before = score_neighbour(context, units, units->count - 1, true);
}

/* Cuts and matches a window of `size` bytes. False: nothing in it can be decided. `widest`: it cannot be larger. */
static bool try_window(struct scanner *scanner, const char *text, size_t size, bool final, bool widest) {
    struct cutter *cutter = &scanner->cutter;
    struct cut_state before = cutter->state;
    if (!cutter_take_quickly(cutter, text, size, scanner->size - scanner->at, final)) {
        bool waits = cutter->straight && !cutter->state.in_token && size && !final && !widest;
        if (waits && unit_room_last_end(text, size) == 0) return false; /* no blank */
        cutter_take(cutter, text, size, final);
    }
    if (cutter->malformed) scanner->malformed_at = (size_t)(text - scanner->text) + cutter->malformed_at;
    cutter->matching.before = goes_on(scanner) ? scanner->before : (struct neighbour){SHAPE_NONE, WORD_NONE};
    if (has_edges(scanner)) cutter_find_edges(cutter, scanner->edge);
    uint32_t count = cutter->units.count;
    uint32_t decided = decided_units(scanner);
    if (cutter->cut.first_goes_on || cutter->cut.last_goes_on) { /* a part of a token matches nothing */
        cutter->matching.compared.count = 0;
        decided = count;
    }
    if (cutter->malformed) decided = count; /* nothing comes after it */
    bool useful = decided > 0 || (count == 0 && cutter->used > 0);
    if (!useful) {
        if (!widest || !force_window(scanner, text, size)) {
            cutter->state = before;
            return false;
        }
        decided = count;
    }
    cutter_take_back(cutter, text, match_window(scanner, decided));
    scanner->ahead = count - cutter->units.count;
    remember(scanner);
    return true;
}

static bool next_given(struct scanner *scanner) {
    if (scanner->cutter.given_count == 0) return false;
    const char *text = scanner->cutter.given_bytes;
    if (!try_window(scanner, text, scanner->window_size, false, false) &&
        !try_window(scanner, text, scanner->window_size_max, false, false))
        try_window(scanner, text, scanner->window_size_max, false, true);
    uint32_t tokens = scanner->cutter.units.count;
    if (tokens && unit_is_line_end(&scanner->cutter.units, tokens - 1)) tokens--;
    scanner->cutter.given += tokens;
    scanner->cutter.given_count -= tokens;
    return true;
}

static bool next_text(struct scanner *scanner) {
    const char *text = scanner->text + scanner->at;
    size_t left = scanner->size - scanner->at;
    bool open = scanner->cutter.state.in_sentence || scanner->cutter.state.in_line;
    if (scanner->cutter.malformed || (left == 0 && !(scanner->final && open))) return false;
    size_t size = scanner->window_size;
    for (;;) {
        if (size > left) size = left;
        bool widest = size >= scanner->window_size_max;
        if (try_window(scanner, text, size, scanner->final && size == left, widest)) break;
        if (size == left || widest) return false;
        size = 2 * size < scanner->window_size_max ? 2 * size : scanner->window_size_max;
    }
    scanner->at += scanner->cutter.used;
    return true;
}

/* Counts the tokens of the window and the sentences that end in it. */
static void count_units(struct window *window, const struct scanner *scanner) {
    const struct units *units = &window->units;
    if (scanner->cutter.counted) { /* no line end was taken back */
        window->tokens = units->count - scanner->cutter.counts.line_ends;
        window->sentences = scanner->cutter.counts.sentences;
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

/* The next window, without the text that is made of rows. */
static bool next_window(struct window *window, struct scanner *scanner) {
    const char *text =
        scanner->options.input == SCANNER_GIVEN ? scanner->cutter.given_bytes : scanner->text + scanner->at;
    if (!(scanner->options.input == SCANNER_GIVEN ? next_given(scanner) : next_text(scanner))) return false;
    window->text = text;
    window->size = scanner->cutter.used;
    window->units = scanner->cutter.units;
    window->spread = scanner->cutter.spread;
    window->first_goes_on = scanner->cutter.cut.first_goes_on;
    window->last_goes_on = scanner->cutter.cut.last_goes_on;
    window->valid =
        !cutter_is_raw(&scanner->cutter) ||
        (scanner->cutter.spread ? scanner->cutter.spread->valid : unicode_is_valid(window->text, window->size));
    return true;
}

bool scanner_next(struct window *window, struct scanner *scanner) {
    if (!next_window(window, scanner)) return false;
    if (makes_text(scanner)) { /* it takes the rows' place */
        row_text_fill(&window->units, &scanner->row_text, scanner->ahead);
        window->text = window->units.text;
        window->size = scanner->row_text.size;
    }
    count_units(window, scanner);
    abbreviated_count(&scanner->abbreviated, window);
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

static bool next_sense(struct match *match, const struct scanner *scanner) {
    return scanner->abbreviated.known ? abbreviated_next_sense(match, &scanner->abbreviated)
                                      : matcher_next_sense(match, scanner->matcher);
}

bool scanner_next_sense(struct match *match, const struct scanner *scanner) {
    struct match next = *match;
    while (next_sense(&next, scanner)) {
        if (!is_wanted(scanner, &next)) continue;
        *match = next;
        return true;
    }
    return false;
}

/* ---- Abbreviations ---- */

/* Adds the matches of the newest window. */
static bool add_matches(struct scanner *scanner) {
    bool good = true;
    for (uint32_t i = 0; i < scanner->match_count && good; i++) {
        struct match match = scanner->matches[i];
        good = abbreviated_add_match(&scanner->abbreviated, &match);
        match.weaker = true;
        while (good && scanner_gives_senses(scanner) && matcher_next_sense(&match, scanner->matcher))
            good = abbreviated_add_match(&scanner->abbreviated, &match);
    }
    return good;
}

bool scanner_look_ahead(struct scanner *scanner) {
    struct abbreviated *abbreviated = &scanner->abbreviated;
    struct window window;
    const char *text = scanner->text;
    size_t size = scanner->size;
    bool given = scanner->options.input == SCANNER_GIVEN;
    const gaz_token *tokens = scanner->cutter.given;
    size_t count = scanner->cutter.given_count;
    if (!abbreviated->abbreviations) return true;
    if (!given && !abbreviations_matter(abbreviated->abbreviations, text, size)) return true;
    abbreviated_begin(abbreviated, text, given ? tokens : NULL);
    bool good = true;
    while (good && next_window(&window, scanner))
        good = add_matches(scanner) && abbreviated_add_window(abbreviated, &window);
    if (good) good = abbreviated_end(abbreviated, text + size);
    scanner_reset(scanner);
    scanner_feed(scanner, text, size, true);
    if (given) scanner_feed_tokens(scanner, tokens, count);
    abbreviated->known = good;
    return good;
}

size_t scanner_rest(const struct scanner *scanner) {
    return scanner->size - scanner->at;
}

size_t scanner_rest_max(const struct scanner *scanner) {
    return scanner->window_size_max;
}

bool scanner_malformed(size_t *offset, const struct scanner *scanner) {
    *offset = scanner->malformed_at;
    return scanner->cutter.malformed;
}

gaz_status scanner_check(const struct scanner *scanner, const char *name, uint64_t line, gaz_error *error) {
    if (!scanner->cutter.malformed) return GAZ_OK;
    const char *file = error_file_name(name);
    line += bytes_count_lines(scanner->text, scanner->malformed_at);
    if (scanner->row_too_long) return error_set(error, GAZ_ERROR_LIMIT, file, line, "a row of over 1 MiB");
    return error_hint(
        error, GAZ_HINT_TOKEN_COLUMN,
        error_set(error, GAZ_ERROR_INPUT, file, line, "the row has no column %u", scanner->cutter.token_column));
}

static enum scanner_input input_of(const gaz_input_options *input) {
    switch (input->format) {
    case GAZ_FORMAT_CONLL: return SCANNER_ROWS;
    case GAZ_FORMAT_HTML:
    case GAZ_FORMAT_XML: return SCANNER_WORDS;
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
