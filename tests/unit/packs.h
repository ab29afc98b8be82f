/* Bytes packed by each compression that is unpacked here. */
#ifndef UNIT_PACKS_H
#define UNIT_PACKS_H

#include <stddef.h>
#include <stdint.h>
#include <zlib.h>
#include <zstd.h>
#ifdef GAZ_LZMA
#include <lzma.h>
#endif
#ifdef GAZ_BZIP2
#include <bzlib.h>
#endif
#ifdef GAZ_LZ4
#include <lz4frame.h>
#endif

/* Each packs a text into enough room, and returns the size of it, 0 after a failure. */

static inline size_t pack_gzip(char *packed, size_t room, const char *text, size_t size) {
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)text, .avail_in = (unsigned)size};
    stream.next_out = (unsigned char *)packed;
    stream.avail_out = (unsigned)room;
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    int result = deflate(&stream, Z_FINISH);
    deflateEnd(&stream);
    return result == Z_STREAM_END ? room - stream.avail_out : 0;
}

static inline size_t pack_zstd(char *packed, size_t room, const char *text, size_t size) {
    size_t result = ZSTD_compress(packed, room, text, size, 1);
    return ZSTD_isError(result) ? 0 : result;
}

#ifdef GAZ_LZMA
static inline size_t pack_xz(char *packed, size_t room, const char *text, size_t size) {
    size_t at = 0;
    return lzma_easy_buffer_encode(1, LZMA_CHECK_CRC32, NULL, (const uint8_t *)text, size, (uint8_t *)packed, &at,
                                   room) == LZMA_OK
               ? at
               : 0;
}
#endif

#ifdef GAZ_BZIP2
static inline size_t pack_bzip2(char *packed, size_t room, const char *text, size_t size) {
    unsigned at = (unsigned)room;
    return BZ2_bzBuffToBuffCompress(packed, &at, (char *)(uintptr_t)text, (unsigned)size, 1, 0, 0) == BZ_OK ? at : 0;
}
#endif

#ifdef GAZ_LZ4
static inline size_t pack_lz4(char *packed, size_t room, const char *text, size_t size) {
    static const LZ4F_preferences_t checked = {.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled};
    size_t result = LZ4F_compressFrame(packed, room, text, size, &checked);
    return LZ4F_isError(result) ? 0 : result;
}
#endif

static const struct pack {
    const char *ending;
    size_t (*pack)(char *packed, size_t room, const char *text, size_t size);
    size_t known; /* so many bytes say that it is packed so */
} packs[] = {
    {".gz", pack_gzip, 2},    {".zst", pack_zstd, 4},
#ifdef GAZ_LZMA
    {".xz", pack_xz, 6},
#endif
#ifdef GAZ_BZIP2
    {".bz2", pack_bzip2, 10},
#endif
#ifdef GAZ_LZ4
    {".lz4", pack_lz4, 4},
#endif
};

enum { PACKS = sizeof packs / sizeof *packs };

#endif
