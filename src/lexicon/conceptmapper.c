#include "lexicon/conceptmapper.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/xml.h"

/* Whether an element of that name begins in the text. */
static bool has_element(struct field text, const char *name) {
    size_t size = strlen(name);
    const char *end = text.bytes + text.size;
    for (const char *at = text.bytes; (at = memmem(at, (size_t)(end - at), name, size)) != NULL; at += size)
        if ((size_t)(end - at) > size && strchr(" \t\r\n/>", at[size])) return true;
    return false;
}

bool conceptmapper_is(const struct dictionary *file) {
    enum { LOOKED_AT = 1 << 16 };
    size_t mark = byte_order_mark(file->text, file->size);
    struct field begin = field_trim((struct field){file->text + mark, file->size - mark});
    if (begin.size > LOOKED_AT) begin.size = LOOKED_AT;
    return begin.size && begin.bytes[0] == '<' && has_element(begin, "<token") && has_element(begin, "<variant");
}

#ifndef GAZ_LIBXML2

gaz_status conceptmapper_read(struct dictionary *dictionary) {
    return error_set(dictionary->error, GAZ_ERROR_INPUT, error_file_name(dictionary->path), 0,
                     "XML of ConceptMapper, and this build has no libxml2 to read it");
}

#else

#include <strings.h>

#include "lexicon/concept.h"

/* What attributes are called that say something of a concept, in any case: their names are free. Of several for one
 * part, the first here counts. */
static const struct {
    const char *name;
    enum concept_part part;
} rows[] = {{"canonical", CONCEPT_TITLE}, {"id", CONCEPT_ID},
            {"CodeValue", CONCEPT_ID}, /* of the user's guide, as is SemClass */
            {"ref_id", CONCEPT_ID},       {"UniqueID", CONCEPT_ID},
            {"cui", CONCEPT_ID},          {"DOCNO", CONCEPT_ID},
            {"SemClass", CONCEPT_TYPE},   {"SemanticType", CONCEPT_TYPE},
            {"type", CONCEPT_TYPE},       {"category", CONCEPT_TYPE}};

enum { ROWS = sizeof rows / sizeof *rows };

/* What an element says, by row; NULL: nothing. */
struct values {
    xmlChar *of[ROWS];
    xmlChar *base; /* of a variant */
};

struct mapper {
    struct dictionary *dictionary;
    struct xml xml;
    struct concept concept;
    struct values token;
    bool inside;   /* of a token, */
    bool empty;    /* which has no variants so far */
    uint64_t line; /* where it begins */
};

static void values_free(struct values *values) {
    for (size_t i = 0; i < ROWS; i++) xmlFree(values->of[i]);
    xmlFree(values->base);
    *values = (struct values){0};
}

static gaz_status take_attribute(struct values *values, xmlTextReaderPtr reader, gaz_error *error) {
    const char *name = (const char *)xmlTextReaderConstName(reader);
    xmlChar **value = strcasecmp(name, "base") == 0 ? &values->base : NULL;
    for (size_t i = 0; i < ROWS && !value; i++)
        if (strcasecmp(name, rows[i].name) == 0) value = &values->of[i];
    if (!value || *value) return GAZ_OK;
    *value = xmlTextReaderValue(reader);
    return *value ? GAZ_OK : error_memory(error);
}

/* Takes the attributes of the element at hand. */
static gaz_status take_values(struct values *values, struct mapper *mapper) {
    xmlTextReaderPtr reader = mapper->xml.reader;
    gaz_status status = GAZ_OK;
    int result = xmlTextReaderMoveToFirstAttribute(reader);
    for (; result == 1 && status == GAZ_OK; result = xmlTextReaderMoveToNextAttribute(reader))
        status = take_attribute(values, reader, mapper->dictionary->error);
    if (xmlTextReaderMoveToElement(reader) < 0 || result < 0) return error_memory(mapper->dictionary->error);
    return status;
}

static bool add(struct mapper *mapper, struct concept *concept, enum concept_part part, const xmlChar *value) {
    struct field text = {(const char *)value, value ? strlen((const char *)value) : 0};
    return text.size == 0 || concept_add(concept, mapper->dictionary, part, GAZ_SCOPE_EXACT, text);
}

