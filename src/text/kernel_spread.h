/* Raw text made tokenized text (spread.h), written once for the kernels. A file per instruction set defines mask_words
 * of masks.h, and where it has a better way (INSERT_BLANKS, STORE_SPREAD) insert_blanks or store_spread as below. */
#ifndef TEXT_KERNEL_SPREAD_H
#define TEXT_KERNEL_SPREAD_H

#include <string.h>

#include "text/characters.h"
#include "text/kernel.h"
#include "text/masks.h"
#include "text/spread.h"

/* What bytes are: parts of runs of word characters, first bytes of the other tokens, or further bytes of these. */
struct token_masks {
    uint64_t word;
    uint64_t single;
    uint64_t inner;
};

/* What one block tells the next. */
struct spread_edge {
    uint64_t word;           /* 1: its last byte is of a run */
    uint64_t single;         /* 1: of another token */
    struct token_masks over; /* bytes of its last character that are in the next block */
    unsigned over_count;
    struct unicode_clusters clusters; /* up to its last character outside of ASCII */
    size_t clusters_end;              /* where that ends */
    size_t invisible_end;             /* where the newest run of invisible characters ends */
    bool word_follows;                /* behind it */
    bool in_sentence;                 /* paragraphs: the open line has had a token of the open sentence */
    bool may_end;                     /* paragraphs: the line before had one: a line without ends the sentence */
};

static inline bool bit_before(uint64_t bits, uint64_t last, unsigned bit) {
    return (bit ? bits >> (bit - 1) : last) & 1;
}

/* The character outside of ASCII at `at`. Notes whether what tokens are compared by may change it. */
static inline struct character look_up(struct spread *spread, uint32_t code, const char *bytes, unsigned length,
                                       size_t at) {
    enum { EXTENDS = 4, PLAIN = 8, BITS = 4 };
    uint32_t *known = &spread->known[code % SPREAD_KNOWN];
    if (*known >> BITS != code) {
        struct character character = character_of(code, length, spread->signs);
        *known = code << BITS | (uint32_t)character.class;
        if (character.extends) *known |= EXTENDS;
        if (unicode_is_plain(bytes, length, spread->normalization)) *known |= PLAIN;
    }
    if (!(*known & PLAIN)) {
        if (spread->change_count < SPREAD_CHANGES) spread->changes[spread->change_count] = (uint32_t)at;
        spread->change_count++;
    }
    return (struct character){code, length, (enum unicode_class)(*known & (EXTENDS - 1)), (*known & EXTENDS) != 0};
}

/* Whether a run goes on behind the invisible characters at `at`, the first of which may be behind others. */
static inline bool goes_on(struct spread_edge *edge, const struct spread *spread, const char *text, size_t at,
                           size_t size) {
    if (at >= edge->invisible_end) {
        edge->invisible_end = at;
        edge->word_follows = character_word_follows(&edge->invisible_end, text, size, spread->signs);
    }
    return edge->word_follows;
}

/* The bytes of a character, in its block and the next. */
struct character_bytes {
    uint64_t here;
    uint64_t over;
    uint64_t first;
};

static inline struct character_bytes note_bytes(struct spread_edge *edge, unsigned bit, unsigned length) {
    uint64_t bytes = ((uint64_t)1 << length) - 1;
    uint64_t over = bit + length > BLOCK ? bytes >> (BLOCK - bit) : 0;
    edge->over_count = count_bits(over);
    return (struct character_bytes){bytes << bit, over, (uint64_t)1 << bit};
}

