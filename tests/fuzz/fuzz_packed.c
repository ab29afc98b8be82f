/* Any bytes as a file that may be packed, and any text packed by each compression, perhaps damaged: what is read does
 * not depend on the pieces in which it comes, nor on the room it is read into; what was packed is what is read.
 *
 * Choices: the compression, or none; what is damaged, and how; the size of pieces, the room. */
#include "../unit/packs.h"
#include "base/buffer.h"
#include "base/input.h"
#include "pieces.h"

enum { MOST = 1 << 20 /* bytes that are read: what unpacks to more is read no further */ };

/* Reads at most MOST bytes. */
static gaz_status read_all(struct buffer *bytes, const char *path, size_t room, gaz_error *error) {
    struct input *input;
    size_t size = 1;
    bytes->size = 0;
    gaz_status status = input_open(&input, path, error);
    FUZZ_REQUIRE(status == GAZ_OK);
    while (status == GAZ_OK && size && bytes->size < MOST) {
        FUZZ_REQUIRE(buffer_reserve(bytes, room));
        status = input_read(&size, input, bytes->bytes + bytes->size, room, error);
        FUZZ_REQUIRE(status != GAZ_OK || size <= room);
        if (status == GAZ_OK) bytes->size += size;
    }
    input_close(input);
    return status;
}

static bool are_same(const struct buffer *left, const char *bytes, size_t size) {
    return left->size == size && (size == 0 || memcmp(left->bytes, bytes, size) == 0);
}

/* Reads once more. Of what is longer than MOST, the beginnings are the same; so is what comes before damage, of which
 * more room shows more. */
static void check_again(const struct buffer *whole, gaz_status status, const gaz_error *error, const char *path,
                        size_t room) {
    static struct buffer bytes;
    gaz_error other;
    gaz_status again = read_all(&bytes, path, room, &other);
    size_t least = bytes.size < whole->size ? bytes.size : whole->size;
    FUZZ_REQUIRE(least == 0 || memcmp(bytes.bytes, whole->bytes, least) == 0);
    if (whole->size >= MOST || bytes.size >= MOST) return;
    FUZZ_REQUIRE(again == status);
    if (status == GAZ_OK)
        FUZZ_REQUIRE(bytes.size == whole->size);
    else
        FUZZ_REQUIRE(strcmp(error->message, other.message) == 0);
}

/* Packs the text by compression number `kind`, twice if `twice`: streams may follow one another. */
static size_t pack(char *packed, size_t room, const struct fuzz_input *text, unsigned kind, bool twice) {
    size_t half = twice ? text->size / 2 : 0;
    size_t size = half ? packs[kind].pack(packed, room, text->bytes, half) : 0;
    size_t rest = packs[kind].pack(packed + size, room - size, text->bytes + half, text->size - half);
    FUZZ_REQUIRE(rest);
    return size + rest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char packed[1 << 16];
    static struct buffer bytes;
    struct fuzz_input input = {(const char *)data, size};
    unsigned kind = fuzz_choose(&input, PACKS + 1);
    unsigned damage = fuzz_choose(&input, 256); /* 0: none; 1: two streams; else the place of another byte */
    unsigned change = fuzz_choose(&input, 256);
    size_t piece = 1 + fuzz_choose(&input, 256);
    size_t room = 1 + fuzz_choose(&input, 256) * (size_t)17;
    if (input.size > sizeof packed / 4) return 0;
    struct fuzz_input file = input;
    if (kind < PACKS) {
        file = (struct fuzz_input){packed, pack(packed, sizeof packed, &input, kind, damage == 1)};
        if (damage > 1) packed[damage % file.size] ^= (char)change;
    }
    gaz_error error;
    gaz_status status = read_all(&bytes, fuzz_write("packed", file.bytes, file.size), 1 << 16, &error);
    if (status != GAZ_OK) fuzz_check_error(status, &error);
    if (kind < PACKS && damage < 2) FUZZ_REQUIRE(status == GAZ_OK && are_same(&bytes, input.bytes, input.size));
    check_again(&bytes, status, &error, fuzz_path("packed"), room);
    int descriptor = pieces_open(&file, piece);
    if (descriptor < 0) return 0;
    check_again(&bytes, status, &error, pieces_path(descriptor), room + PIECE_SIZE);
    close(descriptor);
    return 0;
}
