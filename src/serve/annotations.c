#include "serve/annotations.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/json_writer.h"
#include "document/offsets.h"
#include "serve/keeper.h"

/* What a request is read into. */
struct annotated {
    struct buffer id; /* with a zero byte */
    gaz_document *document;
    struct offset_index offsets;
};

/* ---- Strings ---- */

/* Appends a string's text and a zero byte. False: it has been answered. */
static bool add_string(struct buffer *out, struct request *request, const struct json_member *member,
                       const char *what) {
    const char *text;
    size_t size;
    if (*member->value != '"') {
        request_fail(request, HTTP_BAD_REQUEST, "%s is not a string", what);
        return false;
    }
    if (!request_decode(&text, &size, request, member->value, member->value_size)) return false;
    if (memchr(text, 0, size)) {
        request_fail(request, HTTP_BAD_REQUEST, "%s has a zero byte", what);
        return false;
    }
    bool good = buffer_add(out, text, size) && buffer_add_byte(out, 0);
    if (!good) request_send_json(request, false);
    return good;
}

/* Finds a member that must be there. False: it has been answered. */
static bool need(struct json_member *member, struct request *request, const struct json_members *members,
                 const char *name, const char *what) {
    bool found = json_last_member(member, members, name, strlen(name));
    if (!found) request_fail(request, HTTP_BAD_REQUEST, "%s has no member \"%s\"", what, name);
    return found;
}

static bool is_null(const struct json_member *member) {
    return *member->value == 'n';
}

/* ---- Spans ---- */

/* Reads an offset, to a byte of the text. False: it has been answered. */
static bool read_offset(size_t *byte, struct request *request, const struct annotated *annotated,
                        const struct json_members *members, const char *name) {
    struct json_member member;
    uint64_t offset;
    if (!need(&member, request, members, name, "a span")) return false;
    const char *at = member.value;
    if (!decimal_read_whole(&offset, &at, member.value + member.value_size) || at != member.value + member.value_size) {
        request_fail(request, HTTP_BAD_REQUEST, "\"%s\" of a span is not a whole number", name);
        return false;
    }
    if (offset > annotated->offsets.count || !offset_index_find(byte, &annotated->offsets, offset)) {
        request_fail(request, HTTP_BAD_REQUEST,
                     offset > annotated->offsets.count ? "\"%s\" of a span is %llu, after the end of the text"
                                                       : "\"%s\" of a span is %llu, inside of a character",
                     name, (unsigned long long)offset);
        return false;
    }
    return true;
}

/* Sets the concept of the newest span, if it has one. */
static bool take_concept(struct annotated *annotated, struct request *request, const struct json_members *members) {
    static const char *const names[] = {"id", "name"};
    const char *values[2] = {0};
    struct buffer texts[2] = {0};
    struct json_member member;
    gaz_error error;
    bool good = true;
    for (size_t i = 0; i < 2 && good; i++) {
        if (!json_last_member(&member, members, names[i], strlen(names[i])) || is_null(&member)) continue;
        good = add_string(&texts[i], request, &member, i ? "\"name\" of a span" : "\"id\" of a span");
        values[i] = texts[i].bytes;
    }
    if (good && (values[0] || values[1]) &&
        gaz_document_set_concept(annotated->document, values[0], values[1], &error) != GAZ_OK) {
        request_fail_error(request, &error);
        good = false;
    }
    buffer_free(&texts[0]);
    buffer_free(&texts[1]);
    return good;
}

static bool take_span(struct annotated *annotated, struct request *request, const struct json_members *members) {
    struct json_member label;
    struct buffer type = {0};
    size_t begin;
    size_t end;
    gaz_error error;
    bool good = read_offset(&begin, request, annotated, members, "start") &&
                read_offset(&end, request, annotated, members, "end") &&
                need(&label, request, members, "label", "a span") &&
                add_string(&type, request, &label, "\"label\" of a span");
    if (good && type.size == 1) {
        request_fail(request, HTTP_BAD_REQUEST, "\"label\" of a span is empty");
        good = false;
    }
    if (good && gaz_document_add_span(annotated->document, begin, end, type.bytes, -1, &error) != GAZ_OK) {
        request_fail_error(request, &error);
        good = false;
    }
    buffer_free(&type);
    return good && take_concept(annotated, request, members);
}

