#include "format/markup_encoding.h"

#include <string.h>
#include <strings.h>

#include "base/bytes.h"
#include "base/decode.h"
#include "base/error.h"
#include "format/markup_scan.h"

/* What browsers read under a name, where iconv reads less or does not know it. NULL: UTF-8; nobody reads UTF-7. */
static const char *known_as(const char *name) {
    static const char *const names[][2] = {
        {"utf-8", NULL},
        {"utf8", NULL},
        {"unicode-1-1-utf-8", NULL},
        {"utf-7", NULL},
        {"iso-8859-1", "windows-1252"},
        {"iso8859-1", "windows-1252"},
        {"latin1", "windows-1252"},
        {"l1", "windows-1252"},
        {"us-ascii", "windows-1252"},
        {"ascii", "windows-1252"},
        {"iso-8859-8-i", "ISO-8859-8"},
        {"iso-8859-9", "windows-1254"},
        {"latin5", "windows-1254"},
        {"iso-8859-11", "windows-874"},
        {"tis-620", "windows-874"},
        {"gb2312", "GBK"},
        {"x-gbk", "GBK"},
        {"shift_jis", "CP932"},
        {"shift-jis", "CP932"},
        {"sjis", "CP932"},
        {"x-sjis", "CP932"},
        {"x-euc-jp", "EUC-JP"},
        {"euc-kr", "CP949"},
        {"ks_c_5601-1987", "CP949"},
        {"korean", "CP949"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(name, names[i][0]) == 0) return names[i][1];
    return name;
}

/* Whether ASCII stands for itself in an encoding. If it does not, as in UTF-16, its own declaration could not have been
 * read, and browsers take the source for UTF-8. */
static gaz_status keeps_ascii(bool *keeps, const char *encoding, gaz_error *error) {
    static const char sample[] = "<a b=\"c\">1+2";
    struct buffer decoded = {0};
    gaz_status status = markup_decode(&decoded, sample, sizeof sample - 1, encoding, NULL, error);
    *keeps = status == GAZ_OK && decoded.size == sizeof sample - 1 && memcmp(decoded.bytes, sample, decoded.size) == 0;
    buffer_free(&decoded);
    return status == GAZ_ERROR_MEMORY ? status : GAZ_OK;
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
    bool keeps = false;
    gaz_status status = known ? keeps_ascii(&keeps, known, error) : GAZ_OK;
    if (keeps) memcpy(name, known, strlen(known) + 1);
    return status;
}

/* Finds what is behind a word and an equals sign, which may have blanks around it; NULL: they are not there. */
static const char *find_value(const char *bytes, size_t size, const char *word) {
    size_t word_size = strlen(word);
    for (size_t i = 0; i + word_size < size; i++) {
        if (strncasecmp(bytes + i, word, word_size) != 0) continue;
        size_t at = i + word_size;
        while (at < size && markup_is_blank(bytes[at])) at++;
        if (at < size && bytes[at] == '=') return bytes + at + 1;
    }
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
        if (markup_is_name(key, key_size, "content")) charset = find_value(value, size, "charset");
        if (!charset) continue;
        *there = true;
        return take_name(name, charset, size - (size_t)(charset - value), error);
    }
    return GAZ_OK;
}

static gaz_status find_declared(char name[MARKUP_ENCODING_SIZE], const char *source, size_t size, gaz_error *error) {
    const char *end = memmem(source, size, "?>", 2);
    if (size < 5 || memcmp(source, "<?xml", 5) != 0 || !end) return GAZ_OK;
    const char *found = find_value(source, (size_t)(end - source), "encoding");
    return found ? take_name(name, found, (size_t)(end - found), error) : GAZ_OK;
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
