#include "serve/label_config.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/xml.h"

void label_config_free(struct label_config *config) {
    strings_free(&config->labels);
    arena_free(&config->arena);
    *config = (struct label_config){0};
}

bool label_config_find_text(bool *found, struct json_member *text, const struct label_config *config,
                            const struct json_member *task) {
    struct json_member data;
    struct json_members members = {0};
    *found = false;
    if (!json_last_member_in(&data, task, "data", 4) || data.value[0] != '{') return true;
    bool good = json_list_members(&members, data.value, data.value_size);
    *found = good && json_find_member(text, &members, config->key) && text->value[0] == '"';
    json_members_free(&members);
    return good;
}

#ifndef GAZ_LIBXML2

gaz_status label_config_read(struct label_config *config, const char *xml, size_t size, gaz_error *error) {
    (void)xml;
    (void)size;
    *config = (struct label_config){0};
    return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "this build has no libxml2 to read it with");
}

#else

/* ---- Elements ---- */

enum kind { KIND_LABELS, KIND_LABEL, KIND_TEXT, KIND_HYPERTEXT };

static const struct {
    const char *name;
    enum kind kind;
} kinds[] = {{"Labels", KIND_LABELS},
             {"HyperTextLabels", KIND_LABELS},
             {"Label", KIND_LABEL},
             {"Text", KIND_TEXT},
             {"HyperText", KIND_HYPERTEXT}};

/* An element of those kinds; attributes that it lacks are NULL. */
struct element {
    enum kind kind;
    const char *name;
    const char *to_name;
    const char *value;
    const char *value_type;
    const char *alias;
    size_t owner; /* of a Label: the Labels in which it is, + 1; 0: none */
};

/* The elements in the order of the file. */
struct reading {
    struct label_config *config;
    struct xml xml;
    struct element *elements;
    size_t count;
    size_t capacity;
    size_t owner; /* the Labels that are open, + 1, */
    int depth;    /* and where these are */
    bool failed;  /* memory was short */
};

/* NULL: there is none, or reading->failed. */
static const char *copy_attribute(struct reading *reading, const char *name) {
    xmlChar *value = xmlTextReaderGetAttribute(reading->xml.reader, BAD_CAST name);
    if (!value) return NULL;
    const char *copy = arena_copy(&reading->config->arena, (const char *)value, strlen((const char *)value));
    xmlFree(value);
    reading->failed |= !copy;
    return copy;
}

static gaz_status add_element(struct reading *reading, enum kind kind, gaz_error *error) {
    if (!array_reserve(&reading->elements, &reading->capacity, reading->count + 1, sizeof *reading->elements))
        return error_memory(error);
    reading->elements[reading->count++] = (struct element){.kind = kind,
                                                           .name = copy_attribute(reading, "name"),
                                                           .to_name = copy_attribute(reading, "toName"),
                                                           .value = copy_attribute(reading, "value"),
                                                           .value_type = copy_attribute(reading, "valueType"),
                                                           .alias = copy_attribute(reading, "alias"),
                                                           .owner = kind == KIND_LABEL ? reading->owner : 0};
    return reading->failed ? error_memory(error) : GAZ_OK;
}

static gaz_status take_node(struct reading *reading, gaz_error *error) {
    xmlTextReaderPtr reader = reading->xml.reader;
    int type = xmlTextReaderNodeType(reader);
    int depth = xmlTextReaderDepth(reader);
    const char *name = (const char *)xmlTextReaderConstName(reader);
    if (type == XML_READER_TYPE_END_ELEMENT && reading->owner && depth == reading->depth) reading->owner = 0;
    if (type != XML_READER_TYPE_ELEMENT || !name) return GAZ_OK;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) != 0) continue;
        gaz_status status = add_element(reading, kinds[i].kind, error);
        if (status != GAZ_OK || kinds[i].kind != KIND_LABELS || xmlTextReaderIsEmptyElement(reader) == 1) return status;
        reading->owner = reading->count;
        reading->depth = depth;
    }
    return GAZ_OK;
}

