#include "format/bioc_xml.h"

#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/json.h"

bool bioc_xml_recognize(const char *text, size_t size) {
    enum { LOOKED_AT = 4096 };
    static const char root[] = "<collection>";
    size_t at = byte_order_mark(text, size);
    while (at < size && byte_is_blank(text[at])) at++;
    if (at == size || text[at] != '<') return false;
    size_t left = size - at < LOOKED_AT ? size - at : LOOKED_AT;
    return memmem(text + at, left, root, sizeof root - 1) != NULL;
}

#ifdef GAZ_LIBXML2

#include "base/json_writer.h"
#include "base/xml.h"

/* What an element becomes. */
enum element {
    ELEMENT_OTHER,  /* nothing: what is inside of it is passed over */
    ELEMENT_LIST,   /* an object in the list that its parent has of such */
    ELEMENT_TEXT,   /* a string */
    ELEMENT_NUMBER, /* a whole number */
    ELEMENT_INFON   /* a string in the parent's object of infons */
};

static const struct row {
    const char *name;
    enum element kind;
    const char *list; /* of the parent */
} rows[] = {
    {"document", ELEMENT_LIST, "documents"},
    {"passage", ELEMENT_LIST, "passages"},
    {"sentence", ELEMENT_LIST, "sentences"},
    {"annotation", ELEMENT_LIST, "annotations"},
    {"location", ELEMENT_LIST, "locations"},
    {"infon", ELEMENT_INFON, NULL},
    {"id", ELEMENT_TEXT, NULL},
    {"text", ELEMENT_TEXT, NULL},
    {"offset", ELEMENT_NUMBER, NULL},
    {"collection", ELEMENT_LIST, NULL},
};

struct converter {
    struct buffer *out;
    struct xml xml;
    uint64_t line;        /* of the JSON, so far */
    struct buffer string; /* of the element at hand */
};

static const struct row *find_row(const char *name) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0) return &rows[i];
    return NULL;
}

static gaz_status refuse(const struct converter *converter, const char *message, gaz_error *error) {
    return xml_refuse(&converter->xml, message, error);
}

/* Line ends, so that what follows has the line of the XML. */
static bool keep_line(struct converter *converter) {
    uint64_t line = xml_line(&converter->xml);
    bool good = true;
    for (; converter->line < line && good; converter->line++) good = buffer_add_byte(converter->out, '\n');
    return good;
}

static bool is_end(const struct converter *converter, int depth) {
    return xmlTextReaderNodeType(converter->xml.reader) == XML_READER_TYPE_END_ELEMENT &&
           xmlTextReaderDepth(converter->xml.reader) == depth;
}

/* Reads the text of the element at hand, up to its end. */
static gaz_status read_string(struct converter *converter, gaz_error *error) {
    int depth = xmlTextReaderDepth(converter->xml.reader);
    bool there = true;
    gaz_status status = GAZ_OK;
    converter->string.size = 0;
    if (xmlTextReaderIsEmptyElement(converter->xml.reader)) return GAZ_OK;
    while (status == GAZ_OK && there) {
        status = xml_next(&there, &converter->xml, error);
        if (status != GAZ_OK || !there || is_end(converter, depth)) break;
        int type = xmlTextReaderNodeType(converter->xml.reader);
        if (type == XML_READER_TYPE_ENTITY_REFERENCE) return refuse(converter, "an entity that is not known", error);
        bool text = type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
                    type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE || type == XML_READER_TYPE_WHITESPACE;
        const char *value = text ? (const char *)xmlTextReaderConstValue(converter->xml.reader) : NULL;
        if (value && !buffer_add_text(&converter->string, value)) return error_memory(error);
    }
    return status;
}

/* What was written of an object, so that lists and infons that come in pieces are joined. */
struct object {
    const char *list; /* that is open; "infons" too; NULL = none */
    bool begun;
    unsigned opened; /* bits by row: the lists that were begun */
};

/* Opens, continues or closes the list that the next member belongs to. */
static bool switch_list(struct converter *converter, struct object *object, const char *list) {
    struct buffer *out = converter->out;
    const char *close = object->list && strcmp(object->list, "infons") == 0 ? "}" : "]";
    bool same = list && object->list && strcmp(list, object->list) == 0;
    if (same) return buffer_add_text(out, ", ");
    if (object->list && !buffer_add_text(out, close)) return false;
    if (object->begun && !buffer_add_text(out, ", ")) return false;
    object->begun = true;
    object->list = list;
    if (!list) return true;
    return buffer_add_byte(out, '"') && buffer_add_text(out, list) &&
           buffer_add_text(out, strcmp(list, "infons") == 0 ? "\": {" : "\": [");
}

static bool add_string(struct converter *converter, const char *bytes, size_t size) {
    return buffer_add_byte(converter->out, '"') && json_add_text(converter->out, bytes, size) &&
           buffer_add_byte(converter->out, '"');
}

/* A member that is a string or a number: BioC's digits, or nothing that is one. */
static gaz_status add_simple(struct converter *converter, const struct row *row, struct object *object,
                             gaz_error *error) {
    struct buffer *out = converter->out;
    const struct buffer *string = &converter->string;
    xmlChar *key = row->kind == ELEMENT_INFON ? xmlTextReaderGetAttribute(converter->xml.reader, BAD_CAST "key") : NULL;
    const char *name = key ? (const char *)key : row->name;
    gaz_status status = read_string(converter, error);
    bool digits = string->size > 0 && string->size < 16;
    for (size_t i = 0; i < string->size && digits; i++) digits = string->bytes[i] >= '0' && string->bytes[i] <= '9';
    size_t zeros = 0; /* at the begin, which JSON does not have */
    while (digits && zeros + 1 < string->size && string->bytes[zeros] == '0') zeros++;
    bool good = switch_list(converter, object, row->kind == ELEMENT_INFON ? "infons" : NULL) &&
                add_string(converter, name, strlen(name)) && buffer_add_text(out, ": ");
    if (row->kind == ELEMENT_NUMBER && digits)
        good = good && buffer_add(out, string->bytes + zeros, string->size - zeros);
    else
        good = good && add_string(converter, string->bytes, string->size);
    xmlFree(key);
    return status != GAZ_OK ? status : good ? GAZ_OK : error_memory(error);
}

