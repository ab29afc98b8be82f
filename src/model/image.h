/* The model file, byte for byte. Little-endian, sections aligned to 64 bytes.
 *
 *   header | section table | section | section | ...
 *
 * Header (64 bytes)
 *   OFFSET SIZE DESCRIPTION
 *        0    8 magic
 *        8    4 format version
 *       12    4 number of sections
 *       16    8 size of the file
 *       24    8 checksum: XXH3 of all behind the header, seeded with XXH3 of the header with a zero here
 *       32    4 number of entries
 *       36    4 number of types
 *       40    4 flags of all entries (enum entry_flags) together
 *       44    4 number of concepts
 *       48   16 zero
 *
 * Section table: one row (24 bytes) a section
 *   OFFSET SIZE DESCRIPTION
 *        0    4 kind (enum section_kind)
 *        4    4 tokenization: 0 for the whole model, 1 corpus tokens, 2 words, 3 and 4 their masks
 *        8    8 offset in the file
 *       16    8 size in bytes, without the filling up to the next section
 *
 * There is one automaton for each tokenization that the model holds, and if there are patterns (entries that match any
 * digits), one of these over tokens whose digits are masked (text/digits.h). Entries are read from right to left, so
 * that the state behind a token tells the longest entry that begins there (Aho and Corasick 1975, on reversed
 * patterns). A state stands for some last tokens of an entry. Of its levels
 *
 *   - one and two are kept where an entry has no more tokens, level three always: as records of one table, in lines of
 * 64 bytes, found by keys made of the tokens' sketches (text/keys.h). A record holds all of its tokens
 *   - from four on they are states of a second table, found by parent and token. Failure links lead among these and the
 *     records of three tokens, for what is shallower the matcher finds by itself
 *
 *     entries: "space" 1, "the kernel space" 2, "of the kernel space" 3, "linux of the kernel space" 4
 *     lines:   space | the kernel space, may lead on                  both have outputs
 *     deep:    "of", parent the record -> output 3;  "linux", parent "of" -> output 4
 *
 * An output is a run of entries, the strongest first: the senses of the same tokens.
 */
#ifndef MODEL_IMAGE_H
#define MODEL_IMAGE_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/unicode.h"

enum { FORMAT_VERSION = 6, SECTION_ALIGNMENT = 64, SECTION_LIMIT = 64, POINT_LIMIT = 1000 };

#define FORMAT_MAGIC "gaz\x1amdl\n"

enum section_kind {
    SECTION_TYPE_OFFSETS = 1,  /* uint32_t[types + 1]: where each name begins in the next */
    SECTION_TYPE_NAMES = 2,    /* names, each with a zero byte, sorted */
    SECTION_ENTRIES = 3,       /* struct image_entry[entries] */
    SECTION_AUTOMATON = 4,     /* struct image_automaton */
    SECTION_TOKENS = 5,        /* struct image_token[tokens + 1]; 0 is none, and all zero */
    SECTION_TOKEN_BYTES = 6,   /* of the tokens that their records do not hold */
    SECTION_RECORDS = 7,       /* struct image_record[4 * lines + shared] */
    SECTION_DISPLACEMENTS = 8, /* uint8_t[groups] */
    SECTION_DEEP = 9,          /* struct image_deep[deep slots]: open addressing */
    SECTION_FILTER_ONES = 10,  /* uint32_t[words]: Bloom filter (text/filter.h) of the keys of one token; */
    SECTION_FILTER_PAIRS = 11, /* of the last two tokens of longer entries; */
    SECTION_FILTER_ENDS = 12,  /* of the keys of two and of three tokens. Filters without keys are not there */
    SECTION_OUTPUTS = 13,      /* uint32_t[outputs]: entries; not there if they have the outputs' numbers */
    SECTION_POINTS = 14,       /* struct image_point[]: what is expected at a lowest score, ascending; may be missing */
    SECTION_CONTEXT = 15,      /* struct image_context; with the next three, or none of the four is there */
    SECTION_WEIGHTS = 16,      /* float[context_weight_count(types)]: layout in model/context.h */
    SECTION_PRIORS = 17,       /* struct image_prior[entries] */
    SECTION_WORDS = 18,        /* struct image_word[words]: the table, open addressing */
    SECTION_EVIDENCE = 19,     /* struct image_evidence[entries]; not there if none has any */
    SECTION_CONCEPTS = 20,     /* uint32_t[entries]: 1 + concept, 0 = none; with the next two, or none is there */
    SECTION_CONCEPT_OFFSETS = 21, /* uint32_t[concepts + 1]: where each begins in the next */
    SECTION_CONCEPT_BYTES = 22,   /* of each its id, a zero byte, its preferred name, a zero byte; sorted */
    SECTION_SURFACE_OFFSETS = 23, /* uint32_t[entries + 1]: where each surface begins in the next; may be missing */
    SECTION_SURFACE_BYTES = 24,   /* surfaces as they are written, if that is not as they are compared: of each token
                                   * its size (7 bits a byte, the lower ones first, the top bit: more) and bytes */
    SECTION_DIGITS_BEFORE = 25, /* of masks: struct digits_table (text/digits.h): what stands before a run of digits */
    SECTION_DIGITS_BEHIND = 26, /* of each pattern, or behind one; may be missing: none is told by that side */
    SECTION_KIND_END = 27
};

