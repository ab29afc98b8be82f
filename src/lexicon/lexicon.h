/* Entries in memory, with their evidence. */
#ifndef LEXICON_LEXICON_H
#define LEXICON_LEXICON_H

#include <math.h>
#include <stdbool.h>

#include "base/buffer.h"
#include "base/strings.h"
#include "gaz.h"

/* Whether an entry goes into a model, or why not. */
enum entry_status {
    ENTRY_KEPT,
    ENTRY_PURITY,
    ENTRY_COUNT,
    ENTRY_TOKENS,
    ENTRY_TYPE,
    ENTRY_PRECISION,
    ENTRY_CONTEXT, /* precision too low, unless the context of a match is used */
    ENTRY_STATUS_END,
    ENTRY_GONE = ENTRY_STATUS_END /* a variant that the last harvest no longer made: in no list */
};

/* The decision of a human about an entry. */
enum entry_verdict { VERDICT_NONE, VERDICT_KEEP, VERDICT_DROP, VERDICT_END };

/* How an entry that the corpus does not annotate is derived from one that it does. */
enum variant {
    VARIANT_NONE,
    VARIANT_FIRST,       /* Operating system */
    VARIANT_LOWER_FIRST, /* operating System, of Operating System */
    VARIANT_TITLE,       /* Operating System */
    VARIANT_UPPER,       /* OPERATING SYSTEM */
    VARIANT_LOWER,       /* operating system */
    VARIANT_PLURAL,      /* operating systems */
    VARIANT_SINGULAR,
    VARIANT_END
};

struct entry {
    uint32_t surface;     /* number in surfaces */
    uint32_t type;        /* number in types */
    uint32_t next;        /* 1 + number of the next entry with the same surface, 0 = none */
    uint32_t token_count; /* 1 to ENTRY_TOKENS_MAX */
    int32_t priority;     /* higher wins */
    float precision;      /* 0 to 1 */
    uint32_t annotated;   /* annotations of the surface with this type in the corpus */
    uint32_t occurrences; /* all occurrences of the surface */
    uint32_t nested;      /* occurrences inside a longer entity */
    uint8_t status;       /* enum entry_status */
    uint8_t verdict;      /* enum entry_verdict */
    uint8_t variant;      /* enum variant */
    uint32_t id;          /* 1 + number in ids, 0 = none */
    float log_odds;       /* its part of the log odds of a match; LOG_ODDS_CERTAIN: matches are always right */
};

#define LOG_ODDS_CERTAIN INFINITY

enum { ENTRY_TOKENS_MAX = 65535 };

/* Where an entry was read. */
struct place {
    uint32_t file; /* 1 + number in the lexicon's files; 0: nowhere */
    uint32_t line; /* from 1; UINT32_MAX: that line or a later one */
};

struct gaz_lexicon {
    struct strings surfaces; /* in the form of surface.h */
    struct strings types;
    struct strings ids;
    struct entry *entries;
    size_t entry_count;
    size_t entry_capacity;
    uint32_t *first; /* by surface: 1 + number of its first entry */
    size_t first_capacity;
    struct scoring_model *scoring; /* owned; NULL = none */
    bool keeps_places;
    struct place *places; /* by entry, as far as place_count; NULL if they are not kept */
    size_t place_count;
    size_t place_capacity;
    struct strings files;
};

/* Finds the entry of a surface (in the form of surface.h, with `token_count` tokens) and a type, or adds it: kept,
 * certain, without evidence, with precision 1. The pointer is valid until the next call. */
gaz_status lexicon_entry(struct entry **entry, gaz_lexicon *lexicon, const char *surface, size_t surface_size,
                         uint32_t token_count, const char *type, size_t type_size, gaz_error *error);

/* Empties a lexicon. */
void lexicon_clear(gaz_lexicon *lexicon);

/* Whether the entry goes into a model; `context`: one that scores matches by their context. */
static inline bool entry_is_kept(const struct entry *entry, bool context) {
    if (entry->verdict != VERDICT_NONE) return entry->verdict == VERDICT_KEEP;
    return entry->status == ENTRY_KEPT || (entry->status == ENTRY_CONTEXT && context);
}

/* Records where an entry was read, if places are kept. */
gaz_status lexicon_set_place(gaz_lexicon *lexicon, const struct entry *entry, const char *path, uint64_t line,
                             gaz_error *error);

/* Where an entry was read; file and line are 0 if that is not known. */
struct place lexicon_place(const gaz_lexicon *lexicon, uint32_t entry);

/* Entry numbers sorted by type name, then variants after the others, then surface; owned. NULL: out of memory. */
uint32_t *lexicon_sorted(const gaz_lexicon *lexicon);

/* Whether a type of a surface has the majority over another: more annotations; ties are broken by type name. */
bool lexicon_is_majority(const gaz_lexicon *lexicon, uint32_t type, uint32_t annotated, uint32_t other,
                         uint32_t other_annotated);

/* Adds an entry to the counts, except to the number of types. */
void lexicon_count_entry(gaz_lexicon_counts *counts, const struct entry *entry);

/* Type numbers sorted by name; owned. NULL: out of memory. */
uint32_t *lexicon_type_order(const gaz_lexicon *lexicon);

/* 1 + the number of the first entry of a surface, 0 = none. */
static inline uint32_t lexicon_first(const gaz_lexicon *lexicon, uint32_t surface) {
    return surface < lexicon->first_capacity ? lexicon->first[surface] : 0;
}

/* 1 + the number of the entry of a surface with a type, 0 = none. */
uint32_t lexicon_find(const gaz_lexicon *lexicon, uint32_t surface, const struct string *type);

/* The names in lists: "kept", "purity", ... and "", "keep", "drop". */
extern const char *const entry_status_names[ENTRY_STATUS_END];
extern const char *const entry_verdict_names[VERDICT_END];
extern const char *const variant_names[VARIANT_END]; /* "", "first", ... */

#endif