/* <location offset="9" length="2"/> has its members as attributes; other elements may have such too (id). */
static bool add_attributes(struct converter *converter, const char *element, struct object *object) {
    static const char *const numbers[] = {"offset", "length", NULL};
    bool good = true;
    for (size_t i = 0; numbers[i] && strcmp(element, "location") == 0; i++) {
        xmlChar *value = xmlTextReaderGetAttribute(converter->xml.reader, BAD_CAST numbers[i]);
        const char *digits = value ? (const char *)value : "";
        size_t size = strlen(digits);
        bool number = size && size < 16 && strspn(digits, "0123456789") == size;
        while (number && size > 1 && *digits == '0') {
            digits++;
            size--;
        }
        if (value && good)
            good = switch_list(converter, object, NULL) && add_string(converter, numbers[i], strlen(numbers[i])) &&
                   buffer_add_text(converter->out, ": ") &&
                   (number ? buffer_add(converter->out, digits, size) : add_string(converter, digits, size));
        xmlFree(value);
    }
    return good;
}

static gaz_status add_object(struct converter *converter, gaz_error *error);

static gaz_status add_member(struct converter *converter, struct object *object, gaz_error *error) {
    const struct row *row = find_row((const char *)xmlTextReaderConstName(converter->xml.reader));
    if (!row) return read_string(converter, error); /* passed over */
    unsigned bit = 1u << (row - rows);
    const char *list = row->kind == ELEMENT_INFON ? "infons" : row->list;
    bool goes_on = list && object->list && strcmp(list, object->list) == 0;
    if ((object->opened & bit) && !goes_on) return refuse(converter, "elements that belong together are apart", error);
    object->opened |= bit;
    if (row->kind != ELEMENT_LIST) return add_simple(converter, row, object, error);
    if (!row->list) return refuse(converter, "a collection inside of another", error);
    if (!switch_list(converter, object, row->list) || !keep_line(converter)) return error_memory(error);
    return add_object(converter, error);
}

/* The element at hand and what is in it, up to its end. */
static gaz_status add_object(struct converter *converter, gaz_error *error) {
    enum { DEEPEST = 8 };
    int depth = xmlTextReaderDepth(converter->xml.reader);
    bool there = true;
    struct object object = {.list = NULL};
    gaz_status status = GAZ_OK;
    if (depth > DEEPEST) return refuse(converter, "elements inside of each other that BioC does not have", error);
    bool empty = xmlTextReaderIsEmptyElement(converter->xml.reader) == 1;
    const struct row *row = find_row((const char *)xmlTextReaderConstName(converter->xml.reader));
    const char *name = row ? row->name : ""; /* the reader's own goes with the node */
    if (!buffer_add_byte(converter->out, '{') || !add_attributes(converter, name, &object)) return error_memory(error);
    while (status == GAZ_OK && there && !empty) {
        status = xml_next(&there, &converter->xml, error);
        if (status != GAZ_OK || !there || is_end(converter, depth)) break;
        if (xmlTextReaderNodeType(converter->xml.reader) == XML_READER_TYPE_ELEMENT)
            status = add_member(converter, &object, error);
    }
    if (status != GAZ_OK) return status;
    /* XML has no empty lists: a passage without annotations is one in which there is nothing. */
    const struct row *list = find_row("annotation");
    bool none = strcmp(name, "passage") == 0 && !(object.opened & 1u << (list - rows));
    if (none && !switch_list(converter, &object, list->list)) return error_memory(error);
    const char *close = !object.list ? "}" : strcmp(object.list, "infons") == 0 ? "}}" : "]}";
    return buffer_add_text(converter->out, close) ? GAZ_OK : error_memory(error);
}

static gaz_status convert(struct converter *converter, gaz_error *error) {
    bool there = true;
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && there) {
        status = xml_next(&there, &converter->xml, error);
        if (status != GAZ_OK || !there || xmlTextReaderNodeType(converter->xml.reader) != XML_READER_TYPE_ELEMENT)
            continue;
        const char *name = (const char *)xmlTextReaderConstName(converter->xml.reader);
        if (strcmp(name, "collection") != 0) return refuse(converter, "the XML is no collection of BioC", error);
        status = add_object(converter, error);
    }
    return status;
}

gaz_status bioc_xml_convert(struct buffer *json, const char *name, const char *text, size_t size, gaz_error *error) {
    struct converter converter = {.out = json, .line = 1};
    gaz_status status = xml_begin(&converter.xml, name, text, size, NULL, error);
    if (status == GAZ_OK && !buffer_reserve(&converter.string, 1)) status = error_memory(error);
    if (status == GAZ_OK) status = convert(&converter, error);
    xml_end(&converter.xml);
    buffer_free(&converter.string);
    return status;
}

#else

gaz_status bioc_xml_convert(struct buffer *json, const char *name, const char *text, size_t size, gaz_error *error) {
    (void)json;
    (void)text;
    (void)size;
    return error_set(error, GAZ_ERROR_INPUT, name, 0,
                     "is BioC as XML, which is read where gaz was built with libxml2; convert it to BioC's JSON");
}

#endif