enum format_tokenization {
    TOKENS_MODEL = 0,
    TOKENS_CORPUS = 1,
    TOKENS_WORDS = 2,
    TOKENS_CORPUS_MASKED = 3,
    TOKENS_WORDS_MASKED = 4,
    TOKENS_END = 5
};

/* The tokenization of the patterns that go with another one. */
static inline uint32_t tokens_masked(uint32_t tokenization) {
    return tokenization + (TOKENS_CORPUS_MASKED - TOKENS_CORPUS);
}

static inline int tokens_are_masked(uint32_t tokenization) {
    return tokenization >= TOKENS_CORPUS_MASKED;
}

/* The names of the bits that most speak of. */
enum image_automaton_flags { AUTOMATON_FOLD = UNICODE_FOLD, AUTOMATON_COMPOSE = UNICODE_COMPOSE };

struct image_header {
    char magic[8];
    uint32_t version;
    uint32_t section_count;
    uint64_t file_size;
    uint64_t checksum;
    uint32_t entry_count;
    uint32_t type_count;
    uint32_t entry_flags;
    uint32_t concept_count;
    uint64_t zero[2];
};

struct image_section {
    uint32_t kind;
    uint32_t tokenization;
    uint64_t offset;
    uint64_t size;
};

/*   BITS  kind
 *   0-23  type
 *  24-31  enum entry_flags */
struct image_entry {
    float score; /* 0 to 1 */
    uint32_t kind;
};

enum { ENTRY_TYPE_BITS = 24, ENTRY_TYPES_MAX = 1 << ENTRY_TYPE_BITS };

enum entry_flags {
    ENTRY_MORE = 1,         /* the entry with the next number is a weaker sense of the same tokens */
    ENTRY_EXACT_CASE = 2,   /* the text's letters must be those of the entry's surface, which is kept */
    ENTRY_STRICT_EDGES = 4, /* it must not touch a part of a longer name: match/edges.h */
    ENTRY_MASKED = 8,       /* a pattern: its tokens are masks, and its surface, which is kept, has 0 for any digits */
    ENTRY_REFUSING = ENTRY_EXACT_CASE | ENTRY_STRICT_EDGES, /* it may be refused where its tokens occur */
    ENTRY_FLAGS = ENTRY_MORE | ENTRY_REFUSING | ENTRY_MASKED
};

/* The evidence of an entry in the corpus, for gaz explain. */
struct image_evidence {
    uint32_t annotated;
    uint32_t occurrences;
    uint32_t nested;
};

/* On text that was not harvested: what spans of at least this score are worth. All 0 to 1. */
struct image_point {
    float score;
    float precision;
    float recall;
};

struct image_context {
    float threshold;     /* matches of a lower score are no spans, unless the user says otherwise */
    uint32_t word_slots; /* a power of two */
};

enum { LOG_ODDS_MOST = 1000 /* of what is added up to those of a match, unless it is infinite; of either sign */ };