static bool take_spans(struct annotated *annotated, struct request *request, const struct json_member *array) {
    const char *value;
    size_t size;
    bool good = *array->value == '[';
    if (!good) request_fail(request, HTTP_BAD_REQUEST, "\"spans\" is not an array");
    for (size_t at = 0; good && json_next_element(&value, &size, &at, array->value, array->value_size);) {
        struct json_members members = {0};
        good = *value == '{';
        if (!good)
            request_fail(request, HTTP_BAD_REQUEST, "a span is not an object");
        else if (!(good = json_list_members(&members, value, size)))
            request_send_json(request, false);
        else
            good = take_span(annotated, request, &members);
        json_members_free(&members);
    }
    return good;
}

/* ---- Documents ---- */

/* A string that is not empty, or a whole number. */
static bool take_id(struct annotated *annotated, struct request *request, const struct json_member *member) {
    const char *at = member->value;
    uint64_t number;
    if (decimal_read_whole(&number, &at, member->value + member->value_size) &&
        at == member->value + member->value_size) {
        bool good = buffer_add(&annotated->id, member->value, member->value_size) && buffer_add_byte(&annotated->id, 0);
        if (!good) request_send_json(request, false);
        return good;
    }
    if (*member->value != '"' || member->value_size == 2) {
        request_fail(request, HTTP_BAD_REQUEST, "\"id\" is neither a string nor a whole number");
        return false;
    }
    return add_string(&annotated->id, request, member, "\"id\"");
}

/* The document's text is a copy. */
static bool take_text(struct annotated *annotated, struct request *request, const struct json_member *member,
                      gaz_offsets offsets) {
    const char *text;
    size_t size;
    gaz_error error;
    gaz_document_info info;
    if (*member->value != '"') {
        request_fail(request, HTTP_BAD_REQUEST, "\"text\" is not a string");
        return false;
    }
    if (!request_decode(&text, &size, request, member->value, member->value_size)) return false;
    if (gaz_document_new(&annotated->document, &error) != GAZ_OK ||
        gaz_document_set_text(annotated->document, NULL, text, size, &error) != GAZ_OK) {
        request_fail_error(request, &error);
        return false;
    }
    gaz_document_get_info(&info, annotated->document);
    bool good = offset_index_init(&annotated->offsets, info.text, info.size, offsets);
    if (!good) request_send_json(request, false);
    return good;
}

static bool read_document(struct annotated *annotated, struct request *request, gaz_offsets offsets) {
    struct json_members members = {0};
    struct json_member id;
    struct json_member text;
    struct json_member spans;
    bool good = request_read_object(&members, request) && need(&id, request, &members, "id", "the object") &&
                need(&text, request, &members, "text", "the object") &&
                need(&spans, request, &members, "spans", "the object") && take_id(annotated, request, &id) &&
                take_text(annotated, request, &text, offsets) && take_spans(annotated, request, &spans);
    json_members_free(&members);
    return good;
}

static void keep(struct request *request, const struct annotated *annotated) {
    struct json_writer json = {.out = &request->exchange->answer};
    gaz_error error;
    if (keeper_add_document(request->server->keeper, "http", annotated->id.bytes, annotated->document, &error) !=
        GAZ_OK) {
        request_fail_error(request, &error);
        return;
    }
    json_put_open(&json, NULL, "{");
    json_put_text(&json, "id", annotated->id.bytes);
    json_put_text(&json, "model_version", request->served->version);
    json_put_close(&json, "}");
    json_put_raw(&json, "\n");
    request_send_json(request, !json.failed);
}

void annotations_answer(struct request *request) {
    struct annotated annotated = {0};
    struct request_options options;
    if (!keeper_has_corpus(request->server->keeper)) {
        request_fail(request, HTTP_NOT_FOUND, "no documents are kept; --corpus names a folder for them");
        return;
    }
    if (!request_read_options(&options, request, GAZ_OFFSETS_CODEPOINT)) return;
    if (!options.usual)
        request_fail(request, HTTP_BAD_REQUEST, "the one argument here is offsets");
    else if (read_document(&annotated, request, options.offsets))
        keep(request, &annotated);
    offset_index_free(&annotated.offsets);
    gaz_document_free(annotated.document);
    buffer_free(&annotated.id);
}
