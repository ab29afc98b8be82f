#include "lexicon/feed.h"

#include <stdio.h>

#include "base/error.h"

/* Hosts and their kin are not to be found in longer ones, unless something else is said of them. */
static gaz_edges find_edges(const struct dictionary *dictionary) {
    if (dictionary->lexicon->list.edges != GAZ_EDGES_DEFAULT) return GAZ_EDGES_DEFAULT; /* the list's own count */
    gaz_edges edges = dictionary->options->feed_edges;
    return edges == GAZ_EDGES_DEFAULT ? GAZ_EDGES_STRICT : edges;
}

static gaz_status add(struct feed *feed, struct field text, const struct dictionary_entry *entry) {
    dictionary_begin(feed->dictionary);
    gaz_status status = dictionary_add_words(feed->dictionary, text);
    return status == GAZ_OK ? dictionary_add_entry(feed->dictionary, entry) : status;
}

gaz_status feed_add(struct feed *feed, struct field text, const struct dictionary_entry *from) {
    struct dictionary *dictionary = feed->dictionary;
    struct dictionary_entry entry = *from;
    struct indicator found;
    bool typed = from->type.size > 0;
    text = field_trim(text);
    gaz_status status = dictionary_type(&entry.type, dictionary, from->type);
    if (typed && !indicator_type_is_known(from->type)) return status == GAZ_OK ? add(feed, text, &entry) : status;
    feed->room.size = 0;
    if (!buffer_reserve(&feed->room, text.size + 1)) return error_memory(dictionary->error);
    indicator_look(&found, feed->room.bytes, text);
    const char *reason = indicator_fault(found.kind);
    if (reason && !(typed && found.kind == INDICATOR_NONE)) {
        dictionary_skip(dictionary, "%s", reason);
        return GAZ_OK;
    }
    const char *type = indicator_type(found.kind);
    if (!typed) status = dictionary_type(&entry.type, dictionary, (struct field){type, strlen(type)});
    entry.edges = find_edges(dictionary);
    feed->refanged += found.refanged;
    return status == GAZ_OK ? add(feed, found.value, &entry) : status;
}

void feed_end(struct feed *feed, const char *what) {
    const gaz_import_options *options = feed->dictionary->options;
    gaz_error note;
    char changed[120] = "";
    int size = 0;
    buffer_free(&feed->room);
    if (!what || !options->noted || (options->format != GAZ_LIST_AUTO && !feed->cut && !feed->refanged)) return;
    if (feed->cut)
        size = snprintf(changed, sizeof changed, ", %llu comments behind them cut off", (unsigned long long)feed->cut);
    if (feed->refanged)
        snprintf(changed + size, sizeof changed - (size_t)size, ", %llu defanged ones made whole",
                 (unsigned long long)feed->refanged);
    (void)error_set(&note, GAZ_ERROR_INPUT, error_file_name(feed->dictionary->path), 0, "read as %s%s", what, changed);
    options->noted(options->user, &note);
}
