#include "format/json_labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/file.h"
#include "base/input.h"
#include "base/search.h"

static gaz_status add(struct json_labels *labels, int64_t number, const char *name, size_t size, gaz_error *error) {
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
static bool read_number(int64_t *number, const char *bytes, size_t size) {
    *number = 0;
    if (size == 0 || size > 9) return false;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] < '0' || bytes[i] > '9') return false;
        *number = *number * 10 + (bytes[i] - '0');
    }
    return true;
}

static gaz_status read_names(struct json_labels *labels, const char *text, gaz_error *error) {
    int64_t next = 0;
    gaz_status status = GAZ_OK;
    for (const char *at = text; status == GAZ_OK; at++) {
        size_t size = strcspn(at, ",");
        const char *sign = memchr(at, '=', size);
        const char *name = at;
        int64_t number;
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
static gaz_status take_list(struct json_labels *labels, struct json_value list, gaz_error *error) {
    gaz_status status = GAZ_OK;
    struct json_value item;
    int64_t number = 0;
    for (uint32_t at = 0; status == GAZ_OK && json_each_element(&item, &at, list); number++) {
        size_t size = 0;
        const char *name = json_text(&size, item);
        if (name) status = add(labels, number, name, size, error);
    }
    return status;
}

/* {"0": "O", "1": "B-PER"}, or {"O": 0, "B-PER": 1} */
static gaz_status take_object(struct json_labels *labels, struct json_value object, gaz_error *error) {
    gaz_status status = GAZ_OK;
    struct json_value member;
    for (uint32_t at = 0; status == GAZ_OK && json_each_member(&member, &at, object);) {
        int64_t number;
        size_t key_size;
        size_t size = 0;
        const char *key = json_name(&key_size, member);
        const char *name = json_text(&size, member);
        if (name && read_number(&number, key, key_size))
            status = add(labels, number, name, size, error);
        else if (json_is_integer(member))
            status = add(labels, json_int64(member), key, key_size, error);
    }
    return status;
}

/* [{"id": 7, "text": "ORG"}] of doccano */
static gaz_status take_types(struct json_labels *labels, struct json_value list, gaz_error *error) {
    gaz_status status = GAZ_OK;
    struct json_value item;
    for (uint32_t at = 0; status == GAZ_OK && json_each_element(&item, &at, list);) {
        struct json_value id = json_get(item, "id");
        size_t size = 0;
        const char *name = json_text(&size, json_get(item, "text"));
        if (name && json_is_integer(id)) status = add(labels, json_int64(id), name, size, error);
    }
    return status;
}

static gaz_status take_names(struct json_labels *labels, struct json_value value, gaz_error *error) {
    if (json_is_string(json_element(value, 0))) return take_list(labels, value, error);
    return json_is_array(value) ? take_types(labels, value, error) : take_object(labels, value, error);
}

/* The first member called so, at any depth: that of tags before others, as a data set may have several features.
 */
static struct json_value find_named(struct json_value value, const char *name, int depth) {
    struct json_value inner;
    struct json_value found = json_get(value, name);
    if (json_is_there(found) || depth == 0) return found;
    struct json_value tags = json_get(value, "ner_tags");
    if (json_is_there(tags)) found = find_named(tags, name, depth - 1);
    for (uint32_t at = 0; !json_is_there(found) && json_each_inner(&inner, &at, value);)
        found = find_named(inner, name, depth - 1);
    return found;
}

static gaz_status take_file(struct json_labels *labels, struct json_value value, gaz_error *error) {
    enum { DEPTH = 8 };
    static const char *const names[] = {"names", "id2label", "label2id"};
    struct json_value found = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names && !json_is_there(found); i++)
        found = find_named(value, names[i], DEPTH);
    return take_names(labels, json_is_there(found) ? found : value, error);
}

/* One value, which may be an array. */
static gaz_status take_text(struct json_labels *labels, const char *text, size_t size, const char *path,
                            gaz_error *error) {
    struct json_failure failure = {.fault = JSON_FAULT_SYNTAX};
    struct json_tree tree = {0};
    bool good = size <= INT32_MAX && json_parse(&tree, text, size, &failure);
    for (size_t at = tree.size; at < size && good; at++) good = byte_is_blank(text[at]);
    gaz_status status;
    if (failure.fault == JSON_FAULT_MEMORY)
        status = error_memory(error);
    else if (!good)
        status = error_set(error, GAZ_ERROR_INPUT, path, 0, "is no JSON");
    else
        status = take_file(labels, (struct json_value){&tree, 0}, error);
    json_tree_free(&tree);
    return status;
}

static gaz_status read_file(struct json_labels *labels, const char *path, gaz_error *error) {
    char *text;
    size_t size;
    gaz_status status = input_read_file(&text, &size, path, NULL, error);
    if (status != GAZ_OK) return status;
    status = take_text(labels, text, size, path, error);
    free(text);
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

const struct string *json_labels_find(const struct json_labels *labels, int64_t number) {
    size_t i;
    SEARCH_FIRST(i, labels->count, labels->items[i].number >= number);
    bool found = i < labels->count && labels->items[i].number == number;
    return found ? &labels->names.items[labels->items[i].name] : NULL;
}

void json_labels_free(struct json_labels *labels) {
    strings_free(&labels->names);
    free(labels->items);
}
