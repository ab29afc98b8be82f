#include "serve/inception.h"

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/json.h"
#include "base/json_string.h"
#include "base/search.h"
#include "document/offsets.h"
#include "format/write.h"
#include "serve/keeper.h"
#include "serve/xmi.h"

#ifdef GAZ_LIBXML2

enum { FEATURE_MAX = 100 /* bytes of a feature's name */ };

/* What a request's metadata says. */
struct metadata {
    struct buffer layer; /* with a zero byte at the end, as the next two */
    struct buffer feature;
    struct buffer anchoring; /* "tokens" if it is not said */
    uint64_t begin;          /* of the part that predictions are wanted for, in UTF-16 units */
    uint64_t end;
};

static bool read_string(struct buffer *out, const struct json_members *members, const char *path, const char *usual) {
    struct json_member member;
    if (!json_find_member(&member, members, path) || *member.value != '"')
        return !usual || buffer_add(out, usual, strlen(usual) + 1);
    return json_decode(out, member.value + 1, member.value_size - 2) && buffer_add_byte(out, 0);
}

static uint64_t read_number(const struct json_members *members, const char *path, uint64_t usual) {
    struct json_member member;
    uint64_t number;
    if (!json_find_member(&member, members, path)) return usual;
    const char *at = member.value;
    return decimal_read_whole(&number, &at, member.value + member.value_size) ? number : usual;
}

static void free_metadata(struct metadata *metadata) {
    buffer_free(&metadata->layer);
    buffer_free(&metadata->feature);
    buffer_free(&metadata->anchoring);
}

/* False: it has been answered. */
static bool read_metadata(struct metadata *metadata, struct request *request, const struct json_members *members) {
    if (!read_string(&metadata->layer, members, "metadata.layer", "") ||
        !read_string(&metadata->feature, members, "metadata.feature", "") ||
        !read_string(&metadata->anchoring, members, "metadata.anchoringMode", "tokens")) {
        request_send_json(request, false);
        return false;
    }
    metadata->begin = read_number(members, "metadata.range.begin", 0);
    metadata->end = read_number(members, "metadata.range.end", UINT64_MAX);
    if (xmi_is_name(metadata->layer.bytes, false) && xmi_is_name(metadata->feature.bytes, true) &&
        strlen(metadata->feature.bytes) <= FEATURE_MAX)
        return true;
    request_fail(request, HTTP_BAD_REQUEST, "metadata.layer and metadata.feature are no names of UIMA");
    return false;
}

/* ---- Predictions ---- */

/* The first token that ends behind `begin`. */
static size_t find_token(const struct xmi_ranges *tokens, uint64_t begin) {
    size_t first;
    SEARCH_FIRST(first, tokens->count, tokens->items[first].end > begin);
    return first;
}

/* Makes a span one of whole tokens, as INCEpTION wants it: what lies inside of a token it drops in silence. False: the
 * span is of no token, or of more than one. */
static bool anchor(uint64_t *begin, uint64_t *end, const struct xmi_ranges *tokens, const struct metadata *metadata) {
    const char *mode = metadata->anchoring.bytes;
    bool single = strcmp(mode, "singleToken") == 0;
    if (!single && strcmp(mode, "tokens") != 0) return true;
    size_t first = find_token(tokens, *begin);
    size_t last = first;
    if (first == tokens->count || tokens->items[first].begin >= *end) return false;
    while (last + 1 < tokens->count && tokens->items[last + 1].begin < *end) last++;
    *begin = tokens->items[first].begin < *begin ? tokens->items[first].begin : *begin;
    *end = tokens->items[last].end > *end ? tokens->items[last].end : *end;
    return !single || first == last;
}

struct prediction {
    uint64_t begin; /* UTF-16 units */
    uint64_t end;
    const struct document_span *span;
};

