/* gaz_document: what users see of a document, and documents that they make themselves. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "document/document.h"

void gaz_document_get_info(gaz_document_info *info, const gaz_document *document) {
    *info = (gaz_document_info){.name = document->name,
                                .id = document->id,
                                .number = document->number,
                                .text = document->text ? document->text : "",
                                .size = document->size,
                                .tokens = document->token_count,
                                .sentences = document->sentence_count,
                                .spans = document->span_count,
                                .unreviewed = document->unreviewed};
}

void gaz_document_get_span(gaz_document_span *span, const gaz_document *document, uint64_t index) {
    const struct document_span *from = &document->spans[index];
    *span = (gaz_document_span){.begin = from->begin,
                                .end = from->end,
                                .token_begin = from->token_begin,
                                .token_end = from->token_end,
                                .type = document_type(document, from)->bytes,
                                .id = from->id,
                                .name = from->name,
                                .score = (double)from->score,
                                .entry = from->entry,
                                .widened = from->widened,
                                .senses = from->sense_count};
}

void gaz_document_get_sense(gaz_document_sense *sense, const gaz_document *document, uint64_t index, uint64_t number) {
    const struct document_sense *from = &document->senses[document->spans[index].sense + number];
    *sense = (gaz_document_sense){.type = document->names->types.items[from->type].bytes,
                                  .id = from->id,
                                  .name = from->name,
                                  .score = (double)from->score,
                                  .entry = from->entry};
}

void gaz_document_get_token(uint64_t *begin, uint64_t *end, const gaz_document *document, uint64_t index) {
    *begin = document->tokens[index].begin;
    *end = document->tokens[index].end;
}

void gaz_document_get_sentence(uint64_t *begin, uint64_t *end, const gaz_document *document, uint64_t index) {
    *begin = document_sentence_begin(document, index);
    *end = document->sentence_ends[index];
}

/* ---- Documents of users ---- */

/* A document that owns all that it points to. */
struct own_document {
    gaz_document document; /* first: it is what the user has */
    struct document_names names;
    struct buffer name;
    struct buffer id;
    struct buffer text;
};

gaz_status gaz_document_new(gaz_document **document, gaz_error *error) {
    if (!document) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_document_new without a document");
    struct own_document *own = calloc(1, sizeof *own);
    *document = NULL;
    if (!own) return error_memory(error);
    own->document.names = &own->names;
    *document = &own->document;
    return GAZ_OK;
}

void gaz_document_free(gaz_document *document) {
    if (!document) return;
    struct own_document *own = (struct own_document *)document;
    document_free(&own->document);
    document_names_free(&own->names);
    buffer_free(&own->name);
    buffer_free(&own->id);
    buffer_free(&own->text);
    free(own);
}

gaz_status gaz_document_set_text(gaz_document *document, const char *name, const char *text, size_t size,
                                 gaz_error *error) {
    if (!document || (!text && size))
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_document_set_text without a document or text");
    struct own_document *own = (struct own_document *)document;
    document_clear(document);
    document->name = NULL;
    own->name.size = own->text.size = 0;
    if (!buffer_reserve(&own->text, size + 1) || !buffer_add(&own->text, text, size)) return error_memory(error);
    if (name && (!buffer_add_text(&own->name, name) || !buffer_add_byte(&own->name, 0))) return error_memory(error);
    if (name) document->name = own->name.bytes;
    gaz_status status = document_tokenize(document, own->text.bytes, size, error);
    return status == GAZ_OK ? document_end_sentence(document, error) : status;
}

gaz_status gaz_document_set_id(gaz_document *document, const char *id, gaz_error *error) {
    if (!document) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_document_set_id without a document");
    struct own_document *own = (struct own_document *)document;
    document->id = NULL;
    own->id.size = 0;
    if (!id || !*id) return GAZ_OK;
    if (!buffer_add_text(&own->id, id) || !buffer_add_byte(&own->id, 0)) return error_memory(error);
    document->id = own->id.bytes;
    return GAZ_OK;
}

void gaz_document_set_unreviewed(gaz_document *document, int unreviewed) {
    if (document) document->unreviewed = unreviewed != 0;
}

/* What is wrong in a file is a wrong argument here. */
static gaz_status refuse_input(gaz_status status, gaz_error *error) {
    if (status == GAZ_ERROR_INPUT && error) error->status = GAZ_ERROR_ARGUMENT;
    return status == GAZ_ERROR_INPUT ? GAZ_ERROR_ARGUMENT : status;
}

gaz_status gaz_document_add_span(gaz_document *document, uint64_t begin, uint64_t end, const char *type, double score,
                                 gaz_error *error) {
    if (!document || !type || !(score <= 1) || end > document->size)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0,
                         "gaz_document_add_span without a type, with a score over 1, or outside of the text");
    struct document_span span = {.begin = document_number(begin),
                                 .end = document_number(end),
                                 .entry = DOCUMENT_NO_ENTRY,
                                 .score = score < 0 ? -1 : (float)score};
    bool blank;
    gaz_status status = document_add_type(&span.type, document, type, strlen(type), error);
    if (status == GAZ_OK) status = document_annotate(&blank, document, &span, error);
    if (status == GAZ_OK && blank) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "a span that holds no token");
    return refuse_input(status, error);
}

/* Keeps id and name with those of the document. */
static gaz_status add_concept(const char **id, const char **name, gaz_document *document, const char *given_id,
                              const char *given_name, gaz_error *error) {
    gaz_status status = document_add_id(id, document, given_id, given_id ? strlen(given_id) : 0, error);
    if (status == GAZ_OK)
        status = document_add_id(name, document, given_name, given_name ? strlen(given_name) : 0, error);
    return refuse_input(status, error);
}

gaz_status gaz_document_set_concept(gaz_document *document, const char *id, const char *name, gaz_error *error) {
    if (!document || document->span_count == 0)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_document_set_concept without a span");
    struct document_span *span = &document->spans[document->span_count - 1];
    struct document_span changed = *span;
    gaz_status status = add_concept(&changed.id, &changed.name, document, id, name, error);
    if (status == GAZ_OK) *span = changed;
    return status;
}

gaz_status gaz_document_add_sense(gaz_document *document, const gaz_document_sense *sense, gaz_error *error) {
    if (!document || document->span_count == 0 || !sense || !sense->type || !(sense->score <= 1))
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0,
                         "gaz_document_add_sense without a span or a type, or with a score over 1");
    struct document_sense added = {.entry = DOCUMENT_NO_ENTRY, .score = sense->score < 0 ? -1 : (float)sense->score};
    gaz_status status = document_add_type(&added.type, document, sense->type, strlen(sense->type), error);
    if (status != GAZ_OK) return refuse_input(status, error);
    status = add_concept(&added.id, &added.name, document, sense->id, sense->name, error);
    return status == GAZ_OK ? document_add_sense(document, &added, error) : status;
}
