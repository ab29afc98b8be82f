#include "format/notation.h"

#include <string.h>

#include "text/tag_form.h"

const char *notation_name(enum notation notation) {
    static const char *const names[NOTATION_END] = {"B-PER",        "B_PER",       "PER-B", "(PER* *)",
                                                    "Entity=B-PER", "B-PER|B-ORG", "X-PER"};
    return names[notation];
}

static bool is_plain_tag(const char *bytes, size_t size) {
    enum tag_form form = tag_form(bytes, size);
    return form == TAG_OUTSIDE || form == TAG_TYPED;
}

static bool is_typed(struct field field) {
    return tag_form(field.bytes, field.size) == TAG_TYPED;
}

/* Gives the parts between | one after the other, moving `*rest` on. */
static bool next_part(struct field *part, struct field *rest) {
    if (!rest->bytes) return false;
    const char *bar = memchr(rest->bytes, '|', rest->size);
    size_t size = bar ? (size_t)(bar - rest->bytes) : rest->size;
    *part = (struct field){rest->bytes, size};
    *rest = bar ? (struct field){bar + 1, rest->size - size - 1} : (struct field){NULL, 0};
    return true;
}

/* The first attribute's value that is a typed tag, as it is in Entity=B-PER; an empty one if there is none. */
static struct field find_attribute(const char *bytes, size_t size) {
    struct field rest = {bytes, size};
    struct field part;
    while (next_part(&part, &rest)) {
        const char *sign = memchr(part.bytes, '=', part.size);
        if (!sign || sign == part.bytes) continue;
        struct field value = {sign + 1, (size_t)(part.bytes + part.size - sign - 1)};
        if (is_typed(value)) return value;
    }
    return (struct field){bytes, 0};
}

/* B-PER|O, and so on: each part is a tag, and one at least is typed. */
static bool are_layers(const char *bytes, size_t size) {
    struct field rest = {bytes, size};
    struct field part;
    size_t count = 0;
    bool typed = false;
    for (; next_part(&part, &rest); count++) {
        if (!is_plain_tag(part.bytes, part.size) && !(part.size == 1 && *part.bytes == '_')) return false;
        typed = typed || is_typed(part);
    }
    return typed && count > 1;
}

/* A text of one bracket at most: (PER*, (PER), *, *) */
static bool is_bracketed(const char *bytes, size_t size) {
    bool opens = size && bytes[0] == '(';
    bool closes = size && bytes[size - 1] == ')';
    size_t begin = opens;
    size_t end = size - closes;
    bool star = end > begin && bytes[end - 1] == '*';
    end -= star;
    for (size_t i = begin; i < end; i++)
        if (strchr("()*|= ", bytes[i])) return false;
    if (opens) return end > begin && (star || closes);
    return star && end == begin;
}

static bool is_letter(char byte) {
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

enum notation notation_of(const char *bytes, size_t size) {
    if (size == 0 || (size == 1 && *bytes == 'O')) return NOTATION_USUAL;
    if (memchr(bytes, '|', size) && are_layers(bytes, size)) return NOTATION_LAYERS;
    if (memchr(bytes, '=', size)) return find_attribute(bytes, size).size ? NOTATION_ATTRIBUTE : NOTATION_USUAL;
    if (is_bracketed(bytes, size)) return NOTATION_BRACKETS;
    if (is_plain_tag(bytes, size) || size < 3) return NOTATION_USUAL;
    if (tag_is_prefix(bytes[0]) && strchr("_:./", bytes[1])) return NOTATION_JOINED;
    if (tag_is_prefix(bytes[size - 1]) && strchr("-_", bytes[size - 2])) return NOTATION_SUFFIX;
    if (bytes[1] == '-' && is_letter(bytes[0])) return NOTATION_LETTER;
    return NOTATION_USUAL;
}

bool notation_annotates(enum notation notation, const char *bytes, size_t size) {
    return notation != NOTATION_BRACKETS || bytes[0] == '(' || (size > 1 && bytes[size - 1] == ')');
}

struct field notation_type(enum notation notation, const char *bytes, size_t size) {
    struct field value = {bytes, size};
    switch (notation) {
    case NOTATION_ATTRIBUTE: value = find_attribute(bytes, size); /* fall through */
    case NOTATION_USUAL:
    case NOTATION_JOINED:
        return value.size > 2 ? (struct field){value.bytes + 2, value.size - 2} : (struct field){bytes, 0};
    case NOTATION_SUFFIX: return size > 2 ? (struct field){bytes, size - 2} : (struct field){bytes, 0};
    case NOTATION_BRACKETS:
        if (bytes[0] != '(') return (struct field){bytes, 0};
        bytes++;
        size--;
        while (size && (bytes[size - 1] == ')' || bytes[size - 1] == '*')) size--;
        return (struct field){bytes, size};
    default: return (struct field){bytes, 0};
    }
}

/* Makes a tag in the usual spelling. */
static enum notation_result make(struct field *tag, struct notation_reader *reader, char prefix, struct field type) {
    reader->made.size = 0;
    if (!buffer_add_byte(&reader->made, prefix) || !buffer_add_byte(&reader->made, '-') ||
        !buffer_add(&reader->made, type.bytes, type.size))
        return NOTATION_MEMORY;
    *tag = (struct field){reader->made.bytes, reader->made.size};
    return NOTATION_READ;
}

/* A bracket that opens inside another, or closes none, has no tag. */
static enum notation_result read_bracket(struct field *tag, struct notation_reader *reader) {
    bool opens = tag->bytes[0] == '(';
    bool closes = tag->bytes[tag->size - 1] == ')';
    if (opens ? reader->open.size > 0 : closes && reader->open.size == 0) return NOTATION_WRONG;
    if (!opens && reader->open.size == 0) {
        *tag = (struct field){"O", 1};
        return NOTATION_READ;
    }
    if (opens) {
        struct field type = notation_type(NOTATION_BRACKETS, tag->bytes, tag->size);
        if (!buffer_add(&reader->open, type.bytes, type.size)) return NOTATION_MEMORY;
    }
    enum notation_result result =
        make(tag, reader, opens ? 'B' : 'I', (struct field){reader->open.bytes, reader->open.size});
    if (closes) reader->open.size = 0;
    return result;
}

enum notation_result notation_read(struct field *tag, struct notation_reader *reader) {
    enum notation notation = reader->notation;
    if (notation == NOTATION_USUAL || (tag->size == 1 && *tag->bytes == 'O')) return NOTATION_READ;
    if (notation == NOTATION_ATTRIBUTE) {
        struct field value = find_attribute(tag->bytes, tag->size);
        *tag = value.size ? value : (struct field){"O", 1};
        return NOTATION_READ;
    }
    if (notation_of(tag->bytes, tag->size) != notation) return NOTATION_WRONG;
    if (notation == NOTATION_BRACKETS) return read_bracket(tag, reader);
    char prefix = notation == NOTATION_SUFFIX ? tag->bytes[tag->size - 1] : tag->bytes[0];
    return make(tag, reader, prefix, notation_type(notation, tag->bytes, tag->size));
}

bool notation_end_sentence(struct notation_reader *reader) {
    bool open = reader->open.size > 0;
    reader->open.size = 0;
    return open;
}
