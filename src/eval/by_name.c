#include "eval/by_name.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "document/corpus_select.h"

enum { NAMES_IN_MESSAGE = 3 };

/* The sides, and which documents go together. */
struct matching {
    struct pair *pair;
    struct strings names; /* the gold's titles, in the order of its documents */
    uint64_t *gold;       /* numbers of documents that both sides have, in the gold's order, */
    uint64_t *predicted;  /* and of those on the other side */
    size_t count;
    uint64_t *partners; /* by gold document: 1 + number of the predicted one; 0 = none */
};

/* Finds whether each document has a name of its own, and fills `names`. */
static gaz_status take_names(const char **why, struct strings *names, const struct corpus_texts *texts, bool named,
                             gaz_error *error) {
    *why = NULL;
    for (size_t i = 0; i < texts->count && !*why; i++) {
        const char *title = corpus_texts_title(texts, i);
        uint32_t number;
        if (!*title || !(named || texts->items[i].has_id)) {
            *why = "; not all documents have ids, so that their order counts";
            return GAZ_OK;
        }
        gaz_status status = strings_add(&number, names, title, strlen(title), error);
        if (status != GAZ_OK) return status;
        if (number != i) *why = "; several documents have the same name, so that their order counts";
    }
    return GAZ_OK;
}

static bool has_texts(const struct corpus *corpus, const struct corpus_texts *texts) {
    return texts->count && texts->count == corpus->document_count;
}

/* Finds whether documents can be paired by name. */
static gaz_status can_match(const char **why, struct matching *matching, bool named, gaz_error *error) {
    struct pair *pair = matching->pair;
    struct strings names = {0};
    *why = "";
    if (!has_texts(&pair->gold, &pair->gold_texts) || !has_texts(&pair->predicted, &pair->predicted_texts))
        return GAZ_OK;
    /* Two texts are compared, whatever they are called. */
    if (pair->gold_texts.count == 1 && pair->predicted_texts.count == 1) return GAZ_OK;
    gaz_status status = take_names(why, &matching->names, &pair->gold_texts, named, error);
    if (status == GAZ_OK && !*why) status = take_names(why, &names, &pair->predicted_texts, named, error);
    strings_free(&names);
    return status;
}

static bool find_partners(struct matching *matching) {
    const struct corpus_texts *predicted = &matching->pair->predicted_texts;
    size_t gold_count = matching->pair->gold_texts.count;
    bool found = false;
    for (size_t i = 0; i < predicted->count; i++) {
        uint32_t number;
        const char *title = corpus_texts_title(predicted, i);
        if (!strings_find(&number, &matching->names, title, strlen(title)) || number >= gold_count) continue;
        matching->partners[number] = i + 1;
        found = true;
    }
    return found;
}

static bool same_tokens(const struct pair *pair, uint64_t gold, uint64_t predicted) {
    uint64_t begin = corpus_document_begin(&pair->gold, gold);
    uint64_t end = corpus_document_begin(&pair->gold, gold + 1);
    uint64_t other = corpus_document_begin(&pair->predicted, predicted);
    uint64_t other_end = corpus_document_begin(&pair->predicted, predicted + 1);
    return end - begin == other_end - other && memcmp(pair->gold.tokens + begin, pair->predicted.tokens + other,
                                                      (size_t)(end - begin) * sizeof *pair->gold.tokens) == 0;
}

/* Whether the documents are the same in the same order, whatever they are called. */
static bool same_in_order(const struct pair *pair) {
    const struct corpus *gold = &pair->gold;
    const struct corpus *predicted = &pair->predicted;
    return gold->token_count == predicted->token_count && gold->document_count == predicted->document_count &&
           memcmp(gold->tokens, predicted->tokens, (size_t)gold->token_count * sizeof *gold->tokens) == 0;
}

static gaz_status add_name(struct strings *names, const struct corpus_texts *texts, size_t document, gaz_error *error) {
    uint32_t number;
    const char *title = corpus_texts_title(texts, document);
    return strings_add(&number, names, title, strlen(title), error);
}

