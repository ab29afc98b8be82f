#include "serve/xmi.h"

#ifdef GAZ_LIBXML2

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/unicode.h"
#include "base/xml.h"
#include "document/offsets.h"

static const char token_namespace[] = "http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore";
static const char cas_namespace[] = "http:///uima/cas.ecore";

/* ---- Names ---- */

bool xmi_is_name(const char *name, bool simple) {
    bool begins = true; /* a part of the name does */
    for (; *name; name++) {
        bool letter = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') || *name == '_';
        bool digit = *name >= '0' && *name <= '9';
        bool dot = *name == '.' && !simple;
        if (begins ? !letter : !letter && !digit && !dot) return false;
        begins = dot;
    }
    return !begins;
}

const char *xmi_local_name(const char *layer) {
    const char *dot = strrchr(layer, '.');
    return dot ? dot + 1 : layer;
}

bool xmi_add_namespace(struct buffer *out, const char *layer) {
    const char *local = xmi_local_name(layer);
    bool good = buffer_add_text(out, "http:///");
    if (local == layer) return good && buffer_add_text(out, "uima/noNamespace.ecore");
    for (const char *at = layer; at < local - 1 && good; at++) good = buffer_add_byte(out, *at == '.' ? '/' : *at);
    return good && buffer_add_text(out, ".ecore");
}

/* ---- Writing ---- */

/* What stands for a byte in an attribute; NULL: itself. */
static const char *escape_of(unsigned char byte) {
    switch (byte) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\t': return "&#9;";
    case '\n': return "&#10;";
    case '\r': return "&#13;";
    default: return byte < ' ' ? " " : NULL;
    }
}

bool xmi_add_attribute(struct buffer *out, const char *name, const char *value, size_t size) {
    bool good = buffer_add_byte(out, ' ') && buffer_add_text(out, name) && buffer_add_text(out, "=\"");
    for (size_t i = 0; i < size && good;) {
        const char *escape = escape_of((unsigned char)value[i]);
        unsigned length = escape ? 1 : unicode_length(value + i, size - i);
        bool outside = length == 3 && memcmp(value + i, "\xEF\xBF", 2) == 0 && (unsigned char)value[i + 2] >= 0xBE;
        if (escape)
            good = buffer_add_text(out, escape);
        else
            good = length && !outside ? buffer_add(out, value + i, length) : buffer_add_text(out, "\xEF\xBF\xBD");
        i += length ? length : 1;
    }
    return good && buffer_add_byte(out, '"');
}

/* ---- Reading ---- */

struct reading {
    struct xml xml;
    struct xmi *xmi;
    struct buffer space; /* of the layer; ends with a zero byte */
    const char *local;
    const char *feature;
    bool initial; /* the text is that of the initial view */
};

static gaz_status refuse(const struct reading *reading, const char *message, gaz_error *error) {
    return xml_refuse(&reading->xml, message, error);
}

/* Reads an attribute that is a whole number. False: it is none. */
static bool read_number(uint64_t *number, xmlTextReaderPtr reader, const char *name) {
    xmlChar *value = xmlTextReaderGetAttribute(reader, BAD_CAST name);
    char *end = NULL;
    unsigned long long read = value ? strtoull((const char *)value, &end, 10) : 0;
    bool good = value && *value >= '0' && *value <= '9' && *end == 0 && read <= INT_MAX;
    xmlFree(value);
    *number = read;
    return good;
}

static gaz_status add_range(struct xmi_ranges *ranges, const struct reading *reading, size_t value, gaz_error *error) {
    struct xmi_range range = {.value = value};
    uint64_t sofa;
    xmlTextReaderPtr reader = reading->xml.reader;
    if (!read_number(&range.begin, reader, "begin") || !read_number(&range.end, reader, "end") ||
        !read_number(&sofa, reader, "sofa") || range.end < range.begin)
        return refuse(reading, "XMI: an annotation without begin, end and sofa", error);
    range.sofa = (int)sofa;
    if (!array_reserve(&ranges->items, &ranges->capacity, ranges->count + 1, sizeof *ranges->items))
        return error_memory(error);
    ranges->items[ranges->count++] = range;
    return GAZ_OK;
}

/* The text of the initial view, or else the first one. */
static gaz_status take_sofa(struct reading *reading, gaz_error *error) {
    struct xmi *xmi = reading->xmi;
    xmlTextReaderPtr reader = reading->xml.reader;
    xmlChar *text = xmlTextReaderGetAttribute(reader, BAD_CAST "sofaString");
    xmlChar *view = xmlTextReaderGetAttribute(reader, BAD_CAST "sofaID");
    bool initial = view && strcmp((const char *)view, "_InitialView") == 0;
    gaz_status status = GAZ_OK;
    uint64_t number;
    if (text && (!xmi->has_text || (initial && !reading->initial))) {
        xmlChar *id = xmlTextReaderGetAttributeNs(reader, BAD_CAST "id", BAD_CAST "http://www.omg.org/XMI");
        char *end = NULL;
        number = id ? strtoull((const char *)id, &end, 10) : 0;
        xmi->text.size = 0;
        xmi->has_text = true;
        reading->initial = initial;
        xmi->sofa = (int)number;
        if (!id || *end || number > INT_MAX) status = refuse(reading, "XMI: a text without a number", error);
        if (status == GAZ_OK && !buffer_add_text(&xmi->text, (const char *)text)) status = error_memory(error);
        xmlFree(id);
    }
    xmlFree(text);
    xmlFree(view);
    return status;
}

