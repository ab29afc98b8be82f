#include "lexicon/misp.h"

#include "base/error.h"
#include "base/feed_kind.h"
#include "lexicon/feed_json.h"

enum { DEPTH_MAX = 8 /* a response, its events, their objects, and their attributes */ };

bool misp_is(const struct dictionary *file) {
    return feed_is_misp(file->text, file->size);
}

/* ---- Types ---- */

/* The types of MISP's core format that are indicators (draft-dulaunoy-misp-core-format). "": that of the value's form;
 * NULL: a part that says more of the other one. */
static const struct {
    const char *name;
    const char *type;
} types[] = {
    {"domain", "domain-name"},
    {"hostname", "domain-name"},
    {"ip", ""},
    {"ip-src", ""},
    {"ip-dst", ""},
    {"url", "url"},
    {"uri", "url"},
    {"email", "email-addr"},
    {"email-src", "email-addr"},
    {"email-dst", "email-addr"},
    {"email-reply-to", "email-addr"},
    {"md5", "md5"},
    {"sha1", "sha1"},
    {"sha224", "sha224"},
    {"sha256", "sha256"},
    {"sha384", "sha384"},
    {"sha512", "sha512"},
    {"ssdeep", "ssdeep"},
    {"tlsh", "tlsh"},
    {"imphash", "imphash"},
    {"filename", "file-name"},
    {"mutex", "mutex"},
    {"regkey", "windows-registry-key"},
    {"port", NULL},
    {"value", NULL},
};

/* The row of a type; -1: it is none of indicators. */
static int find_type(struct field name) {
    for (int i = 0; i < (int)(sizeof types / sizeof *types); i++)
        if (field_is(&name, types[i].name)) return i;
    return -1;
}

/* Cuts a text at the last |, if there is one. */
static bool split(struct field parts[2], struct field text) {
    const char *sign = memrchr(text.bytes, '|', text.size);
    parts[0] = text;
    if (!sign) return false;
    parts[0].size = (size_t)(sign - text.bytes);
    parts[1] = (struct field){sign + 1, text.size - parts[0].size - 1};
    return true;
}

/* ---- Attributes ---- */

/* An event that is being read, with scratch for an attribute. */
struct event {
    struct feed_json json;
    struct json_members attribute;
    struct buffer id;
    struct buffer type;
    struct buffer value;
};

static gaz_status add_part(struct event *event, struct field name, struct field value, struct dictionary_entry *entry) {
    const char *type = types[find_type(name)].type;
    if (!type) return GAZ_OK;
    entry->type = (struct field){type, strlen(type)};
    return feed_add(&event->json.feed, value, entry);
}

/* Adds the attribute's parts, of which each has its type. */
static gaz_status add_parts(struct event *event, struct field type, struct field value,
                            struct dictionary_entry *entry) {
    static const char sample[] = "filename|md5";
    struct field names[2];
    struct field values[2];
    if (field_is(&type, "malware-sample")) type = (struct field){sample, sizeof sample - 1};
    bool two = split(names, type);
    bool known = find_type(names[0]) >= 0 && (!two || find_type(names[1]) >= 0);
    if (known && two && !split(values, value)) {
        dictionary_skip(event->json.feed.dictionary, "an attribute of two types without | in its value");
        return GAZ_OK;
    }
    if (!known) {
        dictionary_skip(event->json.feed.dictionary, "an attribute of a type that is not one of indicators");
        return GAZ_OK;
    }
    gaz_status status = add_part(event, names[0], two ? values[0] : value, entry);
    return status == GAZ_OK && two ? add_part(event, names[1], values[1], entry) : status;
}

static gaz_status read_attribute(struct event *event, const char *object, size_t size) {
    struct dictionary *dictionary = event->json.feed.dictionary;
    struct dictionary_entry entry = {.priority = 0};
    const struct json_members *attribute = &event->attribute;
    struct field type;
    struct field value;
    feed_json_move(&event->json, object);
    if (!json_list_members(&event->attribute, object, size)) return error_memory(dictionary->error);
    if (feed_json_is(attribute, "deleted", "true")) {
        dictionary->report->obsolete++;
        return GAZ_OK;
    }
    if (!feed_json_text(&entry.id, &event->id, attribute, "uuid") ||
        !feed_json_text(&type, &event->type, attribute, "type") ||
        !feed_json_text(&value, &event->value, attribute, "value"))
        return error_memory(dictionary->error);
    return add_parts(event, type, value, &entry);
}

/* ---- Events ---- */

static bool may_hold_attributes(const struct json_member *member) {
    static const char *const names[] = {"", "response", "Event", "Object", "Attribute"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (json_member_is(member, names[i])) return true;
    return false;
}

static gaz_status read_value(struct event *event, bool attributes, const char *value, size_t size, int depth);

static gaz_status read_array(struct event *event, bool attributes, const char *array, size_t size, int depth) {
    const char *element;
    size_t element_size;
    size_t at = 0;
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && json_next_element(&element, &element_size, &at, array, size))
        if (element[0] == '{') status = read_value(event, attributes, element, element_size, depth);
    return status;
}

/* Reads what may hold attributes, or with `attributes` is some. */
static gaz_status read_value(struct event *event, bool attributes, const char *value, size_t size, int depth) {
    struct json_member member;
    gaz_status status = GAZ_OK;
    if (depth == DEPTH_MAX) {
        feed_json_move(&event->json, value);
        dictionary_skip(event->json.feed.dictionary, "events or objects inside of too many others");
        return GAZ_OK;
    }
    if (value[0] == '[') return read_array(event, attributes, value, size, depth + 1);
    if (value[0] != '{') return GAZ_OK;
    if (attributes) return read_attribute(event, value, size);
    for (size_t at = 0; status == GAZ_OK && json_next_member(&member, &at, value, size);)
        if (may_hold_attributes(&member))
            status =
                read_value(event, json_member_is(&member, "Attribute"), member.value, member.value_size, depth + 1);
    return status;
}

gaz_status misp_read(struct dictionary *dictionary) {
    struct event event = {.id = {0}};
    gaz_status status = feed_json_open(&event.json, dictionary, "one JSON value with events, as MISP has them");
    for (size_t i = 0; status == GAZ_OK && i < event.json.root.count; i++) {
        const struct json_member *member = &event.json.root.items[i];
        if (may_hold_attributes(member))
            status = read_value(&event, json_member_is(member, "Attribute"), member->value, member->value_size, 0);
    }
    feed_json_end(&event.json, status, "attributes of MISP");
    json_members_free(&event.attribute);
    buffer_free(&event.id);
    buffer_free(&event.type);
    buffer_free(&event.value);
    return status;
}
