#include "lexicon/obo.h"

#include "base/error.h"
#include "lexicon/concept.h"

/* Cuts a line `tag: value`. False: it is none. */
static bool take_tag(struct field *tag, struct field *value, struct field line) {
    const char *colon = memchr(line.bytes, ':', line.size);
    if (!colon || colon == line.bytes) return false;
    *tag = (struct field){line.bytes, (size_t)(colon - line.bytes)};
    *value = field_trim((struct field){colon + 1, line.size - tag->size - 1});
    for (size_t i = 0; i < tag->size; i++) {
        char byte = tag->bytes[i];
        if (!(byte >= 'a' && byte <= 'z') && byte != '-' && byte != '_') return false;
    }
    return true;
}

static bool is_stanza(struct field line) {
    line = field_trim(line);
    return line.size > 2 && line.bytes[0] == '[' && line.bytes[line.size - 1] == ']' &&
           !memchr(line.bytes, ' ', line.size);
}

bool obo_is(const struct dictionary *file) {
    struct dictionary dictionary = *file;
    struct field line;
    struct field tag;
    struct field value;
    while (dictionary_line(&line, &dictionary)) {
        if (line.bytes[0] == '!') continue; /* a comment */
        if (is_stanza(line)) return field_is(&line, "[Term]") || field_is(&line, "[Typedef]");
        if (!take_tag(&tag, &value, line)) return false;
        if (field_is(&tag, "format-version")) return true;
    }
    return false;
}

/* Appends the value up to `end` or the end of the line, unescaped, and moves `*value` behind it. A comment (` ! ...`)
 * and a modifier (` {...}`) end a value that is not quoted. False: out of memory. */
static bool unescape(struct buffer *room, struct field *value, char end) {
    static const char escapes[] = "nWt";
    static const char meanings[] = "\n \t";
    size_t at = 0;
    bool good = true;
    for (; at < value->size && good; at++) {
        char byte = value->bytes[at];
        if (end ? byte == end : byte == ' ' && at + 1 < value->size && strchr("!{", value->bytes[at + 1])) break;
        if (byte == '\\' && at + 1 < value->size) {
            const char *escape = strchr(escapes, value->bytes[++at]);
            byte = escape && *escape ? meanings[escape - escapes] : value->bytes[at];
        }
        good = buffer_add_byte(room, byte);
    }
    at += end && at < value->size;
    *value = (struct field){value->bytes + at, value->size - at};
    return good;
}

static gaz_scope find_scope(struct field rest) {
    static const struct {
        const char *name;
        gaz_scope scope;
    } scopes[] = {{"EXACT", GAZ_SCOPE_EXACT},
                  {"NARROW", GAZ_SCOPE_NARROW},
                  {"BROAD", GAZ_SCOPE_BROAD},
                  {"RELATED", GAZ_SCOPE_RELATED}};
    rest = field_trim(rest);
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++) {
        size_t size = strlen(scopes[i].name);
        if (rest.size >= size && memcmp(rest.bytes, scopes[i].name, size) == 0) return scopes[i].scope;
    }
    return GAZ_SCOPE_RELATED; /* what the format says of one without */
}

static const struct {
    const char *tag;
    enum concept_part part;
    gaz_scope scope; /* of a synonym of format 1.0, where the tag says it */
} tags[] = {{"id", CONCEPT_ID, 0},
            {"name", CONCEPT_NAME, 0},
            {"namespace", CONCEPT_TYPE, 0},
            {"xref", CONCEPT_XREF, 0},
            {"synonym", CONCEPT_SYNONYM, 0},
            {"exact_synonym", CONCEPT_SYNONYM, GAZ_SCOPE_EXACT},
            {"narrow_synonym", CONCEPT_SYNONYM, GAZ_SCOPE_NARROW},
            {"broad_synonym", CONCEPT_SYNONYM, GAZ_SCOPE_BROAD},
            {"related_synonym", CONCEPT_SYNONYM, GAZ_SCOPE_RELATED}};

static gaz_status take_value(struct dictionary *dictionary, struct concept *concept, struct buffer *room, size_t row,
                             struct field value) {
    bool synonym = tags[row].part == CONCEPT_SYNONYM;
    room->size = 0;
    if (synonym && (value.size == 0 || value.bytes[0] != '"')) {
        dictionary_skip(dictionary, "a synonym without quotes");
        return GAZ_OK;
    }
    if (synonym) value = (struct field){value.bytes + 1, value.size - 1};
    if (!unescape(room, &value, synonym ? '"' : 0)) return error_memory(dictionary->error);
    gaz_scope scope = tags[row].scope ? tags[row].scope : find_scope(value);
    struct field text = field_trim((struct field){room->bytes, room->size});
    return concept_add(concept, dictionary, tags[row].part, scope, text) ? GAZ_OK : error_memory(dictionary->error);
}

static gaz_status take_line(struct dictionary *dictionary, struct concept *concept, struct buffer *room,
                            struct field line) {
    struct field tag;
    struct field value;
    if (!take_tag(&tag, &value, line)) {
        dictionary_skip(dictionary, "no line `tag: value`");
        return GAZ_OK;
    }
    if (field_is(&tag, "is_obsolete")) concept->obsolete = value.size >= 4 && memcmp(value.bytes, "true", 4) == 0;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (field_is(&tag, tags[i].tag)) return take_value(dictionary, concept, room, i, value);
    return GAZ_OK;
}

gaz_status obo_read(struct dictionary *dictionary) {
    struct concept concept = {0};
    struct buffer room = {0};
    struct field line;
    bool term = false;
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && dictionary_line(&line, dictionary)) {
        line = field_trim(line);
        if (is_stanza(line)) {
            if (term) status = concept_end(dictionary, &concept);
            term = field_is(&line, "[Term]");
        } else if (term && line.bytes[0] != '!') {
            status = take_line(dictionary, &concept, &room, line);
        }
    }
    if (term && status == GAZ_OK) status = concept_end(dictionary, &concept);
    concept_free(&concept);
    buffer_free(&room);
    return status;
}
