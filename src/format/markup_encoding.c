#include "format/markup_encoding.h"

#include <string.h>
#include <strings.h>

#include "base/bytes.h"
#include "base/decode.h"
#include "base/error.h"
#include "format/markup_scan.h"

/* Whether a name is one of UTF-8, or of an encoding that a source whose declaration is read as ASCII cannot be in. */
static bool is_utf8(const char *name) {
    static const char *const names[] = {"utf-8", "utf8", "unicode-1-1-utf-8", "utf-16", "utf-16le", "utf-16be"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(name, names[i]) == 0) return true;
    return false;
}

/* Browsers take Latin-1 and ASCII for Windows-1252. */
static const char *known_as(const char *name) {
    static const char *const names[] = {"iso-8859-1", "iso8859-1", "latin1", "l1", "us-ascii", "ascii"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(name, names[i]) == 0) return "windows-1252";
    return strcasecmp(name, "gb2312") == 0 ? "GBK" : name;
}

static gaz_status take_name(char name[MARKUP_ENCODING_SIZE], const char *bytes, size_t size, gaz_error *error) {
    char given[MARKUP_ENCODING_SIZE];
    size_t begin = 0;
    while (begin < size && (markup_is_blank(bytes[begin]) || bytes[begin] == '"' || bytes[begin] == '\'')) begin++;
    size_t end = begin;
    while (end < size && !markup_is_blank(bytes[end]) && !strchr("\"';", bytes[end])) end++;
    name[0] = 0;
    if (begin == end || end - begin >= sizeof given) return GAZ_OK;
    memcpy(given, bytes + begin, end - begin);
    given[end - begin] = 0;
    const char *known = known_as(given);
    struct decoder *decoder;
    if (is_utf8(given)) return GAZ_OK;
    gaz_status status = decoder_new(&decoder, known, error);
    if (status == GAZ_ERROR_ARGUMENT) return GAZ_OK;
    if (status == GAZ_OK) memcpy(name, known, strlen(known) + 1);
    decoder_free(decoder);
    return status;
}

/* Finds "charset=" in what a meta element says of the content; returns what is behind it. */
static const char *find_charset(const char *bytes, size_t size) {
    static const char word[] = "charset=";
    for (size_t i = 0; i + sizeof word <= size; i++)
        if (strncasecmp(bytes + i, word, sizeof word - 1) == 0) return bytes + i + sizeof word - 1;
    return NULL;
}

/* Takes what a meta element says of it, if it does. */
static gaz_status take_meta(bool *there, char name[MARKUP_ENCODING_SIZE], const struct markup_scan *scan,
                            const struct markup_token *tag, gaz_error *error) {
    struct markup_attribute attribute;
    for (size_t at = 0; markup_scan_attribute(&attribute, &at, scan, tag);) {
        const char *value = scan->source + attribute.value.begin;
        size_t size = attribute.value.end - attribute.value.begin;
        const char *key = scan->source + attribute.name.begin;
        size_t key_size = attribute.name.end - attribute.name.begin;
        const char *charset = NULL;
        if (markup_is_name(key, key_size, "charset")) charset = value;
        if (markup_is_name(key, key_size, "content")) charset = find_charset(value, size);
        if (!charset) continue;
        *there = true;
        return take_name(name, charset, size - (size_t)(charset - value), error);
    }
    return GAZ_OK;
}

static gaz_status find_declared(char name[MARKUP_ENCODING_SIZE], const char *source, size_t size, gaz_error *error) {
    static const char word[] = "encoding=";
    const char *end = memmem(source, size, "?>", 2);
    if (size < 5 || memcmp(source, "<?xml", 5) != 0 || !end) return GAZ_OK;
    const char *found = memmem(source, (size_t)(end - source), word, sizeof word - 1);
    if (!found) return GAZ_OK;
    return take_name(name, found + sizeof word - 1, (size_t)(end - found) - (sizeof word - 1), error);
}

gaz_status markup_find_encoding(char name[MARKUP_ENCODING_SIZE], const char *source, size_t size, bool xml,
                                gaz_error *error) {
    enum { LOOKED_AT = 1024 /* bytes, as browsers do */ };
    struct markup_scan scan = {.source = source, .size = size < LOOKED_AT ? size : LOOKED_AT};
    name[0] = 0;
    gaz_status status = GAZ_OK;
    bool there = byte_order_mark(source, size) > 0;
    if (there) return GAZ_OK;
    if (xml) return find_declared(name, source, scan.size, error);
    for (struct markup_token token = {.kind = MARKUP_OTHER}; token.kind != MARKUP_END && !there && status == GAZ_OK;) {
        token = markup_scan_next(&scan);
        bool meta = token.kind == MARKUP_OPEN &&
                    markup_is_name(source + token.text.begin, token.text.end - token.text.begin, "meta");
        if (meta) status = take_meta(&there, name, &scan, &token, error);
    }
    return status;
}

gaz_status markup_decode(struct buffer *decoded, const char *source, size_t size, const char *encoding,
                         const char *file, gaz_error *error) {
    struct decoder *decoder;
    bool done = false;
    gaz_status status = decoder_new(&decoder, encoding, error);
    if (status != GAZ_OK) return status;
    for (size_t put = 0; status == GAZ_OK && !done;) {
        enum { STEP = 1 << 14 };
        size_t got;
        if (!buffer_reserve(decoded, STEP)) {
            status = error_memory(error);
            break;
        }
        status = decoder_get(&got, &done, decoder, decoded->bytes + decoded->size, STEP, file, error);
        if (status != GAZ_OK || done) break;
        decoded->size += got;
        if (got) continue;
        size_t room;
        char *next = decoder_room(&room, decoder);
        if (room > size - put) room = size - put;
        if (room) memcpy(next, source + put, room);
        decoder_put(decoder, room);
        put += room;
    }
    decoder_free(decoder);
    return status;
}
