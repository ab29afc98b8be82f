#include <stdlib.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/sink.h"
#include "explain/cursor.h"
#include "scan/excerpt.h"

/* What was found of an entry. */
struct row {
    uint32_t entry;   /* of the model; NO_ENTRY: it was dropped */
    uint32_t lexical; /* 1 + number in the lexicon; 0 = not known */
    uint64_t matches;
    double score; /* sum */
    double gain;
    const char *surface;   /* owned by the arena */
    struct buffer example; /* the most uncertain occurrence, the first of several */
    double doubt;          /* of the example */
};

struct gaz_review {
    struct candidate_finder finder;
    struct cursor cursor;
    struct row *rows;
    size_t row_count;
    size_t row_capacity;
    uint32_t *by_entry;   /* 1 + number of the row */
    uint32_t *by_lexical; /* 1 + number of the row; of dropped entries */
    struct arena arena;
    struct buffer scratch;
};

gaz_status gaz_review_new(gaz_review **review, const gaz_model *model, const gaz_lexicon *lexicon,
                          const gaz_explain_options *options, gaz_error *error) {
    if (!review || !model) return error_argument(error, "gaz_review_new without a model");
    *review = NULL;
    gaz_explain_options complete;
    gaz_status status = explain_options_complete(&complete, options, error);
    if (status != GAZ_OK) return status;
    gaz_review *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->by_entry = calloc((size_t)model->header->entry_count + 1, sizeof *made->by_entry);
    made->by_lexical = calloc(lexicon ? lexicon->entry_count + 1 : 1, sizeof *made->by_lexical);
    cursor_init(&made->cursor, &complete);
    status = made->by_entry && made->by_lexical ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK) status = candidate_finder_init(&made->finder, model, lexicon, &complete, error);
    if (status != GAZ_OK) {
        gaz_review_free(made);
        return status;
    }
    *review = made;
    return GAZ_OK;
}

void gaz_review_free(gaz_review *review) {
    if (!review) return;
    candidate_finder_free(&review->finder);
    cursor_free(&review->cursor);
    for (size_t i = 0; i < review->row_count; i++) buffer_free(&review->rows[i].example);
    free(review->rows);
    free(review->by_entry);
    free(review->by_lexical);
    arena_free(&review->arena);
    buffer_free(&review->scratch);
    free(review);
}

/* ---- Rows ---- */

/* Appends the surface with some bytes of its sentence on both sides. */
static bool add_example(struct buffer *example, const struct passage *passage,
                        const struct entry_candidate *candidate) {
    size_t sentence = passage_sentence(passage, candidate->begin);
    return excerpt_add_example(example, passage_document(passage), candidate->begin, candidate->end,
                               passage_sentence_begin(passage, sentence), passage_sentence_end(passage, sentence));
}

/* A copy of the scratch buffer. */
static const char *keep(gaz_review *review) {
    return arena_copy(&review->arena, review->scratch.bytes ? review->scratch.bytes : "", review->scratch.size);
}

static bool name_row(gaz_review *review, struct row *row, const struct entry_candidate *candidate) {
    const gaz_lexicon *lexicon = review->finder.index.lexicon;
    review->scratch.size = 0;
    if (row->lexical)
        row->surface = lexicon->surfaces.items[lexicon->entries[row->lexical - 1].surface].bytes;
    else if (!excerpt_add_surface(&review->scratch, passage_document(&review->cursor.passage), candidate->begin,
                                  candidate->end) ||
             !(row->surface = keep(review)))
        return false;
    return true;
}

/* What the corpus says of an entry; false: nothing. */
static bool find_evidence(struct image_evidence *evidence, const struct candidate_finder *finder, uint32_t entry,
                          uint32_t lexical) {
    *evidence = (struct image_evidence){0};
    if (lexical) {
        const struct entry *known = &finder->index.lexicon->entries[lexical - 1];
        *evidence = (struct image_evidence){known->annotated, known->occurrences, known->nested};
    } else if (entry != NO_ENTRY && finder->model->evidence) {
        *evidence = finder->model->evidence[entry];
    }
    return evidence->annotated || evidence->occurrences || evidence->nested;
}

/* Whether nothing is uncertain of a match: the corpus, or a score of none, speaks for itself. */
static bool is_settled(const struct candidate_finder *finder, const struct entry_candidate *candidate, double score) {
    struct image_evidence evidence;
    return score <= 0 || (score >= 1 && find_evidence(&evidence, finder, candidate->entry, candidate->lexical));
}

