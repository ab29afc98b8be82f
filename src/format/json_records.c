#include "format/json_records.h"

#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/json_member.h"
#include "base/unicode.h"
#include "format/bioc_xml.h"

gaz_status json_records_begin(struct json_records *records, const char *name, const char *text, size_t size,
                              gaz_error *error) {
    *records = (struct json_records){.reader = {.name = name, .text = text, .size = size}};
    if (bioc_xml_recognize(text, size)) {
        gaz_status status = bioc_xml_convert(&records->mended, name, text, size, error);
        records->reader.text = records->mended.bytes;
        records->reader.size = records->mended.size;
        return status;
    }
    if (unicode_is_valid(text, size)) return GAZ_OK;
    if (!unicode_mend(&records->mended, text, size)) return error_memory(error);
    records->reader.text = records->mended.bytes;
    records->reader.size = records->mended.size;
    return GAZ_OK;
}

/* ---- Files that are one value ---- */

/* Whether an object has a text, or tokens, of its own. */
static bool has_text(struct json_value object, const struct field_paths *choice) {
    static const char *const others[] = {"passages", "fields", "tokens", "words", "sentences", "tokenized_text"};
    if (choice->of[FIELD_TEXT] && json_is_there(field_find(object, choice->of[FIELD_TEXT]))) return true;
    if (choice->of[FIELD_TOKENS] && json_is_there(field_find(object, choice->of[FIELD_TOKENS]))) return true;
    for (const char *const *names = field_names(FIELD_TEXT); *names; names++) {
        struct json_value text = json_get(object, *names);
        if (json_is_string(text) || json_is_array(text)) return true;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (json_is_there(json_get(object, others[i]))) return true;
    return false;
}

/* Whether it is an array of records, the first of which may be null. */
static bool is_list(struct json_value array, const struct field_paths *choice) {
    struct json_value first = {0};
    uint32_t at = 0;
    bool there;
    do there = json_each_element(&first, &at, array);
    while (there && json_is_null(first));
    if (!there) return false;
    bool pair = json_is_string(json_element(first, 0)) && json_is_object(json_element(first, 1));
    bool task = json_is_object(json_get(first, "data")); /* of Label Studio */
    return pair || task || (json_is_object(first) && has_text(first, choice));
}

/* The member that holds the records; NULL: the value is one itself. */
static const char *find_member(struct json_value value, const struct field_paths *choice) {
    static const char *const members[] = {
        "data", "annotations", "rasa_nlu_data.common_examples", "documents", "records", "examples", "rows", "items"};
    if (!json_is_object(value) || has_text(value, choice)) return NULL;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (is_list(field_find(value, members[i]), choice)) return members[i];
    return NULL;
}

/* Reads on inside of the member, as it is written. */
static gaz_status enter(struct json_records *records, const char *path, gaz_error *error) {
    struct json_reader *reader = &records->reader;
    struct json_members members = {0};
    struct json_member found = {0};
    if (!json_list_members(&members, reader->text + reader->begin, reader->end - reader->begin)) {
        json_members_free(&members);
        return error_memory(error);
    }
    bool there = json_find_member(&found, &members, path);
    json_members_free(&members);
    if (!there) return GAZ_OK;
    uint64_t line = reader->value_line + bytes_count_lines(reader->text + reader->begin,
                                                           (size_t)(found.value - reader->text) - reader->begin);
    json_reader_free(reader);
    records->value = (struct json_value){0};
    *reader = (struct json_reader){.name = reader->name, .text = found.value, .size = found.value_size, .line = line};
    records->member = path;
    return GAZ_OK;
}

/* Whether nothing but blanks follows the newest value. */
static bool is_last(const struct json_reader *reader) {
    size_t at = reader->end;
    while (at < reader->size && byte_is_blank(reader->text[at])) at++;
    return at == reader->size;
}

gaz_status json_records_next(struct json_records *records, const struct field_paths *choice, gaz_error *error) {
    gaz_status status = json_next(&records->value, &records->reader, error);
    bool only = status == GAZ_OK && records->count == 0 && !records->reader.in_array && is_last(&records->reader);
    const char *member = only && json_is_there(records->value) ? find_member(records->value, choice) : NULL;
    if (member) status = enter(records, member, error);
    if (member && status == GAZ_OK) status = json_next(&records->value, &records->reader, error);
    records->count += json_is_there(records->value);
    return status;
}

void json_records_free(struct json_records *records) {
    json_reader_free(&records->reader);
    buffer_free(&records->mended);
}
