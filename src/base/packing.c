#include "base/packing.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- Frames to be skipped ---- */

/* As zstd and lz4 have them: the magic number, the size in four bytes, and so many bytes that mean nothing to them. */
struct skipped {
    unsigned head; /* bytes of magic number and size that were read */
    uint64_t left;
};

static bool skipped_begin(void **state) {
    struct skipped *skipped = *state ? *state : malloc(sizeof *skipped);
    if (skipped) *skipped = (struct skipped){0};
    *state = skipped;
    return skipped != NULL;
}

static void skipped_end(void *state) {
    free(state);
}

static enum packing_result skipped_unpack(void *state, struct packing_step *step) {
    enum { MAGIC_SIZE = 4, HEAD_SIZE = 8 };
    struct skipped *skipped = state;
    for (; skipped->head < HEAD_SIZE && step->in_size; skipped->head++, step->in++, step->in_size--)
        if (skipped->head >= MAGIC_SIZE)
            skipped->left |= (uint64_t)(unsigned char)*step->in << 8 * (skipped->head - MAGIC_SIZE);
    if (skipped->head < HEAD_SIZE) return PACKING_MORE;
    size_t size = skipped->left < step->in_size ? (size_t)skipped->left : step->in_size;
    step->in += size;
    step->in_size -= size;
    skipped->left -= size;
    return skipped->left ? PACKING_MORE : PACKING_END;
}

/* ---- What magic numbers leave open ---- */

/* BZh is a word, too: a digit follows, and the number of a block or of the end. */
static size_t confirm_bzip2(bool *is, const char *bytes) {
    enum { HEAD_SIZE = 4, NUMBER_SIZE = 6 };
    *is = bytes[3] >= '1' && bytes[3] <= '9' &&
          (memcmp(bytes + HEAD_SIZE, "1AY&SY", NUMBER_SIZE) == 0 ||
           memcmp(bytes + HEAD_SIZE, "\x17\x72\x45\x38\x50\x90", NUMBER_SIZE) == 0);
    return HEAD_SIZE + NUMBER_SIZE;
}

/* The dictionary has a size of 2^n or 2^n + 2^(n - 1), and the text one that is not known, or below 256 GB. */
static size_t confirm_lzma(bool *is, const char *bytes) {
    uint32_t dictionary;
    uint64_t size;
    memcpy(&dictionary, bytes + 1, sizeof dictionary);
    memcpy(&size, bytes + 5, sizeof size);
    uint32_t bits = dictionary;
    bits &= bits - 1;
    *is = dictionary && (bits & (bits - 1)) == 0 && (size == UINT64_MAX || size >> 38 == 0);
    return 13;
}

/* ---- The table ---- */

#define MAGIC(bytes) bytes, sizeof(bytes) - 1
#define HERE(name)   name##_begin, name##_unpack, name##_end
#define NOT_HERE     NULL, NULL, NULL

#ifdef GAZ_LZMA
#define XZ HERE(xz)
#else
#define XZ NOT_HERE
#endif
#ifdef GAZ_BZIP2
#define BZIP2 HERE(bzip2)
#else
#define BZIP2 NOT_HERE
#endif
#ifdef GAZ_LZ4
#define LZ4 HERE(lz4)
#else
#define LZ4 NOT_HERE
#endif