/* Adds an occurrence of the entry. */
static bool add_occurrence(gaz_review *review, const struct entry_candidate *candidate, double score) {
    uint32_t *number = candidate->entry != NO_ENTRY ? &review->by_entry[candidate->entry]
                                                    : &review->by_lexical[candidate->lexical - 1];
    if (is_settled(&review->finder, candidate, score)) return true;
    if (!*number) {
        if (!array_reserve(&review->rows, &review->row_capacity, review->row_count + 1, sizeof *review->rows))
            return false;
        struct row *made = &review->rows[review->row_count];
        *made = (struct row){.entry = candidate->entry, .lexical = candidate->lexical, .doubt = -1};
        if (!name_row(review, made, candidate)) return false;
        *number = (uint32_t)++review->row_count;
    }
    struct row *row = &review->rows[*number - 1];
    row->matches++;
    row->score += score;
    row->gain += score * (1 - score);
    if (score * (1 - score) <= row->doubt) return true;
    row->doubt = score * (1 - score);
    row->example.size = 0;
    return add_example(&row->example, &review->cursor.passage, candidate);
}

static bool is_type_wanted(const struct candidate_finder *finder, const char *type) {
    if (!finder->wanted) return true;
    for (uint32_t i = 0; i < finder->model->header->type_count; i++)
        if (strcmp(gaz_model_type(finder->model, i), type) == 0) return finder->wanted[i];
    return false;
}

/* Whether nobody has judged the entry, and its type is wanted. */
static bool is_open(const struct candidate_finder *finder, const struct entry_candidate *candidate) {
    const gaz_lexicon *lexicon = finder->index.lexicon;
    if (candidate->lexical && lexicon->entries[candidate->lexical - 1].verdict != VERDICT_NONE) return false;
    if (candidate->entry != NO_ENTRY)
        return !finder->wanted || finder->wanted[entry_type(finder->model->entries[candidate->entry])];
    return is_type_wanted(finder, lexicon->types.items[lexicon->entries[candidate->lexical - 1].type].bytes);
}

/* Adds the occurrences at which an entry is tagged, or would be but for its score or for being dropped. */
static bool add_passage(gaz_review *review) {
    const struct entry_candidates *candidates = &review->cursor.candidates;
    const gaz_lexicon *lexicon = review->finder.index.lexicon;
    uint32_t free = 0;           /* the first token that no earlier span covers */
    uint32_t taken = UINT32_MAX; /* the token that the newest span begins at */
    for (size_t i = 0; i < candidates->count; i++) {
        const struct entry_candidate *candidate = &candidates->items[i];
        gaz_reason reason = (gaz_reason)candidate->reason;
        bool open = is_open(&review->finder, candidate);
        bool covered = candidate->begin < free || candidate->begin == taken;
        if (reason == GAZ_REASON_TAGGED || reason == GAZ_REASON_FILTERED) {
            taken = candidate->begin;
            free = candidate->end;
        }
        bool good = true;
        if (open && (reason == GAZ_REASON_TAGGED || reason == GAZ_REASON_SCORE))
            good = add_occurrence(review, candidate, (double)candidate->score);
        if (open && reason == GAZ_REASON_DROPPED && !covered)
            good = add_occurrence(review, candidate, (double)lexicon->entries[candidate->lexical - 1].precision);
        if (!good) return false;
    }
    return true;
}

/* Adds the passages of the input. */
static gaz_status add_passages(gaz_review *review, gaz_error *error) {
    gaz_status status = GAZ_OK;
    bool done = false;
    while (status == GAZ_OK && !done) {
        status = cursor_next(&done, &review->cursor, &review->finder, error);
        if (status == GAZ_OK && !done && !add_passage(review)) status = error_memory(error);
    }
    return status;
}

gaz_status gaz_review_text(gaz_review *review, const char *text, size_t size, gaz_error *error) {
    if (!review || (!text && size)) return error_argument(error, "gaz_review_text without a review or text");
    passage_open_text(&review->cursor.passage, size ? text : "", size);
    return add_passages(review, error);
}

gaz_status gaz_review_file(gaz_review *review, const char *path, gaz_error *error) {
    if (!review || !path) return error_argument(error, "gaz_review_file without a review or path");
    gaz_status status = passage_open(&review->cursor.passage, path, error);
    return status == GAZ_OK ? add_passages(review, error) : status;
}

