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
 *        4    4 side: 0 for the whole model, 1 corpus tokens, 2 words
 *        8    8 offset in the file
 *       16    8 size in bytes, without the filling up to the next section
 *
 * A side is one automaton: the entries under one tokenization. Entries are read from right to left, so that the state
 * behind a token tells the longest entry that begins there (Aho and Corasick 1975, on reversed patterns).
 *
 *   states are numbered level by level, within a level by (parent, token), so that
 *   - state 0 is the root, and the children of a state are neighbours: [first_child[s], first_child[s + 1])
 *   - parents and failure links have lower numbers: every walk along them ends
 *   - token numbers begin with the tokens that can end an entry: the state of such a token alone has its number
 *
 *         0 root             entries: "kernel space" "space" "user space"
 *         |  space           tokens:  1 space, 2 kernel, 3 user
 *         1*                 states:  1 = "space", 2 = "kernel space", 3 = "user space"
 *    kernel|  \ user         first_child: 1 2 4 4 4
 *         2*   3*
 */
#ifndef MODEL_FORMAT_H
#define MODEL_FORMAT_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

enum { FORMAT_VERSION = 1, SECTION_ALIGNMENT = 64, SECTION_LIMIT = 64 };

#define FORMAT_MAGIC "gaz\x1amdl\n"

enum section_kind {
    SECTION_TYPE_OFFSETS = 1,  /* uint32_t[types + 1]: where each name begins in the next */
    SECTION_TYPE_NAMES = 2,    /* names, each with a zero byte, sorted */
    SECTION_ENTRIES = 3,       /* struct format_entry[entries] */
    SECTION_SIDE = 4,          /* struct format_side */
    SECTION_TOKEN_OFFSETS = 5, /* uint32_t[tokens + 2]: where token n begins in the next; 0 is no token */
    SECTION_TOKEN_BYTES = 6,
    SECTION_SLOTS = 7,       /* struct format_slot[slots]: fingerprint to token, open addressing */
    SECTION_FIRST_CHILD = 8, /* uint32_t[states + 1] */
    SECTION_TOKEN = 9,       /* uint32_t[states]: the token that leads into the state */
    SECTION_PARENT = 10,     /* uint32_t[states] */
    SECTION_FAIL = 11,       /* uint32_t[states] */
    SECTION_OUTPUT = 12,     /* uint32_t[states]: 1 + the longest output that begins here, 0 = none */
    SECTION_OUTPUTS = 13,    /* struct format_output[outputs], by state */
    SECTION_FILTER = 14,     /* uint64_t[words]: Bloom filter over the first steps into the automaton */
    SECTION_KIND_END = 15
};

enum format_side_number { SIDE_MODEL = 0, SIDE_CORPUS = 1, SIDE_WORDS = 2, SIDE_END = 3 };

enum format_side_flags { SIDE_FOLD = 1, SIDE_COMPOSE = 2 };

struct format_header {
    char magic[8];
    uint32_t version;
    uint32_t section_count;
    uint64_t file_size;
    uint64_t checksum;
    uint32_t entry_count;
    uint32_t type_count;
    uint64_t zero[3];
};

struct format_section {
    uint32_t kind;
    uint32_t side;
    uint64_t offset;
    uint64_t size;
};

struct format_entry {
    float score; /* 0 to 1 */
    uint32_t type;
};

struct format_side {
    uint32_t flags;
    uint32_t token_count;
    uint32_t last_token_count; /* tokens that can end an entry: numbers 1 to this */
    uint32_t state_count;
    uint32_t output_count;
    uint32_t longest;       /* tokens of the longest entry */
    uint32_t longest_token; /* bytes of the longest token */
    uint32_t slot_count;    /* a power of two */
    uint32_t filter_words;  /* a power of two */
    uint32_t zero;
    uint64_t seed; /* of the fingerprints */
};

struct format_slot {
    uint64_t fingerprint;
    uint32_t token; /* 0 = empty */
    uint32_t zero;
};

struct format_output {
    uint32_t entry;
    uint32_t state;
    uint32_t length; /* tokens */
};

static_assert(sizeof(struct format_header) == 64, "header");
static_assert(offsetof(struct format_header, file_size) == 16, "header");
static_assert(offsetof(struct format_header, checksum) == 24, "header");
static_assert(offsetof(struct format_header, entry_count) == 32, "header");
static_assert(sizeof(struct format_section) == 24, "section row");
static_assert(offsetof(struct format_section, offset) == 8, "section row");
static_assert(sizeof(struct format_entry) == 8, "entry");
static_assert(sizeof(struct format_side) == 48, "side");
static_assert(offsetof(struct format_side, seed) == 40, "side");
static_assert(sizeof(struct format_slot) == 16, "slot");
static_assert(sizeof(struct format_output) == 12, "output");

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the model file is mapped as it is, which needs a little-endian machine"
#endif

#endif
