/* The words for the values of the public enums. */
#include <string.h>

#include "gaz.h"

/* Defines PREFIX_name and PREFIX_find over the names by value. */
#define NAMES(prefix, ...)                                                                                             \
    static const char *const prefix##_names[] = {__VA_ARGS__};                                                         \
    const char *prefix##_name(int value) {                                                                             \
        return name_of(prefix##_names, sizeof prefix##_names / sizeof *prefix##_names, value);                         \
    }                                                                                                                  \
    int prefix##_find(const char *name) {                                                                              \
        return find(prefix##_names, sizeof prefix##_names / sizeof *prefix##_names, name);                             \
    }

static const char *name_of(const char *const *names, size_t count, int value) {
    return value >= 0 && (size_t)value < count ? names[value] : NULL;
}

static int find(const char *const *names, size_t count, const char *name) {
    for (size_t i = 0; name && i < count; i++)
        if (strcmp(names[i], name) == 0) return (int)i;
    return -1;
}

NAMES(gaz_scheme, "auto", "iob1", "iob2", "bioes", "bare")
NAMES(gaz_separator, "auto", "tab", "blank")
NAMES(gaz_offsets, "auto", "byte", "codepoint", "utf16", "grapheme")
NAMES(gaz_list_format, "auto", "list", "patterns", "gate", "tokensregex", "model", "obo", "delimited", "umls",
      "geonames", "sparknlp", "rdf", "conceptmapper", "skweak", "ids", "feed", "hosts", "adblock", "stix", "misp")
NAMES(gaz_export_format, "patterns", "tsv")
NAMES(gaz_tokens, "both", "corpus", "words")
NAMES(gaz_case, "default", "exact", "ignore", "auto")
NAMES(gaz_verdicts_score, "auto", "certain", "context")
NAMES(gaz_edges, "default", "token", "strict")
NAMES(gaz_reason, "tagged", "shorter", "overlaps", "score", "tries", "filtered", "other entry", "dropped",
      "not in model", "unknown", "cuts token", "sentence", "no token", "long token", "case", "edges", "digits")
