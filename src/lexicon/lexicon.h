/* Entries in memory, with their evidence. */
#ifndef LEXICON_LEXICON_H
#define LEXICON_LEXICON_H

#include <math.h>
#include <stdbool.h>

#include "base/buffer.h"
#include "base/strings.h"
#include "gaz.h"

/* Whether an entry goes into a model, and if not, why. */
enum entry_status {
    ENTRY_KEPT,
    ENTRY_PURITY,
    ENTRY_COUNT,
    ENTRY_TOKENS,
    ENTRY_TYPE,
    ENTRY_PRECISION,
    ENTRY_CONTEXT, /* too low a precision, unless what surrounds a match speaks for it */
    ENTRY_STATUS_END,
    ENTRY_GONE = ENTRY_STATUS_END /* a variant that the last harvest did not make again: in no list */
};

/* What a human said of an entry. */
enum entry_verdict { VERDICT_NONE, VERDICT_KEEP, VERDICT_DROP, VERDICT_END };

/* What an entry is that the corpus does not annotate, but another form of which it does. */
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
    uint32_t annotated;   /* times the corpus has this surface with this type */
    uint32_t occurrences; /* times it has the surface at all */
    uint32_t nested;      /* times of these strictly inside a longer entity */
    uint8_t status;       /* enum entry_status */
    uint8_t verdict;      /* enum entry_verdict */
    uint8_t variant;      /* enum variant */
    uint32_t id;          /* 1 + number in ids, 0 = none */
    float log_odds;       /* its part of the log odds of a match; LOG_ODDS_CERTAIN: it is no question */
};

#define LOG_ODDS_CERTAIN INFINITY

enum { ENTRY_TOKENS_MAX = 65535 };

/* Where an entry was read. */
struct place {
    uint32_t file; /* 1 + number in the lexicon's files; 0: nowhere */
    uint32_t line; /* from 1; UINT32_MAX: that or behind it */
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
    struct scoring_model *scoring; /* owned; NULL = nothing was learnt */
    bool keeps_places;
    struct place *places; /* by entry, as far as place_count; NULL if they are not kept */
    size_t place_count;
    size_t place_capacity;
    struct strings files;
};

/* The entry of that surface (with so many tokens) and type, made (kept, certain, without evidence, precision 1) if it
 * is not there. The pointer holds until the next call. */
gaz_status lexicon_entry(struct entry **entry, gaz_lexicon *lexicon, const char *surface, size_t surface_size,
                         uint32_t token_count, const char *type, size_t type_size, gaz_error *error);

/* Empties a lexicon. */
void lexicon_clear(gaz_lexicon *lexicon);

/* True if the entry goes into a model, `context`: one that scores matches by what surrounds them. */
static inline bool entry_is_kept(const struct entry *entry, bool context) {
    if (entry->verdict != VERDICT_NONE) return entry->verdict == VERDICT_KEEP;
    return entry->status == ENTRY_KEPT || (entry->status == ENTRY_CONTEXT && context);
}

/* Notes where an entry was read, if places are kept. */
gaz_status lexicon_set_place(gaz_lexicon *lexicon, const struct entry *entry, const char *path, uint64_t line,
                             gaz_error *error);

/* Where an entry was read; of none, file and line are 0. */
struct place lexicon_place(const gaz_lexicon *lexicon, uint32_t entry);

/* Entry numbers sorted by type name, then variants behind the others, then surface; owned. NULL: out of memory. */
uint32_t *lexicon_sorted(const gaz_lexicon *lexicon);

/* Whether one type of a surface has the majority over another: it is annotated more often; ties go by type name. */
bool lexicon_is_majority(const gaz_lexicon *lexicon, uint32_t type, uint32_t annotated, uint32_t other,
                         uint32_t other_annotated);

/* Adds an entry to counts, whose number of types stays. */
void lexicon_count_entry(gaz_lexicon_counts *counts, const struct entry *entry);

/* Type numbers sorted by name; owned. NULL: out of memory. */
uint32_t *lexicon_type_order(const gaz_lexicon *lexicon);

/* 1 + the number of the first entry of a surface, 0 = none. */
static inline uint32_t lexicon_first(const gaz_lexicon *lexicon, uint32_t surface) {
    return surface < lexicon->first_capacity ? lexicon->first[surface] : 0;
}

/* The names in lists: "kept", "purity", ... and "", "keep", "drop". */
extern const char *const entry_status_names[ENTRY_STATUS_END];
extern const char *const entry_verdict_names[VERDICT_END];
extern const char *const variant_names[VARIANT_END]; /* "", "first", ... */

#endif
