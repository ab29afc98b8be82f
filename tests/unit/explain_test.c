/* Explanations, compared with the real tagger and with rules that say in a few obvious lines why an entry lost. */
#include "sample.h"

#include <math.h>

#include "base/json.h"
#include "base/unicode.h"
#include "lexicon/conflicts.h"
#include "match/matcher.h"
#include "oracle.h"

enum { WORDS = 8, TEXT_WORDS = WORDS + 3, SURFACES_MAX = 24, SIZE_MAX_TOKENS = 4, TEXT_TOKENS = 40 };

/* Of entries, and others that texts have too. */
static const char *const words[TEXT_WORDS] = {"a",
                                              "b",
                                              "The",
                                              ".",
                                              "kernel",
                                              "caf\u00E9",
                                              "\xFF"
                                              "x",
                                              "the",
                                              "A",
                                              "KERNEL",
                                              "CAF\u00C9"};

/* ---- Random lexicons ---- */

/* A lexicon with the model that was built of it. */
struct made {
    gaz_lexicon *lexicon;
    gaz_model *model;
    bool context;
    bool ignores_case;
};

static void random_surface(char *surface, size_t most, uint64_t *random) {
    size_t count = 1 + oracle_below(random, most);
    *surface = 0;
    for (size_t i = 0; i < count; i++) {
        if (i) strcat(surface, " ");
        strcat(surface, words[oracle_below(random, WORDS)]);
    }
}

static void make_lexicon(struct made *made, uint64_t *random) {
    *made = (struct made){
        .lexicon = new_lexicon(), .context = oracle_below(random, 3) > 0, .ignores_case = oracle_below(random, 3) == 0};
    size_t count = 1 + oracle_below(random, SURFACES_MAX);
    size_t most = 1 + oracle_below(random, SIZE_MAX_TOKENS);
    for (size_t i = 0; i < count; i++) {
        char surface[100];
        random_surface(surface, most, random);
        add(made->lexicon, surface, (char[]){"ABC"[oracle_below(random, 3)], 0});
    }
    for (size_t i = 0; i < made->lexicon->entry_count; i++) {
        struct entry *entry = &made->lexicon->entries[i];
        entry->precision = (float)oracle_below(random, 5) / 4;
        entry->priority = (int32_t)oracle_below(random, 3) - 1;
        entry->annotated = (uint32_t)oracle_below(random, 4);
        entry->occurrences = entry->annotated + (uint32_t)oracle_below(random, 4);
        entry->log_odds = oracle_below(random, 6) ? (float)oracle_below(random, 64) / 8 - 4 : LOG_ODDS_CERTAIN;
        if (oracle_below(random, 3) == 0) entry->status = (uint8_t)oracle_below(random, ENTRY_STATUS_END);
        if (oracle_below(random, 8) == 0) entry->verdict = (uint8_t)oracle_below(random, VERDICT_END);
    }
    if (made->context) made->lexicon->scoring = make_scoring_model();
    gaz_build_options options;
    gaz_build_options_init(&options);
    options.match_case = made->ignores_case ? GAZ_CASE_IGNORE : GAZ_CASE_EXACT;
    build_model(made->lexicon, &options);
    made->model = open_model();
}

static void free_made(struct made *made) {
    gaz_model_close(made->model);
    gaz_lexicon_free(made->lexicon);
}

/* ---- Random texts ---- */

/* A text as it is explained: columns as tokens with spaces between, each sentence a line. */
struct text {
    gaz_format input;
    bool paragraphs;
    char bytes[800];
    size_t size;
    size_t begins[2 * TEXT_TOKENS];
    size_t ends[2 * TEXT_TOKENS];
    size_t sentences[2 * TEXT_TOKENS]; /* the number of each token's, */
    size_t lines[2 * TEXT_TOKENS];     /* and of its line */
    size_t count;
    uint64_t record;   /* the line that it stands in, of records */
    char source[2400]; /* as it is read */
    size_t source_size;
};

static bool is_raw(const struct text *text) {
    return text->input == GAZ_FORMAT_TEXT || text->input == GAZ_FORMAT_JSONL;
}

static void add_token(struct text *text, const char *bytes, size_t size, size_t sentence, size_t line) {
    text->begins[text->count] = text->size;
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    text->ends[text->count] = text->size;
    text->sentences[text->count] = sentence;
    text->lines[text->count++] = line;
}

static void add_source(struct text *text, const char *bytes, size_t size) {
    memcpy(text->source + text->source_size, bytes, size);
    text->source_size += size;
}

