#include "format/detect.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/feed_kind.h"
#include "base/file.h"
#include "base/input.h"
#include "base/json_names.h"
#include "format/bioc_xml.h"
#include "format/json_records.h"
#include "format/json_schemas.h"
#include "format/json_tokens.h"

static size_t skip_blanks(const char *text, size_t at, size_t size) {
    while (at < size && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) at++;
    return at;
}

/* What the first records of a JSON file say. */
struct sight {
    bool json;   /* the first is JSON, */
    bool texts;  /* and none of a dictionary */
    bool tokens; /* the first that is known has tokens, and tags or spans of them */
};

static void look_at(struct sight *sight, bool *known, struct json_value value, const struct field_paths *choice) {
    struct token_shape shape;
    if (!sight->json)
        sight->texts = json_is_array(value) || (json_is_object(value) && !json_is_there(json_get(value, "pattern")));
    sight->json = true;
    sight->tokens = token_shape_find(&shape, value, choice);
    *known = sight->tokens || schema_find(value, choice, GAZ_FORMAT_AUTO);
}

/* Looks at records until one is known; `fields` may be NULL. */
static gaz_status look(struct sight *sight, const char *text, size_t size, const char *fields, gaz_error *error) {
    enum { MOST = 100 };
    struct json_records records = {.count = 0};
    struct field_choice choice;
    bool known = false;
    *sight = (struct sight){.json = false};
    gaz_status status = field_choice_read(&choice, fields, error);
    if (status == GAZ_OK) status = json_records_begin(&records, "", text, size, error);
    while (status == GAZ_OK && !known && records.count < MOST) {
        status = json_records_next(&records, &choice.paths, error);
        if (status != GAZ_OK || !json_is_there(records.value)) break;
        look_at(sight, &known, records.value, &choice.paths);
    }
    json_records_free(&records);
    field_choice_free(&choice);
    return status == GAZ_ERROR_INPUT || status == GAZ_ERROR_LIMIT ? GAZ_OK : status; /* reading tells it again */
}

enum answer { NO, YES, PERHAPS };

/* Whether it is JSON. A column file may begin with the token { or [, so that one byte does not tell. */
static enum answer looks_like_json(const char *text, size_t size) {
    size_t at = byte_order_mark(text, size);
    bool array = false;
    at = skip_blanks(text, at, size);
    for (int depth = 0; depth < 2 && at < size && text[at] == '['; depth++) {
        array = true;
        at = skip_blanks(text, at + 1, size);
    }
    if (at < size && text[at] == '{') {
        at = skip_blanks(text, at + 1, size);
        return at < size && text[at] == '"' ? YES : NO;
    }
    return array && at < size && text[at] && strchr("\"]n", text[at]) ? PERHAPS : NO;
}

gaz_status detect_path(const struct format **format, const char *path, gaz_error *error) {
    const struct format *row;
    *format = NULL;
    for (size_t i = 0; (row = format_at(i)) != NULL; i++) {
        bool there = false;
        if (!row->reader || !row->reader->find) continue;
        gaz_status status = row->reader->find(&there, path, error);
        if (status != GAZ_OK) return status;
        if (there) *format = row;
    }
    return GAZ_OK;
}

/* The format that recognizes the beginning of a file, or NULL. */
static const struct format *recognize(const char *text, size_t size) {
    const struct format *row;
    for (size_t i = 0; (row = format_at(i)) != NULL; i++)
        if (row->reader && row->reader->recognize && row->reader->recognize(text, size)) return row;
    return NULL;
}

gaz_status detect_text(const struct format **format, const char *text, size_t size, const char *fields,
                       gaz_error *error) {
    enum answer answer = looks_like_json(text, size);
    struct sight sight;
    *format = recognize(text, size);
    if (!*format && bioc_xml_recognize(text, size)) *format = format_of(GAZ_FORMAT_BIOC);
    if (*format) return GAZ_OK;
    *format = format_of(answer == YES ? GAZ_FORMAT_JSONL : GAZ_FORMAT_CONLL);
    if (answer == NO) return GAZ_OK;
    gaz_status status = look(&sight, text, size, fields, error);
    if (sight.json) *format = format_of(sight.tokens ? GAZ_FORMAT_JSON_TOKENS : GAZ_FORMAT_JSONL);
    return status;
}

/* ---- Without reading it ---- */

static bool has_ending(const char *path, const char *const *endings) {
    while (*endings && !file_is_named(path, *endings)) endings++;
    return *endings != NULL;
}

/* The format whose files are called so, or NULL. */
static const struct format *find_named(const char *path) {
    const struct format *row;
    for (size_t i = 0; (row = format_at(i)) != NULL; i++)
        if (row->reader && row->reader->endings && has_ending(path, row->reader->endings)) return row;
    return NULL;
}

/* Whether the text of a JSON or XML file has annotated texts: its first record is none of a dictionary. */
static gaz_status find_texts(int *found, const char *text, size_t size, gaz_error *error) {
    struct sight sight;
    struct json_members lists = {0};
    *found = 0;
    if (feed_is_stix(text, size) || feed_is_misp(text, size)) return GAZ_OK;
    *found = bioc_xml_recognize(text, size);
    if (*found || recognize(text, size) || looks_like_json(text, size) == NO) return GAZ_OK;
    enum json_scanned names = json_names_scan(&lists, text, size);
    json_members_free(&lists);
    if (names != JSON_SCAN_REFUSED) return names == JSON_SCAN_GOOD ? GAZ_OK : error_memory(error);
    gaz_status status = look(&sight, text, size, NULL, error);
    *found = sight.texts;
    return status;
}

static gaz_status look_into(int *found, struct input *input, bool json, gaz_error *error) {
    char begin[4096];
    size_t size = 0;
    if (json) {
        char *text;
        gaz_status status = input_read_all(&text, &size, input, error);
        if (status == GAZ_OK) status = find_texts(found, text, size, error);
        free(text);
        return status;
    }
    for (size_t got = 1; got && size < sizeof begin; size += got) {
        gaz_status status = input_read(&got, input, begin + size, sizeof begin - size, error);
        if (status != GAZ_OK) return status;
    }
    *found = recognize(begin, size) != NULL;
    return GAZ_OK;
}

gaz_status gaz_corpus_recognize(int *found, const char *path, const char *encoding, gaz_error *error) {
    if (!found || !path) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_corpus_recognize without a path");
    *found = 0;
    if (strcmp(path, "-") == 0) return GAZ_OK;
    const struct format *format;
    gaz_status status = detect_path(&format, path, error);
    *found = status == GAZ_OK && format;
    if (status != GAZ_OK || *found || file_is_folder(path)) return status;
    format = find_named(path);
    if (!format) return GAZ_OK;
    bool json = format->number == GAZ_FORMAT_JSONL;
    *found = !json && !format->reader->recognize; /* the name says it all */
    if (*found) return GAZ_OK;
    struct input *input;
    status = input_open(&input, path, error);
    if (status != GAZ_OK) return status;
    status = input_decode(input, encoding, error);
    if (status == GAZ_OK) status = look_into(found, input, json, error);
    input_close(input);
    return status;
}
