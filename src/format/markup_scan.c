#include "format/markup_scan.h"

#include <string.h>
#include <strings.h>

bool markup_is_name(const char *bytes, size_t size, const char *name) {
    return strlen(name) == size && strncasecmp(bytes, name, size) == 0;
}

static bool is_letter(char byte) {
    unsigned letter = (unsigned char)byte | 0x20u;
    return letter >= 'a' && letter <= 'z';
}

/* Whether a name of XML may begin so. */
static bool begins_name(const struct markup_scan *scan, size_t at) {
    if (at >= scan->size) return false;
    char byte = scan->source[at];
    return is_letter(byte) || (scan->xml && (byte == '_' || byte == ':' || (unsigned char)byte >= 0x80));
}

static bool stands_at(const struct markup_scan *scan, size_t at, const char *text) {
    size_t size = strlen(text);
    return scan->size - at >= size && memcmp(scan->source + at, text, size) == 0;
}

/* The byte behind the next `end`; the size of the source if there is none. */
static size_t behind(bool *found, const struct markup_scan *scan, size_t at, const char *end) {
    size_t size = strlen(end);
    const char *there = at < scan->size ? memmem(scan->source + at, scan->size - at, end, size) : NULL;
    *found = there != NULL;
    return there ? (size_t)(there - scan->source) + size : scan->size;
}

static struct markup_token token_of(enum markup_kind kind, size_t begin, size_t end) {
    return (struct markup_token){.kind = kind, .all = {begin, end}, .text = {begin, end}};
}

static struct markup_token broken(struct markup_scan *scan, size_t begin, const char *fault) {
    struct markup_token token = token_of(MARKUP_BROKEN, begin, scan->size);
    token.fault = fault;
    scan->at = scan->size;
    return token;
}

/* ---- Tags ---- */

static size_t skip_blanks(const struct markup_scan *scan, size_t at) {
    while (at < scan->size && markup_is_blank(scan->source[at])) at++;
    return at;
}

static bool ends_name(char byte) {
    return markup_is_blank(byte) || byte == '/' || byte == '>' || byte == '=';
}

/* Takes the value of an attribute whose equals sign has been passed. */
static size_t take_value(struct markup_range *value, const struct markup_scan *scan, size_t at) {
    at = skip_blanks(scan, at);
    *value = (struct markup_range){at, at};
    if (at == scan->size || scan->source[at] == '>') return at;
    char quote = scan->source[at];
    if (quote == '"' || quote == '\'') {
        const char *end = memchr(scan->source + at + 1, quote, scan->size - at - 1);
        *value = (struct markup_range){at + 1, end ? (size_t)(end - scan->source) : scan->size};
        return value->end + (end != NULL);
    }
    while (at < scan->size && !markup_is_blank(scan->source[at]) && scan->source[at] != '>') at++;
    value->end = at;
    return at;
}

/* Takes the next attribute from `at` on; false: the tag ends there, at ">" or with the source. */
static bool take_attribute(struct markup_attribute *attribute, size_t *at, const struct markup_scan *scan) {
    while (*at < scan->size && (markup_is_blank(scan->source[*at]) || scan->source[*at] == '/')) ++*at;
    if (*at == scan->size || scan->source[*at] == '>') return false;
    *attribute = (struct markup_attribute){.name = {*at, *at + 1}};
    while (attribute->name.end < scan->size && !ends_name(scan->source[attribute->name.end])) attribute->name.end++;
    *at = skip_blanks(scan, attribute->name.end);
    attribute->value = (struct markup_range){*at, *at};
    if (*at < scan->size && scan->source[*at] == '=') *at = take_value(&attribute->value, scan, *at + 1);
    return true;
}

bool markup_scan_attribute(struct markup_attribute *attribute, size_t *at, const struct markup_scan *scan,
                           const struct markup_token *tag) {
    if (*at == 0) *at = tag->text.end;
    return take_attribute(attribute, at, scan);
}

