#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/decode.h"
#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/packing.h"
#include "base/unicode.h"

enum { PACKED_SIZE = 1 << 16 };

struct input {
    const char *name; /* for errors; owned copy */
    int descriptor;
    bool begun;                    /* the first bytes have been looked at */
    const struct packing *packing; /* NULL: it is not packed */
    void *state;                   /* of unpacking; owned */
    bool ended;                    /* read() gave 0 */
    bool inside;                   /* a packed stream has begun and not ended */
    uint64_t done;
    uint64_t total;
    size_t first; /* packed[first..last) is read and not handed out */
    size_t last;
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
    opened->descriptor = strcmp(path, "-") == 0 ? STDIN_FILENO : file_open(path, O_RDONLY, 0);
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
    if (input->packing) input->packing->end(input->state);
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

/* Reads more behind what is not handed out. */
static gaz_status refill(struct input *input, gaz_error *error) {
    size_t left = input->last - input->first;
    if (left && input->first) memmove(input->packed, input->packed + input->first, left);
    input->first = 0;
    input->last = left;
    size_t got;
    gaz_status status = read_some(&got, input, input->packed + input->last, sizeof input->packed - input->last, error);
    input->last += got;
    return status;
}

/* Finds what the bytes at hand are packed by. More are read only while what came could still be a magic number. */
static gaz_status find_packing(const struct packing **packing, struct input *input, gaz_error *error) {
    bool more;
    gaz_status status = GAZ_OK;
    while ((*packing = packing_find(&more, input->packed + input->first, input->last - input->first)) == NULL && more &&
           !input->ended && status == GAZ_OK)
        status = refill(input, error);
    return status;
}

/* Makes ready for the stream that begins here. */
static gaz_status begin_stream(struct input *input, const struct packing *packing, gaz_error *error) {
    if (!packing->begin)
        return error_set(error, GAZ_ERROR_INPUT, input->name, 0, "is %s, which is not unpacked here; %s does it",
                         packing->name, packing->command);
    if (input->packing && input->packing != packing) {
        input->packing->end(input->state);
        input->state = NULL;
    }
    input->packing = packing;
    input->inside = true;
    return packing->begin(&input->state) ? GAZ_OK : error_memory(error);
}

/* Whether bytes are no text: what has no magic number cannot be known otherwise. */
static bool is_no_text(const char *bytes, size_t size) {
    enum { CUT = 3 /* bytes of a character that is not there to its end */ };
    const char *name;
    return file_kind(&name, bytes, size) == FILE_BINARY || unicode_valid_run(bytes, size) + CUT < size;
}

static gaz_status refuse_utf16(const struct input *input, gaz_error *error) {
    static const char marks[][3] = {"\xFF\xFE", "\xFE\xFF"};
    for (size_t i = 0; i < 2 && !input->decoder; i++)
        if (input->last >= 2 && memcmp(input->packed, marks[i], 2) == 0)
            return error_hint(error, GAZ_HINT_UTF16,
                              error_set(error, GAZ_ERROR_INPUT, input->name, 0, "is UTF-16, and UTF-8 is read"));
    return GAZ_OK;
}

/* Whether one byte is there that UTF-16 may begin with. */
static bool may_be_utf16(const struct input *input) {
    return input->last == 1 && (input->packed[0] == '\xFF' || input->packed[0] == '\xFE');
}

/* Looks at the first bytes. */
static gaz_status begin(struct input *input, gaz_error *error) {
    const struct packing *packing = NULL;
    const struct packing *named = packing_named(input->name);
    gaz_status status = refill(input, error);
    if (status == GAZ_OK) status = find_packing(&packing, input, error);
    while (status == GAZ_OK && may_be_utf16(input) && !input->ended) status = refill(input, error);
    if (status == GAZ_OK && !packing) status = refuse_utf16(input, error);
    if (status != GAZ_OK) return status;
    if (!packing && named && !named->magic && is_no_text(input->packed, input->last)) packing = named;
    input->begun = true;
    return packing ? begin_stream(input, packing, error) : GAZ_OK;
}

/* Moves on to the next stream behind one that has ended; zero bytes between are padding. `*there` false: it was the
 * last. */
static gaz_status next_stream(bool *there, struct input *input, gaz_error *error) {
    const struct packing *packing;
    gaz_status status = GAZ_OK;
    for (;;) {
        while (input->first < input->last && input->packed[input->first] == 0) input->first++;
        *there = input->first < input->last;
        if (*there || input->ended) break;
        status = refill(input, error);
        if (status != GAZ_OK) return status;
    }
    if (!*there) return GAZ_OK;
    status = find_packing(&packing, input, error);
    if (status != GAZ_OK) return status;
    if (packing) return begin_stream(input, packing, error);
    return error_set(error, GAZ_ERROR_INPUT, input->name, 0, "is %s, but behind its end are bytes that are not",
                     input->packing->name);
}

/* Says why a stream cannot be read on. */
static gaz_status refuse_stream(const struct input *input, enum packing_result result, gaz_error *error) {
    const char *name = input->packing->name;
    if (result == PACKING_MEMORY) return error_memory(error);
    if (result == PACKING_TOO_LARGE)
        return error_set(error, GAZ_ERROR_LIMIT, input->name, 0,
                         "is %s so that unpacking it takes too much memory; %s does it", name, input->packing->command);
    if (result == PACKING_INCOMPLETE)
        return error_set(error, GAZ_ERROR_INPUT, input->name, 0,
                         "is %s with a dictionary, which is not there; %s -D DICTIONARY does it", name,
                         input->packing->command);
    return error_set(error, GAZ_ERROR_INPUT, input->name, 0,
                     result == PACKING_DAMAGED ? "is %s and damaged" : "is %s and cut off", name);
}

/* Unpacks at most `capacity` bytes of a stream; none if it has ended or more input is needed. */
static gaz_status unpack_some(size_t *size, struct input *input, char *bytes, size_t capacity, gaz_error *error) {
    enum { MOST = 1 << 30 };
    size_t room = capacity < MOST ? capacity : MOST;
    struct packing_step step = {input->packed + input->first, input->last - input->first, bytes, room};
    size_t left = step.in_size;
    enum packing_result result = input->packing->unpack(input->state, &step);
    bool stuck = result == PACKING_MORE && left && step.in_size == left && step.out_size == room;
    if (stuck) result = PACKING_DAMAGED;
    input->first = input->last - step.in_size;
    input->inside = result != PACKING_END;
    *size = room - step.out_size;
    if (result == PACKING_MORE || result == PACKING_END) return GAZ_OK;
    return refuse_stream(input, result, error);
}

/* Gives bytes that are not packed. */
static gaz_status read_plain(size_t *size, struct input *input, char *bytes, size_t capacity, gaz_error *error) {
    if (input->first == input->last) return read_some(size, input, bytes, capacity, error);
    *size = input->last - input->first < capacity ? input->last - input->first : capacity;
    memcpy(bytes, input->packed + input->first, *size);
    input->first += *size;
    return GAZ_OK;
}

/* Reads at most `capacity` bytes, unpacked. */
static gaz_status unpack(size_t *size, struct input *input, char *bytes, size_t capacity, gaz_error *error) {
    bool there = true;
    *size = 0;
    gaz_status status = input->begun ? GAZ_OK : begin(input, error);
    if (status == GAZ_OK && !input->packing) return read_plain(size, input, bytes, capacity, error);
    while (status == GAZ_OK && *size == 0) {
        if (!input->inside) status = next_stream(&there, input, error);
        if (status != GAZ_OK || !there) return status;
        status = unpack_some(size, input, bytes, capacity, error);
        if (status != GAZ_OK || *size || !input->inside || input->first < input->last) continue;
        if (input->ended) return refuse_stream(input, PACKING_MORE, error);
        status = refill(input, error);
    }
    return status;
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