/* The tokens in the second of two columns; between sentences stands what may stand there. */
static void make_rows(struct text *text, uint64_t *random) {
    static const char *const ends[] = {"\n", "\r\n", "<s>\n", "\n\n-DOCSTART-\n\n", "# c\n\n"};
    for (size_t i = 0; i < text->count; i++) {
        const char *end = ends[oracle_below(random, 5)];
        if (i && text->sentences[i] != text->sentences[i - 1]) add_source(text, end, strlen(end));
        add_source(text, "O\t", 2);
        add_source(text, text->bytes + text->begins[i], text->ends[i] - text->begins[i]);
        add_source(text, "\n", 1);
    }
    if (text->count && text->bytes[text->size - 1] != '\n') text->bytes[text->size - 1] = '\n';
}

/* A record behind some others that hold nothing. */
static void make_record(struct text *text, uint64_t *random) {
    static const char *const others[] = {"\n", "{\"text\": \"\"}\n", " \r\n", "{\"text\": \"?\", \"a\": 1}\n"};
    struct buffer record = {0};
    text->record = 1;
    for (size_t i = oracle_below(random, 3); i; i--, text->record++) {
        const char *other = others[oracle_below(random, 4)];
        add_source(text, other, strlen(other));
    }
    assert_true(buffer_add_text(&record, "{\"a\": [1], \"text\": \"") &&
                json_add_text(&record, text->bytes, text->size) && buffer_add_text(&record, "\"}\n"));
    add_source(text, record.bytes, record.size);
    buffer_free(&record);
}

/* Ends a line, or only a token; in paragraphs, perhaps a sentence. */
static void end_token(struct text *text, size_t *sentence, size_t *line, uint64_t *random) {
    bool ends = oracle_below(random, 8) == 0;
    bool rows = text->input == GAZ_FORMAT_CONLL;
    if (ends && !rows && oracle_below(random, 2)) text->bytes[text->size++] = '\r';
    text->bytes[text->size++] = ends ? '\n' : ' ';
    *line += ends;
    bool blank = ends && text->paragraphs && oracle_below(random, 2);
    if (blank) text->bytes[text->size++] = '\n';
    *line += blank;
    *sentence += text->paragraphs ? blank : ends;
}

static void random_text(struct text *text, bool any_case, uint64_t *random) {
    static const gaz_format inputs[] = {GAZ_FORMAT_TOKENIZED, GAZ_FORMAT_CONLL, GAZ_FORMAT_TEXT, GAZ_FORMAT_JSONL};
    size_t count = oracle_below(random, TEXT_TOKENS + 1);
    size_t sentence = 0;
    size_t line = 0;
    *text = (struct text){.input = inputs[oracle_below(random, 4)]};
    text->paragraphs = is_raw(text) && oracle_below(random, 2);
    for (size_t i = 0; i < count; i++) {
        const char *word = words[oracle_below(random, any_case ? TEXT_WORDS : WORDS)];
        if (word[0] == '\xFF' && text->input == GAZ_FORMAT_JSONL) word = words[0];
        size_t cut = word[0] == '\xFF' && is_raw(text) ? 1 : 0; /* raw text cuts that in two */
        if (cut) add_token(text, word, cut, sentence, line);
        add_token(text, word + cut, strlen(word) - cut, sentence, line);
        end_token(text, &sentence, &line, random);
    }
    if (text->input == GAZ_FORMAT_CONLL)
        make_rows(text, random);
    else if (text->input == GAZ_FORMAT_JSONL)
        make_record(text, random);
    else
        add_source(text, text->bytes, text->size);
}

/* Whether the entry's tokens are tokens [begin, end) of the text. */
static bool stands(const struct made *made, const struct entry *entry, const struct text *text, size_t begin,
                   size_t end) {
    const struct string *surface = &made->lexicon->surfaces.items[entry->surface];
    char joined[800];
    size_t size = 0;
    for (size_t i = begin; i < end; i++) {
        if (i > begin && text->begins[i] > text->ends[i - 1]) joined[size++] = ' ';
        memcpy(joined + size, text->bytes + text->begins[i], text->ends[i] - text->begins[i]);
        size += text->ends[i] - text->begins[i];
    }
    if (!made->ignores_case) return size == surface->size && memcmp(joined, surface->bytes, size) == 0;
    char folded[2][8 * sizeof joined + 16];
    size_t sizes[] = {
        unicode_normalize(folded[0], sizeof folded[0], joined, size, UNICODE_FOLD | UNICODE_COMPOSE),
        unicode_normalize(folded[1], sizeof folded[1], surface->bytes, surface->size, UNICODE_FOLD | UNICODE_COMPOSE)};
    return sizes[0] == sizes[1] && memcmp(folded[0], folded[1], sizes[0]) == 0;
}