static gaz_status read_elements(struct reading *reading, const char *xml, size_t size, gaz_error *error) {
    bool there = true;
    gaz_status status = xml_begin(&reading->xml, NULL, xml, size, "UTF-8", error);
    while (status == GAZ_OK && there) {
        status = xml_next(&there, &reading->xml, error);
        if (status == GAZ_OK && there) status = take_node(reading, error);
    }
    xml_end(&reading->xml);
    return status;
}

/* ---- What they say ---- */

static bool is_named(const struct element *element, enum kind kind, const char *name) {
    return element->kind == kind && element->name && strcmp(element->name, name) == 0;
}

/* Finds the first Labels of a text of that kind; `*labels` NULL: there are none. */
static gaz_status find_labels(const struct element **labels, const struct element **text, const struct reading *reading,
                              enum kind kind, gaz_error *error) {
    struct strings names = {0}; /* of the texts */
    gaz_status status = GAZ_OK;
    uint32_t number;
    *labels = NULL;
    for (size_t i = 0; i < reading->count && status == GAZ_OK; i++) {
        const struct element *element = &reading->elements[i];
        if (element->kind == kind && element->name)
            status = strings_add(&number, &names, element->name, strlen(element->name), error);
    }
    for (size_t i = 0; i < reading->count && status == GAZ_OK && !*labels; i++) {
        const struct element *element = &reading->elements[i];
        if (element->kind == KIND_LABELS && element->name && element->to_name &&
            strings_have(&names, element->to_name, strlen(element->to_name)))
            *labels = element;
    }
    strings_free(&names);
    *text = reading->elements;
    while (*labels && !is_named(*text, kind, (*labels)->to_name)) ++*text;
    return status;
}

/* Finds where the text is in a task: value="$key". A text that is loaded from an address, or put together of several
 * fields, is not there. */
static gaz_status find_key(struct label_config *config, const struct element *text, gaz_error *error) {
    const char *value = text->value ? text->value : "";
    if (text->value_type && strcmp(text->value_type, "text") != 0)
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0,
                         "the text \"%.60s\" is not in the tasks: its valueType is \"%.60s\"", text->name,
                         text->value_type);
    if (value[0] != '$' || value[1] == 0 || strpbrk(value + 1, "$[ \t\r\n"))
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0,
                         "the text \"%.60s\" has the value \"%.60s\"; expected the name of a field, as in $text",
                         text->name, value);
    config->key = value + 1;
    return GAZ_OK;
}

static gaz_status add_label(struct label_config *config, const char *label, gaz_error *error) {
    uint32_t number;
    return label ? strings_add(&number, &config->labels, label, strlen(label), error) : GAZ_OK;
}

static gaz_status find_label_names(struct label_config *config, const struct reading *reading,
                                   const struct element *labels, gaz_error *error) {
    size_t owner = (size_t)(labels - reading->elements) + 1;
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < reading->count && status == GAZ_OK; i++) {
        const struct element *label = &reading->elements[i];
        if (label->owner != owner) continue;
        status = add_label(config, label->value, error);
        if (status == GAZ_OK) status = add_label(config, label->alias, error);
    }
    config->is_open = labels->value || config->labels.count == 0; /* a value: the task has labels of its own */
    return status;
}

static gaz_status choose(struct label_config *config, const struct reading *reading, gaz_error *error) {
    const struct element *text;
    const struct element *labels;
    gaz_status status = find_labels(&labels, &text, reading, KIND_TEXT, error);
    if (status == GAZ_OK && !labels) status = find_labels(&labels, &text, reading, KIND_HYPERTEXT, error);
    if (status != GAZ_OK) return status;
    if (!labels)
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "there are no Labels whose toName is a Text or a HyperText");
    config->from_name = labels->name;
    config->to_name = text->name;
    config->is_markup = text->kind == KIND_HYPERTEXT;
    status = find_key(config, text, error);
    return status == GAZ_OK ? find_label_names(config, reading, labels, error) : status;
}

gaz_status label_config_read(struct label_config *config, const char *xml, size_t size, gaz_error *error) {
    struct reading reading = {.config = config};
    *config = (struct label_config){0};
    gaz_status status = read_elements(&reading, xml, size, error);
    if (status == GAZ_OK) status = choose(config, &reading, error);
    free(reading.elements);
    return status;
}

#endif
