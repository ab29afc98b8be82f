#include "serve/linkers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/json_writer.h"
#include "document/offsets.h"
#include "format/write.h"

static struct offset_counter count_offsets(const gaz_document *document, gaz_offsets offsets) {
    struct write_style style = {.unit = {.unit = offsets, .replaced = true}};
    return write_counter(document, &style);
}

static void put_surface(struct json_writer *json, const char *name, const gaz_document *document,
                        const struct document_span *span) {
    json_put_bytes(json, name, document->text + span->begin, span->end - span->begin);
}

static const char *type_name(const gaz_document *document, const struct document_span *span) {
    return document->names->types.items[span->type].bytes;
}

/* What a span's concept is called: its id, or else its name; NULL: neither is known. */
static const char *concept_of(const struct document_span *span) {
    return span->id ? span->id : span->name;
}

/* ---- DBpedia Spotlight: numbers are strings ---- */

struct spotlight_form {
    struct buffer text;
    char confidence[32];
    bool has_text;
    bool failed;
};

static bool take_field(void *context, const char *name, const char *value) {
    struct spotlight_form *form = context;
    if (strcmp(name, "text") == 0) {
        form->has_text = true;
        form->text.size = 0;
        form->failed = !buffer_add_text(&form->text, value);
    }
    if (strcmp(name, "confidence") == 0) (void)snprintf(form->confidence, sizeof form->confidence, "%s", value);
    return !form->failed;
}

static void put_resource(struct json_writer *json, const gaz_document *document, const struct document_span *span,
                         uint64_t offset) {
    char number[32];
    json_put_open(json, NULL, "{");
    if (concept_of(span))
        json_put_text(json, "@URI", concept_of(span));
    else
        put_surface(json, "@URI", document, span);
    json_put_text(json, "@support", "1");
    json_put_text(json, "@types", type_name(document, span));
    put_surface(json, "@surfaceForm", document, span);
    (void)snprintf(number, sizeof number, "%llu", (unsigned long long)offset);
    json_put_text(json, "@offset", number);
    (void)snprintf(number, sizeof number, "%.4f", span->score < 0 ? 1.0 : (double)span->score);
    json_put_text(json, "@similarityScore", number);
    json_put_text(json, "@percentageOfSecondRank", "0.0");
    json_put_close(json, "}");
}

static void answer_form(struct request *request, const struct spotlight_form *form) {
    struct json_writer json = {.out = &request->exchange->answer};
    struct request_options options;
    struct tagging tagging;
    if (!request_read_options(&options, request, GAZ_OFFSETS_CODEPOINT)) return;
    double confidence = 0;
    if (*form->confidence && decimal_read(&confidence, form->confidence, strlen(form->confidence)) && confidence > 0 &&
        confidence <= 1) {
        options.usual = false;
        options.match.min_score = confidence;
    }
    if (!request_begin_tagging(&tagging, request, &options)) return;
    const gaz_document *document =
        request_tag(request, &tagging, form->text.size ? form->text.bytes : "", form->text.size);
    if (document) {
        struct offset_counter counter = count_offsets(document, options.offsets);
        json_put_open(&json, NULL, "{");
        json_put_bytes(&json, "@text", document->text, document->size);
        json_put_text(&json, "@confidence", *form->confidence ? form->confidence : "0");
        json_put_text(&json, "@support", "0");
        json_put_text(&json, "@types", "");
        json_put_text(&json, "@sparql", "");
        json_put_text(&json, "@policy", "whitelist");
        json_put_open(&json, "Resources", "["); /* a client takes its absence for an error */
        for (size_t i = 0; i < document->span_count; i++) {
            const struct document_span *span = &document->spans[i];
            put_resource(&json, document, span, offset_counter_measure(&counter, span->begin, span->end).begin);
        }
        json_put_close(&json, "]");
        json_put_close(&json, "}");
        request_send_json(request, !json.failed);
    }
    tagging_end(&tagging);
}

void linkers_answer_spotlight(struct request *request) {
    struct spotlight_form form = {0};
    bool good = http_each_field(request->exchange, take_field, &form) && !form.failed;
    if (!good)
        request_send_json(request, false);
    else if (!form.has_text)
        request_fail(request, HTTP_BAD_REQUEST, "the form has no field \"text\"");
    else
        answer_form(request, &form);
    buffer_free(&form.text);
}

/* ---- Solr ---- */

/* What a request asks for beside what gaz knows. */
struct solr_query {
    bool all;
    bool match_text;
    size_t limit;
    gaz_offsets offsets;
    const char *fault; /* an argument with another value than is known; NULL: none */
};

