#include "serve/tag.h"

#include <string.h>

#include "base/json_scan.h"
#include "document/offsets.h"
#include "format/write.h"

/* What a protocol asks and answers. */
struct shape {
    const char *text;  /* the member with a text */
    const char *texts; /* the member with an array of them; may be the same */
    bool (*write)(struct buffer *out, const gaz_document *document, gaz_offsets offsets);
    const char *before_all; /* the answers to several */
};

/* ---- Spans ---- */

static bool write_spans(struct buffer *out, const gaz_document *document, gaz_offsets offsets) {
    struct write_style style = {.unit = {.unit = offsets, .replaced = true}, .spans_only = true};
    bool good = format_writer_of(GAZ_FORMAT_JSONL)->write(out, document, &style);
    if (good) out->size--; /* its line end */
    return good;
}

/* Writes an object for each span: `before` it, its type, `label_end`, and the range under the names given. */
static bool write_entities(struct buffer *out, const gaz_document *document, gaz_offsets offsets, bool words,
                           const char *label, const char *begin, const char *end) {
    struct write_style style = {.unit = {.unit = offsets, .replaced = true}};
    struct offset_counter counter = write_counter(document, &style);
    bool good = buffer_add_byte(out, '[');
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        good = buffer_add_text(out, i ? ", {\"" : "{\"") && buffer_add_text(out, label) &&
               buffer_add_text(out, "\": ") && write_type(out, document, span->type) && write_score(out, span->score) &&
               (!words || (buffer_add_text(out, ", \"word\": ") &&
                           write_string(out, document->text + span->begin, span->end - span->begin))) &&
               buffer_add_text(out, ", ") &&
               write_range(out, offset_counter_measure(&counter, span->begin, span->end), begin, end) &&
               buffer_add_byte(out, '}');
    }
    return good && buffer_add_byte(out, ']');
}

static bool write_hugging_face(struct buffer *out, const gaz_document *document, gaz_offsets offsets) {
    return write_entities(out, document, offsets, true, "entity_group", "start", "end");
}

static bool write_doccano(struct buffer *out, const gaz_document *document, gaz_offsets offsets) {
    return write_entities(out, document, offsets, false, "label", "start_offset", "end_offset");
}

/* ---- Texts ---- */

static bool answer_text(struct request *request, struct tagging *tagging, const struct shape *shape,
                        gaz_offsets offsets, const char *text, size_t size) {
    const gaz_document *document = request_tag(request, tagging, text, size);
    if (!document) return false;
    bool good = shape->write(&request->exchange->answer, document, offsets);
    if (!good) request_send_json(request, false);
    return good;
}

static bool answer_value(struct request *request, struct tagging *tagging, const struct shape *shape,
                         gaz_offsets offsets, const char *value, size_t size) {
    const char *text;
    size_t text_size;
    if (*value != '"') {
        request_fail(request, HTTP_BAD_REQUEST, "a text is not a string");
        return false;
    }
    return request_decode(&text, &text_size, request, value, size) &&
           answer_text(request, tagging, shape, offsets, text, text_size);
}

/* False: it has been answered. */
static bool add(struct request *request, const char *text) {
    bool good = buffer_add_text(&request->exchange->answer, text);
    if (!good) request_send_json(request, false);
    return good;
}

static bool answer_array(struct request *request, struct tagging *tagging, const struct shape *shape,
                         gaz_offsets offsets, const struct json_member *array) {
    const char *value;
    size_t size;
    size_t count = 0;
    for (size_t at = 0; json_next_element(&value, &size, &at, array->value, array->value_size); count++) {
        if (count && !add(request, ", ")) return false;
        if (!answer_value(request, tagging, shape, offsets, value, size)) return false;
    }
    return add(request, "]");
}

static bool answer_object(struct request *request, struct tagging *tagging, const struct shape *shape,
                          gaz_offsets offsets, bool *several) {
    struct json_members members = {0};
    struct json_member member;
    bool good = request_read_object(&members, request);
    if (good) {
        bool one = json_last_member(&member, &members, shape->text, strlen(shape->text)) && *member.value != '[';
        *several =
            !one && json_last_member(&member, &members, shape->texts, strlen(shape->texts)) && *member.value == '[';
        if (one) {
            good = answer_value(request, tagging, shape, offsets, member.value, member.value_size);
        } else if (*several) {
            good = add(request, shape->before_all) && answer_array(request, tagging, shape, offsets, &member);
        } else {
            good = false;
            request_fail(request, HTTP_BAD_REQUEST, "the object has no member \"%s\" with a text", shape->text);
        }
    }
    json_members_free(&members);
    return good;
}

/* Tags what the request has. False: it has been answered. */
static bool answer_body(struct request *request, const struct shape *shape, gaz_offsets offsets, bool *several,
                        const struct request_options *options) {
    const struct buffer *body = &request->exchange->body;
    struct tagging tagging;
    *several = false;
    bool plain = request_has_type(request, "text/plain", false);
    bool json = request_has_type(request, "application/json", true) ||
                (body->size && (*body->bytes == '{') &&
                 request_has_type(request, "application/x-www-form-urlencoded", false)); /* curl -d */
    if (!plain && !json) {
        request_fail(request, HTTP_UNSUPPORTED_TYPE, "the body is neither application/json nor text/plain");
        return false;
    }
    if (!request_begin_tagging(&tagging, request, options)) return false;
    bool good = plain ? answer_text(request, &tagging, shape, offsets, body->bytes ? body->bytes : "", body->size)
                      : answer_object(request, &tagging, shape, offsets, several);
    tagging_end(&tagging);
    return good;
}

void tag_answer(struct request *request) {
    static const struct shape shape = {"text", "texts", write_spans, "{\"results\": ["};
    struct buffer *out = &request->exchange->answer;
    struct request_options options;
    bool several;
    if (!request_read_options(&options, request, GAZ_OFFSETS_CODEPOINT) ||
        !answer_body(request, &shape, options.offsets, &several, &options))
        return;
    if (!several) out->size--; /* the object goes on */
    request_send_json(request, buffer_add_text(out, ", \"offsets\": \"") &&
                                   buffer_add_text(out, gaz_offsets_name((int)options.offsets)) &&
                                   buffer_add_text(out, "\", \"model_version\": \"") &&
                                   buffer_add_text(out, request->served->version) && buffer_add_text(out, "\"}\n"));
}

static void answer_entities(struct request *request, const struct shape *shape, gaz_offsets offsets) {
    struct request_options options;
    bool several;
    if (request_read_options(&options, request, offsets) &&
        answer_body(request, shape, options.offsets, &several, &options))
        request_send_json(request, buffer_add_byte(&request->exchange->answer, '\n'));
}

void tag_answer_hugging_face(struct request *request) {
    static const struct shape shape = {"inputs", "inputs", write_hugging_face, "["};
    answer_entities(request, &shape, GAZ_OFFSETS_CODEPOINT);
}

void tag_answer_doccano(struct request *request) {
    static const struct shape shape = {"text", "texts", write_doccano, "["};
    answer_entities(request, &shape, GAZ_OFFSETS_UTF16);
}
