#include "stream/sentence_format.h"

static const struct sentence_format conll = {.write = write_conll, .ends_line = true, .by_token = true};
static const struct sentence_format rows = {
    .write = write_rows, .keeps_rows = true, .passes_text = true, .by_token = true};
static const struct sentence_format tsv = {
    .write = write_tsv, .end_window = write_tsv_end_window, .overlaps = true, .needs_offsets = true};
static const struct sentence_format token_tsv = {.write = write_token_tsv, .overlaps = true, .needs_sentence = true};
static const struct sentence_format jsonl = {
    .begin = write_jsonl_begin, .write = write_jsonl, .end = write_jsonl_end, .overlaps = true, .may_shrink = true};
static const struct sentence_format count = {.counts_only = true, .overlaps = true, .keeps_rows = true};
static const struct sentence_format ansi = {.write = write_ansi, .passes_text = true};

const struct sentence_format *sentence_format_of(gaz_format input, gaz_format output) {
    static const struct {
        const struct sentence_format *of_text;
        const struct sentence_format *of_columns;
    } formats[] = {
        [GAZ_FORMAT_CONLL] = {&conll, &rows},  [GAZ_FORMAT_TSV] = {&tsv, &token_tsv},
        [GAZ_FORMAT_JSONL] = {&jsonl, &jsonl}, [GAZ_FORMAT_COUNT] = {&count, &count},
        [GAZ_FORMAT_ANSI] = {&ansi, &ansi},
    };
    if ((size_t)output >= sizeof formats / sizeof *formats) return NULL;
    return input == GAZ_FORMAT_CONLL ? formats[output].of_columns : formats[output].of_text;
}
