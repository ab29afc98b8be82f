/* Raw text made tokenized text: a blank is put before every token that stands right behind another one, and what is no
 * part of a token becomes blanks, but for the line ends. So all that is done with tokenized text can be done with it.
 *
 *     raw       Don't stop.\r\nNow       a blank before the bytes of `inserted`: ' t .
 *     made      Don ' t stop . \nNow
 *
 * Bytes are only put in, so an offset is mapped back by counting them: for each block of raw text it is known where its
 * bytes begin in the made text, and before which of them there is a blank. */
#ifndef TEXT_SPREAD_H
#define TEXT_SPREAD_H

#include <stdbool.h>

#include "text/masks.h"
#include "text/signs.h"

struct spread_block {
    uint64_t inserted; /* bits of the bytes that a blank was put before */
    uint32_t begin;    /* where the block begins in the made text */
};

enum {
    SPREAD_KNOWN = 256,     /* characters that are remembered */
    SPREAD_CHANGES = 256,   /* of which it is told where they are */
    SPREAD_ROOM = 2 * BLOCK /* bytes behind the made text that may be written */
};

struct spread {
    char *text;                  /* the made text: room for twice as much as there is, and SPREAD_ROOM */
    struct spread_block *blocks; /* for each block of raw text */
    uint32_t *near; /* for each block of made text: the last block of raw text that begins in it or before */
    uint32_t block_count;
    uint32_t size;                /* of the made text */
    uint32_t known[SPREAD_KNOWN]; /* what is remembered of characters; 0 at first */
    unsigned normalization;       /* in: by what tokens are compared, enum unicode_normalization */
    uint32_t signs;               /* in: they count as letters */
    bool paragraphs;              /* in: sentences end at blank lines only */
    bool in_sentence;      /* in, paragraphs: the line that the text begins in has had a token of the open sentence */
    bool wide;             /* out: there are characters outside of ASCII, or invalid bytes */
    bool valid;            /* out: it is UTF-8 */
    uint32_t change_count; /* out: characters that normalising may change, other than the case of ASCII */
    uint32_t changes[SPREAD_CHANGES]; /* out: where they begin in the raw text, as many as there is room for */
};

/* How many blocks some bytes need. */
static inline size_t spread_block_count(size_t size) {
    return size / BLOCK + 1;
}

/* The same for `near`. */
static inline size_t spread_near_count(size_t size) {
    return 2 * size / BLOCK + 2;
}

/* The offset in the raw text of a byte of the made text; of a blank that was put in, that of the next byte. */
static inline uint32_t spread_offset(const struct spread *spread, uint32_t made) {
    uint32_t number = spread->near[made / BLOCK];
    if (spread->blocks[number].begin > made) number--;
    const struct spread_block *block = &spread->blocks[number];
    uint32_t place = made - block->begin;
    uint32_t blanks = 0;
    for (uint64_t left = block->inserted; left && lowest_bit(left) + blanks < place; left &= left - 1) blanks++;
    return number * BLOCK + place - blanks;
}

/* The offset in the made text of a byte of the raw text. */
static inline uint32_t spread_made_offset(const struct spread *spread, uint32_t at) {
    const struct spread_block *block = &spread->blocks[at / BLOCK];
    uint64_t below = ((uint64_t)2 << at % BLOCK) - 1;
    return block->begin + at % BLOCK + count_bits(block->inserted & below);
}

/* The same as spread_offset for many bytes of the made text, from left to right. All zero but for `spread` is the
 * beginning. */
struct spread_cursor {
    const struct spread *spread;
    uint32_t next;   /* the number of the block behind the one that it is in */
    uint32_t blanks; /* before that byte, put in */
    uint64_t left;   /* bits of the block: blanks that have not been counted */
};

static inline uint32_t spread_cursor_offset(struct spread_cursor *cursor, uint32_t made) {
    const struct spread *spread = cursor->spread;
    for (;;) {
        if (cursor->left) {
            uint32_t place = (cursor->next - 1) * BLOCK + lowest_bit(cursor->left) + cursor->blanks;
            if (place >= made) break;
            cursor->blanks++;
            cursor->left &= cursor->left - 1;
        } else if (cursor->next < spread->block_count && spread->blocks[cursor->next].begin < made) {
            cursor->left = spread->blocks[cursor->next++].inserted;
        } else {
            break;
        }
    }
    return made - cursor->blanks;
}

#endif
