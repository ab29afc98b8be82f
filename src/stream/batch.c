#include "stream/batch.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/json_string.h"
#include "text/digits.h"

/* ---- Lines ---- */

static bool add_text(struct batch *batch, const struct json_text *text) {
    if (batch->text_count == batch->text_capacity &&
        !array_reserve(&batch->texts, &batch->text_capacity, batch->text_count + 1, sizeof *batch->texts))
        return false;
    batch->texts[batch->text_count++] = (struct batch_text){.begin = batch->text.size,
                                                            .size = text->size,
                                                            .field = text->own_field ? NULL : text->field,
                                                            .name = batch->names.size};
    if (text->own_field && !buffer_add(&batch->names, text->field, strlen(text->field) + 1)) return false;
    return buffer_add(&batch->text, text->bytes, text->size) &&
           buffer_add(&batch->text, "\n\n", batch->paragraphs ? 2 : 1);
}

static bool add_members(struct json_members *members, const struct json_members *more) {
    size_t count = members->count + more->count;
    if (!array_reserve(&members->items, &members->capacity, count, sizeof *members->items)) return false;
    if (more->count) memcpy(members->items + members->count, more->items, more->count * sizeof *more->items);
    members->count = count;
    return true;
}

/* Keeps the id of a line: a string, or a whole number. */
static bool add_id(struct batch *batch, struct batch_line *added, const struct json_members *members) {
    struct buffer *names = &batch->names;
    struct json_member id;
    added->id = BATCH_NO_ID;
    if (!batch->id_field || !json_find_member(&id, members, batch->id_field)) return true;
    size_t begin = names->size;
    bool whole = id.value[0] == '-' || digit_is(id.value[0]);
    for (size_t i = 1; i < id.value_size && whole; i++) whole = digit_is(id.value[i]);
    bool good = true;
    if (id.value[0] == '"') good = json_decode(names, id.value + 1, id.value_size - 2);
    if (whole) good = buffer_add(names, id.value, id.value_size);
    if (!good || !buffer_add_byte(names, 0)) return false;
    size_t size = names->size - begin - 1;
    if (size && strlen(names->bytes + begin) == size)
        added->id = begin;
    else
        names->size = begin;
    return true;
}

bool batch_add(struct batch *batch, const struct json_line *line, bool with_members) {
    if (batch->line_count == batch->line_capacity &&
        !array_reserve(&batch->lines, &batch->line_capacity, batch->line_count + 1, sizeof *batch->lines))
        return false;
    struct batch_line *added = &batch->lines[batch->line_count++];
    *added = (struct batch_line){.number = line->number, .at = line->at, .text_count = line->text_count};
    if (with_members && !add_id(batch, added, line->members)) return false;
    for (size_t i = 0; i < line->text_count; i++)
        if (!add_text(batch, &line->texts[i])) return false;
    added->members.count = with_members ? line->members->count : 0;
    added->members.adjacent = line->members->adjacent;
    return !with_members || add_members(&batch->members, line->members);
}

void batch_clear(struct batch *batch) {
    batch->text.size = batch->names.size = 0;
    batch->text_count = batch->line_count = batch->members.count = 0;
}

void batch_free(struct batch *batch) {
    buffer_free(&batch->text);
    buffer_free(&batch->names);
    free(batch->texts);
    free(batch->lines);
    json_members_free(&batch->members);
    free(batch->documents);
    *batch = (struct batch){0};
}

/* ---- Documents ---- */

void batch_begin_documents(struct batch *batch) {
    struct json_member *items = batch->members.items;
    for (size_t i = 0; i < batch->line_count; i++) {
        batch->lines[i].members.items = items;
        if (items) items += batch->lines[i].members.count;
    }
    batch->next_text = batch->token = batch->sentence = batch->span = 0;
}

/* Each of these takes what belongs to the document's text, whose offsets then count from its begin. */

static void take_tokens(gaz_document *document, struct batch *batch, gaz_document *all, size_t begin) {
    size_t first = batch->token;
    size_t end = first;
    for (; end < all->token_count && all->tokens[end].begin < begin + document->size; end++) {
        all->tokens[end].begin -= (uint32_t)begin;
        all->tokens[end].end -= (uint32_t)begin;
    }
    if (end > first) document->tokens = all->tokens + first;
    document->token_count = end - first;
    batch->token = end;
}

static void take_sentences(gaz_document *document, struct batch *batch, gaz_document *all, size_t first_token) {
    size_t first = batch->sentence;
    size_t end = first;
    for (; end < all->sentence_count && all->sentence_ends[end] <= batch->token; end++)
        all->sentence_ends[end] -= first_token;
    if (end > first) document->sentence_ends = all->sentence_ends + first;
    document->sentence_count = end - first;
    batch->sentence = end;
}

static void take_spans(gaz_document *document, struct batch *batch, gaz_document *all, size_t begin,
                       size_t first_token) {
    size_t first = batch->span;
    size_t end = first;
    for (; end < all->span_count && all->spans[end].begin < begin + document->size; end++) {
        struct document_span *span = &all->spans[end];
        span->begin -= (uint32_t)begin;
        span->end -= (uint32_t)begin;
        span->token_begin -= (uint32_t)first_token;
        span->token_end -= (uint32_t)first_token;
    }
    if (end > first) document->spans = all->spans + first;
    document->senses = all->senses;
    document->span_count = end - first;
    batch->span = end;
}

static void take_document(gaz_document *document, struct batch *batch, gaz_document *all) {
    const struct batch_text *text = &batch->texts[batch->next_text++];
    size_t first_token = batch->token;
    *document = (gaz_document){
        .names = all->names,
        .text = batch->text.bytes + text->begin,
        .size = text->size,
        .field = text->field ? text->field : batch->names.bytes + text->name,
        .shows_field = batch->shows_fields,
        .unreviewed = all->unreviewed,
    };
    take_tokens(document, batch, all, text->begin);
    take_sentences(document, batch, all, first_token);
    take_spans(document, batch, all, text->begin, first_token);
}

gaz_document *batch_next_documents(struct batch *batch, size_t line, gaz_document *all) {
    const struct batch_line *taken = &batch->lines[line];
    if (!array_reserve(&batch->documents, &batch->document_capacity, taken->text_count, sizeof *batch->documents))
        return NULL;
    for (size_t i = 0; i < taken->text_count; i++) {
        gaz_document *document = &batch->documents[i];
        take_document(document, batch, all);
        document->number = taken->number;
        document->id = taken->id == BATCH_NO_ID ? NULL : batch->names.bytes + taken->id;
        if (batch->with_source) document->place = (struct document_place){batch->file, taken->number, taken->at};
        document->source = &taken->members;
        document->next = i + 1 < taken->text_count ? document + 1 : NULL;
    }
    return batch->documents;
}
