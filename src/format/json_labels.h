/* The names of labels that records have as numbers. */
#ifndef FORMAT_JSON_LABELS_H
#define FORMAT_JSON_LABELS_H

#include "base/json.h"
#include "base/strings.h"

/* All zero is none. */
struct json_labels {
    struct strings names;
    struct json_label {
        int64_t number;
        uint32_t name;
    } * items; /* by number */
    size_t count;
    size_t capacity;
};

/* Reads what a user gives: names with commas between, numbered from 0 on, each perhaps with its number before it
 * ("1=PER,2=ORG"); or, if it ends in .json, the path of a file that has them somewhere in it: the features of a data
 * set of Hugging Face, the id2label of a model, or the label types of a doccano project. `text` may be NULL. */
gaz_status json_labels_read(struct json_labels *labels, const char *text, gaz_error *error);
void json_labels_free(struct json_labels *labels);

/* The name of a number, or NULL. */
const struct string *json_labels_find(const struct json_labels *labels, int64_t number);

#endif