/* ---- The list ---- */

static const char *row_type(const gaz_review *review, const struct row *row) {
    if (row->entry != NO_ENTRY)
        return gaz_model_type(review->finder.model, entry_type(review->finder.model->entries[row->entry]));
    const gaz_lexicon *lexicon = review->finder.index.lexicon;
    return lexicon->types.items[lexicon->entries[row->lexical - 1].type].bytes;
}

static int compare(const void *left, const void *right, void *context) {
    const gaz_review *review = context;
    const struct row *a = left;
    const struct row *b = right;
    if (a->gain < b->gain || a->gain > b->gain) return a->gain > b->gain ? -1 : 1;
    if (a->matches != b->matches) return a->matches > b->matches ? -1 : 1;
    int order = strcmp(a->surface, b->surface);
    return order ? order : strcmp(row_type(review, a), row_type(review, b));
}

/* Appends the corpus's counts, a TAB before each; without numbers if they are not known. */
static bool add_evidence(struct buffer *out, const gaz_review *review, const struct row *row) {
    struct image_evidence evidence;
    bool known = row->lexical || (row->entry != NO_ENTRY && review->finder.model->evidence);
    find_evidence(&evidence, &review->finder, row->entry, row->lexical);
    const uint32_t counts[] = {evidence.annotated, evidence.occurrences, evidence.nested};
    for (int i = 0; i < 3; i++)
        if (!buffer_add_byte(out, '\t') || (known && !buffer_add_number(out, counts[i]))) return false;
    return true;
}

/* Whether verdicts are on senses with ids. */
static bool has_ids(const gaz_review *review) {
    const gaz_lexicon *lexicon = review->finder.index.lexicon;
    return review->finder.model->known.concepts || (lexicon && lexicon->ids.count);
}

static const char *row_id(const gaz_review *review, const struct row *row) {
    const gaz_lexicon *lexicon = review->finder.index.lexicon;
    return row->entry != NO_ENTRY ? model_id(review->finder.model, row->entry)
                                  : lexicon_id(lexicon, &lexicon->entries[row->lexical - 1]);
}

static bool add_row(struct buffer *out, const gaz_review *review, const struct row *row) {
    const gaz_lexicon *lexicon = review->finder.index.lexicon;
    bool ids = has_ids(review);
    const char *status = row->lexical ? entry_status_names[lexicon->entries[row->lexical - 1].status] : "kept";
    return buffer_add_text(out, row->surface) && buffer_add_byte(out, '\t') &&
           buffer_add_text(out, row_type(review, row)) && buffer_add_byte(out, '\t') &&
           (!ids || (buffer_add_text(out, row_id(review, row)) && buffer_add_byte(out, '\t'))) &&
           buffer_add_number(out, row->matches) && buffer_add_byte(out, '\t') &&
           decimal_add(out, row->score / (double)row->matches) && buffer_add_byte(out, '\t') &&
           decimal_add(out, row->gain) && add_evidence(out, review, row) && buffer_add_byte(out, '\t') &&
           buffer_add_text(out, status) && buffer_add_byte(out, '\t') &&
           buffer_add(out, row->example.bytes, row->example.size) && buffer_add_text(out, "\t\n");
}

gaz_status gaz_review_write(gaz_review *review, const gaz_sink *sink, size_t count, gaz_error *error) {
    if (!review || !sink) return error_argument(error, "gaz_review_write without review or sink");
    struct row *sorted = malloc((review->row_count + 1) * sizeof *sorted);
    if (!sorted) return error_memory(error);
    if (review->row_count) memcpy(sorted, review->rows, review->row_count * sizeof *sorted);
    qsort_r(sorted, review->row_count, sizeof *sorted, compare, review);
    struct buffer out = {0};
    bool good =
        buffer_add_text(&out, has_ids(review) ? "surface\ttype\tid\t" : "surface\ttype\t") &&
        buffer_add_text(&out, "matches\tscore\tgain\tannotated\toccurrences\tnested\tstatus\texample\tverdict\n");
    for (size_t i = 0; i < review->row_count && i < count && good; i++) good = add_row(&out, review, &sorted[i]);
    gaz_status status = good ? sink_write(sink, out.bytes, out.size, error) : error_memory(error);
    buffer_free(&out);
    free(sorted);
    return status;
}