/* Adds a character to the masks: as a part of the token before it, or of one of its own, or of none. */
static inline void add_character(struct token_masks *masks, struct spread_edge *edge, const struct spread *spread,
                                 const struct character *character, const char *text, size_t at, unsigned bit,
                                 size_t size) {
    if (at + bit != edge->clusters_end) edge->clusters = (struct unicode_clusters){' ', 0}; /* ASCII is before */
    edge->clusters_end = at + bit + character->length;
    bool extends = character_extends(&edge->clusters, character);
    bool in_run = bit_before(masks->word, edge->word, bit);
    bool in_token = bit_before(masks->single | masks->inner, edge->single, bit);
    const struct character_bytes bytes = note_bytes(edge, bit, character->length);
    bool word = extends && (in_run || in_token) ? in_run : character->class == UNICODE_WORD;
    if (!extends && character->class == UNICODE_INVISIBLE) word = in_run && goes_on(edge, spread, text, at + bit, size);
    if (word) {
        masks->word |= bytes.here;
        edge->over.word = bytes.over;
    } else if (extends && in_token) {
        masks->inner |= bytes.here;
        edge->over.inner = bytes.over;
    } else if (character->class == UNICODE_SINGLE) {
        masks->single |= bytes.first;
        masks->inner |= bytes.here & ~bytes.first;
        edge->over.inner = bytes.over;
    }
}

/* The bytes of a block that are signs of the set. */
static inline uint64_t find_letters(const char *block, uint64_t single, uint32_t signs) {
    uint64_t found = 0;
    for (; single; single &= single - 1)
        if (signs_have(signs, (unsigned char)block[lowest_bit(single)])) found |= single & -single;
    return found;
}

/* Adds the characters that are not ASCII, and the escapes, that begin in the block at `at`, and makes letters
 * of signs. */
static __attribute__((noinline)) struct token_masks add_wides(struct token_masks masks, struct spread_edge *edge,
                                                              struct spread *spread, const char *text, size_t at,
                                                              size_t size, uint64_t wide) {
    uint64_t letters = spread->signs ? find_letters(text + at, masks.single, spread->signs) : 0;
    uint64_t begun = ((uint64_t)1 << edge->over_count) - 1;
    uint64_t left = wide & ~begun;
    masks.word = ((masks.word | letters) & ~begun) | edge->over.word;
    masks.single &= ~(letters | begun);
    masks.inner |= edge->over.inner;
    edge->over = (struct token_masks){0, 0, 0};
    edge->over_count = 0;
    while (left) {
        unsigned bit = lowest_bit(left);
        const char *bytes = text + at + bit;
        uint32_t code;
        unsigned length = unicode_decode(&code, bytes, size - at - bit);
        if (length == 1) { /* an escape */
            length = character_escape(bytes, size - at - bit);
            uint64_t here = note_bytes(edge, bit, length).here;
            masks.word &= ~here;
            masks.single &= ~here;
        } else if (length) {
            struct character character = look_up(spread, code, bytes, length, at + bit);
            add_character(&masks, edge, spread, &character, text, at, bit, size);
            spread->wide = true;
        } else { /* a byte that is not valid is a token */
            length = 1;
            masks.single |= left & -left;
            edge->clusters = (struct unicode_clusters){0};
            edge->clusters_end = at + bit + 1;
            spread->wide = true;
            spread->valid = false;
        }
        left &= ~((((uint64_t)1 << length) - 1) << bit);
    }
    return masks;
}

/* Of the bytes that may begin an escape, those that do. */
static __attribute__((noinline)) uint64_t find_escapes(uint64_t left, const char *bytes, size_t size) {
    uint64_t found = 0;
    for (; left; left &= left - 1) {
        unsigned bit = lowest_bit(left);
        if (bit < size && character_escape(bytes + bit, size - bit) > 1) found |= left & -left;
    }
    return found;
}

/* The newlines that end a paragraph: of a line without a token, behind one with a token of the sentence. */
static inline uint64_t paragraph_ends(struct spread_edge *edge, uint64_t newline, uint64_t visible) {
    uint64_t ends = 0;
    for (; newline; newline &= newline - 1) {
        uint64_t before = (newline & -newline) - 1;
        bool blank = !edge->in_sentence && !(visible & before);
        if (blank && edge->may_end) ends |= before + 1;
        edge->may_end = !blank;
        edge->in_sentence = false;
        visible &= ~before;
    }
    edge->in_sentence = edge->in_sentence || visible;
    return ends;
}

#ifndef INSERT_BLANKS
/* Stores the 64 bytes of a block with a blank before those of `inserted`. 64 bytes more can be read behind the block,
 * and written behind the result. */
