#include "serve/explain.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"

/* An explanation is some hundred times as long as its span: so many are given of one text. */
enum { EXPLANATIONS_MAX = 1000 };

/* What is asked. */
struct question {
    const char *text;
    size_t size;
    bool one; /* of one span; else of all */
    uint64_t begin;
    uint64_t end;
};

/* ---- What is asked ---- */

static bool read_number(uint64_t *number, const struct json_members *members, const char *name) {
    struct json_member member;
    if (!json_last_member(&member, members, name, strlen(name))) return false;
    const char *at = member.value;
    const char *end = at + member.value_size;
    return decimal_read_whole(number, &at, end) && at == end;
}

static bool has(const struct json_members *members, const char *name) {
    struct json_member member;
    return json_last_member(&member, members, name, strlen(name));
}

/* False: it has been answered. The text borrows from the request. */
static bool read_question(struct question *question, const struct json_members *members, struct request *request) {
    struct json_member text;
    if (!json_last_member(&text, members, "text", 4) || *text.value != '"') {
        request_fail(request, HTTP_BAD_REQUEST, "the object has no member \"text\" with a string");
        return false;
    }
    question->one = has(members, "start") || has(members, "end");
    if (question->one &&
        !(read_number(&question->begin, members, "start") && read_number(&question->end, members, "end"))) {
        request_fail(request, HTTP_BAD_REQUEST, "a span has a \"start\" and an \"end\", whole numbers from 0");
        return false;
    }
    return request_decode(&question->text, &question->size, request, text.value, text.value_size);
}

/* ---- What is answered ---- */

static gaz_status add_bytes(void *user, const void *bytes, size_t size, gaz_error *error) {
    return buffer_add(user, bytes, size) ? GAZ_OK : error_memory(error);
}

static gaz_status write_latest(struct buffer *out, gaz_explainer *explainer, gaz_error *error) {
    const gaz_sink sink = {.write = add_bytes, .user = out};
    gaz_status status = gaz_explainer_write(explainer, &sink, GAZ_EXPLAIN_JSON, error);
    if (status == GAZ_OK) out->size--; /* its line end */
    return status;
}

static gaz_status explain_one(struct buffer *out, gaz_explainer *explainer, const struct question *question,
                              gaz_error *error) {
    const gaz_explanation *explanation;
    if (!buffer_add_text(out, "{\"explanation\": ")) return error_memory(error);
    gaz_status status = gaz_explainer_span(&explanation, explainer, question->begin, question->end, error);
    return status == GAZ_OK ? write_latest(out, explainer, error) : status;
}

static gaz_status explain_all(struct buffer *out, gaz_explainer *explainer, gaz_error *error) {
    const gaz_explanation *explanation;
    gaz_status status = buffer_add_text(out, "{\"explanations\": [") ? GAZ_OK : error_memory(error);
    for (size_t count = 0; status == GAZ_OK; count++) {
        status = gaz_explainer_next(&explanation, explainer, error);
        if (status != GAZ_OK) break;
        if (!explanation || count == EXPLANATIONS_MAX) {
            if (!buffer_add_text(out, explanation ? "], \"complete\": false" : "], \"complete\": true"))
                status = error_memory(error);
            break;
        }
        if (count && !buffer_add_text(out, ", ")) status = error_memory(error);
        if (status == GAZ_OK) status = write_latest(out, explainer, error);
    }
    return status;
}

static gaz_status explain(struct request *request, const struct request_options *options,
                          const struct question *question, gaz_error *error) {
    struct buffer *out = &request->exchange->answer;
    gaz_explain_options wanted;
    gaz_explainer *explainer;
    gaz_explain_options_init(&wanted);
    wanted.match = options->match;
    wanted.offsets = options->offsets;
    gaz_status status = gaz_explainer_new(&explainer, request->served->model, NULL, &wanted, error);
    if (status != GAZ_OK) return status;
    status = gaz_explainer_text(explainer, question->text, question->size, error);
    if (status == GAZ_OK)
        status = question->one ? explain_one(out, explainer, question, error) : explain_all(out, explainer, error);
    gaz_explainer_free(explainer);
    return status;
}

static void answer_question(struct request *request, const struct request_options *options,
                            const struct question *question) {
    struct buffer *out = &request->exchange->answer;
    gaz_error error;
    if (explain(request, options, question, &error) != GAZ_OK) {
        request_fail_error(request, &error);
        return;
    }
    request_send_json(request, buffer_add_text(out, ", \"offsets\": \"") &&
                                   buffer_add_text(out, gaz_offsets_name((int)options->offsets)) &&
                                   buffer_add_text(out, "\", \"model_version\": \"") &&
                                   buffer_add_text(out, request->served->version) && buffer_add_text(out, "\"}\n"));
}

void explain_answer(struct request *request) {
    struct request_options options;
    struct question question = {0};
    struct json_members members = {0};
    if (!request_read_options(&options, request, GAZ_OFFSETS_CODEPOINT)) return;
    if (options.match.all || options.match.abbreviations)
        request_fail(request, HTTP_BAD_REQUEST, "explanations are of the usual spans: without all and abbreviations");
    else if (request_read_object(&members, request) && read_question(&question, &members, request))
        answer_question(request, &options, &question);
    json_members_free(&members);
}
