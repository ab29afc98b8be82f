#include "format/inline_dialect.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/bytes.h"
#include "base/unicode.h"

static bool is_caseless(const struct field *field, const char *text) {
    return strlen(text) == field->size && strncasecmp(field->bytes, text, field->size) == 0;
}

/* ---- Markup ---- */

/* Code points that names of XML begin with, beyond ASCII. */
static bool begins_name(uint32_t code) {
    static const uint32_t ranges[][2] = {{0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
                                         {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
                                         {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i][0] && code <= ranges[i][1]) return true;
    return false;
}

/* The size of the character of a name that stands at `at`; 0: none does. */
static unsigned name_character(const char *at, const char *end, bool first) {
    uint32_t code;
    unsigned length = at < end ? unicode_decode(&code, at, (size_t)(end - at)) : 0;
    if (length == 0) return 0;
    bool letter = (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
    bool good = code < 0x80 ? letter || code == '_' || code == ':' : begins_name(code);
    if (!good && !first)
        good = (code >= '0' && code <= '9') || code == '-' || code == '.' || code == 0xB7 ||
               (code >= 0x300 && code <= 0x36F) || code == 0x203F || code == 0x2040;
    return good ? length : 0;
}

static struct field take_name(const char **at, const char *end) {
    struct field name = {*at, 0};
    unsigned length;
    while ((length = name_character(*at, end, name.size == 0)) != 0) {
        *at += length;
        name.size += length;
    }
    return name;
}

static void skip_blanks(const char **at, const char *end) {
    while (*at < end && byte_is_blank(**at)) ++*at;
}

/* The value of an attribute, in quotes or without. */
static struct field take_value(const char **at, const char *end) {
    char quote = 0;
    if (*at < end && (**at == '"' || **at == '\'')) quote = *(*at)++;
    struct field value = {*at, 0};
    for (; *at < end && **at != '<'; ++*at) {
        if (quote ? **at == quote : byte_is_blank(**at) || **at == '>') break;
        value.size++;
    }
    if (quote && *at < end && **at == quote) ++*at;
    return value;
}

/* Takes the value of TYPE, and finds the ">" that ends a tag. NULL: it has no end, and is none. */
static const char *take_attributes(struct field *type, const char *at, const char *end) {
    while (at < end && *at != '>' && *at != '<') {
        struct field name = take_name(&at, end);
        if (name.size == 0) {
            at++;
            continue;
        }
        skip_blanks(&at, end);
        if (at == end || *at != '=') continue;
        at++;
        skip_blanks(&at, end);
        struct field value = take_value(&at, end);
        if (is_caseless(&name, "type")) *type = value;
    }
    return at < end && *at == '>' ? at : NULL;
}

/* A comment, a declaration or an instruction. There is no "--" in a comment, so that none is looked for twice. */
static void look_at_other(struct inline_mark *mark, const char *at, const char *end) {
    struct field rest = {at + 1, (size_t)(end - at - 1)};
    const char *stop = at + 1;
    if (field_begins(rest, "!--")) {
        stop = memmem(at + 4, (size_t)(end - at - 4), "--", 2);
        if (!stop || end - stop < 3 || stop[2] != '>') return;
        mark->kind = INLINE_PASSED;
        mark->size = (size_t)(stop - at) + 3;
        return;
    }
    if (field_begins(rest, "![")) return; /* text that is said to be no markup */
    while (stop < end && *stop != '>' && *stop != '<') stop++;
    if (stop == end || *stop == '<') return;
    struct field inside = {at + 1, (size_t)(stop - at - 1)};
    mark->size = inside.size + 2;
    mark->kind = field_begins(inside, "?xml") || field_begins(inside, "!DOCTYPE") ? INLINE_PROLOG : INLINE_PASSED;
}

/* Any tag, whose type is the value of its attribute TYPE. */
static void look_at_tag(struct inline_mark *mark, const char *at, const char *end) {
    *mark = (struct inline_mark){.kind = INLINE_TEXT, .size = 1};
    const char *next = at + 1;
    if (next < end && (*next == '!' || *next == '?')) {
        look_at_other(mark, at, end);
        return;
    }
    bool closes = next < end && *next == '/';
    next += closes;
    struct field name = take_name(&next, end);
    if (name.size == 0 || next == end || !(byte_is_blank(*next) || *next == '>' || *next == '/')) return;
    const char *stop = take_attributes(&mark->type, next, end);
    if (!stop) return;
    mark->name = name;
    mark->size = (size_t)(stop - at) + 1;
    mark->kind = closes ? INLINE_CLOSE : stop[-1] == '/' ? INLINE_EMPTY : INLINE_OPEN;
}

static void look_at_enamex(struct inline_mark *mark, const char *at, const char *end, bool within) {
    static const char *const names[] = {"ENAMEX", "NUMEX", "TIMEX", "TIMEX2", "TIMEX3"};
    (void)within;
    look_at_tag(mark, at, end);
    if (mark->kind == INLINE_TEXT) return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_caseless(&mark->name, names[i])) return;
    mark->kind = INLINE_PASSED;
}

static void look_at_element(struct inline_mark *mark, const char *at, const char *end, bool within) {
    (void)within;
    look_at_tag(mark, at, end);
    mark->type = mark->name;
}

/* ---- Words ---- */

/* <START:type>, <START> and <END>, each a word. */
static void look_at_opennlp(struct inline_mark *mark, const char *at, const char *end, bool within) {
    static const char *const marks[] = {"<START:", "<START>", "<END>"};
    struct field word = {at, (size_t)(end - at)};
    (void)within;
    *mark = (struct inline_mark){.kind = INLINE_TEXT, .size = word.size, .before = word};
    for (size_t i = 0; i < 3; i++)
        if (memmem(at, word.size, marks[i], strlen(marks[i]))) mark->kind = INLINE_GLUED;
    if (field_is(&word, marks[2])) mark->kind = INLINE_CLOSE;
    if (field_is(&word, marks[1])) mark->kind = INLINE_OPEN;
    if (word.size > 7 && memcmp(at, marks[0], 7) == 0 && end[-1] == '>') {
        mark->type = (struct field){at + 7, word.size - 8};
        bool one = !memchr(mark->type.bytes, ':', mark->type.size) && !memchr(mark->type.bytes, '>', mark->type.size);
        if (one) mark->kind = INLINE_OPEN;
    }
    if (mark->kind == INLINE_CLOSE || mark->kind == INLINE_OPEN) mark->before.size = 0;
}

/* [TYPE and ], which may stand at the end of a word. Without a TYPE, and where it closes nothing, a bracket is text. */
static void look_at_bracket(struct inline_mark *mark, const char *at, const char *end, bool within) {
    struct field word = {at, (size_t)(end - at)};
    struct field rest = {at + 1, word.size - 1};
    *mark = (struct inline_mark){.kind = INLINE_TEXT, .size = word.size, .before = word};
    if (at[0] == '[' && rest.size && !memchr(rest.bytes, ']', rest.size) && !memchr(rest.bytes, '[', rest.size)) {
        mark->kind = INLINE_OPEN;
        mark->type = rest;
        mark->before.size = 0;
    } else if (end[-1] == ']' && within) {
        mark->kind = INLINE_CLOSE;
        mark->before.size--;
    }
}

/* ---- The table ---- */

static const struct inline_dialect dialects[] = {
    {"enamex", "<ENAMEX TYPE=\"", "\">", "</ENAMEX>", .look = look_at_enamex, .format = GAZ_FORMAT_ENAMEX},
    {"inline-xml", "<", ">", "</", ">", .type_rules = "a name of XML: letters, digits, _, - and .",
     .look = look_at_element, .format = GAZ_FORMAT_INLINE_XML},
    {"opennlp", "<START:", ">", "<END>", .nameless = "default", .type_rules = "a word without : and >",
     .look = look_at_opennlp, .format = GAZ_FORMAT_OPENNLP, .words = true, .flat = true},
    {"brackets", "[", "", "]", .type_rules = "a word without brackets", .look = look_at_bracket,
     .format = GAZ_FORMAT_BRACKETS, .words = true},
};

const struct inline_dialect *inline_dialect_of(gaz_format format) {
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
        if (dialects[i].format == format) return &dialects[i];
    return NULL;
}

/* ---- Detection ---- */

enum { SAMPLE = 64 << 10 /* bytes that are looked at */ };

/* Where marks are looked for: not in JSON, whose texts may hold any. */
static struct field sample_of(const char *text, size_t size) {
    const char *at = text + byte_order_mark(text, size);
    const char *end = text + size;
    skip_blanks(&at, end);
    if (at < end && (*at == '{' || *at == '[')) return (struct field){at, 0};
    size_t left = (size_t)(end - at);
    return (struct field){at, left < SAMPLE ? left : SAMPLE};
}

bool inline_is_enamex(const char *text, size_t size) {
    struct field sample = sample_of(text, size);
    const char *end = sample.bytes + sample.size;
    struct inline_mark mark;
    for (const char *at = sample.bytes; sample.size && (at = memchr(at, '<', (size_t)(end - at))) != NULL; at++) {
        look_at_enamex(&mark, at, end, false);
        if (mark.kind == INLINE_OPEN && mark.type.size && !memchr(at, '\n', mark.size)) return true;
    }
    return false;
}

/* Whether a line has a mark that opens with a type, and behind it one that closes. */
static bool has_pair(const char *at, const char *end) {
    bool opened = false;
    while (at < end) {
        skip_blanks(&at, end);
        const char *word = at;
        struct inline_mark mark = {.kind = INLINE_TEXT};
        while (at < end && !byte_is_blank(*at)) at++;
        if (at > word) look_at_opennlp(&mark, word, at, opened);
        if (opened && mark.kind == INLINE_CLOSE) return true;
        opened = opened || (mark.kind == INLINE_OPEN && mark.type.size);
    }
    return false;
}

bool inline_is_opennlp(const char *text, size_t size) {
    struct field sample = sample_of(text, size);
    const char *end = sample.bytes + sample.size;
    for (const char *line = sample.bytes; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (!stop) stop = end;
        if (has_pair(line, stop)) return true;
        line = stop < end ? stop + 1 : end;
    }
    return false;
}