/* ---- The rules ---- */

struct rules {
    const struct made *made;
    const struct text *text;
    gaz_span spans[2 * TEXT_TOKENS]; /* what is tagged; in tokens */
    size_t span_count;
    float threshold;
};

static size_t token_at(const struct text *text, uint64_t byte) {
    size_t token = 0;
    while (text->ends[token] <= byte) token++;
    return token;
}

/* The spans of the sentences' tokens. */
static void find_in_rows(struct rules *rules, gaz_tagger *tagger) {
    const struct text *text = rules->text;
    gaz_span span;
    for (size_t first = 0, end; first < text->count; first = end) {
        gaz_token tokens[TEXT_TOKENS];
        for (end = first; end < text->count && text->sentences[end] == text->sentences[first]; end++)
            tokens[end - first] = (gaz_token){text->bytes + text->begins[end], text->ends[end] - text->begins[end]};
        assert_int_equal(gaz_tagger_tokens(tagger, tokens, end - first, NULL), GAZ_OK);
        while (gaz_tagger_next(&span, tagger)) {
            span.begin += first;
            span.end += first;
            rules->spans[rules->span_count++] = span;
        }
    }
}

static void find_spans(struct rules *rules) {
    const struct text *text = rules->text;
    gaz_tagger_options options;
    gaz_tagger *tagger;
    gaz_tagger_options_init(&options);
    options.input.format = is_raw(text) ? GAZ_FORMAT_TEXT : GAZ_FORMAT_TOKENIZED;
    options.input.paragraphs = text->paragraphs;
    assert_int_equal(gaz_tagger_new(&tagger, rules->made->model, &options, NULL), GAZ_OK);
    rules->span_count = 0;
    gaz_span span;
    if (text->input == GAZ_FORMAT_CONLL)
        find_in_rows(rules, tagger);
    else
        assert_int_equal(gaz_tagger_text(tagger, text->bytes, text->size, NULL), GAZ_OK);
    while (text->input != GAZ_FORMAT_CONLL && gaz_tagger_next(&span, tagger)) {
        span.begin = token_at(text, span.begin);
        span.end = token_at(text, span.end - 1) + 1;
        rules->spans[rules->span_count++] = span;
    }
    rules->threshold = model_min_score(rules->made->model, -1);
    gaz_tagger_free(tagger);
}

static bool is_kept_on(const struct rules *rules, const struct entry *entry, size_t begin, size_t end) {
    return entry_is_kept(entry, rules->made->context) && stands(rules->made, entry, rules->text, begin, end);
}

/* The kept entry of a type with the strongest claim to tokens [begin, end); NULL: none. */
static const struct entry *winner_of(const struct rules *rules, uint32_t type, size_t begin, size_t end) {
    const gaz_lexicon *lexicon = rules->made->lexicon;
    const struct entry *winner = NULL;
    enum claim claim;
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (entry->type != type || !is_kept_on(rules, entry, begin, end)) continue;
        if (!winner || conflicts_is_stronger(&claim, lexicon, entry, winner)) winner = entry;
    }
    return winner;
}

static bool is_stronger(const struct rules *rules, const struct entry *left, const struct entry *right) {
    enum claim claim;
    return conflicts_is_stronger(&claim, rules->made->lexicon, left, right);
}

/* How many senses come before one where it begins: those of longer entries, and stronger ones of its own tokens. */
static size_t count_before(const struct rules *rules, const struct entry *entry, size_t begin, size_t end) {
    const gaz_lexicon *lexicon = rules->made->lexicon;
    size_t count = 0;
    for (size_t to = end; to <= rules->text->count; to++)
        for (uint32_t type = 0; type < lexicon->types.count; type++) {
            const struct entry *winner = winner_of(rules, type, begin, to);
            count += winner && (to > end || is_stronger(rules, winner, entry));
        }
    return count;
}

/* The sense that was tagged on just these tokens; NULL: none. */
static const struct entry *tagged_on(const struct rules *rules, size_t begin, size_t end) {
    const gaz_lexicon *lexicon = rules->made->lexicon;
    for (size_t i = 0; i < rules->span_count; i++) {
        const gaz_span *span = &rules->spans[i];
        if (span->begin != begin || span->end != end) continue;
        const char *name = gaz_model_type(rules->made->model, span->type);
        for (uint32_t type = 0; type < lexicon->types.count; type++)
            if (strcmp(lexicon->types.items[type].bytes, name) == 0) return winner_of(rules, type, begin, end);
    }
    return NULL;
}

