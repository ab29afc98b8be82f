#include "eval/differences.h"

#include "base/error.h"
#include "base/sink.h"
#include "document/corpus_select.h"
#include "document/offsets.h"
#include "eval/eval.h"
#include "eval/title.h"
#include "scan/excerpt.h"

const char *difference_kind(const struct unit *unit) {
    if (unit_agrees(unit)) return NULL;
    if (unit->gold && unit->predicted) return "type";
    if (unit->overlaps) return "boundary";
    return unit->predicted ? "only predicted" : "only gold";
}

/* A document whose rows are written. */
struct table {
    struct buffer *rows;
    const struct pair *pair;
    struct buffer title;
    uint64_t begin;                /* its first token */
    const struct named_text *text; /* NULL: there is none, it has columns */
    struct offset_counter counter; /* along the text */
};

static bool add_place(struct table *table, uint64_t begin, uint64_t end) {
    struct buffer *rows = table->rows;
    return buffer_add_byte(rows, '\t') && buffer_add_number(rows, begin) && buffer_add_byte(rows, '\t') &&
           buffer_add_number(rows, end) && buffer_add_byte(rows, '\t');
}

/* Where the unit is in the text, and what is there. */
static bool add_of_text(struct table *table, const struct unit *unit) {
    const struct corpus_texts *texts = &table->pair->gold_texts;
    const struct document_token *tokens = texts->tokens + table->text->token + (unit->begin - table->begin);
    uint64_t begin = tokens[0].begin;
    uint64_t end = tokens[unit->size - 1].end;
    struct offset_range range = offset_counter_measure(&table->counter, begin, end);
    return add_place(table, range.begin, range.end) &&
           excerpt_add_plain(table->rows, table->counter.text + begin, (size_t)(end - begin));
}

static bool add_of_tokens(struct table *table, const struct unit *unit) {
    const struct corpus *gold = &table->pair->gold;
    uint64_t begin = unit->begin - table->begin;
    bool good = add_place(table, begin, begin + unit->size);
    for (uint32_t i = 0; i < unit->size && good; i++) {
        const struct string *token = &gold->vocabulary.items[gold->tokens[unit->begin + i]];
        good =
            (i == 0 || buffer_add_byte(table->rows, ' ')) && excerpt_add_plain(table->rows, token->bytes, token->size);
    }
    return good;
}

static bool add_type(struct table *table, const struct corpus_span *span) {
    if (!buffer_add_byte(table->rows, '\t')) return false;
    if (!span) return true;
    const struct string *type = &table->pair->gold.types.items[span->type]; /* which has those of both sides */
    return excerpt_add_plain(table->rows, type->bytes, type->size);
}

static bool add_row(struct table *table, const struct unit *unit) {
    const char *kind = difference_kind(unit);
    if (!kind) return true;
    struct buffer *rows = table->rows;
    return buffer_add(rows, table->title.bytes, table->title.size) &&
           (table->text ? add_of_text(table, unit) : add_of_tokens(table, unit)) && add_type(table, unit->predicted) &&
           add_type(table, unit->gold) && buffer_add_byte(rows, '\t') && buffer_add_text(rows, kind) &&
           buffer_add_byte(rows, '\n');
}

static bool begin_document(struct table *table, uint64_t document) {
    const struct corpus_texts *texts = &table->pair->gold_texts;
    table->begin = corpus_document_begin(&table->pair->gold, document);
    table->text = document < texts->count ? &texts->items[document] : NULL;
    if (table->text)
        table->counter = (struct offset_counter){.unit = {.unit = GAZ_OFFSETS_CODEPOINT, .replaced = true},
                                                 .text = texts->bytes.bytes + table->text->position,
                                                 .size = table->text->size};
    table->title.size = 0;
    return title_add(&table->title, table->pair, document);
}

gaz_status differences_add(struct buffer *rows, const struct pair *pair, gaz_error *error) {
    struct table table = {.rows = rows, .pair = pair};
    struct unit_walk walk = {.pair = pair};
    struct unit unit;
    bool more = unit_next(&unit, &walk);
    bool good = true;
    for (uint64_t i = 0; i < pair->gold.document_count && good && more; i++) {
        uint64_t end = corpus_document_begin(&pair->gold, i + 1);
        good = begin_document(&table, i);
        for (; good && more && unit.begin < end; more = unit_next(&unit, &walk)) good = add_row(&table, &unit);
    }
    buffer_free(&table.title);
    return good ? GAZ_OK : error_memory(error);
}

gaz_status gaz_eval_write_differences(const gaz_eval *eval, const gaz_sink *sink, gaz_error *error) {
    static const char head[] = "document\tbegin\tend\tsurface\tpredicted\tgold\tkind\n";
    if (!eval || !sink) return error_argument(error, "gaz_eval_write_differences without evaluation or sink");
    if (!eval->options.differences) return error_argument(error, "the evaluation was made without differences");
    gaz_status status = sink_write(sink, head, sizeof head - 1, error);
    return status == GAZ_OK ? sink_write(sink, eval->differences.bytes, eval->differences.size, error) : status;
}