static bool add_prediction(struct buffer *out, const gaz_document *document, const struct prediction *prediction,
                           const struct metadata *metadata, size_t number) {
    const struct document_span *span = prediction->span;
    const struct string *type = &document->names->types.items[span->type];
    const char *feature = metadata->feature.bytes;
    bool linked = strcmp(feature, "identifier") == 0;
    const char *value = linked ? span->id : type->bytes;
    char name[160];
    char digits[128];
    bool good = buffer_add_text(out, "<t:") && buffer_add_text(out, xmi_local_name(metadata->layer.bytes));
    (void)snprintf(digits, sizeof digits, " xmi:id=\"%zu\" sofa=\"1\" begin=\"%llu\" end=\"%llu\"", number + 2,
                   (unsigned long long)prediction->begin, (unsigned long long)prediction->end);
    good = good && buffer_add_text(out, digits) && xmi_add_attribute(out, feature, value, strlen(value));
    (void)snprintf(name, sizeof name, "%.100s_score", feature);
    (void)snprintf(digits, sizeof digits, "%.4f", span->score < 0 ? 1.0 : (double)span->score);
    good = good && xmi_add_attribute(out, name, digits, strlen(digits));
    (void)snprintf(name, sizeof name, "%.100s_score_explanation", feature);
    const char *why = span->name ? span->name : linked ? type->bytes : "";
    return good && (!*why || xmi_add_attribute(out, name, why, strlen(why))) &&
           buffer_add_text(out, " inception_internal_predicted=\"true\"/>\n");
}

static bool add_head(struct buffer *out, const struct metadata *metadata, const gaz_document *document) {
    return buffer_add_text(out,
                           "<?xml version=\"1.0\" encoding=\"UTF-8\"?><xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" "
                           "xmlns:cas=\"http:///uima/cas.ecore\" xmlns:t=\"") &&
           xmi_add_namespace(out, metadata->layer.bytes) &&
           buffer_add_text(out, "\" xmi:version=\"2.0\">\n<cas:NULL xmi:id=\"0\"/>"
                                "<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\"") &&
           xmi_add_attribute(out, "sofaString", document->text, document->size) && buffer_add_text(out, "/>\n");
}

static bool add_members(struct buffer *out, size_t count) {
    bool good = buffer_add_text(out, "<cas:View sofa=\"1\" members=\"");
    for (size_t i = 0; i < count && good; i++)
        good = (i == 0 || buffer_add_byte(out, ' ')) && buffer_add_number(out, i + 2);
    return good && buffer_add_text(out, "\"/></xmi:XMI>\n");
}

/* The document with its predictions, as XMI. */
static bool write_predictions(struct buffer *out, const gaz_document *document, const struct xmi *xmi,
                              const struct metadata *metadata) {
    const struct offset_unit unit = {.unit = GAZ_OFFSETS_UTF16};
    struct offset_counter counter = {.unit = unit, .text = document->text, .size = document->size};
    uint64_t last = 0; /* spans may be widened over the next one, which then begins before this */
    size_t count = 0;
    bool good = add_head(out, metadata, document);
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        uint64_t begin = span->begin;
        uint64_t end = span->end;
        if (strcmp(metadata->feature.bytes, "identifier") == 0 && !span->id) continue;
        if (!anchor(&begin, &end, &xmi->tokens, metadata) || begin < last) continue;
        last = end;
        struct offset_range range = offset_counter_measure(&counter, begin, end);
        if (range.end <= metadata->begin || range.begin >= metadata->end) continue;
        struct prediction prediction = {range.begin, range.end, span};
        good = add_prediction(out, document, &prediction, metadata, count++);
    }
    return good && add_members(out, count);
}

static void predict(struct request *request, const struct xmi *xmi, const struct metadata *metadata) {
    struct buffer *out = &request->exchange->answer;
    struct request_options options;
    struct tagging tagging;
    struct buffer made = {0};
    if (!request_read_options(&options, request, GAZ_OFFSETS_UTF16)) return;
    if (options.offsets != GAZ_OFFSETS_UTF16) {
        request_fail(request, HTTP_BAD_REQUEST, "offsets: those of XMI are UTF-16 units");
        return;
    }
    if (!request_begin_tagging(&tagging, request, &options)) return;
    const gaz_document *document =
        request_tag(request, &tagging, xmi->text.size ? xmi->text.bytes : "", xmi->text.size);
    if (document)
        request_send_json(request, write_predictions(&made, document, xmi, metadata) &&
                                       buffer_add_text(out, "{\"document\": ") &&
                                       write_string(out, made.bytes, made.size) && buffer_add_text(out, "}\n"));
    buffer_free(&made);
    tagging_end(&tagging);
}

void inception_answer_predict(struct request *request) {
    struct json_members members = {0};
    struct json_member document;
    struct metadata metadata = {{0}, {0}, {0}, 0, 0};
    struct xmi xmi = {.has_text = false};
    gaz_error error;
    const char *bytes;
    size_t size;
    if (request_read_object(&members, request) && read_metadata(&metadata, request, &members)) {
        if (!json_find_member(&document, &members, "document.xmi") || *document.value != '"')
            request_fail(request, HTTP_BAD_REQUEST, "the object has no member \"document.xmi\" with a text");
        else if (request_decode(&bytes, &size, request, document.value, document.value_size)) {
            if (xmi_read(&xmi, bytes, size, NULL, NULL, &error) == GAZ_OK)
                predict(request, &xmi, &metadata);
            else
                request_fail_error(request, &error);
        }
    }
    xmi_free(&xmi);
    free_metadata(&metadata);
    json_members_free(&members);
}

