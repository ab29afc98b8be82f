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
 *       40   24 zero
 *
 * Section table: one row (24 bytes) a section
 *   OFFSET SIZE DESCRIPTION
 *        0    4 kind (enum section_kind)
 *        4    4 tokenization: 0 for the whole model, 1 corpus tokens, 2 words
 *        8    8 offset in the file
 *       16    8 size in bytes, without the filling up to the next section
 *
 * There is one automaton for each tokenization that the model holds. Entries are read from right to left, so that the
 * state behind a token tells the longest entry that begins there (Aho and Corasick 1975, on reversed patterns).
 *
 *   states are numbered level by level: a state's level is the number of tokens read, the root's is 0
 *   - level 1 is the vocabulary: a token's number is the state of that token alone, and needs no record
 *   - parents have a level less, and failure links lower numbers: every walk along them ends
 *   - the states of a level at which an entry begins come first: with the level's first entry that tells the entry's
 *     number, so that no state has to keep it
 *
 *         0 root              entries: "space" 0, "kernel space" 1, "user space" 2
 *         |  space            tokens:  1 space, 2 kernel, 3 user
 *         1*                  levels:  1 from state 1 with 1 entry; 2 from state 4 with 2
 *    kernel|  \ user          states:  4 = "kernel space", 5 = "user space"
 *         4*   5*
 *
 * A step is found in one table for the whole automaton: from the root by the token's fingerprint, from level 1 by that
 * of both tokens (so a pair is found without its tokens' numbers), from deeper states by state and fingerprint.
 */
#ifndef MODEL_IMAGE_H
#define MODEL_IMAGE_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

enum { FORMAT_VERSION = 4, SECTION_ALIGNMENT = 64, SECTION_LIMIT = 64, POINT_LIMIT = 1000 };

#define FORMAT_MAGIC "gaz\x1amdl\n"

enum section_kind {
    SECTION_TYPE_OFFSETS = 1,  /* uint32_t[types + 1]: where each name begins in the next */
    SECTION_TYPE_NAMES = 2,    /* names, each with a zero byte, sorted */
    SECTION_ENTRIES = 3,       /* struct image_entry[entries] */
    SECTION_AUTOMATON = 4,     /* struct image_automaton */
    SECTION_TOKEN_OFFSETS = 5, /* uint32_t[tokens + 2]: where token n begins in the next; 0 is no token */
    SECTION_TOKEN_BYTES = 6,
    SECTION_FINGERPRINTS = 7, /* uint64_t[tokens + 1]: of each token; 0 is no token */
    SECTION_LEVELS = 8,       /* struct image_level[longest + 2]: of each level, and where the last one ends */
    SECTION_STATES = 9,       /* struct image_state[states - tokens - 1]: from level 2 on */
    SECTION_STEPS = 10,       /* uint32_t[steps]: the table, open addressing; enum format_step */
    SECTION_FILTER = 11,      /* uint32_t[words]: Bloom filter over the first steps into the automaton */
    SECTION_OUTPUTS = 12,     /* uint32_t[outputs]: the entry of each output; not there if they have the same numbers */
    SECTION_POINTS = 13,      /* struct image_point[]: what is expected at a lowest score, ascending; may be missing */
    SECTION_CONTEXT = 14,     /* struct image_context; with the next three, or none of the four is there */
    SECTION_WEIGHTS = 15,     /* float[context_weight_count(types)]: layout in model/context.h */
    SECTION_PRIORS = 16,      /* struct image_prior[entries] */
    SECTION_WORDS = 17,       /* struct image_word[words]: the table, open addressing */
    SECTION_EVIDENCE = 18,    /* struct image_evidence[entries]; not there if none has any */
    SECTION_KIND_END = 19
};

enum format_tokenization { TOKENS_MODEL = 0, TOKENS_CORPUS = 1, TOKENS_WORDS = 2, TOKENS_END = 3 };

enum image_automaton_flags { AUTOMATON_FOLD = 1, AUTOMATON_COMPOSE = 2 };

struct image_header {
    char magic[8];
    uint32_t version;
    uint32_t section_count;
    uint64_t file_size;
    uint64_t checksum;
    uint32_t entry_count;
    uint32_t type_count;
    uint64_t zero[3];
};

struct image_section {
    uint32_t kind;
    uint32_t tokenization;
    uint64_t offset;
    uint64_t size;
};

struct image_entry {
    float score; /* 0 to 1 */
    uint32_t type;
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
    uint32_t flags;
    uint32_t token_count;
    uint32_t state_count; /* all levels */
    uint32_t output_count;
    uint32_t longest;       /* tokens of the longest entry */
    uint32_t longest_token; /* bytes of the longest token */
    uint32_t step_count;
    uint32_t filter_words; /* a power of two */
    uint64_t seed;         /* of the fingerprints */
};

struct image_level {
    uint32_t state;  /* its first state */
    uint32_t output; /* the output of its first state; the next level's less this is how many it has */
};

/* A state in two words. Bit fields are not laid out the same everywhere, so: shifts.
 *
 *   BITS  identity        BITS  links
 *   0-27  token           0-27  output: the state of the longest entry that begins here, 0 = none
 *  28-55  parent         28-55  failure link
 *  56-63  children       56-63  children
 *
 * The last sixteen bits are a Bloom filter over the sketches of the tokens that lead on. */
struct image_state {
    uint64_t identity;
    uint64_t links;
};

enum { STATE_BITS = 28 };

#define STATE_LIMIT (1u << STATE_BITS) /* states are below */
#define STATE_MASK  ((uint64_t)STATE_LIMIT - 1)

/* A step is a state and, above it, four bits of the step's hash; all zero is an empty place. */
enum format_step { STEP_TAG_SHIFT = STATE_BITS };

static_assert(sizeof(struct image_header) == 64, "header");
static_assert(offsetof(struct image_header, file_size) == 16, "header");
static_assert(offsetof(struct image_header, checksum) == 24, "header");
static_assert(offsetof(struct image_header, entry_count) == 32, "header");
static_assert(sizeof(struct image_section) == 24, "section row");
static_assert(offsetof(struct image_section, offset) == 8, "section row");
static_assert(sizeof(struct image_entry) == 8, "entry");
static_assert(sizeof(struct image_evidence) == 12, "evidence");
static_assert(sizeof(struct image_point) == 12, "point");
static_assert(sizeof(struct image_context) == 8, "context");
static_assert(sizeof(struct image_prior) == 8, "prior");
static_assert(sizeof(struct image_word) == 8, "word");
static_assert(sizeof(struct image_automaton) == 40, "automaton");
static_assert(offsetof(struct image_automaton, seed) == 32, "automaton");
static_assert(sizeof(struct image_level) == 8, "level");
static_assert(sizeof(struct image_state) == 16, "state");

static inline uint32_t state_token(struct image_state state) {
    return (uint32_t)(state.identity & STATE_MASK);
}

static inline uint32_t state_parent(struct image_state state) {
    return (uint32_t)(state.identity >> STATE_BITS & STATE_MASK);
}

static inline uint32_t state_output(struct image_state state) {
    return (uint32_t)(state.links & STATE_MASK);
}

static inline uint32_t state_fail(struct image_state state) {
    return (uint32_t)(state.links >> STATE_BITS & STATE_MASK);
}

/* Whether a token of that sketch may lead on. */
static inline int state_may_lead(struct image_state state, uint32_t sketch) {
    return (int)(state.identity >> (56 + (sketch & 7)) & state.links >> (56 + (sketch >> 3 & 7)) & 1);
}

static inline void state_add_child(struct image_state *state, uint32_t sketch) {
    state->identity |= (uint64_t)1 << (56 + (sketch & 7));
    state->links |= (uint64_t)1 << (56 + (sketch >> 3 & 7));
}

/* The hash of the step to a pair of tokens. */
static inline uint64_t pair_hash(uint64_t left, uint64_t right) {
    return left + (right << 23 | right >> 41);
}

/* The hash of a step from a state of level 2 or deeper; that of a token alone is its fingerprint. */
static inline uint64_t step_hash(uint32_t state, uint64_t fingerprint) {
    return fingerprint + state * UINT64_C(0x9E3779B97F4A7C15);
}

static inline uint32_t step_place(uint64_t hash, uint32_t step_count) {
    return (uint32_t)((hash >> 32) * step_count >> 32);
}

static inline uint32_t step_tag(uint64_t hash) {
    return (uint32_t)hash << STEP_TAG_SHIFT;
}

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the model file is mapped as it is, which needs a little-endian machine"
#endif

#endif