/* What became of an entry on these tokens, by what was tagged. */
static gaz_reason rule(const struct rules *rules, const struct entry *entry, size_t begin, size_t end) {
    if (!entry_is_kept(entry, rules->made->context)) return GAZ_REASON_DROPPED;
    if (winner_of(rules, entry->type, begin, end) != entry) return GAZ_REASON_CLAIM;
    const struct entry *tagged = tagged_on(rules, begin, end);
    if (tagged == entry) return GAZ_REASON_TAGGED;
    if (tagged) return is_stronger(rules, entry, tagged) ? GAZ_REASON_SCORE : GAZ_REASON_CLAIM;
    for (size_t i = 0; i < rules->span_count; i++) {
        const gaz_span *span = &rules->spans[i];
        if (span->begin == begin && span->end > end) return GAZ_REASON_SHORTER;
        if (span->begin < begin && span->end > begin) return GAZ_REASON_OVERLAPS;
    }
    return count_before(rules, entry, begin, end) < ORACLE_TRIES ? GAZ_REASON_SCORE : GAZ_REASON_TRIES;
}

/* ---- Comparing ---- */

static void check_parts(const gaz_candidate *candidate) {
    const gaz_score_parts *parts = &candidate->parts;
    if (!candidate->has_parts) {
        if (candidate->scored) assert_true((float)candidate->score == (float)candidate->precision);
        return;
    }
    double sum = parts->entry + parts->left_shape + parts->left_word + parts->right_shape + parts->right_word +
                 parts->both + parts->shorter;
    if (isinf(sum))
        assert_true(isinf(parts->sum) && candidate->score >= 1);
    else
        assert_true(fabs(sum - parts->sum) < 1e-9 && fabs(1 / (1 + exp(-sum)) - candidate->score) < 1e-5);
}

/* Where tokens [begin, end) lie, as gaz tag --to tsv says it. */
struct spot {
    uint64_t line;
    uint64_t begin;
    uint64_t end;
};

static struct spot place_of(const struct text *text, size_t begin, size_t end) {
    size_t first = begin;
    if (text->input == GAZ_FORMAT_JSONL) return (struct spot){text->record, text->begins[begin], text->ends[end - 1]};
    if (text->input != GAZ_FORMAT_CONLL)
        return (struct spot){1 + text->lines[begin], text->begins[begin], text->ends[end - 1]};
    while (first && text->sentences[first - 1] == text->sentences[begin]) first--;
    return (struct spot){1 + text->sentences[begin], begin - first, end - first};
}

/* Says which entry it is: by type and tokens there is one. */
static const struct entry *entry_of(const struct rules *rules, const gaz_candidate *candidate) {
    const gaz_lexicon *lexicon = rules->made->lexicon;
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (strcmp(lexicon->types.items[entry->type].bytes, candidate->type) == 0 &&
            strcmp(lexicon->surfaces.items[entry->surface].bytes, candidate->surface) == 0)
            return entry;
    }
    fail_msg("there is no entry \"%s\" of type %s", candidate->surface, candidate->type);
    return NULL;
}

static void check_candidate(const struct rules *rules, const gaz_candidate *candidate) {
    const gaz_lexicon *lexicon = rules->made->lexicon;
    size_t begin = token_at(rules->text, candidate->begin);
    size_t end = token_at(rules->text, candidate->end - 1) + 1;
    const struct entry *entry = entry_of(rules, candidate);
    assert_true(stands(rules->made, entry, rules->text, begin, end));
    assert_int_equal(candidate->reason, rule(rules, entry, begin, end));
    struct spot place = place_of(rules->text, begin, end);
    assert_int_equal(candidate->input_begin, place.begin);
    assert_int_equal(candidate->input_end, place.end);
    assert_int_equal(candidate->annotated, entry->annotated);
    assert_int_equal(candidate->occurrences, entry->occurrences);
    assert_string_equal(candidate->status, entry_status_names[entry->status]);
    assert_string_equal(candidate->verdict, entry_verdict_names[entry->verdict]);
    check_parts(candidate);
    const struct entry *winner = winner_of(rules, entry->type, begin, end);
    bool in_model = winner == entry;
    if (in_model && candidate->reason == GAZ_REASON_CLAIM) winner = tagged_on(rules, begin, end);
    assert_int_equal(candidate->scored, in_model);
    if (candidate->reason == GAZ_REASON_SCORE) assert_true((float)candidate->score < rules->threshold);
    if (candidate->reason == GAZ_REASON_CLAIM)
        assert_string_equal(candidate->other_type, lexicon->types.items[winner->type].bytes);
    if (candidate->reason == GAZ_REASON_SHORTER || candidate->reason == GAZ_REASON_OVERLAPS) {
        bool found = false;
        for (size_t i = 0; i < rules->span_count; i++)
            found = found || (rules->text->begins[rules->spans[i].begin] == candidate->other_begin &&
                              rules->text->ends[rules->spans[i].end - 1] == candidate->other_end);
        assert_true(found);
        begin = token_at(rules->text, candidate->other_begin);
        end = token_at(rules->text, candidate->other_end - 1) + 1;
        place = place_of(rules->text, begin, end);
        assert_int_equal(candidate->other_input_begin, place.begin);
        assert_int_equal(candidate->other_input_end, place.end);
    }
}