/* ---- Training ---- */

/* Keeps a document that has annotations; one without may not have been looked at. */
static gaz_status keep(struct request *request, const struct xmi *xmi, const char *source, const char *id,
                       gaz_error *error) {
    gaz_document *document;
    if (xmi->annotations.count == 0) return GAZ_OK;
    gaz_status status = gaz_document_new(&document, error);
    if (status == GAZ_OK)
        status = gaz_document_set_text(document, NULL, xmi->text.size ? xmi->text.bytes : "", xmi->text.size, error);
    if (status == GAZ_OK) status = gaz_document_set_id(document, id, error);
    for (size_t i = 0; i < xmi->annotations.count && status == GAZ_OK; i++) {
        const struct xmi_range *range = &xmi->annotations.items[i];
        status = gaz_document_add_span(document, range->begin, range->end, xmi->values.bytes + range->value, -1, error);
        if (status == GAZ_ERROR_ARGUMENT) status = GAZ_OK; /* it has no token, and teaches nothing */
    }
    if (status == GAZ_OK) status = keeper_add_document(request->server->keeper, source, id, document, error);
    gaz_document_free(document);
    return status;
}

/* Reads and keeps one of the documents. */
static gaz_status train_document(struct request *request, const struct json_members *members, const char *source,
                                 const struct metadata *metadata, gaz_error *error) {
    struct json_member xml;
    struct json_member id;
    struct buffer decoded = {0};
    struct xmi xmi = {.has_text = false};
    char name[32];
    if (!json_find_member(&xml, members, "xmi") || *xml.value != '"' || !json_find_member(&id, members, "documentId"))
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "a document without xmi and documentId");
    (void)snprintf(name, sizeof name, "%llu", (unsigned long long)read_number(members, "documentId", 0));
    gaz_status status = json_decode(&decoded, xml.value + 1, xml.value_size - 2) ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK)
        status = xmi_read(&xmi, decoded.size ? decoded.bytes : "", decoded.size, metadata->layer.bytes,
                          metadata->feature.bytes, error);
    if (status == GAZ_OK) status = keep(request, &xmi, source, name, error);
    xmi_free(&xmi);
    buffer_free(&decoded);
    return status;
}

static gaz_status train(struct request *request, const struct json_members *members, const struct metadata *metadata,
                        gaz_error *error) {
    struct json_member documents;
    struct json_members inner = {0};
    const char *element;
    size_t size;
    char source[64];
    (void)snprintf(source, sizeof source, "inception-%llu",
                   (unsigned long long)read_number(members, "metadata.projectId", 0));
    gaz_status status = GAZ_OK;
    if (!json_find_member(&documents, members, "documents") || *documents.value != '[')
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "the object has no member \"documents\" with an array");
    for (size_t at = 0;
         status == GAZ_OK && json_next_element(&element, &size, &at, documents.value, documents.value_size);) {
        if (*element != '{')
            status = error_set(error, GAZ_ERROR_INPUT, NULL, 0, "a document is no object");
        else if (!json_list_members(&inner, element, size))
            status = error_memory(error);
        else
            status = train_document(request, &inner, source, metadata, error);
    }
    json_members_free(&inner);
    return status;
}

void inception_answer_train(struct request *request) {
    struct json_members members = {0};
    struct metadata metadata = {{0}, {0}, {0}, 0, 0};
    gaz_error error;
    if (!keeper_has_corpus(request->server->keeper)) {
        request->exchange->status = HTTP_NO_CONTENT; /* a recommender that does not learn */
        return;
    }
    if (request_read_object(&members, request) && read_metadata(&metadata, request, &members)) {
        if (train(request, &members, &metadata, &error) == GAZ_OK)
            request->exchange->status = HTTP_NO_CONTENT;
        else
            request_fail_error(request, &error);
    }
    free_metadata(&metadata);
    json_members_free(&members);
}

#else

static void refuse(struct request *request) {
    request_fail(request, HTTP_UNAVAILABLE, "this gaz was built without libxml2, which INCEpTION's documents need");
}

void inception_answer_predict(struct request *request) {
    refuse(request);
}

void inception_answer_train(struct request *request) {
    refuse(request);
}

#endif
