#include "lexicon/concept.h"

#include <stdlib.h>

#include "base/error.h"

bool concept_add(struct concept *concept, const struct dictionary *dictionary, enum concept_part part, gaz_scope scope,
                 struct field text) {
    if (!array_reserve(&concept->parts, &concept->capacity, concept->count + 1, sizeof *concept->parts)) return false;
    struct concept_text *added = &concept->parts[concept->count++];
    *added =
        (struct concept_text){.part = part, .scope = scope, .begin = concept->texts.size, .line = dictionary->line};
    bool good = true;
    bool blank = false; /* several are one */
    text = field_trim(text);
    for (size_t i = 0; i < text.size && good; i++) {
        bool more = field_is_blank(text.bytes[i]);
        if (!more)
            good = (!blank || buffer_add_byte(&concept->texts, ' ')) && buffer_add_byte(&concept->texts, text.bytes[i]);
        blank = more;
    }
    added->size = concept->texts.size - added->begin;
    return good;
}

void concept_free(struct concept *concept) {
    free(concept->parts);
    buffer_free(&concept->texts);
    *concept = (struct concept){0};
}

static struct field text_of(const struct concept *concept, size_t at) {
    return (struct field){concept->texts.bytes + concept->parts[at].begin, concept->parts[at].size};
}

/* The first part of this kind; size 0: there is none. */
static struct field find_part(const struct concept *concept, enum concept_part part) {
    for (size_t i = 0; i < concept->count; i++)
        if (concept->parts[i].part == part && concept->parts[i].size) return text_of(concept, i);
    return (struct field){"", 0};
}

/* Whether a cross reference is one of a vocabulary; `*id` receives the part behind the colon. */
static bool is_of(struct field *id, struct field xref, struct field vocabulary) {
    bool is = xref.size > vocabulary.size + 1 && xref.bytes[vocabulary.size] == ':' &&
              memcmp(xref.bytes, vocabulary.bytes, vocabulary.size) == 0;
    if (is) *id = (struct field){xref.bytes + vocabulary.size + 1, xref.size - vocabulary.size - 1};
    return is;
}

/* Makes the id that cross reference `at` gives by a rule VOCABULARY or VOCABULARY=PREFIX, in `room`, which is emptied.
 * `*is` false: it is of another vocabulary. False: out of memory. */
static bool make_id(bool *is, struct buffer *room, const struct concept *concept, size_t at, const char *rule) {
    const char *sign = strchr(rule, '=');
    const char *prefix = sign ? sign + 1 : "";
    struct field vocabulary = {rule, sign ? (size_t)(sign - rule) : strlen(rule)};
    struct field id;
    *is = concept->parts[at].part == CONCEPT_XREF && is_of(&id, text_of(concept, at), vocabulary);
    room->size = 0;
    return !*is || (buffer_add_text(room, prefix) && buffer_add(room, id.bytes, id.size));
}

/* Adds an entry of that type for each name that is wanted. */
static gaz_status add_typed(struct dictionary *dictionary, const struct concept *concept, struct field id,
                            struct field type) {
    gaz_scope scopes = dictionary->options->scopes ? dictionary->options->scopes : GAZ_SCOPE_EXACT;
    struct dictionary_entry entry = {.id = id, .name = find_part(concept, CONCEPT_TITLE)};
    if (entry.name.size == 0) entry.name = find_part(concept, CONCEPT_NAME);
    gaz_status status = dictionary_type(&entry.type, dictionary, type);
    uint64_t line = dictionary->line;
    for (size_t i = 0; i < concept->count && status == GAZ_OK; i++) {
        const struct concept_text *part = &concept->parts[i];
        bool synonym = part->part == CONCEPT_SYNONYM;
        if (part->part != CONCEPT_NAME && !(synonym && part->scope & scopes)) continue;
        dictionary->line = part->line;
        dictionary_begin(dictionary);
        status = dictionary_add_words(dictionary, text_of(concept, i));
        if (status == GAZ_OK) status = dictionary_add_entry(dictionary, &entry);
    }
    dictionary->line = line;
    return status;
}

/* Adds an entry for each name that is wanted and each type that the concept has. */
static gaz_status add_names(struct dictionary *dictionary, const struct concept *concept, struct field id) {
    gaz_status status = GAZ_OK;
    bool typed = dictionary->options->type != NULL; /* that one counts, and not the concept's */
    if (typed) return add_typed(dictionary, concept, id, (struct field){"", 0});
    for (size_t i = 0; i < concept->count && status == GAZ_OK; i++) {
        if (concept->parts[i].part != CONCEPT_TYPE || concept->parts[i].size == 0) continue;
        status = add_typed(dictionary, concept, id, text_of(concept, i));
        typed = true;
    }
    return typed ? status : add_typed(dictionary, concept, id, (struct field){"", 0});
}

/* Adds the names under the ids in the first of the vocabularies that has any, else under the concept's own. */
static gaz_status add_ids(struct dictionary *dictionary, const struct concept *concept) {
    const gaz_import_options *options = dictionary->options;
    struct buffer room = {0};
    gaz_status status = GAZ_OK;
    bool found = false;
    for (size_t rule = 0; rule < options->xref_count && !found && status == GAZ_OK; rule++)
        for (size_t i = 0; i < concept->count && status == GAZ_OK; i++) {
            bool is;
            if (!make_id(&is, &room, concept, i, options->xrefs[rule])) status = error_memory(dictionary->error);
            if (status == GAZ_OK && is) status = add_names(dictionary, concept, (struct field){room.bytes, room.size});
            found = found || is;
        }
    if (status == GAZ_OK && !found) {
        dictionary->report->without_xref += options->xref_count > 0;
        status = add_names(dictionary, concept, find_part(concept, CONCEPT_ID));
    }
    buffer_free(&room);
    return status;
}

/* Counts the synonyms that are not wanted. */
static void count_left_out(struct dictionary *dictionary, const struct concept *concept) {
    gaz_scope scopes = dictionary->options->scopes ? dictionary->options->scopes : GAZ_SCOPE_EXACT;
    for (size_t i = 0; i < concept->count; i++)
    dictionary->report->other_scopes +=
        concept->parts[i].part == CONCEPT_SYNONYM && !(concept->parts[i].scope & scopes);
}

gaz_status concept_end(struct dictionary *dictionary, struct concept *concept) {
    gaz_status status = GAZ_OK;
    if (concept->obsolete) {
        dictionary->report->obsolete++;
    } else {
        count_left_out(dictionary, concept);
        status = add_ids(dictionary, concept);
    }
    concept->count = concept->texts.size = 0;
    concept->obsolete = false;
    return status;
}
