#include "base/xml.h"

#ifdef GAZ_LIBXML2

#include <pthread.h>
#include <string.h>

#include "base/error.h"

static pthread_once_t is_set_up = PTHREAD_ONCE_INIT;

/* Receives what the parser complains of; the first fault counts. */
static void take_fault(void *user, xmlErrorPtr fault) {
    struct xml *xml = user;
    gaz_error *failure = &xml->failure;
    const char *message = fault->message ? fault->message : "it is no XML";
    int size = (int)strcspn(message, "\n");
    if (failure->status != GAZ_OK) return;
    if (fault->code == XML_ERR_NO_MEMORY)
        (void)error_memory(failure);
    else
        (void)error_set(failure, GAZ_ERROR_INPUT, xml->name, fault->line > 0 ? (uint64_t)fault->line : 0,
                        "no XML: %.*s", size, message);
}

/* What libxml2 would print. */
static void drop_message(void *user, const char *format, ...) {
    (void)user;
    (void)format;
}

gaz_status xml_begin(struct xml *xml, const char *name, const char *text, size_t size, const char *encoding,
                     gaz_error *error) {
    *xml = (struct xml){.name = name};
    if (size > INT32_MAX) return error_set(error, GAZ_ERROR_LIMIT, name, 0, "a file of over 2,147,483,647 bytes");
    (void)pthread_once(&is_set_up, xmlInitParser); /* libxml2 would ask without a lock whether another thread has */
    xml->handlers =
        (struct xml_handlers){xmlStructuredError, xmlStructuredErrorContext, xmlGenericError, xmlGenericErrorContext};
    xmlSetStructuredErrorFunc(xml, (xmlStructuredErrorFunc)take_fault);
    xmlSetGenericErrorFunc(NULL, drop_message);
    xml->begun = true;
    xml->reader = xmlReaderForMemory(text, (int)size, NULL, encoding, XML_PARSE_NONET | XML_PARSE_NOWARNING);
    if (!xml->reader) return error_memory(error);
    xmlTextReaderSetStructuredErrorHandler(xml->reader, (xmlStructuredErrorFunc)take_fault, xml);
    return GAZ_OK;
}

void xml_end(struct xml *xml) {
    if (!xml->begun) return;
    if (xml->reader) xmlFreeTextReader(xml->reader);
    xmlSetStructuredErrorFunc(xml->handlers.user, xml->handlers.take);
    xmlSetGenericErrorFunc(xml->handlers.print_user, xml->handlers.print);
    xmlResetLastError(); /* which the thread keeps */
    *xml = (struct xml){.name = NULL};
}

uint64_t xml_line(const struct xml *xml) {
    const xmlNode *node = xmlTextReaderCurrentNode(xml->reader);
    long line = node ? xmlGetLineNo(node) : 0;
    return line > 0 ? (uint64_t)line : 0;
}

static gaz_status tell_failure(const struct xml *xml, gaz_error *error) {
    if (error) *error = xml->failure;
    return xml->failure.status;
}

gaz_status xml_refuse(const struct xml *xml, const char *message, gaz_error *error) {
    if (xml->failure.status != GAZ_OK) return tell_failure(xml, error);
    return error_set(error, GAZ_ERROR_INPUT, xml->name, xml_line(xml), "%s", message);
}

/* Whether the document declares entities of its own: a few can stand for more than memory holds. */
static bool has_entities(const struct xml *xml) {
    const xmlNode *node = xmlTextReaderCurrentNode(xml->reader);
    return node && node->type == XML_DTD_NODE && ((const xmlDtd *)node)->entities;
}

gaz_status xml_next(bool *there, struct xml *xml, gaz_error *error) {
    int result = xmlTextReaderRead(xml->reader);
    *there = result == 1;
    if (xml->failure.status != GAZ_OK) return tell_failure(xml, error);
    if (result < 0) return xml_refuse(xml, "no XML", error);
    return *there && has_entities(xml) ? xml_refuse(xml, "XML that declares entities", error) : GAZ_OK;
}

#else
typedef int xml_is_absent; /* a file must hold something */
#endif