/* Sorts the documents into those that go together and the others. */
static gaz_status match(struct matching *matching, gaz_error *error) {
    struct pair *pair = matching->pair;
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < pair->gold_texts.count && status == GAZ_OK; i++) {
        uint64_t partner = matching->partners[i];
        if (!partner) {
            status = add_name(&pair->unpaired.gold, &pair->gold_texts, i, error);
        } else if (!same_tokens(pair, i, partner - 1)) {
            status = add_name(&pair->unpaired.differing, &pair->gold_texts, i, error);
        } else {
            matching->gold[matching->count] = i;
            matching->predicted[matching->count++] = partner - 1;
        }
    }
    for (size_t i = 0; i < pair->predicted_texts.count && status == GAZ_OK; i++) {
        const char *title = corpus_texts_title(&pair->predicted_texts, i);
        if (!strings_have(&matching->names, title, strlen(title)))
            status = add_name(&pair->unpaired.predicted, &pair->predicted_texts, i, error);
    }
    return status;
}

static gaz_status texts_differ(const struct strings *names, const char *file, const char *gold_file, gaz_error *error) {
    struct buffer list = {0};
    bool good = true;
    for (uint32_t i = 0; i < names->count && i < NAMES_IN_MESSAGE && good; i++)
        good = (i == 0 || buffer_add_text(&list, ", ")) && buffer_add_text(&list, names->items[i].bytes);
    good = good && (names->count <= NAMES_IN_MESSAGE || buffer_add_text(&list, ", ...")) && buffer_add_byte(&list, 0);
    gaz_status status = good ? error_set(error, GAZ_ERROR_INPUT, file, 0,
                                         "%u document%s with the same name as in %.100s and another text: %.300s",
                                         (unsigned)names->count, names->count == 1 ? "" : "s", gold_file, list.bytes)
                             : error_memory(error);
    buffer_free(&list);
    return good ? error_hint(error, GAZ_HINT_LENIENT, status) : status;
}

static gaz_status select_documents(struct matching *matching, gaz_error *error) {
    struct pair *pair = matching->pair;
    size_t count = matching->count;
    gaz_status status = corpus_select(&pair->gold, matching->gold, count, error);
    if (status == GAZ_OK) status = corpus_texts_select(&pair->gold_texts, matching->gold, count, error);
    if (status == GAZ_OK) status = corpus_select(&pair->predicted, matching->predicted, count, error);
    return status == GAZ_OK ? corpus_texts_select(&pair->predicted_texts, matching->predicted, count, error) : status;
}

/* Pairs the documents whose names both sides have. */
static gaz_status pair_named(const char **why, struct matching *matching, gaz_error *error) {
    struct pair *pair = matching->pair;
    size_t room = pair->gold_texts.count + 1;
    matching->gold = malloc(room * sizeof *matching->gold);
    matching->predicted = malloc(room * sizeof *matching->predicted);
    matching->partners = calloc(room, sizeof *matching->partners);
    if (!matching->gold || !matching->predicted || !matching->partners) return error_memory(error);
    if (!find_partners(matching)) {
        *why = "; no document has the same name on both sides, so that their order counts";
        return GAZ_OK;
    }
    gaz_status status = match(matching, error);
    if (status == GAZ_OK && pair->unpaired.differing.count && same_in_order(pair)) {
        *why = "";
        unpaired_free(&pair->unpaired);
    }
    return status;
}

gaz_status pair_by_name(const char **why, struct pair *pair, bool named, bool lenient, const char *file,
                        const char *gold_file, gaz_error *error) {
    struct matching matching = {.pair = pair};
    gaz_status status = can_match(why, &matching, named, error);
    if (status == GAZ_OK && !*why) status = pair_named(why, &matching, error);
    if (status == GAZ_OK && !*why && pair->unpaired.differing.count && !lenient)
        status = texts_differ(&pair->unpaired.differing, file, gold_file, error);
    if (status == GAZ_OK && !*why) status = select_documents(&matching, error);
    strings_free(&matching.names);
    free(matching.gold);
    free(matching.predicted);
    free(matching.partners);
    return status;
}
