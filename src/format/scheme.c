#include "format/scheme.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"

static enum tag_action action_of(char prefix) {
    switch (prefix) {
    case 'B': return ACTION_BEGIN;
    case 'E':
    case 'L': return ACTION_END;
    case 'S':
    case 'U':
    case 'W': return ACTION_SINGLE;
    default: return ACTION_INSIDE;
    }
}

static const char nameless[] = "ENTITY"; /* the type of a tag that has none */

/* Takes a tag apart that is seen for the first time. */
static gaz_status parse(struct scheme_tag *tag, struct scheme_tags *tags, const char *bytes, size_t size,
                        gaz_error *error) {
    bool outside = tags->bare ? size == 1 && bytes[0] == 'O' : bytes[0] == 'O';
    *tag = (struct scheme_tag){.action = ACTION_OUTSIDE};
    if (outside) return GAZ_OK;
    if (tags->bare) { /* neighbours of one type are one entity: what I- does where B- is unknown */
        tag->action = ACTION_INSIDE;
        return strings_add(&tag->type, &tags->types, bytes, size, error);
    }
    tag->action = action_of(bytes[0]);
    if (bytes[0] != 'B' && bytes[0] != 'I') tags->closing = true;
    if (size == 1) return strings_add(&tag->type, &tags->types, nameless, sizeof nameless - 1, error);
    return strings_add(&tag->type, &tags->types, bytes + 2, size - 2, error);
}

gaz_status scheme_add(struct scheme_tags *tags, const char *bytes, size_t size, gaz_error *error) {
    if (!array_reserve(&tags->numbers, &tags->capacity, (size_t)tags->count + 1, sizeof *tags->numbers) ||
        !array_reserve(&tags->parsed, &tags->parsed_capacity, (size_t)tags->values.count + 1, sizeof *tags->parsed))
        return error_memory(error);
    if (tags->count) { /* most tags repeat the one before: O after O */
        uint32_t last = tags->numbers[tags->count - 1];
        const struct string *value = &tags->values.items[last];
        if (value->size == size && memcmp(value->bytes, bytes, size) == 0) {
            tags->numbers[tags->count++] = last;
            return GAZ_OK;
        }
    }
    uint32_t known = tags->values.count;
    uint32_t number;
    gaz_status status = strings_add(&number, &tags->values, bytes, size, error);
    if (status == GAZ_OK && number == known) status = parse(&tags->parsed[number], tags, bytes, size, error);
    if (status == GAZ_OK) tags->numbers[tags->count++] = number;
    return status;
}

gaz_scheme scheme_detect(const struct scheme_tags *tags, const struct corpus *corpus, uint64_t first_token,
                         uint64_t first_sentence) {
    if (tags->bare) return GAZ_SCHEME_BARE;
    if (tags->closing) return GAZ_SCHEME_BIOES;
    uint64_t begins = 0;  /* entities apart from others that begin with B-, */
    uint64_t insides = 0; /* and with I-: IOB1 has B- only to part neighbours */
    uint64_t token = first_token;
    for (uint64_t i = first_sentence; i < corpus->sentence_count; i++) {
        struct scheme_tag last = {.action = ACTION_OUTSIDE};
        for (; token < corpus->sentence_ends[i]; token++) {
            struct scheme_tag tag = tags->parsed[tags->numbers[token - first_token]];
            bool apart = last.action == ACTION_OUTSIDE || last.type != tag.type;
            begins += tag.action == ACTION_BEGIN && apart;
            insides += tag.action == ACTION_INSIDE && apart;
            last = tag;
        }
    }
    return insides > begins ? GAZ_SCHEME_IOB1 : GAZ_SCHEME_IOB2;
}

/* The entity that is open while spans are made. */
struct entity {
    bool open;
    uint64_t begin;
    uint32_t type;
};

static gaz_status close_entity(struct corpus *corpus, struct entity *entity, const struct scheme_tags *tags,
                               uint64_t end, gaz_error *error) {
    const struct string *type = &tags->types.items[entity->type];
    entity->open = false;
    return corpus_add_span(corpus, entity->begin, end, type->bytes, type->size, error);
}

