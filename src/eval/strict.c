#include "eval/strict.h"

#include <stdlib.h>

#include "base/error.h"
#include "format/conll_layout.h"

/* What seqeval's scheme.py knows: which pairs of neighbours begin an entity, go on in it, and end it. An entity that
 * begins and does not end so is none. */

enum prefix { PREFIX_NONE = 0, PREFIX_O = 1, PREFIX_B = 2, PREFIX_I = 4, PREFIX_E = 8, PREFIX_S = 16, PREFIX_ANY = 31 };
enum types { TYPES_SAME = 1, TYPES_DIFFER = 2, TYPES_ANY = 3 };

/* Fits neighbours whose prefixes and types are among these. */
struct pattern {
    unsigned char before;
    unsigned char here;
    unsigned char types;
};

enum { PATTERNS = 7 /* the most, and a last one that fits nothing */ };

struct rules {
    const char *name;
    unsigned char allowed; /* prefixes */
    struct pattern begins[PATTERNS];
    struct pattern goes_on[PATTERNS];
    struct pattern ends[PATTERNS];
};

static const struct rules iob1 = {
    "IOB1",
    PREFIX_O | PREFIX_B | PREFIX_I,
    {{PREFIX_O | PREFIX_B, PREFIX_I, TYPES_ANY},
     {PREFIX_I, PREFIX_I, TYPES_DIFFER},
     {PREFIX_B | PREFIX_I, PREFIX_B, TYPES_SAME}},
    {{PREFIX_B | PREFIX_I, PREFIX_I, TYPES_SAME}},
    {{PREFIX_B | PREFIX_I, PREFIX_O, TYPES_ANY},
     {PREFIX_B | PREFIX_I, PREFIX_I, TYPES_DIFFER},
     {PREFIX_I, PREFIX_B, TYPES_ANY},
     {PREFIX_B, PREFIX_B, TYPES_SAME}},
};

static const struct rules iob2 = {
    "IOB2",
    PREFIX_O | PREFIX_B | PREFIX_I,
    {{PREFIX_ANY, PREFIX_B, TYPES_ANY}},
    {{PREFIX_B | PREFIX_I, PREFIX_I, TYPES_SAME}},
    {{PREFIX_B | PREFIX_I, PREFIX_O | PREFIX_B, TYPES_ANY}, {PREFIX_B | PREFIX_I, PREFIX_I, TYPES_DIFFER}},
};

static const struct rules iobes = {
    "IOBES",
    PREFIX_ANY,
    {{PREFIX_ANY, PREFIX_B | PREFIX_S, TYPES_ANY}},
    {{PREFIX_B | PREFIX_I, PREFIX_I | PREFIX_E, TYPES_SAME}},
    {{PREFIX_E | PREFIX_S, PREFIX_ANY, TYPES_ANY}},
};

struct strict_tag {
    enum prefix prefix;
    uint32_t type;
};

struct strict_reader {
    const struct rules *rules;
    struct strict_tag *tags; /* by number */
    const uint32_t *numbers; /* by token */
};

static const struct strict_tag outside = {PREFIX_O, 0};

static bool fits(const struct pattern *patterns, struct strict_tag before, struct strict_tag here) {
    unsigned types = before.type == here.type ? TYPES_SAME : TYPES_DIFFER;
    for (; patterns->before; patterns++)
        if ((patterns->before & before.prefix) && (patterns->here & here.prefix) && (patterns->types & types))
            return true;
    return false;
}

static struct strict_tag tag_at(const struct strict_reader *reader, uint64_t token, uint64_t end) {
    return token < end ? reader->tags[reader->numbers[token]] : outside;
}

/* Where the entity stops that begins at `begin`. */
static uint64_t find_stop(const struct strict_reader *reader, uint64_t begin, uint64_t end) {
    uint64_t stop = begin + 1;
    while (stop < end && fits(reader->rules->goes_on, tag_at(reader, stop - 1, end), tag_at(reader, stop, end))) stop++;
    return stop;
}