static gaz_status take_annotation(struct reading *reading, gaz_error *error) {
    struct xmi *xmi = reading->xmi;
    xmlChar *value = xmlTextReaderGetAttribute(reading->xml.reader, BAD_CAST reading->feature);
    gaz_status status = GAZ_OK;
    if (value && *value) {
        size_t at = xmi->values.size;
        status = add_range(&xmi->annotations, reading, at, error);
        if (status == GAZ_OK && !buffer_add(&xmi->values, value, strlen((const char *)value) + 1))
            status = error_memory(error);
    }
    xmlFree(value);
    return status;
}

static bool is_named(xmlTextReaderPtr reader, const char *space, const char *local) {
    const char *name = (const char *)xmlTextReaderConstLocalName(reader);
    const char *uri = (const char *)xmlTextReaderConstNamespaceUri(reader);
    return name && uri && strcmp(name, local) == 0 && strcmp(uri, space) == 0;
}

static gaz_status take_element(struct reading *reading, gaz_error *error) {
    xmlTextReaderPtr reader = reading->xml.reader;
    if (is_named(reader, cas_namespace, "Sofa")) return take_sofa(reading, error);
    if (is_named(reader, token_namespace, "Token")) return add_range(&reading->xmi->tokens, reading, 0, error);
    if (reading->local && is_named(reader, reading->space.bytes, reading->local))
        return take_annotation(reading, error);
    return GAZ_OK;
}

static gaz_status read_elements(struct reading *reading, gaz_error *error) {
    bool there;
    gaz_status status;
    while ((status = xml_next(&there, &reading->xml, error)) == GAZ_OK && there) {
        int type = xmlTextReaderNodeType(reading->xml.reader);
        if (type == XML_READER_TYPE_DOCUMENT_TYPE)
            return refuse(reading, "XML with a document type declaration", error);
        if (type == XML_READER_TYPE_ELEMENT) status = take_element(reading, error);
        if (status != GAZ_OK) break;
    }
    if (status == GAZ_OK && !reading->xmi->has_text) return refuse(reading, "XMI without a text (sofaString)", error);
    return status;
}

/* ---- Units to bytes ---- */

static int compare_ranges(const void *left, const void *right) {
    const struct xmi_range *one = left;
    const struct xmi_range *two = right;
    if (one->begin != two->begin) return one->begin < two->begin ? -1 : 1;
    return one->end > two->end ? -1 : one->end < two->end;
}

/* Keeps those of the text, in bytes. */
static gaz_status place_ranges(struct xmi_ranges *ranges, const struct xmi *xmi, const struct offset_index *index,
                               gaz_error *error) {
    size_t kept = 0;
    for (size_t i = 0; i < ranges->count; i++) {
        struct xmi_range range = ranges->items[i];
        size_t begin;
        size_t end;
        if (range.sofa != xmi->sofa || range.begin == range.end) continue;
        if (range.end > index->count || !offset_index_find(&begin, index, range.begin) ||
            !offset_index_find(&end, index, range.end))
            return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "XMI: an annotation outside of the text");
        range.begin = begin;
        range.end = end;
        ranges->items[kept++] = range;
    }
    ranges->count = kept;
    if (kept) qsort(ranges->items, kept, sizeof *ranges->items, compare_ranges);
    return GAZ_OK;
}

static gaz_status place_all(struct xmi *xmi, gaz_error *error) {
    struct offset_index index = {0};
    gaz_status status = GAZ_OK;
    if (!offset_index_init(&index, xmi->text.size ? xmi->text.bytes : "", xmi->text.size, GAZ_OFFSETS_UTF16))
        status = error_memory(error);
    if (status == GAZ_OK) status = place_ranges(&xmi->tokens, xmi, &index, error);
    if (status == GAZ_OK) status = place_ranges(&xmi->annotations, xmi, &index, error);
    offset_index_free(&index);
    return status;
}

gaz_status xmi_read(struct xmi *xmi, const char *bytes, size_t size, const char *layer, const char *feature,
                    gaz_error *error) {
    struct reading reading = {.xmi = xmi, .feature = feature};
    if (layer) {
        reading.local = xmi_local_name(layer);
        if (!xmi_add_namespace(&reading.space, layer) || !buffer_add_byte(&reading.space, 0)) {
            buffer_free(&reading.space);
            return error_memory(error);
        }
    }
    gaz_status status = xml_begin(&reading.xml, NULL, bytes, size, NULL, error);
    if (status == GAZ_OK) status = read_elements(&reading, error);
    xml_end(&reading.xml);
    buffer_free(&reading.space);
    return status == GAZ_OK ? place_all(xmi, error) : status;
}

void xmi_free(struct xmi *xmi) {
    buffer_free(&xmi->text);
    buffer_free(&xmi->values);
    free(xmi->tokens.items);
    free(xmi->annotations.items);
    *xmi = (struct xmi){.has_text = false};
}

#else
typedef int xmi_is_absent; /* a file must hold something */
#endif
