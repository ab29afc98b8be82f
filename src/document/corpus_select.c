#include "document/corpus_select.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/search.h"

uint64_t corpus_document_begin(const struct corpus *corpus, uint64_t document) {
    uint64_t sentence = document ? corpus->document_ends[document - 1] : 0;
    return sentence ? corpus->sentence_ends[sentence - 1] : 0;
}

/* The chosen documents in a corpus of their own, whose names are not looked at. */
struct selection {
    const struct corpus *from;
    struct corpus made;
};

static bool make_room(struct selection *selection) {
    const struct corpus *from = selection->from;
    struct corpus *made = &selection->made;
    made->token_capacity = (size_t)from->token_count + 1;
    made->sentence_capacity = (size_t)from->sentence_count + 1;
    made->document_capacity = (size_t)from->document_count + 1;
    made->span_capacity = (size_t)from->span_count + 1;
    made->sense_capacity = from->sense_count + 1;
    made->tokens = malloc(made->token_capacity * sizeof *made->tokens);
    made->sentence_ends = malloc(made->sentence_capacity * sizeof *made->sentence_ends);
    made->document_ends = malloc(made->document_capacity * sizeof *made->document_ends);
    made->spans = malloc(made->span_capacity * sizeof *made->spans);
    made->senses = malloc(made->sense_capacity * sizeof *made->senses);
    bool good = made->tokens && made->sentence_ends && made->document_ends && made->spans && made->senses;
    if (from->tags) {
        made->tag_capacity = made->token_capacity;
        made->tags = malloc(made->tag_capacity * sizeof *made->tags);
        good = good && made->tags;
    }
    if (from->touching) {
        made->touching_words = made->token_capacity / 64 + 1;
        made->touching = calloc(made->touching_words, sizeof *made->touching);
        good = good && made->touching;
    }
    return good;
}

static void add_tokens(struct selection *selection, uint64_t begin, uint64_t end) {
    const struct corpus *from = selection->from;
    struct corpus *made = &selection->made;
    size_t count = (size_t)(end - begin);
    memcpy(made->tokens + made->token_count, from->tokens + begin, count * sizeof *made->tokens);
    if (made->tags) memcpy(made->tags + made->token_count, from->tags + begin, count * sizeof *made->tags);
    for (uint64_t i = begin; made->touching && i < end; i++) {
        uint64_t token = made->token_count + i - begin;
        if (corpus_touches(from, i)) made->touching[token / 64] |= UINT64_C(1) << token % 64;
    }
    made->token_count += count;
}

/* Adds the spans of the tokens [begin, end), which come to stand from `first` on. */
static void add_spans(struct selection *selection, uint64_t begin, uint64_t end, uint64_t first) {
    const struct corpus *from = selection->from;
    struct corpus *made = &selection->made;
    uint64_t span;
    size_t sense;
    SEARCH_FIRST(span, from->span_count, from->spans[span].begin >= begin);
    SEARCH_FIRST(sense, from->sense_count, from->senses[sense].span >= span);
    for (; span < from->span_count && from->spans[span].begin < end; span++) {
        for (; sense < from->sense_count && from->senses[sense].span == span; sense++) {
            made->senses[made->sense_count] = from->senses[sense];
            made->senses[made->sense_count++].span = made->span_count;
        }
        made->spans[made->span_count] = from->spans[span];
        made->spans[made->span_count++].begin += first - begin;
    }
}

static void add_document(struct selection *selection, uint64_t document) {
    const struct corpus *from = selection->from;
    struct corpus *made = &selection->made;
    uint64_t begin = corpus_document_begin(from, document);
    uint64_t end = corpus_document_begin(from, document + 1);
    uint64_t first = made->token_count;
    for (uint64_t i = document ? from->document_ends[document - 1] : 0; i < from->document_ends[document]; i++)
        made->sentence_ends[made->sentence_count++] = from->sentence_ends[i] + first - begin;
    made->document_ends[made->document_count++] = made->sentence_count;
    add_tokens(selection, begin, end);
    add_spans(selection, begin, end, first);
}

/* Swaps all that the documents are made of; the names stay where they are. */
static void replace(struct corpus *corpus, struct corpus *made) {
    struct corpus old = *corpus;
    *corpus = *made;
    corpus->vocabulary = old.vocabulary;
    corpus->types = old.types;
    corpus->ids = old.ids;
    corpus->names = old.names;
    corpus->tag_names = old.tag_names;
    corpus->keep_tags = old.keep_tags;
    corpus->texts = old.texts;
    old.vocabulary = old.types = old.ids = old.names = old.tag_names = (struct strings){0};
    *made = old;
}

gaz_status corpus_select(struct corpus *corpus, const uint64_t *numbers, size_t count, gaz_error *error) {
    struct selection selection = {.from = corpus};
    bool good = make_room(&selection);
    for (size_t i = 0; i < count && good; i++) add_document(&selection, numbers[i]);
    if (good) replace(corpus, &selection.made);
    corpus_free(&selection.made);
    return good ? GAZ_OK : error_memory(error);
}