/* A tag whose name begins at `name`. One that does not end is none, and neither is what it holds text. */
static struct markup_token scan_tag(struct markup_scan *scan, size_t name, enum markup_kind kind) {
    size_t begin = scan->at;
    size_t at = name;
    struct markup_attribute attribute = {.value = {0, 0}};
    while (at < scan->size && !markup_is_blank(scan->source[at]) && scan->source[at] != '/' && scan->source[at] != '>')
        at++;
    struct markup_range text = {name, at};
    while (take_attribute(&attribute, &at, scan)) continue;
    if (at == scan->size)
        return scan->xml ? broken(scan, begin, "a tag has no end") : token_of(MARKUP_OTHER, begin, scan->size);
    struct markup_token token = {.kind = kind, .all = {begin, at + 1}, .text = text};
    token.empty = kind == MARKUP_OPEN && at > text.begin && scan->source[at - 1] == '/' && attribute.value.end != at;
    return token;
}

/* ---- Comments and declarations ---- */

static struct markup_token scan_until(struct markup_scan *scan, size_t at, const char *end, const char *fault) {
    bool found;
    size_t begin = scan->at;
    size_t next = behind(&found, scan, at, end);
    if (!found && scan->xml) return broken(scan, begin, fault);
    return token_of(MARKUP_OTHER, begin, next);
}

/* HTML ends a comment with "--!>" too, and one that has just begun with ">". */
static struct markup_token scan_comment(struct markup_scan *scan) {
    size_t begin = scan->at;
    size_t at = begin + 4;
    if (scan->xml) return scan_until(scan, at, "-->", "a comment has no end");
    if (stands_at(scan, at, ">")) return token_of(MARKUP_OTHER, begin, at + 1);
    if (stands_at(scan, at, "->")) return token_of(MARKUP_OTHER, begin, at + 2);
    for (bool found = true;; at--) { /* the second of two dashes may be the first of the next two */
        at = behind(&found, scan, at, "--");
        if (!found) return token_of(MARKUP_OTHER, begin, scan->size);
        if (stands_at(scan, at, ">")) return token_of(MARKUP_OTHER, begin, at + 1);
        if (stands_at(scan, at, "!>")) return token_of(MARKUP_OTHER, begin, at + 2);
    }
}

static struct markup_token scan_section(struct markup_scan *scan) {
    static const char open[] = "<![CDATA[";
    bool found;
    size_t begin = scan->at;
    size_t end = behind(&found, scan, begin + sizeof open - 1, "]]>");
    if (!found && scan->xml) return broken(scan, begin, "a section of CDATA has no end");
    struct markup_token token = token_of(MARKUP_RAW, begin, end);
    token.text = (struct markup_range){begin + sizeof open - 1, found ? end - 3 : end};
    return token;
}

/* The declaration of an XML document's type, which may hold others. */
static struct markup_token scan_type(struct markup_scan *scan) {
    size_t begin = scan->at;
    bool inside = false;
    bool found = true;
    for (size_t at = begin + 2; at < scan->size && found; at++) {
        char byte = scan->source[at];
        if (stands_at(scan, at, "<!ENTITY")) return broken(scan, at, "XML that declares entities");
        if (stands_at(scan, at, "<!--"))
            at = behind(&found, scan, at + 4, "-->") - 1;
        else if (stands_at(scan, at, "<?"))
            at = behind(&found, scan, at + 2, "?>") - 1;
        else if (byte == '"' || byte == '\'')
            at = behind(&found, scan, at + 1, byte == '"' ? "\"" : "'") - 1;
        else if (byte == '[' || byte == ']')
            inside = byte == '[';
        else if (byte == '>' && !inside)
            return token_of(MARKUP_OTHER, begin, at + 1);
    }
    return broken(scan, begin, "the declaration of the document's type has no end");
}

/* What begins with "<!". */
static struct markup_token scan_declaration(struct markup_scan *scan) {
    if (stands_at(scan, scan->at, "<!--")) return scan_comment(scan);
    if ((scan->xml || scan->sections) && stands_at(scan, scan->at, "<![CDATA[")) return scan_section(scan);
    if (scan->xml && stands_at(scan, scan->at, "<!DOCTYPE")) return scan_type(scan);
    if (scan->xml) return broken(scan, scan->at, "a declaration that XML does not have");
    return scan_until(scan, scan->at + 2, ">", NULL);
}

/* ---- Text ---- */