/* Those that lost are all entries that stand on tokens which overlap [begin, end), but what is tagged. */
static void check_lost(const struct rules *rules, const gaz_explanation *explanation, size_t begin, size_t end) {
    const gaz_lexicon *lexicon = rules->made->lexicon;
    const struct text *text = rules->text;
    size_t expected = 0;
    for (size_t from = 0; from < end; from++)
        for (size_t to = from + 1; to <= text->count && text->sentences[to - 1] == text->sentences[from]; to++)
            for (size_t i = 0; i < lexicon->entry_count && to > begin; i++)
                expected += stands(rules->made, &lexicon->entries[i], text, from, to) &&
                            rule(rules, &lexicon->entries[i], from, to) != GAZ_REASON_TAGGED;
    bool counts_itself = explanation->span.type && explanation->span.reason != GAZ_REASON_TAGGED;
    assert_int_equal(explanation->rejected_count + counts_itself, expected);
    for (size_t i = 0; i < explanation->rejected_count; i++) check_candidate(rules, &explanation->rejected[i]);
}

/* What is explained is what is tagged. */
static void check_spans(const struct rules *rules, gaz_explainer *explainer) {
    const gaz_explanation *explanation;
    for (size_t i = 0; i <= rules->span_count; i++) {
        assert_int_equal(gaz_explainer_next(&explanation, explainer, NULL), GAZ_OK);
        assert_int_equal(explanation != NULL, i < rules->span_count);
        if (!explanation) break;
        const gaz_span *span = &rules->spans[i];
        assert_int_equal(explanation->span.begin, rules->text->begins[span->begin]);
        assert_int_equal(explanation->span.end, rules->text->ends[span->end - 1]);
        assert_true(explanation->span.score >= span->score && explanation->span.score <= span->score);
        assert_string_equal(explanation->span.type, gaz_model_type(rules->made->model, span->type));
        struct spot place = place_of(rules->text, span->begin, span->end);
        assert_int_equal(explanation->line, place.line);
        assert_int_equal(explanation->begin, place.begin);
        assert_int_equal(explanation->end, place.end);
        assert_false(explanation->lists_differ);
        assert_null(explanation->covering);
        check_candidate(rules, &explanation->span);
        check_lost(rules, explanation, span->begin, span->end);
    }
}

/* Any bytes [begin, end) of the text; of columns, tokens of a sentence. */
static void check_any(const struct rules *rules, gaz_explainer *explainer, size_t begin_at, size_t end_at) {
    const struct text *text = rules->text;
    const gaz_explanation *explanation;
    size_t begin = 0;
    size_t end = text->count;
    while (begin < text->count && text->ends[begin] <= begin_at) begin++;
    while (end > begin && text->begins[end - 1] >= end_at) end--;
    struct spot place = {text->record, begin_at, end_at};
    if (text->input == GAZ_FORMAT_CONLL) {
        if (begin == end || text->sentences[begin] != text->sentences[end - 1]) return;
        place = place_of(text, begin, end);
        begin_at = text->begins[begin];
        end_at = text->ends[end - 1];
    }
    assert_int_equal(gaz_explainer_place(&explanation, explainer, place.line, place.begin, place.end, NULL), GAZ_OK);
    bool rows = text->input == GAZ_FORMAT_CONLL; /* else blanks at its ends do not count */
    assert_int_equal(explanation->begin, rows ? place.begin : explanation->span.begin);
    assert_int_equal(explanation->end, rows ? place.end : explanation->span.end);
    gaz_reason reason = explanation->span.reason;
    if (begin == end) {
        assert_int_equal(reason, GAZ_REASON_NO_TOKEN);
    } else if (text->sentences[begin] != text->sentences[end - 1]) {
        assert_int_equal(reason, GAZ_REASON_SENTENCE);
    } else if (text->begins[begin] < begin_at || text->ends[end - 1] > end_at) {
        assert_int_equal(reason, GAZ_REASON_CUTS_TOKEN);
        size_t cut = text->begins[begin] < begin_at ? begin : end - 1;
        assert_int_equal(explanation->span.other_begin, text->begins[cut]);
        assert_int_equal(explanation->span.other_end, text->ends[cut]);
    } else {
        bool any = false;
        for (size_t i = 0; i < rules->made->lexicon->entry_count; i++)
            any = any || stands(rules->made, &rules->made->lexicon->entries[i], text, begin, end);
        assert_int_equal(any, reason != GAZ_REASON_UNKNOWN);
        if (any) check_candidate(rules, &explanation->span);
        check_lost(rules, explanation, begin, end);
    }
}

