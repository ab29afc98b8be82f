#include "serve/request.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/json.h"
#include "base/json_scan.h"
#include "base/json_string.h"
#include "base/unicode.h"

/* ---- Answers ---- */

void request_fail(struct request *request, unsigned status, const char *format, ...) {
    struct http_exchange *exchange = request->exchange;
    char message[640];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct buffer *answer = &exchange->answer;
    answer->size = 0;
    exchange->status = status;
    exchange->type = "application/json";
    if (!buffer_add_text(answer, "{\"error\": \"") || !json_add_text(answer, message, strlen(message)) ||
        !buffer_add_text(answer, "\"}\n"))
        answer->size = 0;
}

void request_fail_error(struct request *request, const gaz_error *error) {
    unsigned status = error->status == GAZ_ERROR_INPUT || error->status == GAZ_ERROR_ARGUMENT ? HTTP_BAD_REQUEST
                      : error->status == GAZ_ERROR_LIMIT                                      ? HTTP_TOO_LARGE
                      : error->status == GAZ_ERROR_MEMORY                                     ? HTTP_UNAVAILABLE
                                                                                              : HTTP_FAILED;
    if (error->line)
        request_fail(request, status, "line %llu: %s", (unsigned long long)error->line, error->message);
    else
        request_fail(request, status, "%s", error->message);
}

static void fail_memory(struct request *request) {
    request_fail(request, HTTP_UNAVAILABLE, "out of memory");
}

void request_send_json(struct request *request, bool good) {
    if (!good) {
        fail_memory(request);
        return;
    }
    request->exchange->status = HTTP_OK;
    request->exchange->type = "application/json";
}

/* ---- Options ---- */

struct reading {
    struct request_options *options;
    struct request *request;
};

static bool read_flag(int *flag, const char *value) {
    *flag = strcmp(value, "1") == 0 || strcmp(value, "true") == 0 || *value == 0;
    return *flag || strcmp(value, "0") == 0 || strcmp(value, "false") == 0;
}

static bool read_offsets(gaz_offsets *offsets, const char *value) {
    int unit = gaz_offsets_find(value);
    if (unit <= GAZ_OFFSETS_DEFAULT) return false;
    *offsets = (gaz_offsets)unit;
    return true;
}

static bool read_type(struct request_options *options, struct request *request, const char *type) {
    gaz_model_info info;
    gaz_model_get_info(&info, request->served->model);
    bool known = false;
    for (uint32_t i = 0; i < info.types && !known; i++)
        known = strcmp(gaz_model_type(request->served->model, i), type) == 0;
    if (!known || options->match.type_count == sizeof options->types / sizeof *options->types) return false;
    options->types[options->match.type_count++] = type;
    options->match.types = options->types;
    return true;
}

static bool take_argument(void *context, const char *name, const char *value) {
    const struct reading *reading = context;
    struct request_options *options = reading->options;
    struct request *request = reading->request;
    bool good;
    if (strcmp(name, "offsets") == 0) {
        good = read_offsets(&options->offsets, value);
    } else {
        options->usual = false;
        if (strcmp(name, "min_score") == 0)
            good = decimal_read(&options->match.min_score, value, strlen(value)) && options->match.min_score >= 0 &&
                   options->match.min_score <= 1;
        else if (strcmp(name, "type") == 0)
            good = read_type(options, request, value);
        else if (strcmp(name, "all") == 0)
            good = read_flag(&options->match.all, value);
        else if (strcmp(name, "senses") == 0)
            good = read_flag(&options->match.senses, value);
        else if (strcmp(name, "abbreviations") == 0)
            good = read_flag(&options->match.abbreviations, value);
        else {
            request_fail(request, HTTP_BAD_REQUEST,
                         "there is no argument %.64s; there are offsets, min_score, type, all, senses, abbreviations",
                         name);
            return false;
        }
    }
    if (!good) request_fail(request, HTTP_BAD_REQUEST, "%s=%.64s: there is no such value", name, value);
    return good;
}

bool request_read_options(struct request_options *options, struct request *request, gaz_offsets offsets) {
    *options = (struct request_options){.usual = true, .offsets = offsets};
    gaz_match_options_init(&options->match);
    struct reading reading = {options, request};
    http_each_argument(request->exchange, take_argument, &reading);
    return request->exchange->status == 0;
}

bool request_has_type(const struct request *request, const char *type, bool other) {
    const char *given = http_header(request->exchange, "Content-Type");
    if (!given || !*given) return other;
    size_t size = strcspn(given, "; \t");
    return size == strlen(type) && strncasecmp(given, type, size) == 0;
}

/* ---- JSON ---- */

/* What json_scan refuses: json_next says why. */
static void fail_json(struct request *request) {
    const struct buffer *body = &request->exchange->body;
    struct json_reader reader = {.text = body->bytes ? body->bytes : "", .size = body->size, .line = 1};
    gaz_error error = {.status = GAZ_OK};
    struct json_value value = {0};
    gaz_status status = GAZ_OK;
    if (!unicode_is_valid(reader.text, reader.size))
        status = error_set(&error, GAZ_ERROR_INPUT, NULL, 0, "the body is not UTF-8");
    else
        status = json_next(&value, &reader, &error);
    bool is_object = json_is_object(value);
    json_reader_free(&reader);
    if (status != GAZ_OK)
        request_fail_error(request, &error);
    else if (!is_object)
        request_fail(request, HTTP_BAD_REQUEST, "the body is not an object of JSON");
    else
        request_fail(request, HTTP_BAD_REQUEST, "the object is followed by something else");
}

bool request_read_object(struct json_members *members, struct request *request) {
    const struct buffer *body = &request->exchange->body;
    enum json_scanned scanned = body->size ? json_scan(members, body->bytes, body->size) : JSON_SCAN_REFUSED;
    if (scanned == JSON_SCAN_MEMORY) fail_memory(request);
    if (scanned == JSON_SCAN_REFUSED) fail_json(request);
    return scanned == JSON_SCAN_GOOD;
}

bool request_decode(const char **text, size_t *size, struct request *request, const char *value, size_t value_size) {
    *text = value + 1;
    *size = value_size - 2;
    if (!memchr(*text, '\\', *size)) return true;
    request->text.size = 0;
    if (!json_decode(&request->text, *text, *size)) {
        fail_memory(request);
        return false;
    }
    *text = request->text.bytes;
    *size = request->text.size;
    return true;
}

/* ---- Texts ---- */

bool request_begin_tagging(struct tagging *tagging, struct request *request, const struct request_options *options) {
    gaz_error error;
    if (tagging_begin(tagging, request->served, options->usual ? NULL : &options->match, &error) == GAZ_OK) return true;
    request_fail_error(request, &error);
    return false;
}

const gaz_document *request_tag(struct request *request, struct tagging *tagging, const char *text, size_t size) {
    const gaz_document *document;
    gaz_error error;
    if (tagging_text(&document, tagging, text, size, &error) != GAZ_OK) {
        request_fail_error(request, &error);
        return NULL;
    }
    metrics_count_text(request->server->metrics, size, document->span_count);
    return document;
}