/* Whether a less-than sign begins markup. */
static bool begins_markup(const struct markup_scan *scan, size_t at) {
    if (scan->xml) return true;
    if (at + 1 >= scan->size) return false;
    char next = scan->source[at + 1];
    return next == '!' || next == '?' || begins_name(scan, at + 1) || (next == '/' && at + 2 < scan->size);
}

static struct markup_token scan_text(struct markup_scan *scan) {
    size_t begin = scan->at;
    size_t at = begin;
    do {
        const char *next = memchr(scan->source + at, '<', scan->size - at);
        at = next ? (size_t)(next - scan->source) : scan->size;
        if (at == scan->size || begins_markup(scan, at)) break;
    } while (++at < scan->size);
    return token_of(MARKUP_TEXT, begin, at);
}

/* Whether "<" or "</" is followed by that name and its end. */
static bool is_tag(const struct markup_scan *scan, size_t name, const char *wanted) {
    size_t size = strlen(wanted);
    if (name >= scan->size || scan->size - name <= size || strncasecmp(scan->source + name, wanted, size) != 0)
        return false;
    char next = scan->source[name + size];
    return markup_is_blank(next) || next == '/' || next == '>';
}

/* A script that has "<!--" and then "<script" goes on behind the first "</script>". */
enum script { SCRIPT_PLAIN, SCRIPT_ESCAPED, SCRIPT_TWICE };

/* Where the text of an element ends that is not taken apart. */
static size_t find_raw_end(const struct markup_scan *scan) {
    bool script = strcmp(scan->raw, "script") == 0;
    enum script state = SCRIPT_PLAIN;
    if (!*scan->raw) return scan->size;
    for (size_t at = scan->at; at < scan->size; at++) {
        if (state != SCRIPT_PLAIN && stands_at(scan, at, "-->")) state = SCRIPT_PLAIN;
        if (scan->source[at] != '<') continue;
        bool end = stands_at(scan, at, "</") && is_tag(scan, at + 2, scan->raw);
        if (end && state != SCRIPT_TWICE) return at;
        if (end)
            state = SCRIPT_ESCAPED;
        else if (script && state == SCRIPT_PLAIN && stands_at(scan, at, "<!--"))
            state = stands_at(scan, at + 4, ">") || stands_at(scan, at + 4, "->") ? SCRIPT_PLAIN : SCRIPT_ESCAPED;
        else if (state == SCRIPT_ESCAPED && is_tag(scan, at + 1, scan->raw))
            state = SCRIPT_TWICE;
    }
    return scan->size;
}

static struct markup_token scan_raw(struct markup_scan *scan) {
    struct markup_token token = token_of(scan->references ? MARKUP_TEXT : MARKUP_RAW, scan->at, find_raw_end(scan));
    scan->raw = NULL;
    return token;
}

/* What begins with "</". HTML drops "</>". */
static struct markup_token scan_close(struct markup_scan *scan) {
    if (begins_name(scan, scan->at + 2)) return scan_tag(scan, scan->at + 2, MARKUP_CLOSE);
    if (scan->xml) return broken(scan, scan->at, "an end tag without a name");
    return scan_until(scan, scan->at + 2, ">", NULL);
}

static struct markup_token scan_markup(struct markup_scan *scan) {
    size_t at = scan->at;
    if (stands_at(scan, at, "</")) return scan_close(scan);
    if (stands_at(scan, at, "<!")) return scan_declaration(scan);
    if (stands_at(scan, at, "<?")) return scan_until(scan, at + 2, scan->xml ? "?>" : ">", "an instruction has no end");
    if (begins_name(scan, at + 1)) return scan_tag(scan, at + 1, MARKUP_OPEN);
    return broken(scan, at, "a less-than sign that begins no tag; as text it is written &lt;");
}

struct markup_token markup_scan_next(struct markup_scan *scan) {
    struct markup_token token;
    if (scan->raw) {
        token = scan_raw(scan);
        scan->at = token.all.end;
        if (token.all.begin < token.all.end) return token;
    }
    if (scan->at == scan->size) return token_of(MARKUP_END, scan->size, scan->size);
    bool markup = scan->source[scan->at] == '<' && begins_markup(scan, scan->at);
    token = markup ? scan_markup(scan) : scan_text(scan);
    scan->at = token.all.end;
    return token;
}