static void explanations_are_what_tagging_does(void **state) {
    (void)state;
    uint64_t random = seed;
    for (int round = 0; round < oracle_rounds(150); round++) {
        struct made made;
        make_lexicon(&made, &random);
        for (int i = 0; i < 8; i++) {
            struct text text;
            gaz_explain_options options;
            gaz_explainer *explainer;
            random_text(&text, made.ignores_case, &random);
            struct rules rules = {.made = &made, .text = &text};
            find_spans(&rules);
            gaz_explain_options_init(&options);
            options.input.format = text.input;
            options.input.paragraphs = text.paragraphs;
            options.input.columns.token_column = 2;
            assert_int_equal(gaz_explainer_new(&explainer, made.model, made.lexicon, &options, NULL), GAZ_OK);
            assert_int_equal(gaz_explainer_text(explainer, text.source, text.source_size, NULL), GAZ_OK);
            check_spans(&rules, explainer);
            for (int k = 0; k < 12 && text.size; k++) {
                size_t begin = oracle_below(&random, text.size);
                size_t end = begin + 1 + oracle_below(&random, text.size - begin);
                check_any(&rules, explainer, begin, end);
            }
            for (size_t k = 0; k < text.count; k++) {
                size_t last = k + oracle_below(&random, SIZE_MAX_TOKENS);
                if (last < text.count) check_any(&rules, explainer, text.begins[k], text.ends[last]);
            }
            gaz_explainer_free(explainer);
        }
        free_made(&made);
    }
}

/* ---- By hand ---- */

struct bench {
    gaz_lexicon *lexicon;
    gaz_model *model;
    gaz_explainer *explainer;
};

static struct entry *entry_named(const gaz_lexicon *lexicon, const char *surface) {
    for (size_t i = 0; i < lexicon->entry_count; i++)
        if (strcmp(lexicon->surfaces.items[lexicon->entries[i].surface].bytes, surface) == 0)
            return &lexicon->entries[i];
    return NULL;
}

static void set_up(struct bench *bench, const gaz_explain_options *options, bool with_lists) {
    build_model(bench->lexicon, NULL);
    bench->model = open_model();
    assert_int_equal(
        gaz_explainer_new(&bench->explainer, bench->model, with_lists ? bench->lexicon : NULL, options, NULL), GAZ_OK);
}

static void tear_down(struct bench *bench) {
    gaz_explainer_free(bench->explainer);
    gaz_model_close(bench->model);
    gaz_lexicon_free(bench->lexicon);
}

static const gaz_explanation *explain(struct bench *bench, const char *text, size_t begin, size_t end) {
    const gaz_explanation *explanation;
    assert_int_equal(gaz_explainer_text(bench->explainer, text, strlen(text), NULL), GAZ_OK);
    assert_int_equal(gaz_explainer_span(&explanation, bench->explainer, begin, end, NULL), GAZ_OK);
    return explanation;
}

