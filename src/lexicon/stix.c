#include "lexicon/stix.h"

#include "base/error.h"
#include "base/feed_kind.h"
#include "lexicon/feed_json.h"
#include "lexicon/stix_pattern.h"

bool stix_is(const struct dictionary *file) {
    return feed_is_stix(file->text, file->size);
}

/* A bundle that is being read, with scratch for an object. */
struct bundle {
    struct feed_json json;
    struct json_members object;
    struct buffer id;
    struct buffer name;
    struct buffer pattern;
    struct buffer value;
};

/* Reads a pattern; with `add` its equalities become entries. `*result` says how it ends. */
static gaz_status walk_pattern(enum stix_result *result, struct bundle *bundle, struct field text,
                               const struct dictionary_entry *from, bool add) {
    struct stix_pattern pattern = {.rest = text, .value = bundle->value};
    gaz_status status = GAZ_OK;
    char type[64];
    while (status == GAZ_OK && (*result = stix_pattern_next(&pattern)) == STIX_EQUALITY) {
        if (!add) continue;
        stix_find_type(type, pattern.path);
        struct dictionary_entry entry = *from;
        entry.type = (struct field){type, strlen(type)};
        struct field value = {pattern.value.size ? pattern.value.bytes : "", pattern.value.size};
        status = feed_add(&bundle->json.feed, value, &entry);
    }
    bundle->value = pattern.value;
    return status == GAZ_OK && *result == STIX_MEMORY ? error_memory(bundle->json.feed.dictionary->error) : status;
}

/* Why an indicator's pattern is not looked at; NULL: it is. */
static const char *find_fault(const struct json_members *object, struct field pattern) {
    bool other = feed_json_find(object, "pattern_type") && !feed_json_is(object, "pattern_type", "\"stix\"");
    if (other) return "a pattern in another language than that of STIX";
    return pattern.size ? NULL : "an indicator without a pattern";
}

static gaz_status read_indicator(struct bundle *bundle) {
    struct dictionary *dictionary = bundle->json.feed.dictionary;
    struct dictionary_entry entry = {.priority = 0};
    struct field pattern;
    const struct json_members *object = &bundle->object;
    enum stix_result result = STIX_BEYOND;
    if (feed_json_is(object, "revoked", "true")) {
        dictionary->report->obsolete++;
        return GAZ_OK;
    }
    if (!feed_json_text(&entry.id, &bundle->id, object, "id") ||
        !feed_json_text(&entry.name, &bundle->name, object, "name") ||
        !feed_json_text(&pattern, &bundle->pattern, object, "pattern"))
        return error_memory(dictionary->error);
    const char *reason = find_fault(object, pattern);
    gaz_status status = reason ? GAZ_OK : walk_pattern(&result, bundle, pattern, &entry, false);
    if (status != GAZ_OK) return status;
    if (result == STIX_END) return walk_pattern(&result, bundle, pattern, &entry, true);
    dictionary_skip(dictionary, "%s",
                    reason ? reason : "a pattern of more than equalities with OR, which no entry can express");
    return GAZ_OK;
}

static gaz_status read_objects(struct bundle *bundle, const struct json_member *objects) {
    const char *object;
    size_t size;
    size_t at = 0;
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && json_next_element(&object, &size, &at, objects->value, objects->value_size)) {
        feed_json_move(&bundle->json, object);
        if (object[0] != '{') continue;
        if (!json_list_members(&bundle->object, object, size))
            status = error_memory(bundle->json.feed.dictionary->error);
        else if (feed_json_is(&bundle->object, "type", "\"indicator\""))
            status = read_indicator(bundle);
    }
    return status;
}

gaz_status stix_read(struct dictionary *dictionary) {
    static const char expected[] = "one JSON object with \"objects\", as bundles of STIX are";
    struct bundle bundle = {.id = {0}};
    gaz_status status = feed_json_open(&bundle.json, dictionary, expected);
    const struct json_member *objects = feed_json_find(&bundle.json.root, "objects");
    bool good = objects && objects->value[0] == '[';
    if (status == GAZ_OK && good) status = read_objects(&bundle, objects);
    if (status == GAZ_OK && !good)
        status = error_set(dictionary->error, GAZ_ERROR_INPUT, error_file_name(dictionary->path), 0, "expected %s",
                           expected);
    feed_json_end(&bundle.json, status, "indicators of STIX");
    json_members_free(&bundle.object);
    buffer_free(&bundle.id);
    buffer_free(&bundle.name);
    buffer_free(&bundle.pattern);
    buffer_free(&bundle.value);
    return status;
}