/* An entry's part in scoring its matches. */
struct image_prior {
    float log_odds;  /* its part of those of a match; infinite: what surrounds a match does not count */
    uint32_t shapes; /* enum shapes */
};

/* A word that was seen beside matches: its shape (enum shape), and how often it is a part of them (enum word_class). A
 * slot without shape is empty. */
struct image_word {
    uint32_t hash;      /* the upper half of the word's; the lower half tells the first slot to look at */
    uint8_t shape;      /* enum shape */
    uint8_t extends;    /* enum word_class, standing behind a match */
    uint8_t introduces; /* standing before one */
    uint8_t zero;
};

struct image_automaton {
    uint32_t flags; /* by what tokens are the same: enum unicode_normalization */
    uint32_t token_count;
    uint32_t state_count;   /* records and deep states, for people */
    uint32_t output_count;  /* entries in outputs */
    uint32_t longest;       /* tokens of the longest entry */
    uint32_t longest_token; /* bytes of the longest token */
    uint32_t line_count;
    uint32_t group_count;
    uint32_t record_count;    /* with those behind the lines */
    uint32_t deep_slots;      /* 0: no entry has over three tokens; else at least one is empty */
    uint32_t filter_words[3]; /* enum filter_number; a power of two, or 0: the filter is not there */
    uint32_t signs;           /* that count as letters in raw text: text/signs.h */
    uint64_t seed;            /* of sketches and fingerprints */
};

enum filter_number { FILTER_ONES, FILTER_PAIRS, FILTER_ENDS, FILTER_END };

/* A token: its bytes, and in the last one their number. A token of over TOKEN_INLINE_MAX bytes, or with a blank among
 * them (which only a token that was given as such can have), is far: TOKEN_FAR in the last one, and in the first eight
 * its offset in SECTION_TOKEN_BYTES and its size. */
struct image_token {
    char bytes[16];
};

enum { TOKEN_INLINE_MAX = 15, TOKEN_FAR = 255 };

/* The state of one, two or three tokens, from left to right; the rest are 0. All zero: nothing. One that three or more
 * keys share has RECORD_SHARED for its third token: `first` is the number of the records behind the lines that have
 * those keys, a power of two, and `output` that of the first of them. There they stand by open addressing, by
 * shared_hash, whose upper half their check is made of.
 *
 *   BITS  first    second     third
 *   0-25  token    token      token
 *  26-31  check    check      signature
 *
 * The check is twelve bits of the key's, never 0; the signature is a Bloom filter over the tokens that lead on from
 * three tokens to a deep state. */
struct image_record {
    uint32_t first;
    uint32_t second;
    uint32_t third;
    uint32_t output; /* the number of the first entry of its run + 1; 0: no entry has these tokens */
};

enum { RECORD_TOKEN_BITS = 26, RECORD_TOKEN = (1 << RECORD_TOKEN_BITS) - 1, RECORD_SHARED = RECORD_TOKEN };

/* The state of four or more tokens. An empty slot is all zero. Of two links the first is to the state of the most
 * tokens among those that these tokens begin with; of the second as much is asked, and that an entry has them.
 *
 *   BITS  token    signature
 *   0-25  token    Bloom filter over the tokens that lead on
 *  26-31  check */
struct image_deep {
    uint32_t token;
    uint32_t parent;  /* without the first token: STATE_DEEP and a number here, or that of a record of three tokens */
    uint32_t output;  /* as in a record */
    uint32_t fail;    /* the same; STATE_NONE: there is none of three tokens or more */
    uint32_t shorter; /* 1 + number here; 0: there is none of four tokens or more */
    uint16_t signature;
    uint16_t depth; /* tokens */
};

#define STATE_DEEP UINT32_C(0x80000000)
#define STATE_NONE UINT32_MAX

enum { TOKEN_LIMIT = RECORD_TOKEN - 1, DEEP_LIMIT = 1 << 30, RECORD_LIMIT = 1 << 30, OUTPUT_LIMIT = 1 << 30 };

#define OUTPUT_MORE UINT32_C(0x80000000) /* in SECTION_OUTPUTS: the next one is of the same run */