static void near_entries_are_told(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *surface;
        const char *kind;
    } cases[] = {
        {"Operating System", "operating system", "case"},
        {"kernels", "kernel", "singular"},
        {"cafe\u0301s", "caf\u00E9", NULL},
        {"input output", "input/output", "punctuation"},
        {"STRASSE", "stra\u00DFe", "case"},
        {"x86", NULL, NULL},
    };
    for (int with_lists = 0; with_lists < 2; with_lists++) {
        struct bench bench = {.lexicon = new_lexicon()};
        for (int i = 0; i < 5; i++) add(bench.lexicon, cases[i].surface, "T");
        entry_named(bench.lexicon, "kernel")->annotated = 3;
        set_up(&bench, NULL, with_lists);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            const gaz_explanation *found = explain(&bench, cases[i].text, 0, strlen(cases[i].text));
            assert_int_equal(found->span.reason, GAZ_REASON_UNKNOWN);
            if (!cases[i].kind || (!with_lists && i > 1)) continue;
            assert_int_equal(found->near_miss_count, 1);
            assert_string_equal(found->near_misses[0].surface, cases[i].surface);
            if (with_lists) assert_string_equal(found->near_misses[0].kind, cases[i].kind);
        }
        tear_down(&bench);
    }
}

static void only_some_entries_of_a_token_are_tried(void **state) {
    (void)state;
    struct bench bench = {.lexicon = new_lexicon()};
    char surface[2 * (MATCH_TRIES + 2) + 1] = "";
    for (int i = 0; i < MATCH_TRIES + 2; i++) {
        strcat(surface, i ? " a" : "a");
        gaz_token tokens[MATCH_TRIES + 2];
        for (int k = 0; k <= i; k++) tokens[k] = (gaz_token){"a", 1};
        assert_int_equal(gaz_lexicon_add(bench.lexicon, tokens, (size_t)i + 1, "T", NULL), GAZ_OK);
        bench.lexicon->entries[i].precision = i ? 0.25f : 0.75f;
    }
    gaz_explain_options options;
    gaz_explain_options_init(&options);
    options.match.min_score = 0.5;
    set_up(&bench, &options, true);
    assert_int_equal(explain(&bench, surface, 0, strlen(surface))->span.reason, GAZ_REASON_SCORE);
    assert_int_equal(explain(&bench, surface, 0, 5)->span.reason, GAZ_REASON_SCORE);
    assert_int_equal(explain(&bench, surface, 0, 3)->span.reason, GAZ_REASON_TRIES);
    assert_int_equal(explain(&bench, surface, 0, 1)->span.reason, GAZ_REASON_TRIES);
    tear_down(&bench);
}

/* A thousand entries begin at each token; the one that is asked about is found all the same. */
static void many_entries_at_a_token(void **state) {
    (void)state;
    enum { MANY = 1000 };
    struct bench bench = {.lexicon = new_lexicon()};
    gaz_token tokens[MANY];
    char text[2 * MANY + 1] = "";
    for (int i = 0; i < MANY; i++) {
        tokens[i] = (gaz_token){"a", 1};
        memcpy(text + (size_t)2 * (size_t)i, "a ", 3);
        assert_int_equal(gaz_lexicon_add(bench.lexicon, tokens, (size_t)i + 1, "T", NULL), GAZ_OK);
    }
    set_up(&bench, NULL, true);
    const gaz_explanation *found = explain(&bench, text, 0, 2 * MANY - 1);
    assert_int_equal(found->span.reason, GAZ_REASON_TAGGED);
    assert_int_equal(found->rejected_count, 100);
    assert_int_equal(explain(&bench, text, 0, 1)->span.reason, GAZ_REASON_SHORTER);
    assert_int_equal(explain(&bench, text, 2, 5)->span.reason, GAZ_REASON_OVERLAPS);
    assert_int_equal(gaz_explainer_why(bench.explainer, "a a", 3, NULL), GAZ_OK);
    assert_int_equal(gaz_explainer_next(&found, bench.explainer, NULL), GAZ_OK);
    assert_int_equal(found->span.reason, GAZ_REASON_SHORTER);
    tear_down(&bench);
}