static bool take_argument(void *context, const char *name, const char *value) {
    struct solr_query *query = context;
    if (strcmp(name, "overlaps") == 0) {
        query->all = strcmp(value, "ALL") == 0;
        if (!query->all && strcmp(value, "NO_SUB") != 0 && strcmp(value, "LONGEST_DOMINANT_RIGHT") != 0)
            query->fault = "overlaps is ALL, NO_SUB or LONGEST_DOMINANT_RIGHT";
    }
    if (strcmp(name, "offsets") == 0) {
        int unit = gaz_offsets_find(value);
        if (unit > GAZ_OFFSETS_DEFAULT)
            query->offsets = (gaz_offsets)unit;
        else
            query->fault = "offsets is byte, codepoint, utf16 or grapheme";
    }
    if (strcmp(name, "matchText") == 0) query->match_text = strcmp(value, "true") == 0;
    if (strcmp(name, "tagsLimit") == 0) query->limit = strtoul(value, NULL, 10);
    return !query->fault;
}

static size_t put_tags(struct json_writer *json, const gaz_document *document, const struct solr_query *query) {
    struct offset_counter counter = count_offsets(document, query->offsets);
    size_t count = document->span_count < query->limit ? document->span_count : query->limit;
    json_put_open(json, "tags", "[");
    for (size_t i = 0; i < count; i++) {
        const struct document_span *span = &document->spans[i];
        struct offset_range range = offset_counter_measure(&counter, span->begin, span->end);
        json_put_open(json, NULL, "{");
        json_put_number(json, "startOffset", range.begin);
        json_put_number(json, "endOffset", range.end);
        if (query->match_text) put_surface(json, "matchText", document, span);
        json_put_open(json, "ids", "[");
        if (concept_of(span))
            json_put_text(json, NULL, concept_of(span));
        else
            put_surface(json, NULL, document, span);
        json_put_close(json, "]");
        json_put_close(json, "}");
    }
    json_put_close(json, "]");
    return count;
}

/* The concepts of the tags, each once. */
static size_t put_documents(struct json_writer *json, const gaz_document *document, size_t count) {
    struct strings ids = {0};
    uint32_t number;
    json_put_open(json, "docs", "[");
    for (size_t i = 0; i < count; i++) {
        const struct document_span *span = &document->spans[i];
        uint32_t known = ids.count;
        if (!span->id) continue;
        if (strings_add(&number, &ids, span->id, strlen(span->id), NULL) != GAZ_OK) json->failed = true;
        if (ids.count == known) continue;
        json_put_open(json, NULL, "{");
        json_put_text(json, "id", span->id);
        json_put_text(json, "name", span->name);
        json_put_text(json, "type", type_name(document, span));
        json_put_close(json, "}");
    }
    json_put_close(json, "]");
    size_t found = ids.count;
    strings_free(&ids);
    return found;
}

void linkers_answer_solr(struct request *request) {
    struct solr_query query = {.limit = 5000, .offsets = GAZ_OFFSETS_UTF16};
    struct json_writer json = {.out = &request->exchange->answer};
    struct request_options options = {.offsets = GAZ_OFFSETS_UTF16, .usual = true};
    struct tagging tagging;
    const struct buffer *body = &request->exchange->body;
    http_each_argument(request->exchange, take_argument, &query);
    if (query.fault) {
        request_fail(request, HTTP_BAD_REQUEST, "%s", query.fault);
        return;
    }
    gaz_match_options_init(&options.match);
    options.match.all = query.all;
    options.usual = !query.all;
    if (!request_begin_tagging(&tagging, request, &options)) return;
    const gaz_document *document = request_tag(request, &tagging, body->size ? body->bytes : "", body->size);
    if (document) {
        json_put_open(&json, NULL, "{");
        json_put_open(&json, "responseHeader", "{");
        json_put_number(&json, "status", 0);
        json_put_number(&json, "QTime", 0);
        json_put_close(&json, "}");
        size_t count = document->span_count < query.limit ? document->span_count : query.limit;
        json_put_number(&json, "tagsCount", count);
        count = put_tags(&json, document, &query);
        json_put_open(&json, "response", "{");
        json_put_number(&json, "start", 0);
        size_t found = put_documents(&json, document, count);
        json_put_number(&json, "numFound", found);
        json_put_close(&json, "}");
        json_put_close(&json, "}");
        request_send_json(request, !json.failed);
    }
    tagging_end(&tagging);
}