/* Adds what a token says, and of it, first, what a variant says; of each part the first one that there is. */
static bool add_values(struct mapper *mapper, struct concept *concept, const struct values *variant) {
    const struct values *const sources[] = {variant, &mapper->token};
    unsigned added = 0; /* bits by part */
    bool good = true;
    for (size_t source = variant ? 0 : 1; source < 2; source++)
        for (size_t i = 0; i < ROWS && good; i++) {
            const xmlChar *value = sources[source]->of[i];
            if (!value || !*value || (added >> rows[i].part & 1)) continue;
            good = add(mapper, concept, rows[i].part, value);
            added |= 1u << rows[i].part;
        }
    return good;
}

static gaz_status begin_token(struct mapper *mapper) {
    if (mapper->inside) return xml_refuse(&mapper->xml, "a token inside of another", mapper->dictionary->error);
    mapper->inside = mapper->empty = true;
    mapper->line = mapper->dictionary->line;
    gaz_status status = take_values(&mapper->token, mapper);
    if (status == GAZ_OK && !add_values(mapper, &mapper->concept, NULL))
        status = error_memory(mapper->dictionary->error);
    return status;
}

/* Makes entries of the token's variants. */
static gaz_status end_token(struct mapper *mapper) {
    if (!mapper->inside) return GAZ_OK;
    mapper->inside = false;
    values_free(&mapper->token);
    mapper->dictionary->line = mapper->line;
    if (mapper->empty) dictionary_skip(mapper->dictionary, "a token without variants, so that nothing is found");
    return concept_end(mapper->dictionary, &mapper->concept);
}

/* Takes a variant: one that says something of its own is a concept by itself. */
static gaz_status add_variant(struct mapper *mapper, const struct values *variant) {
    struct dictionary *dictionary = mapper->dictionary;
    bool own = false;
    mapper->empty = false;
    if (!variant->base || !*variant->base) {
        dictionary_skip(dictionary, "a variant without a base");
        return GAZ_OK;
    }
    for (size_t i = 0; i < ROWS; i++) own = own || variant->of[i];
    struct concept single = {0};
    struct concept *concept = own ? &single : &mapper->concept;
    bool good = (!own || add_values(mapper, concept, variant)) && add(mapper, concept, CONCEPT_SYNONYM, variant->base);
    gaz_status status = good ? GAZ_OK : error_memory(dictionary->error);
    if (own && status == GAZ_OK) status = concept_end(dictionary, concept);
    concept_free(&single);
    return status;
}

static gaz_status take_variant(struct mapper *mapper) {
    struct values variant = {0};
    if (!mapper->inside) return xml_refuse(&mapper->xml, "a variant outside of a token", mapper->dictionary->error);
    gaz_status status = take_values(&variant, mapper);
    if (status == GAZ_OK) status = add_variant(mapper, &variant);
    values_free(&variant);
    return status;
}

static gaz_status take_node(struct mapper *mapper) {
    xmlTextReaderPtr reader = mapper->xml.reader;
    const char *name = (const char *)xmlTextReaderConstName(reader);
    int type = xmlTextReaderNodeType(reader);
    bool token = name && strcmp(name, "token") == 0;
    mapper->dictionary->line = xml_line(&mapper->xml);
    if (type == XML_READER_TYPE_END_ELEMENT) return token ? end_token(mapper) : GAZ_OK;
    if (type != XML_READER_TYPE_ELEMENT || !name) return GAZ_OK;
    if (!token) return strcmp(name, "variant") == 0 ? take_variant(mapper) : GAZ_OK;
    gaz_status status = begin_token(mapper);
    return status == GAZ_OK && xmlTextReaderIsEmptyElement(reader) == 1 ? end_token(mapper) : status;
}

gaz_status conceptmapper_read(struct dictionary *dictionary) {
    struct mapper mapper = {.dictionary = dictionary};
    size_t mark = byte_order_mark(dictionary->text, dictionary->size);
    const char *encoding = dictionary->options->encoding ? "UTF-8" : NULL; /* which it is when it was decoded */
    gaz_status status = xml_begin(&mapper.xml, error_file_name(dictionary->path), dictionary->text + mark,
                                  dictionary->size - mark, encoding, dictionary->error);
    for (bool there = true; status == GAZ_OK && there;) {
        status = xml_next(&there, &mapper.xml, dictionary->error);
        if (status == GAZ_OK && there) status = take_node(&mapper);
    }
    xml_end(&mapper.xml);
    values_free(&mapper.token);
    concept_free(&mapper.concept);
    return status;
}

#endif