static void spans_outside_of_the_text_are_refused(void **state) {
    (void)state;
    static const uint64_t spans[][2] = {{0, 0}, {3, 3},     {4, 2},          {0, 7},
                                        {6, 7}, {100, 200}, {0, UINT64_MAX}, {UINT64_MAX - 1, UINT64_MAX}};
    struct bench bench = {.lexicon = new_lexicon()};
    const gaz_explanation *explanation;
    gaz_sink sink;
    gaz_sink_descriptor(&sink, 1, NULL);
    add(bench.lexicon, "a", "T");
    set_up(&bench, NULL, true);
    assert_int_equal(gaz_explainer_span(&explanation, bench.explainer, 0, 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_next(&explanation, bench.explainer, NULL), GAZ_OK);
    assert_null(explanation);
    assert_int_equal(gaz_explainer_text(bench.explainer, "a b \n\n", 6, NULL), GAZ_OK);
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        assert_int_equal(gaz_explainer_span(&explanation, bench.explainer, spans[i][0], spans[i][1], NULL),
                         GAZ_ERROR_ARGUMENT);
        assert_null(explanation);
        assert_int_equal(gaz_explainer_write(bench.explainer, &sink, GAZ_EXPLAIN_TEXT, NULL), GAZ_ERROR_ARGUMENT);
    }
    for (size_t begin = 0; begin < 6; begin++)
        for (size_t end = begin + 1; end <= 6; end++)
            assert_int_equal(gaz_explainer_span(&explanation, bench.explainer, begin, end, NULL), GAZ_OK);
    assert_int_equal(explanation->span.reason, GAZ_REASON_NO_TOKEN);
    assert_int_equal(gaz_explainer_why(bench.explainer, "", 0, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_why(bench.explainer, " \n ", 3, NULL), GAZ_ERROR_ARGUMENT);
    tear_down(&bench);
}

/* The emoji is 2 units of UTF-16, the bad byte 1. */
static void spans_are_given_in_units(void **state) {
    (void)state;
    static const char text[] = "\xF0\x9F\x91\xA9 \xFF \u00E9 kernel";
    gaz_explain_options options;
    const gaz_explanation *found;
    gaz_explain_options_init(&options);
    for (int unit = GAZ_OFFSETS_CODEPOINT; unit <= GAZ_OFFSETS_UTF16; unit++) {
        struct bench bench = {.lexicon = new_lexicon()};
        add(bench.lexicon, "kernel", "T");
        options.offsets = (gaz_offsets)unit;
        set_up(&bench, &options, false);
        uint64_t begin = unit == GAZ_OFFSETS_UTF16 ? 7 : 6;
        found = explain(&bench, text, begin, begin + 6);
        assert_int_equal(found->span.reason, GAZ_REASON_TAGGED);
        assert_int_equal(found->span.begin, 10);
        if (unit == GAZ_OFFSETS_UTF16)
            assert_int_equal(gaz_explainer_span(&found, bench.explainer, 1, 2, NULL), GAZ_ERROR_ARGUMENT);
        tear_down(&bench);
    }
    options.offsets = GAZ_OFFSETS_GRAPHEME;
    struct bench bench = {.lexicon = new_lexicon()};
    build_model(bench.lexicon, NULL);
    bench.model = open_model();
    assert_int_equal(gaz_explainer_new(&bench.explainer, bench.model, NULL, &options, NULL), GAZ_ERROR_ARGUMENT);
    tear_down(&bench);
}

static void what_is_not_supported_is_refused(void **state) {
    (void)state;
    static const gaz_input_options inputs[] = {{.format = GAZ_FORMAT_BRAT},
                                               {.format = GAZ_FORMAT_CONLL, .columns = {.tag_column = 2}},
                                               {.format = GAZ_FORMAT_CONLL, .columns = {.scheme = GAZ_SCHEME_IOB2}}};
    static const gaz_match_options matches[] = {
        {.all = 1}, {.min_score = 1.1}, {.kernel = "none"}, {.abbreviations = 1}};
    enum { INPUTS = sizeof inputs / sizeof *inputs, MATCHES = sizeof matches / sizeof *matches };
    struct bench bench = {.lexicon = new_lexicon()};
    add(bench.lexicon, "kernel", "T");
    build_model(bench.lexicon, NULL);
    bench.model = open_model();
    for (size_t i = 0; i < INPUTS + MATCHES; i++) {
        gaz_explain_options options;
        gaz_review *review;
        gaz_explain_options_init(&options);
        if (i < INPUTS)
            options.input = inputs[i];
        else
            options.match = matches[i - INPUTS];
        assert_int_equal(gaz_explainer_new(&bench.explainer, bench.model, NULL, &options, NULL), GAZ_ERROR_ARGUMENT);
        assert_int_equal(gaz_review_new(&review, bench.model, NULL, &options, NULL), GAZ_ERROR_ARGUMENT);
    }
    tear_down(&bench);
}

static int make_place(void **state) {
    if (make_folder(state) != 0) return -1;
    strcpy(path, path_of("model.gaz"));
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_supported_is_refused),
        cmocka_unit_test(explanations_are_what_tagging_does),
        cmocka_unit_test(near_entries_are_told),
        cmocka_unit_test(only_some_entries_of_a_token_are_tried),
        cmocka_unit_test(many_entries_at_a_token),
        cmocka_unit_test(spans_outside_of_the_text_are_refused),
        cmocka_unit_test(spans_are_given_in_units),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, make_place, remove_folder);
}
