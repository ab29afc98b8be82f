#include "base/decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"

enum { ROOM = 1 << 14, NAME_SIZE = 64 };

struct decoder {
    iconv_t iconv;
    char encoding[NAME_SIZE];
    bool begun;      /* the first bytes have been looked at */
    bool ended;      /* there are no more bytes to put */
    bool flushed;    /* and what is left of them has been decoded */
    uint64_t offset; /* of bytes[first] in all that was put */
    size_t first;    /* bytes[first..last) are to be decoded */
    size_t last;
    size_t begin; /* text[begin..end) is to be given */
    size_t end;
    char bytes[ROOM];
    char text[ROOM];
};

gaz_status decoder_new(struct decoder **decoder, const char *encoding, gaz_error *error) {
    *decoder = NULL;
    struct decoder *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    /* A slash would have it leave out what it cannot decode. */
    bool named = encoding[0] && strlen(encoding) < NAME_SIZE && !strchr(encoding, '/');
    made->iconv = named ? iconv_open("UTF-8", encoding) : (iconv_t)-1;
    if (made->iconv == (iconv_t)-1) {
        bool memory = named && errno == ENOMEM;
        free(made);
        return memory ? error_memory(error)
                      : error_hint(
                            error, GAZ_HINT_ENCODINGS,
                            error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "there is no encoding \"%.60s\"", encoding));
    }
    memcpy(made->encoding, encoding, strlen(encoding) + 1);
    *decoder = made;
    return GAZ_OK;
}

void decoder_free(struct decoder *decoder) {
    if (!decoder) return;
    iconv_close(decoder->iconv);
    free(decoder);
}

char *decoder_room(size_t *room, struct decoder *decoder) {
    size_t left = decoder->last - decoder->first;
    if (left) memmove(decoder->bytes, decoder->bytes + decoder->first, left);
    decoder->first = 0;
    decoder->last = left;
    *room = ROOM - left;
    return decoder->bytes + left;
}

void decoder_put(struct decoder *decoder, size_t size) {
    decoder->last += size;
    decoder->ended = size == 0;
}

/* Of UTF-16 and UTF-32, iconv takes the order of this machine where no mark says it: a guess that is not made here. */
static bool lacks_mark(const struct decoder *decoder) {
    static const char *const names[] = {"UTF-16", "UTF16", "UTF-32", "UTF32"};
    static const char *const marks[] = {"\xFF\xFE", "\xFE\xFF", "\0\0\xFE\xFF"};
    static const size_t sizes[] = {2, 2, 4};
    size_t size = decoder->last - decoder->first;
    bool wanted = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        wanted = wanted || strcasecmp(decoder->encoding, names[i]) == 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes && wanted; i++)
        wanted = size < sizes[i] || memcmp(decoder->bytes + decoder->first, marks[i], sizes[i]) != 0;
    return wanted;
}

static gaz_status refuse(const struct decoder *decoder, const char *name, gaz_error *error) {
    unsigned char byte = (unsigned char)decoder->bytes[decoder->first];
    return error_hint(error, GAZ_HINT_ENCODING,
                      error_set(error, GAZ_ERROR_INPUT, name, 0,
                                "the byte 0x%02X at offset %llu begins no character in %s", byte,
                                (unsigned long long)decoder->offset, decoder->encoding));
}

/* Decodes into the text, which is empty. */
static gaz_status decode(struct decoder *decoder, const char *name, gaz_error *error) {
    char *in = decoder->bytes + decoder->first;
    char *out = decoder->text;
    size_t left = decoder->last - decoder->first;
    size_t room = ROOM;
    bool flushes = decoder->ended && left == 0;
    size_t result =
        flushes ? iconv(decoder->iconv, NULL, NULL, &out, &room) : iconv(decoder->iconv, &in, &left, &out, &room);
    int reason = result == (size_t)-1 ? errno : 0;
    decoder->offset += (uint64_t)(in - decoder->bytes) - decoder->first;
    decoder->first = (size_t)(in - decoder->bytes);
    decoder->begin = 0;
    decoder->end = ROOM - room;
    decoder->flushed = flushes && reason == 0;
    if (decoder->end || reason == 0) return GAZ_OK; /* what is wrong is found again when the text has been given */
    if (reason == EILSEQ || (reason == EINVAL && decoder->ended)) return refuse(decoder, name, error);
    return reason == EINVAL ? GAZ_OK : error_system(error, name, reason, "cannot decode");
}

/* Whether the first bytes are there and say what the encoding asks for. */
static gaz_status begin(struct decoder *decoder, const char *name, gaz_error *error) {
    enum { MARK_SIZE = 4 };
    if (decoder->last - decoder->first < MARK_SIZE && !decoder->ended) return GAZ_OK;
    decoder->begun = true;
    if (decoder->first == decoder->last || !lacks_mark(decoder)) return GAZ_OK;
    return error_set(error, GAZ_ERROR_INPUT, name, 0,
                     "has no byte order mark, which %s needs; %sLE and %sBE do without", decoder->encoding,
                     decoder->encoding, decoder->encoding);
}

gaz_status decoder_get(size_t *size, bool *done, struct decoder *decoder, char *bytes, size_t capacity,
                       const char *name, gaz_error *error) {
    *size = 0;
    *done = false;
    gaz_status status = decoder->begun ? GAZ_OK : begin(decoder, name, error);
    if (status != GAZ_OK || !decoder->begun) return status;
    bool waits = decoder->first == decoder->last && !decoder->ended;
    if (decoder->begin == decoder->end && !decoder->flushed && !waits) status = decode(decoder, name, error);
    if (status != GAZ_OK) return status;
    *size = decoder->end - decoder->begin < capacity ? decoder->end - decoder->begin : capacity;
    memcpy(bytes, decoder->text + decoder->begin, *size);
    decoder->begin += *size;
    *done = decoder->flushed && *size == 0;
    return GAZ_OK;
}
