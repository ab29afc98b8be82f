/* Entries in memory, with their evidence. An entry is a surface with a type, and with an id or without one: those of
 * one surface are its senses. */
#ifndef LEXICON_LEXICON_H
#define LEXICON_LEXICON_H

#include <math.h>
#include <stdbool.h>

#include "base/buffer.h"
#include "base/fields.h"
#include "base/strings.h"
#include "gaz.h"
#include "lexicon/senses.h"

/* Whether an entry goes into a model, or why not. */
enum entry_status {
    ENTRY_KEPT,
    ENTRY_PURITY,
    ENTRY_COUNT,
    ENTRY_TOKENS,
    ENTRY_TYPE, /* in lists of former versions: the surface is mostly annotated with another type */
    ENTRY_PRECISION,
    ENTRY_CONTEXT, /* precision too low, unless the context of a match is used */
    ENTRY_SENSE,   /* kept, below the type that the surface is mostly annotated with */
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
    VARIANT_JOINED,     /* non small cell, nonsmall cell, of non-small-cell */
    VARIANT_ACCENTS,    /* Sjogren, of Sjögren */
    VARIANT_POSSESSIVE, /* Crohn disease, Crohns disease, of Crohn's disease */
    VARIANT_GREEK,      /* IFN-alpha, of IFN-α */
    VARIANT_INVERTED,   /* Acute Myeloid Leukemia, of Leukemia, Myeloid, Acute */
    VARIANT_NUMERAL,    /* type II, of type 2 */
    VARIANT_BRITISH,    /* anaemia, of anemia, or the reverse */
    VARIANT_DIGITS,     /* version \d, of version 3: a pattern (surface.h) */
    VARIANT_KINDS,
    VARIANT_SUGGESTED = VARIANT_KINDS, /* not derived: found in raw text by gaz_suggest, and not looked at */
    VARIANT_END
};

/* Whether an entry is of a gazetteer: a list that a person or a terminology gave, judged by the corpora. */
enum gazetteer {
    GAZETTEER_NONE,
    GAZETTEER_LISTED,
    GAZETTEER_NEW, /* listed, and no harvest has judged it yet */
    /* During a harvest: */
    GAZETTEER_ASKED, /* in the lists without any evidence: listed if the corpus has it */
    GAZETTEER_JUDGED /* listed, with a type that the corpus annotates */
};

/* There are millions: the members lie without gaps. */
struct entry {
    uint32_t surface;     /* number in surfaces */
    uint32_t type;        /* number in types */
    uint32_t id;          /* 1 + number in ids, 0 = none */
    uint32_t next;        /* 1 + number of the next entry with the same surface, 0 = none */
    int32_t priority;     /* higher wins */
    float precision;      /* 0 to 1 */
    float log_odds;       /* its part of the log odds of a match; LOG_ODDS_CERTAIN: matches are always right */
    uint32_t annotated;   /* annotations of the surface with this type in the corpus */
    uint32_t occurrences; /* all occurrences of the surface */
    uint32_t nested;      /* occurrences inside a longer entity */
    uint16_t token_count; /* 1 to ENTRY_TOKENS_MAX */
    uint8_t status;       /* enum entry_status */
    uint8_t verdict;      /* enum entry_verdict */
    uint8_t variant;      /* enum variant */
    uint8_t match_case;   /* gaz_case */
    uint8_t edges;        /* gaz_edges */
    uint8_t gazetteer;    /* enum gazetteer */
};

#define LOG_ODDS_CERTAIN INFINITY

enum { ENTRY_TOKENS_MAX = 65535 };

/* Where an entry was read. */
struct place {
    uint32_t file; /* 1 + number in the lexicon's files; 0: nowhere */
    uint32_t line; /* from 1; UINT32_MAX: that line or a later one */
};

/* What an entry is further known by; few lists have any of it. */
struct entry_notes {
    uint32_t name;  /* 1 + number in names: the preferred one; 0 = none */
    uint32_t extra; /* 1 + number in extras: columns that gaz does not know; 0 = none */
};

struct gaz_lexicon {
    struct strings surfaces; /* in the form of surface.h */
    struct strings types;
    struct strings ids;
    struct strings names;
    struct strings columns; /* names of columns that gaz does not know, as they were come across */
    struct strings extras;  /* of an entry: TAB, name, TAB and value of each such column, in that order */
    struct entry *entries;
    size_t entry_count;
    size_t entry_capacity;
    uint32_t *first; /* by surface: 1 + number of its first entry */
    size_t first_capacity;
    struct senses senses;
    struct entry_notes *notes; /* by entry, as far as note_count */
    size_t note_count;
    size_t note_capacity;
    gaz_list_rule list;            /* that is being read: for entries that do not say it themselves; all zero = none */
    bool gazetteer;                /* what is being read is one */
    uint64_t duplicates;           /* entries that were there already when they were read */
    struct scoring_model *scoring; /* owned; NULL = none */
    struct growth *growth;         /* owned; NULL = none was read or learnt */
    bool harvested;                /* `growth` is what belongs to the lists, even if it is NULL */
    char *unfinished;              /* path of the mark (list.h) beside lists that were read; owned; NULL = none */
    bool keeps_places;
    struct place *places; /* by entry, as far as place_count; NULL if they are not kept */
    size_t place_count;
    size_t place_capacity;
    struct strings files;
};

