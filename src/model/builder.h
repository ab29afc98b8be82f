/* Compiles entries into a model. builder.c collects them, image.c makes the file. Knows nothing of where they come
 * from.
 */
#ifndef MODEL_BUILDER_H
#define MODEL_BUILDER_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/strings.h"
#include "gaz.h"
#include "model/image.h"

/* A surface under one tokenization. */
struct builder_surface {
    uint32_t end;   /* in `tokens`; it begins where the one before ends */
    uint32_t entry; /* number in builder.entries */
};

/* One automaton to be. */
struct builder_tokenization {
    bool wanted;
    unsigned normalization; /* enum unicode_normalization */
    uint32_t signs;         /* that count as letters: text/signs.h */
    uint32_t *winners; /* by claim: builder_finish writes which claim won its tokens, if it has any; borrowed; NULL: it
                        * is not wanted */
    struct strings vocabulary;
    uint32_t *tokens; /* numbers in vocabulary; of the pending ones, which are the last, not known yet */
    size_t token_count;
    size_t token_capacity;
    struct buffer pending; /* tokens that are not in the vocabulary yet, one behind the other */
    size_t pending_ends[STRINGS_BATCH];
    size_t pending_count;
    struct builder_surface *surfaces;
    size_t surface_count;
    size_t surface_capacity;
};

struct builder_entry {
    uint32_t type : ENTRY_TYPE_BITS;       /* number in types */
    uint32_t flags : 32 - ENTRY_TYPE_BITS; /* enum entry_flags, without ENTRY_MORE */
    uint32_t claim;                        /* distinct */
    float score;
};

/* A surface as it is written. */
struct builder_written {
    uint32_t entry;
    uint32_t end; /* in builder.surfaces; it begins where that of the entry before ends */
};

/* The scoring model, as the builder takes it. */
struct builder_context {
    const struct image_point *points;
    uint32_t point_count;
    float threshold;
    const struct strings *types; /* the columns of the weights; NULL: matches are not scored by what surrounds them */
    const float *weights;        /* model/context.h, with that many types */
    const struct image_word *words;
    uint32_t word_slots;
};

/* All zero, with the first members of the tokenizations set: an empty builder. */
struct builder {
    /* Of entries with the same tokens the one whose claim is stronger comes first; NULL: the lower claim. Those of the
     * same type and id are one sense: the first of them stays, unless the case of another must be exact. */
    bool (*is_stronger)(const void *context, uint32_t left, uint32_t right);
    const void *context;
    bool in_order; /* the model numbers the entries as they were added, not as it suits it best */
    const struct builder_context *scoring;                 /* borrowed until builder_finish; NULL = nothing */
    struct builder_tokenization tokenizations[TOKENS_END]; /* TOKENS_MODEL is not used */
    struct strings types;
    struct builder_entry *entries;
    size_t entry_count;
    size_t entry_capacity;
    struct image_prior *priors; /* by entry, as far as they were set */
    size_t prior_count;
    size_t prior_capacity;
    struct image_evidence *evidence; /* by entry, as far as it was set */
    size_t evidence_count;
    size_t evidence_capacity;
    struct strings concepts;  /* id, LF, name: none of them holds one */
    uint32_t *entry_concepts; /* by entry, as far as they were set: 1 + number in concepts, 0 = none */
    size_t concept_count;
    size_t concept_capacity;
    bool respelled;                  /* a token of the newest entry is not compared as it is written, under the first
                                      * tokenization that is wanted */
    uint64_t lower_count;            /* builder_finish: entries above which another one is ranked wherever they are */
    struct buffer surfaces;          /* as the file has them */
    struct builder_written *written; /* by entry that has one, ascending */
    size_t written_count;
    size_t written_capacity;
    struct buffer scratch;
};

/* Makes room for so many entries and tokens under each tokenization. More are added as well, only slower. */
gaz_status builder_reserve(struct builder *builder, size_t entries, size_t tokens, gaz_error *error);

/* Adds an entry of that type without any surface yet; it gets the number entry_count had. `flags`: enum entry_flags,
 * without ENTRY_MORE. */
gaz_status builder_add_entry(struct builder *builder, const char *type, uint32_t claim, float score, uint32_t flags,
                             gaz_error *error);

/* Adds the next token of the newest entry under a tokenization; it is normalised here, and masked if that is one of
 * masks. Empty tokens and such as are
 * over TOKEN_SIZE_MAX bytes are refused with GAZ_ERROR_LIMIT. */
gaz_status builder_add_token(struct builder *builder, uint32_t tokenization, const char *bytes, size_t size,
                             gaz_error *error);

/* Sets what scoring the matches of the newest entry begins with; entries for which it was not set are certain. For
 * models with context only. */
gaz_status builder_set_prior(struct builder *builder, struct image_prior prior, gaz_error *error);

/* Sets what the corpus says of the newest entry; entries for which it was not set have none. A model none of whose
 * entries has any keeps no evidence. */
gaz_status builder_set_evidence(struct builder *builder, struct image_evidence evidence, gaz_error *error);

/* Sets the newest entry's concept; id and name may be "". */
gaz_status builder_set_concept(struct builder *builder, const char *id, const char *name, gaz_error *error);

/* Adds the next token of the newest entry's surface as it is written. Entries for which this is not called are written
 * as they are compared, under the first tokenization that the model has; those whose case must be exact need it. */
gaz_status builder_add_written(struct builder *builder, const char *bytes, size_t size, gaz_error *error);

/* Takes the newest entry's tokens under a tokenization back. */
gaz_status builder_drop_surface(struct builder *builder, uint32_t tokenization, gaz_error *error);

/* Gives the pending tokens their numbers. */
gaz_status builder_end_tokens(struct builder_tokenization *tokenization, gaz_error *error);

/* Compiles what was added into `image`, the whole file; the builder's content is used up. `threads` 2 or more makes
 * the automata at the same time; the bytes do not depend on it. */
gaz_status builder_finish(struct buffer *image, struct builder *builder, unsigned threads, gaz_progress progress,
                          void *context, gaz_error *error);

/* How many tokens a surface has. */
static inline uint32_t builder_surface_count(const struct builder_tokenization *tokenization, size_t number) {
    const struct builder_surface *surface = &tokenization->surfaces[number];
    return number ? surface->end - surface[-1].end : surface->end;
}

void builder_tokenization_free(struct builder_tokenization *tokenization);
void builder_free(struct builder *builder);

#endif