/* Adds the entities of a sentence. */
static gaz_status read_sentence(struct corpus *corpus, const struct strict_reader *reader, uint64_t begin, uint64_t end,
                                gaz_error *error) {
    struct strict_tag before = outside;
    gaz_status status = GAZ_OK;
    for (uint64_t i = begin; i < end && status == GAZ_OK;) {
        struct strict_tag here = tag_at(reader, i, end);
        uint64_t stop = i + 1;
        if (fits(reader->rules->begins, before, here)) {
            stop = find_stop(reader, i, end);
            before = tag_at(reader, stop - 1, end);
            struct corpus_span span = {.begin = i, .size = (uint32_t)(stop - i), .type = here.type};
            if (fits(reader->rules->ends, before, tag_at(reader, stop, end)))
                status = corpus_append_span(corpus, &span, error);
        }
        before = tag_at(reader, stop - 1, end);
        i = stop;
    }
    return status;
}

static enum prefix prefix_of(char letter, const struct rules *rules) {
    switch (letter) {
    case 'O': return PREFIX_O;
    case 'B': return PREFIX_B;
    case 'I': return PREFIX_I;
    case 'M': return rules->allowed & PREFIX_E ? PREFIX_I : PREFIX_NONE;
    case 'E':
    case 'L': return PREFIX_E;
    case 'S':
    case 'U':
    case 'W': return PREFIX_S;
    default: return PREFIX_NONE;
    }
}

/* Takes all tags apart; one that the scheme has not gets PREFIX_NONE. */
static gaz_status parse_tags(struct strict_reader *reader, struct corpus *names, gaz_error *error) {
    reader->tags = calloc((size_t)names->tag_names.count + 1, sizeof *reader->tags);
    if (!reader->tags) return error_memory(error);
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; i < names->tag_names.count && status == GAZ_OK; i++) {
        const struct string *name = &names->tag_names.items[i];
        struct strict_tag *tag = &reader->tags[i];
        tag->prefix = prefix_of(name->bytes[0], reader->rules) & reader->rules->allowed;
        if (tag->prefix > PREFIX_O && name->size > 2)
            status = strings_add(&tag->type, &names->types, name->bytes + 2, name->size - 2, error);
    }
    return status;
}

static gaz_status wrong_tag(const struct corpus *corpus, const struct corpus *names, uint64_t token,
                            const struct rules *rules, const char *file, gaz_error *error) {
    const struct string *tag = &names->tag_names.items[corpus->tags[token]];
    char quote[LAYOUT_QUOTE_SIZE];
    return error_set(error, GAZ_ERROR_INPUT, file, 0,
                     "the tag \"%s\" of token %llu (sentence %llu) is none of %s, which the strict reading takes the "
                     "gold tags for; another scheme can be forced",
                     layout_quote(quote, tag->bytes, tag->size), (unsigned long long)token + 1,
                     (unsigned long long)corpus_sentence_of(corpus, token) + 1, rules->name);
}

static gaz_status read_all(struct corpus *corpus, const struct corpus *names, const struct strict_reader *reader,
                           const char *file, gaz_error *error) {
    gaz_status status = GAZ_OK;
    uint64_t begin = 0;
    for (uint64_t i = 0; i < corpus->token_count; i++)
        if (reader->tags[corpus->tags[i]].prefix == PREFIX_NONE)
            return wrong_tag(corpus, names, i, reader->rules, file, error);
    for (uint64_t i = 0; i < corpus->sentence_count && status == GAZ_OK; i++) {
        uint64_t end = corpus->sentence_ends[i];
        status = read_sentence(corpus, reader, begin, end, error);
        begin = end;
    }
    return status;
}

gaz_status strict_read(struct corpus *corpus, struct corpus *names, gaz_scheme scheme, const char *file,
                       gaz_error *error) {
    if (scheme == GAZ_SCHEME_BARE)
        return error_set(error, GAZ_ERROR_INPUT, file, 0,
                         "the gold tags are types without a prefix, of which there is no strict reading");
    struct strict_reader reader = {.rules = scheme == GAZ_SCHEME_IOB1   ? &iob1
                                            : scheme == GAZ_SCHEME_IOB2 ? &iob2
                                                                        : &iobes,
                                   .numbers = corpus->tags};
    corpus->span_count = 0;
    gaz_status status = parse_tags(&reader, names, error);
    if (status == GAZ_OK) status = read_all(corpus, names, &reader, file, error);
    free(reader.tags);
    return status;
}