static_assert(sizeof(struct image_header) == 64, "header");
static_assert(offsetof(struct image_header, version) == 8, "header");
static_assert(offsetof(struct image_header, file_size) == 16, "header");
static_assert(offsetof(struct image_header, checksum) == 24, "header");
static_assert(offsetof(struct image_header, entry_count) == 32, "header");
static_assert(offsetof(struct image_header, concept_count) == 44, "header");
static_assert(sizeof(struct image_section) == 24, "section row");
static_assert(offsetof(struct image_section, offset) == 8, "section row");
static_assert(sizeof(struct image_entry) == 8, "entry");
static_assert(sizeof(struct image_evidence) == 12, "evidence");
static_assert(sizeof(struct image_point) == 12, "point");
static_assert(sizeof(struct image_context) == 8, "context");
static_assert(sizeof(struct image_prior) == 8, "prior");
static_assert(sizeof(struct image_word) == 8, "word");
static_assert(sizeof(struct image_automaton) == 64, "automaton");
static_assert(offsetof(struct image_automaton, seed) == 56, "automaton");
static_assert(sizeof(struct image_token) == 16, "token");
static_assert(sizeof(struct image_record) == 16, "record");
static_assert(sizeof(struct image_deep) == 24 && offsetof(struct image_deep, depth) == 22, "deep state");

static inline uint32_t entry_type(struct image_entry entry) {
    return entry.kind & (ENTRY_TYPES_MAX - 1);
}

static inline uint32_t entry_flags(struct image_entry entry) {
    return entry.kind >> ENTRY_TYPE_BITS;
}

/* ---- Records ---- */

/* A key's check as records have it: in the upper bits of the first two tokens' words. */
static inline uint64_t record_check(uint32_t check) {
    uint32_t bits = check >> 20;
    if (bits == 0) bits = 1;
    return (uint64_t)(bits >> 6) << RECORD_TOKEN_BITS | (uint64_t)(bits & 63) << (32 + RECORD_TOKEN_BITS);
}

#define RECORD_CHECK UINT64_C(0xFC000000FC000000)

static inline uint64_t record_check_of(const struct image_record *record) {
    return (record->first | (uint64_t)record->second << 32) & RECORD_CHECK;
}

static inline int record_is_shared(const struct image_record *record) {
    return (record->third & RECORD_TOKEN) == RECORD_SHARED;
}

/* How many tokens it is of; 0: it is nothing. */
static inline unsigned record_size(const struct image_record *record) {
    if (record->third & RECORD_TOKEN) return 3;
    if (record->second & RECORD_TOKEN) return 2;
    return (record->first & RECORD_TOKEN) != 0;
}

/* The bit of a signature that a token's sketch sets. */
static inline unsigned record_signature_bit(uint32_t sketch) {
    return RECORD_TOKEN_BITS + ((sketch & 0xFFFF) * 6 >> 16);
}

static inline unsigned deep_signature_bit(uint32_t sketch) {
    return sketch & 15;
}

/* The hash by which keys that share a record are told apart, from the fingerprints of their tokens, 0 for those that
 * there are not. */
static inline uint64_t shared_hash(uint64_t first, uint64_t second, uint64_t third) {
    uint64_t hash = first * UINT64_C(0x9E3779B97F4A7C15) + second;
    hash = (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93) + third;
    hash = (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 32;
}

/* ---- Deep states ---- */

static inline uint64_t deep_hash(uint32_t parent, uint64_t fingerprint) {
    uint64_t hash = fingerprint + (uint64_t)(parent + 1) * UINT64_C(0xC2B2AE3D27D4EB4F);
    hash ^= hash >> 32;
    return hash * UINT64_C(0xD6E8FEB86659FD93);
}

static inline uint32_t deep_place(uint64_t hash, uint32_t slots) {
    return (uint32_t)((hash >> 32) * slots >> 32);
}

/* The check of a deep state, in the upper bits of its token's word. */
static inline uint32_t deep_check(uint64_t hash) {
    return (uint32_t)hash << RECORD_TOKEN_BITS;
}

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "gaz needs a little-endian machine: the model file is mapped as it is"
#endif

#endif
