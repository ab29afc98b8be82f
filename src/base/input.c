#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/buffer.h"
#include "base/decode.h"
#include "base/error.h"

enum { PACKED_SIZE = 1 << 16 };

enum form { FORM_UNKNOWN, FORM_PLAIN, FORM_GZIP, FORM_ZSTD };

struct input {
    const char *name; /* for errors; owned copy */
    int descriptor;
    enum form form;
    bool ended;  /* read() gave 0 */
    bool inside; /* a packed stream has begun and not ended */
    uint64_t done;
    uint64_t total;
    size_t first; /* packed[first..last) is read and not handed out */
    size_t last;
    z_stream gzip;
    ZSTD_DStream *zstd;      /* owned */
    struct decoder *decoder; /* owned; NULL: the text is UTF-8, or whatever it is */
    char packed[PACKED_SIZE];
};

gaz_status input_open(struct input **input, const char *path, gaz_error *error) {
    *input = NULL;
    struct input *opened = calloc(1, sizeof *opened);
    char *name = strdup(error_file_name(path));
    if (!opened || !name) {
        free(opened);
        free(name);
        return error_memory(error);
    }
    opened->name = name;
    opened->descriptor = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    gaz_status status = GAZ_OK;
    struct stat about;
    if (opened->descriptor < 0 || fstat(opened->descriptor, &about) != 0)
        status = error_system(error, name, errno, "cannot open");
    else if (S_ISDIR(about.st_mode))
        status = error_set(error, GAZ_ERROR_IO, name, 0, "is a folder, not a file");
    else if (S_ISREG(about.st_mode))
        opened->total = (uint64_t)about.st_size;
    if (status != GAZ_OK) {
        input_close(opened);
        return status;
    }
    *input = opened;
    return GAZ_OK;
}

gaz_status input_decode(struct input *input, const char *encoding, gaz_error *error) {
    return encoding ? decoder_new(&input->decoder, encoding, error) : GAZ_OK;
}

void input_close(struct input *input) {
    if (!input) return;
    decoder_free(input->decoder);
    if (input->descriptor > STDIN_FILENO) close(input->descriptor);
    if (input->form == FORM_GZIP) inflateEnd(&input->gzip);
    ZSTD_freeDStream(input->zstd);
    free((char *)(uintptr_t)input->name);
    free(input);
}

static gaz_status read_some(size_t *size, struct input *input, char *bytes, size_t capacity, gaz_error *error) {
    *size = 0;
    if (input->ended) return GAZ_OK;
    ssize_t got;
    do got = read(input->descriptor, bytes, capacity);
    while (got < 0 && errno == EINTR);
    if (got < 0) return error_system(error, input->name, errno, "cannot read");
    if (got == 0) input->ended = true;
    *size = (size_t)got;
    input->done += (uint64_t)got;
    return GAZ_OK;
}

static gaz_status refill(struct input *input, gaz_error *error) {
    if (input->first == input->last) input->first = input->last = 0;
    size_t got;
    gaz_status status = read_some(&got, input, input->packed + input->last, sizeof input->packed - input->last, error);
    input->last += got;
    return status;
}

/* Whether the first bytes are, or with more bytes could become, that magic number. */
static bool may_begin(const struct input *input, const unsigned char *magic, size_t size) {
    return memcmp(input->packed, magic, input->last < size ? input->last : size) == 0;
}

static gaz_status begin(struct input *input, gaz_error *error) {
    static const unsigned char gzip_magic[] = {0x1f, 0x8b};
    static const unsigned char zstd_magic[] = {0x28, 0xb5, 0x2f, 0xfd};
    static const unsigned char utf16_marks[][2] = {{0xFF, 0xFE}, {0xFE, 0xFF}};
    bool undecided;
    do { /* more than one read only while what came could still be a magic number */
        gaz_status status = refill(input, error);
        if (status != GAZ_OK) return status;
        undecided = (input->last < sizeof gzip_magic && may_begin(input, gzip_magic, sizeof gzip_magic)) ||
                    (input->last < sizeof zstd_magic && may_begin(input, zstd_magic, sizeof zstd_magic)) ||
                    (input->last == 1 && (may_begin(input, utf16_marks[0], 1) || may_begin(input, utf16_marks[1], 1)));
    } while (!input->ended && undecided);
    for (int i = 0; i < 2 && !input->decoder; i++)
        if (input->last >= 2 && memcmp(input->packed, utf16_marks[i], 2) == 0)
            return error_hint(error, GAZ_HINT_UTF16,
                              error_set(error, GAZ_ERROR_INPUT, input->name, 0, "is UTF-16, and UTF-8 is read"));
    if (input->last >= 2 && memcmp(input->packed, gzip_magic, 2) == 0) {
        if (inflateInit2(&input->gzip, 15 + 16) != Z_OK) return error_memory(error);
        input->form = FORM_GZIP;
        input->inside = true;
    } else if (input->last >= 4 && memcmp(input->packed, zstd_magic, 4) == 0) {
        input->zstd = ZSTD_createDStream();
        if (!input->zstd) return error_memory(error);
        input->form = FORM_ZSTD;
        input->inside = true;
    } else {
        input->form = FORM_PLAIN;
    }
    return GAZ_OK;
}