static const struct packing packings[] = {
    {"packed by gzip", ".gz", "gzip -dc", MAGIC("\x1F\x8B"), 0, NULL, HERE(gzip)},
    {"packed by zstd", ".zst", "zstd -dc", MAGIC("\x28\xB5\x2F\xFD"), 0, NULL, HERE(zstd)},
    {"packed by xz", ".xz", "xz -dc",
     MAGIC("\xFD"
           "7zXZ\0"),
     0, NULL, XZ},
    {"packed by bzip2", ".bz2", "bzip2 -dc", MAGIC("BZh"), 0, confirm_bzip2, BZIP2},
    {"packed by lz4", ".lz4", "lz4 -dc", MAGIC("\x04\x22\x4D\x18"), 0, NULL, LZ4},
    {"a frame that is skipped", NULL, "zstd -dc", MAGIC("\x50\x2A\x4D\x18"), 0x0F, NULL, HERE(skipped)},
    {"packed by lz4 as it was before 2013", NULL, "lz4 -dc", MAGIC("\x02\x21\x4C\x18"), 0, NULL, NOT_HERE},
    {"packed by compress", NULL, "gzip -dc", MAGIC("\x1F\x9D"), 0, NULL, NOT_HERE},
    {"packed by pack", NULL, "gzip -dc", MAGIC("\x1F\x1E"), 0, NULL, NOT_HERE},
    {"packed by LZMA", NULL, "xz -dc", MAGIC("\x5D\0\0"), 0, confirm_lzma, NOT_HERE},
    {"packed by lzip", NULL, "lzip -dc", MAGIC("LZIP\1"), 0, NULL, NOT_HERE},
    {"packed by lzop", NULL, "lzop -dc", MAGIC("\x89LZO\0\r\n\x1A\n"), 0, NULL, NOT_HERE},
    {"packed by Snappy", NULL, "snzip -dc", MAGIC("\xFF\x06\0\0sNaPpY"), 0, NULL, NOT_HERE},
    {"a ZIP archive, as .docx, .xlsx and .jar are", NULL, "unzip -p", MAGIC("PK\3\4"), 0, NULL, NOT_HERE},
    {"a ZIP archive", NULL, "unzip -p", MAGIC("PK\5\6"), 0, NULL, NOT_HERE},
    {"a ZIP archive", NULL, "unzip -p", MAGIC("PK\7\b"), 0, NULL, NOT_HERE},
    {"a 7z archive", NULL, "7z x -so", MAGIC("7z\xBC\xAF\x27\x1C"), 0, NULL, NOT_HERE},
    {"a RAR archive", NULL, "unrar p -inul", MAGIC("Rar!\x1A\7"), 0, NULL, NOT_HERE},
    {"a cabinet of Windows", NULL, "cabextract -p", MAGIC("MSCF\0\0\0\0"), 0, NULL, NOT_HERE},
    {"packed by brotli", ".br", "brotli -dc", NULL, 0, 0, NULL, NOT_HERE},
};

const struct packing *packing_at(size_t number) {
    return number < sizeof packings / sizeof *packings ? &packings[number] : NULL;
}

/* Whether bytes are the first ones of a magic number, or begin with it. */
static bool may_begin(const struct packing *row, const char *bytes, size_t size) {
    if (!row->magic || size == 0) return row->magic != NULL;
    size_t compared = (size < row->magic_size ? size : row->magic_size) - 1;
    return ((bytes[0] ^ row->magic[0]) & ~row->loose) == 0 && memcmp(bytes + 1, row->magic + 1, compared) == 0;
}

const struct packing *packing_find(bool *more, const char *bytes, size_t size) {
    const struct packing *row;
    *more = false;
    for (size_t i = 0; (row = packing_at(i)) != NULL; i++) {
        bool is = true;
        char head[16] = {0}; /* what confirms looks at no more */
        if (!may_begin(row, bytes, size)) continue;
        memcpy(head, bytes, size < sizeof head ? size : sizeof head);
        size_t needed = size >= row->magic_size && row->confirm ? row->confirm(&is, head) : row->magic_size;
        if (size < needed)
            *more = true;
        else if (is)
            return row;
    }
    return NULL;
}

const struct packing *packing_named(const char *path) {
    const struct packing *row;
    size_t size = strlen(path);
    for (size_t i = 0; (row = packing_at(i)) != NULL; i++) {
        size_t ending = row->ending ? strlen(row->ending) : 0;
        if (ending && size > ending && strcmp(path + size - ending, row->ending) == 0) return row;
    }
    return NULL;
}