/* A tag that closes its entity leaves none open, so that what follows it opens the next. */
static gaz_status step(struct corpus *corpus, gaz_corpus_report *report, struct entity *entity,
                       const struct scheme_tags *tags, gaz_scheme scheme, struct scheme_tag tag, uint64_t token,
                       gaz_error *error) {
    bool outside = tag.action == ACTION_OUTSIDE;
    bool must_open = tag.action == ACTION_BEGIN || tag.action == ACTION_SINGLE;
    bool opens = must_open || (!outside && (!entity->open || entity->type != tag.type));
    if (entity->open && (outside || opens)) {
        if (scheme == GAZ_SCHEME_BIOES) report->unclosed++;
        gaz_status status = close_entity(corpus, entity, tags, token, error);
        if (status != GAZ_OK) return status;
    }
    if (opens) *entity = (struct entity){.open = true, .begin = token, .type = tag.type};
    if (opens && !must_open && scheme != GAZ_SCHEME_IOB1 && scheme != GAZ_SCHEME_BARE) report->stray_inside++;
    if (tag.action == ACTION_END || tag.action == ACTION_SINGLE)
        return close_entity(corpus, entity, tags, token + 1, error);
    return GAZ_OK;
}

gaz_status scheme_spans(struct corpus *corpus, gaz_corpus_report *report, const struct scheme_tags *tags,
                        gaz_scheme scheme, uint64_t first_token, uint64_t first_sentence, gaz_error *error) {
    gaz_status status = GAZ_OK;
    uint64_t token = first_token;
    for (uint64_t i = first_sentence; status == GAZ_OK && i < corpus->sentence_count; i++) {
        uint64_t end = corpus->sentence_ends[i];
        struct entity entity = {.open = false};
        for (; status == GAZ_OK && token < end; token++) {
            struct scheme_tag tag = tags->parsed[tags->numbers[token - first_token]];
            status = step(corpus, report, &entity, tags, scheme, tag, token, error);
        }
        if (status == GAZ_OK && entity.open) {
            if (scheme == GAZ_SCHEME_BIOES) report->unclosed++;
            status = close_entity(corpus, &entity, tags, end, error);
        }
    }
    return status;
}

/* The number of a tag among the corpus's. */
static gaz_status keep_value(uint32_t *number, struct corpus *corpus, const struct scheme_tags *tags, uint32_t value,
                             gaz_error *error) {
    const struct string *name = &tags->values.items[value];
    bool outside = tags->parsed[value].action == ACTION_OUTSIDE;
    if (tags->bare || outside || name->size > 1)
        return strings_add(number, &corpus->tag_names, name->bytes, name->size, error);
    char full[2 + sizeof nameless] = {name->bytes[0], '-'};
    memcpy(full + 2, nameless, sizeof nameless);
    return strings_add(number, &corpus->tag_names, full, sizeof full - 1, error);
}

gaz_status scheme_keep(struct corpus *corpus, const struct scheme_tags *tags, uint64_t first_token, gaz_error *error) {
    uint32_t *numbers = malloc(((size_t)tags->values.count + 1) * sizeof *numbers);
    gaz_status status = numbers && array_reserve(&corpus->tags, &corpus->tag_capacity,
                                                 (size_t)(first_token + tags->count), sizeof *corpus->tags)
                            ? GAZ_OK
                            : error_memory(error);
    for (uint32_t i = 0; i < tags->values.count && status == GAZ_OK; i++)
        status = keep_value(&numbers[i], corpus, tags, i, error);
    for (uint64_t i = 0; i < tags->count && status == GAZ_OK; i++)
        corpus->tags[first_token + i] = numbers[tags->numbers[i]];
    free(numbers);
    return status;
}

void scheme_free(struct scheme_tags *tags) {
    strings_free(&tags->values);
    strings_free(&tags->types);
    free(tags->parsed);
    free(tags->numbers);
    *tags = (struct scheme_tags){0};
}