static gaz_status damaged(const struct input *input, gaz_error *error) {
    return error_set(error, GAZ_ERROR_INPUT, input->name, 0, "the packed data is damaged or cut off");
}

/* Unpacks from packed[first..last) into bytes; concatenated streams are one. */
static gaz_status inflate_some(size_t *size, struct input *input, char *bytes, size_t capacity, gaz_error *error) {
    z_stream *gzip = &input->gzip;
    unsigned room = capacity > 1u << 30 ? 1u << 30 : (unsigned)capacity;
    gzip->next_in = (unsigned char *)input->packed + input->first;
    gzip->avail_in = (unsigned)(input->last - input->first);
    gzip->next_out = (unsigned char *)bytes;
    gzip->avail_out = room;
    if (!input->inside && gzip->avail_in) {
        if (inflateReset(gzip) != Z_OK) return damaged(input, error);
        input->inside = true;
    }
    int result = inflate(gzip, Z_NO_FLUSH);
    if (result == Z_STREAM_END)
        input->inside = false;
    else if (result == Z_MEM_ERROR)
        return error_memory(error);
    else if (result != Z_OK && result != Z_BUF_ERROR)
        return damaged(input, error);
    input->first = input->last - gzip->avail_in;
    *size = room - gzip->avail_out;
    return GAZ_OK;
}

static gaz_status zstd_some(size_t *size, struct input *input, char *bytes, size_t capacity, gaz_error *error) {
    ZSTD_inBuffer in = {input->packed + input->first, input->last - input->first, 0};
    ZSTD_outBuffer out = {bytes, capacity, 0};
    if (in.size) input->inside = true;
    size_t result = ZSTD_decompressStream(input->zstd, &out, &in);
    if (ZSTD_isError(result)) return damaged(input, error);
    if (result == 0) input->inside = false;
    input->first += in.pos;
    *size = out.pos;
    return GAZ_OK;
}

/* Reads at most `capacity` bytes, unpacked. */
static gaz_status unpack(size_t *size, struct input *input, char *bytes, size_t capacity, gaz_error *error) {
    *size = 0;
    gaz_status status = input->form == FORM_UNKNOWN ? begin(input, error) : GAZ_OK;
    if (status != GAZ_OK) return status;
    if (input->form == FORM_PLAIN) {
        if (input->first == input->last) return read_some(size, input, bytes, capacity, error);
        *size = input->last - input->first < capacity ? input->last - input->first : capacity;
        memcpy(bytes, input->packed + input->first, *size);
        input->first += *size;
        return GAZ_OK;
    }
    for (;;) {
        status = input->form == FORM_GZIP ? inflate_some(size, input, bytes, capacity, error)
                                          : zstd_some(size, input, bytes, capacity, error);
        if (status != GAZ_OK || *size) return status;
        if (input->first < input->last) continue;
        if (input->ended) return input->inside ? damaged(input, error) : GAZ_OK;
        status = refill(input, error);
        if (status != GAZ_OK) return status;
        if (input->ended && !input->inside) return GAZ_OK;
    }
}

gaz_status input_read(size_t *size, struct input *input, char *bytes, size_t capacity, gaz_error *error) {
    struct decoder *decoder = input->decoder;
    if (!decoder) return unpack(size, input, bytes, capacity, error);
    for (;;) {
        bool done;
        gaz_status status = decoder_get(size, &done, decoder, bytes, capacity, input->name, error);
        if (status != GAZ_OK || *size || done) return status;
        size_t room;
        size_t got;
        char *next = decoder_room(&room, decoder);
        status = unpack(&got, input, next, room, error);
        if (status != GAZ_OK) return status;
        decoder_put(decoder, got);
    }
}

void input_position(uint64_t *done, uint64_t *total, const struct input *input) {
    *done = input->done;
    *total = input->total;
}

gaz_status input_read_all(char **bytes, size_t *size, struct input *input, gaz_error *error) {
    struct buffer all = {0};
    *bytes = NULL;
    *size = 0;
    for (;;) {
        size_t step = all.size < 1 << 16 ? 1 << 16 : all.size / 2;
        if (!buffer_reserve(&all, step + 1)) {
            buffer_free(&all);
            return error_memory(error);
        }
        size_t got;
        gaz_status status = input_read(&got, input, all.bytes + all.size, step, error);
        if (status != GAZ_OK) {
            buffer_free(&all);
            return status;
        }
        all.size += got;
        if (got == 0) break;
    }
    all.bytes[all.size] = 0;
    *bytes = all.bytes;
    *size = all.size;
    return GAZ_OK;
}

gaz_status input_read_file(char **bytes, size_t *size, const char *path, const char *encoding, gaz_error *error) {
    struct input *input;
    *bytes = NULL;
    *size = 0;
    gaz_status status = input_open(&input, path, error);
    if (status == GAZ_OK) status = input_decode(input, encoding, error);
    if (status == GAZ_OK) status = input_read_all(bytes, size, input, error);
    input_close(input);
    return status;
}