static inline void insert_blanks(char *out, const char *block, uint64_t inserted) {
    unsigned from = 0;
    for (; inserted; inserted &= inserted - 1) { /* the bytes up to the blank, and too many */
        unsigned bit = lowest_bit(inserted);
        memcpy(out, block + from, BLOCK);
        out += bit - from;
        *out++ = ' ';
        from = bit;
    }
    memcpy(out, block + from, BLOCK);
}
#endif

#ifndef STORE_SPREAD
/* The same, and blanks for what is not `kept`; `blank`: the bytes that are blanks as they are. */
static inline void store_spread(char *out, const char *block, uint64_t inserted, uint64_t kept, uint64_t blank) {
    insert_blanks(out, block, inserted);
    for (uint64_t left = ~(kept | blank); left; left &= left - 1) { /* few blocks have any */
        unsigned bit = lowest_bit(left);
        out[bit + count_bits(inserted & ((left & -left) - 1))] = ' ';
    }
}
#endif

/* Notes where a block begins, also as the last one that begins in the made text's block or the next. */
static inline void note_block(struct spread_block *blocks, uint32_t *near, uint32_t number, uint64_t inserted,
                              uint32_t begin) {
    uint64_t twice = (uint64_t)number << 32 | number;
    memcpy(near + begin / BLOCK, &twice, sizeof twice);
    blocks[number] = (struct spread_block){inserted, begin};
}

/* The block at `at`, with as many bytes behind it to read: a copy, in `room` for both, if the text does not have them.
 */
static inline const char *block_at(char *room, const char *text, size_t at, size_t size) {
    size_t left = size - at;
    if (__builtin_expect(left >= (size_t)2 * BLOCK, 1)) return text + at;
    memset(room, ' ', (size_t)2 * BLOCK);
    memcpy(room, text + at, left < BLOCK ? left : BLOCK);
    return room;
}

static void spread_blocks(struct spread *spread, const char *text, uint32_t size) {
    struct spread_edge edge = {.in_sentence = spread->in_sentence};
    struct spread_block *const blocks = spread->blocks;
    uint32_t *const near = spread->near;
    char *const out = spread->text;
    const bool paragraphs = spread->paragraphs;
    const uint32_t signs = spread->signs;
    uint64_t word = 0; /* bit 0, and of the next two: of the byte before */
    uint64_t single = 0;
    uint64_t visible = 0;
    uint32_t made = 0;
    size_t at = 0;
    spread->wide = false;
    spread->valid = true;
    spread->change_count = 0;
    for (; at < size; at += BLOCK) {
        char room[2 * BLOCK];
        const char *block = block_at(room, text, at, size);
        __builtin_prefetch(text + at + TEXT_AHEAD, 0, 2);
        struct word_masks masks = mask_words(block);
        struct token_masks tokens = {masks.word, masks.single, 0};
        if (__builtin_expect(masks.escape != 0, 0)) masks.wide |= find_escapes(masks.escape, text + at, size - at);
        if (__builtin_expect((masks.wide | edge.over_count | signs) != 0, 0)) {
            edge.word = word;
            edge.single = single;
            tokens = add_wides(tokens, &edge, spread, text, at, size, masks.wide);
        }
        uint64_t begins = tokens.single | (tokens.word & ~(tokens.word << 1 | word));
        uint64_t all = tokens.word | tokens.single | tokens.inner;
        uint64_t inserted = begins & (all << 1 | visible);
        uint64_t newline = paragraphs ? paragraph_ends(&edge, masks.newline, all) : masks.newline;
        word = tokens.word >> 63;
        single = (tokens.single | tokens.inner) >> 63;
        visible = all >> 63;
        store_spread(out + made, block, inserted, all | newline, masks.blank & ~masks.newline);
        note_block(blocks, near, (uint32_t)(at / BLOCK), inserted, made);
        made += BLOCK + count_bits(inserted);
    }
    made -= (uint32_t)(at - size);                   /* of the last block */
    near[made / BLOCK] = (uint32_t)(at / BLOCK) - 1; /* the end of the text is the last block's, too */
    spread->block_count = (uint32_t)(at / BLOCK);
    spread->size = made;
}

#endif
