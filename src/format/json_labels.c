#include "format/json_labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/file.h"
#include "base/input.h"
#include "base/search.h"

static gaz_status add(struct json_labels *labels, json_int_t number, const char *name, size_t size, gaz_error *error) {
    if (!array_reserve(&labels->items, &labels->capacity, labels->count + 1, sizeof *labels->items))
        return error_memory(error);
    struct json_label *item = &labels->items[labels->count++];
    item->number = number;
    return strings_add(&item->name, &labels->names, name, size, error);
}

static int compare(const void *left, const void *right) {
    const struct json_label *a = left;
    const struct json_label *b = right;
    return a->number < b->number ? -1 : a->number > b->number;
}

/* Reads the digits of a number of at most nine; false if there are others. */
static bool read_number(json_int_t *number, const char *bytes, size_t size) {
    *number = 0;
    if (size == 0 || size > 9) return false;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] < '0' || bytes[i] > '9') return false;
        *number = *number * 10 + (bytes[i] - '0');
    }
    return true;
}

static gaz_status read_names(struct json_labels *labels, const char *text, gaz_error *error) {
    json_int_t next = 0;
    gaz_status status = GAZ_OK;
    for (const char *at = text; status == GAZ_OK; at++) {
        size_t size = strcspn(at, ",");
        const char *sign = memchr(at, '=', size);
        const char *name = at;
        json_int_t number;
        if (sign && read_number(&number, at, (size_t)(sign - at))) {
            next = number;
            name = sign + 1;
        }
        if (name == at + size) return error_argument(error, "a name of a label is empty");
        status = add(labels, next++, name, (size_t)(at + size - name), error);
        at += size;
        if (!*at) break;
    }
    return status;
}

/* ---- Files ---- */

/* ["O", "B-PER"] */
static gaz_status take_list(struct json_labels *labels, const json_t *list, gaz_error *error) {
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < json_array_size(list) && status == GAZ_OK; i++) {
        size_t size = 0;
        const char *name = json_text(&size, json_array_get(list, i));
        if (name) status = add(labels, (json_int_t)i, name, size, error);
    }
    return status;
}

/* {"0": "O", "1": "B-PER"}, or {"O": 0, "B-PER": 1} */
static gaz_status take_object(struct json_labels *labels, const json_t *object, gaz_error *error) {
    const char *key;
    json_t *value;
    gaz_status status = GAZ_OK;
    json_object_foreach((json_t *)(uintptr_t)object, key, value) {
        json_int_t number;
        size_t size = 0;
        const char *name = json_text(&size, value);
        if (status != GAZ_OK) break;
        if (name && read_number(&number, key, strlen(key)))
            status = add(labels, number, name, size, error);
        else if (json_is_integer(value))
            status = add(labels, json_integer_value(value), key, strlen(key), error);
    }
    return status;
}

/* [{"id": 7, "text": "ORG"}] of doccano */
static gaz_status take_types(struct json_labels *labels, const json_t *list, gaz_error *error) {
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < json_array_size(list) && status == GAZ_OK; i++) {
        const json_t *item = json_array_get(list, i);
        const json_t *id = json_object_get(item, "id");
        size_t size = 0;
        const char *name = json_text(&size, json_object_get(item, "text"));
        if (name && json_is_integer(id)) status = add(labels, json_integer_value(id), name, size, error);
    }
    return status;
}

static gaz_status take_names(struct json_labels *labels, const json_t *value, gaz_error *error) {
    if (json_is_string(json_array_get(value, 0))) return take_list(labels, value, error);
    return json_is_array(value) ? take_types(labels, value, error) : take_object(labels, value, error);
}

/* The first member called so, at any depth: that of tags before others, as a data set may have several features. NULL:
 * there is none. */
static const json_t *find_named(const json_t *value, const char *name, int depth) {
    const char *key;
    json_t *member;
    const json_t *found = json_object_get(value, name);
    if (found || depth == 0) return found;
    const json_t *tags = json_object_get(value, "ner_tags");
    if (tags) found = find_named(tags, name, depth - 1);
    json_object_foreach((json_t *)(uintptr_t)value, key, member) {
        if (!found) found = find_named(member, name, depth - 1);
    }
    for (size_t i = 0; i < json_array_size(value) && !found; i++)
        found = find_named(json_array_get(value, i), name, depth - 1);
    return found;
}

static gaz_status take_file(struct json_labels *labels, const json_t *value, gaz_error *error) {
    enum { DEPTH = 8 };
    static const char *const names[] = {"names", "id2label", "label2id"};
    const json_t *found = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++) found = find_named(value, names[i], DEPTH);
    return take_names(labels, found ? found : value, error);
}

static gaz_status read_file(struct json_labels *labels, const char *path, gaz_error *error) {
    char *text;
    size_t size;
    gaz_status status = input_read_file(&text, &size, path, NULL, error);
    if (status != GAZ_OK) return status;
    /* One value, which may be an array. */
    struct json_failure failure = {.fault = JSON_FAULT_SYNTAX};
    size_t end;
    json_t *value = json_parse(&end, text, size, &failure);
    while (end < size && byte_is_blank(text[end])) end++;
    bool followed = end < size;
    free(text);
    if (!value && failure.fault == JSON_FAULT_MEMORY) return error_memory(error);
    if (!value || followed) {
        json_decref(value);
        return error_set(error, GAZ_ERROR_INPUT, path, 0, "is no JSON");
    }
    status = take_file(labels, value, error);
    json_decref(value);
    if (status == GAZ_OK && labels->count == 0)
        return error_set(error, GAZ_ERROR_INPUT, path, 0,
                         "has no names of labels: expected a list of names, \"names\", \"id2label\" or \"label2id\"");
    return status;
}

gaz_status json_labels_read(struct json_labels *labels, const char *text, gaz_error *error) {
    *labels = (struct json_labels){.count = 0};
    if (!text) return GAZ_OK;
    gaz_status status = file_is_named(text, ".json") ? read_file(labels, text, error) : read_names(labels, text, error);
    if (labels->count) qsort(labels->items, labels->count, sizeof *labels->items, compare);
    for (size_t i = 1; i < labels->count && status == GAZ_OK; i++)
        if (labels->items[i - 1].number == labels->items[i].number)
            status = error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "the label %lld has two names",
                               (long long)labels->items[i].number);
    return status;
}

const struct string *json_labels_find(const struct json_labels *labels, json_int_t number) {
    size_t i;
    SEARCH_FIRST(i, labels->count, labels->items[i].number >= number);
    bool found = i < labels->count && labels->items[i].number == number;
    return found ? &labels->names.items[labels->items[i].name] : NULL;
}

void json_labels_free(struct json_labels *labels) {
    strings_free(&labels->names);
    free(labels->items);
}