/* What tells entries apart. */
struct entry_key {
    struct field surface; /* in the form of surface.h */
    uint32_t number;      /* 1 + the surface's in the lexicon's surfaces, 0: not known */
    struct field type;
    uint32_t id;          /* 1 + number in the lexicon's ids, 0 = none */
    uint32_t token_count; /* of the surface */
};

/* Makes room for so many more entries. More are added as well, only slower. */
gaz_status lexicon_reserve(gaz_lexicon *lexicon, size_t more, gaz_error *error);

/* Finds the entry with a key, or adds it: kept, certain, without evidence, with precision 1. The pointer is valid until
 * the next call. */
gaz_status lexicon_entry(struct entry **entry, gaz_lexicon *lexicon, const struct entry_key *key, gaz_error *error);

/* The number of an id as entries have it: 0 for an empty one. */
gaz_status lexicon_add_id(uint32_t *id, gaz_lexicon *lexicon, const char *bytes, size_t size, gaz_error *error);

/* The number of a preferred name as notes have it: 0 for an empty one. */
gaz_status lexicon_add_name(uint32_t *name, gaz_lexicon *lexicon, const char *bytes, size_t size, gaz_error *error);

/* The notes of an entry; all 0 if it has none. */
struct entry_notes lexicon_notes(const gaz_lexicon *lexicon, const struct entry *entry);

gaz_status lexicon_set_notes(gaz_lexicon *lexicon, const struct entry *entry, struct entry_notes notes,
                             gaz_error *error);

/* Empties a lexicon. */
void lexicon_clear(gaz_lexicon *lexicon);

/* Fails for lists that a harvest has not written to the end: their entries may be of two harvests. What one learns anew
 * is finished. */
gaz_status lexicon_check_finished(const gaz_lexicon *lexicon, gaz_error *error);
void lexicon_set_finished(gaz_lexicon *lexicon);

/* Whether there is anything to say of the entry: it is in a list, or a person has judged it. */
static inline bool entry_is_there(const struct entry *entry) {
    return entry->status != ENTRY_GONE || entry->verdict != VERDICT_NONE;
}

/* Whether the entry goes into a model; `context`: one that scores matches by their context. */
static inline bool entry_is_kept(const struct entry *entry, bool context) {
    if (entry->verdict != VERDICT_NONE) return entry->verdict == VERDICT_KEEP;
    return entry->status == ENTRY_KEPT || entry->status == ENTRY_SENSE || (entry->status == ENTRY_CONTEXT && context);
}

/* Whether the harvest that is going on judges the entry as one of a gazetteer. */
static inline bool entry_is_listed(const struct entry *entry) {
    return entry->gazetteer == GAZETTEER_JUDGED;
}

/* Gives an entry what another one has from the corpus: counts and what was concluded from them. */
static inline void entry_take_evidence(struct entry *entry, const struct entry *from) {
    entry->annotated = from->annotated;
    entry->occurrences = from->occurrences;
    entry->nested = from->nested;
    entry->precision = from->precision;
    entry->status = from->status;
    entry->log_odds = from->log_odds;
    entry->variant = from->variant;
}

/* Records where an entry was read, if places are kept. */
gaz_status lexicon_set_place(gaz_lexicon *lexicon, const struct entry *entry, const char *path, uint64_t line,
                             gaz_error *error);

/* Where an entry was read; file and line are 0 if that is not known. */
struct place lexicon_place(const gaz_lexicon *lexicon, uint32_t entry);

/* The lists of a type. */
enum list_kind { LIST_ENTRIES, LIST_VARIANTS, LIST_SUGGESTED, LIST_KIND_END };

static inline enum list_kind entry_list(const struct entry *entry) {
    if (entry->variant == VARIANT_SUGGESTED) return LIST_SUGGESTED;
    return entry->variant ? LIST_VARIANTS : LIST_ENTRIES;
}

/* Entry numbers sorted by type name, then list, then surface; owned. NULL: out of memory. */
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

/* 1 + the number of the entry of a surface with a type and an id (as struct entry has it), 0 = none. */
uint32_t lexicon_find(const gaz_lexicon *lexicon, uint32_t surface, const struct string *type, uint32_t id);

/* The text of an id, name or surface of an entry; "" if there is none. */
const char *lexicon_id(const gaz_lexicon *lexicon, const struct entry *entry);
const char *lexicon_name(const gaz_lexicon *lexicon, const struct entry *entry);

/* The names in lists: "kept", "purity", ... and "", "keep", "drop". */
extern const char *const entry_status_names[ENTRY_STATUS_END];
extern const char *const entry_verdict_names[VERDICT_END];
extern const char *const variant_names[VARIANT_END]; /* "", "first", ... */

#endif
