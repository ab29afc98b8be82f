#include "lexicon/rdf.h"

#include "base/bytes.h"
#include "base/error.h"

enum { LOOKED_AT = 4096 };

/* The first bytes, without a byte order mark and blanks. */
static struct field find_begin(const struct dictionary *file) {
    size_t mark = byte_order_mark(file->text, file->size);
    struct field begin = field_trim((struct field){file->text + mark, file->size - mark});
    return begin.size > LOOKED_AT ? (struct field){begin.bytes, LOOKED_AT} : begin;
}

/* Whether it is XML with the element of RDF in its beginning. */
static bool is_xml(struct field begin) {
    static const char element[] = "<rdf:RDF";
    return begin.size && begin.bytes[0] == '<' && memmem(begin.bytes, begin.size, element, sizeof element - 1);
}

/* Whether it is a triple: <...> <...> and something. */
static bool is_triple(struct field begin) {
    const char *end = begin.bytes + begin.size;
    const char *at = begin.bytes;
    for (int i = 0; i < 2; i++) {
        if (at == end || *at != '<') return false;
        bool uri = false;
        for (; at < end && *at != '>' && *at != ' ' && *at != '\n'; at++) uri = uri || *at == ':';
        if (at == end || *at != '>' || !uri) return false;
        for (at++; at < end && (*at == ' ' || *at == '\t');) at++;
    }
    return at < end && *at != '\n';
}

/* Passes over comments of Turtle. */
static struct field skip_comments(struct field begin) {
    while (begin.size && begin.bytes[0] == '#') {
        const char *end = memchr(begin.bytes, '\n', begin.size);
        if (!end) return begin;
        begin = field_trim((struct field){end, begin.size - (size_t)(end - begin.bytes)});
    }
    return begin;
}

/* The name of raptor's parser; NULL: it is no RDF. */
static const char *find_syntax(const struct dictionary *file) {
    static const char *const directives[] = {"@prefix ", "@base ", "PREFIX ", "BASE "};
    struct field begin = find_begin(file);
    if (is_xml(begin)) return "rdfxml";
    begin = skip_comments(begin);
    for (size_t i = 0; i < sizeof directives / sizeof *directives; i++) {
        const char *colon = field_begins(begin, directives[i]) ? memchr(begin.bytes, '<', begin.size) : NULL;
        if (colon) return "turtle";
    }
    return is_triple(begin) ? "turtle" : NULL; /* of which N-Triples is a part */
}

bool rdf_is(const struct dictionary *file) {
    return find_syntax(file) != NULL;
}

#ifndef GAZ_RAPTOR

gaz_status rdf_read(struct dictionary *dictionary) {
    return error_set(dictionary->error, GAZ_ERROR_ARGUMENT, error_file_name(dictionary->path), 0,
                     "RDF, and this build has no libraptor2 to read it");
}

#else

#include <stdlib.h>

#include "lexicon/concept.h"
#include "lexicon/raptor.h"

enum meaning { PART, DEPRECATED, KIND };

#define SKOS       "http://www.w3.org/2004/02/skos/core#"
#define OWL        "http://www.w3.org/2002/07/owl#"
#define OBO_IN_OWL "http://www.geneontology.org/formats/oboInOwl#"
#define RDF        "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

static const struct predicate {
    const char *uri;
    enum meaning meaning;
    enum concept_part part;
    gaz_scope scope;
} predicates[] = {
    {"http://www.w3.org/2000/01/rdf-schema#label", PART, CONCEPT_NAME, 0},
    {SKOS "prefLabel", PART, CONCEPT_NAME, 0},
    {SKOS "altLabel", PART, CONCEPT_SYNONYM, GAZ_SCOPE_EXACT},
    {SKOS "hiddenLabel", PART, CONCEPT_SYNONYM, GAZ_SCOPE_EXACT},
    {OBO_IN_OWL "hasExactSynonym", PART, CONCEPT_SYNONYM, GAZ_SCOPE_EXACT},
    {OBO_IN_OWL "hasNarrowSynonym", PART, CONCEPT_SYNONYM, GAZ_SCOPE_NARROW},
    {OBO_IN_OWL "hasBroadSynonym", PART, CONCEPT_SYNONYM, GAZ_SCOPE_BROAD},
    {OBO_IN_OWL "hasRelatedSynonym", PART, CONCEPT_SYNONYM, GAZ_SCOPE_RELATED},
    {OBO_IN_OWL "hasDbXref", PART, CONCEPT_XREF, 0},
    {OBO_IN_OWL "id", PART, CONCEPT_ID, 0},
    {OBO_IN_OWL "hasOBONamespace", PART, CONCEPT_TYPE, 0},
    {OWL "deprecated", DEPRECATED, 0, 0},
    {RDF "type", KIND, 0, 0},
};

/* Resources of these kinds are no concepts. */
static const char *const no_concepts[] = {OWL "ObjectProperty", OWL "DatatypeProperty",  OWL "AnnotationProperty",
                                          OWL "Ontology",       RDF "Property",          SKOS "ConceptScheme",
                                          SKOS "Collection",    SKOS "OrderedCollection"};

/* What is said of resources, in the order in which it is said. */
struct graph {
    struct dictionary *dictionary;
    struct raptor raptor;
    raptor_parser *parser;
    struct strings resources; /* URIs, or names of blank nodes */
    struct resource {
        size_t first; /* statement + 1; 0: there is none */
        size_t last;
        bool obsolete;
        bool no_concept;
        bool blank; /* it has no URI */
    } * all;        /* by their numbers */
    size_t all_capacity;
    struct statement {
        const struct predicate *predicate;
        size_t begin; /* in `texts` */
        size_t size;
        uint64_t line;
        size_t next; /* of the resource, + 1 */
    } * statements;
    size_t count;
    size_t capacity;
    struct buffer texts;
    gaz_status status;
};

static struct field text_of(const struct graph *graph, const raptor_term *term) {
    size_t size = 0;
    const unsigned char *bytes = (const unsigned char *)"";
    if (term->type == RAPTOR_TERM_TYPE_URI) {
        bytes = graph->raptor.raptor_uri_as_counted_string(term->value.uri, &size);
    } else if (term->type == RAPTOR_TERM_TYPE_LITERAL) {
        bytes = term->value.literal.string;
        size = term->value.literal.string_len;
    } else if (term->type == RAPTOR_TERM_TYPE_BLANK) {
        bytes = term->value.blank.string;
        size = term->value.blank.string_len;
    }
    return (struct field){(const char *)bytes, size};
}

static const struct predicate *find_predicate(const struct graph *graph, const raptor_term *term) {
    if (term->type != RAPTOR_TERM_TYPE_URI) return NULL;
    struct field uri = text_of(graph, term);
    for (size_t i = 0; i < sizeof predicates / sizeof *predicates; i++)
        if (field_is(&uri, predicates[i].uri)) return &predicates[i];
    return NULL;
}

/* Whether the text is in a language that is wanted: en is that of en-GB, too. */
static bool is_wanted(const struct graph *graph, const raptor_term *term) {
    if (term->type != RAPTOR_TERM_TYPE_LITERAL || !term->value.literal.language) return true;
    struct field language = {(const char *)term->value.literal.language, term->value.literal.language_len};
    const char *dash = memchr(language.bytes, '-', language.size);
    struct field plain = {language.bytes, dash ? (size_t)(dash - language.bytes) : language.size};
    const char *wanted = graph->dictionary->options->language;
    return dictionary_wants(language, wanted) || dictionary_wants(plain, wanted);
}

static gaz_status find_resource(struct resource **resource, struct graph *graph, const raptor_term *term) {
    uint32_t number;
    uint32_t known = graph->resources.count;
    struct field name = text_of(graph, term);
    if (!array_reserve(&graph->all, &graph->all_capacity, (size_t)known + 1, sizeof *graph->all))
        return error_memory(graph->dictionary->error);
    gaz_status status = strings_add(&number, &graph->resources, name.bytes, name.size, graph->dictionary->error);
    if (status != GAZ_OK) return status;
    *resource = &graph->all[number];
    if (number == known) **resource = (struct resource){.blank = term->type == RAPTOR_TERM_TYPE_BLANK};
    return GAZ_OK;
}

static gaz_status keep(struct graph *graph, struct resource *resource, const struct predicate *predicate,
                       struct field text) {
    if (!array_reserve(&graph->statements, &graph->capacity, graph->count + 1, sizeof *graph->statements))
        return error_memory(graph->dictionary->error);
    raptor_locator *locator = graph->raptor.raptor_parser_get_locator(graph->parser);
    int line = locator ? graph->raptor.raptor_locator_line(locator) : 0;
    graph->statements[graph->count++] = (struct statement){
        .predicate = predicate, .begin = graph->texts.size, .size = text.size, .line = line > 0 ? (uint64_t)line : 1};
    if (resource->first)
        graph->statements[resource->last - 1].next = graph->count;
    else
        resource->first = graph->count;
    resource->last = graph->count;
    return buffer_add(&graph->texts, text.bytes, text.size) ? GAZ_OK : error_memory(graph->dictionary->error);
}

static gaz_status take(struct graph *graph, const raptor_statement *statement) {
    if (!statement->subject || !statement->predicate || !statement->object) /* raptor had no memory for it */
        return error_memory(graph->dictionary->error);
    const struct predicate *predicate = find_predicate(graph, statement->predicate);
    struct field text = text_of(graph, statement->object);
    struct resource *resource;
    if (!predicate) return GAZ_OK;
    gaz_status status = find_resource(&resource, graph, statement->subject);
    if (status != GAZ_OK) return status;
    if (predicate->meaning == DEPRECATED) {
        resource->obsolete = field_is(&text, "true") || field_is(&text, "1");
    } else if (predicate->meaning == KIND) {
        for (size_t i = 0; i < sizeof no_concepts / sizeof *no_concepts; i++)
            resource->no_concept = resource->no_concept || field_is(&text, no_concepts[i]);
    } else if (!is_wanted(graph, statement->object)) {
        graph->dictionary->report->not_wanted++;
    } else {
        status = keep(graph, resource, predicate, text);
    }
    return status;
}

static void take_statement(void *user, raptor_statement *statement) {
    struct graph *graph = user;
    if (graph->status == GAZ_OK) graph->status = take(graph, statement);
    if (graph->status != GAZ_OK) graph->raptor.raptor_parser_parse_abort(graph->parser);
}

static void take_message(void *user, raptor_log_message *message) {
    struct graph *graph = user;
    if (message->level < RAPTOR_LOG_LEVEL_ERROR || graph->status != GAZ_OK) return;
    int line = message->locator ? graph->raptor.raptor_locator_line(message->locator) : 0;
    graph->status = error_set(graph->dictionary->error, GAZ_ERROR_INPUT, error_file_name(graph->dictionary->path),
                              line > 0 ? (uint64_t)line : 0, "%s", message->text ? message->text : "no RDF");
}

/* Makes concepts of the resources, and entries of these. */
static gaz_status add_resources(struct graph *graph) {
    struct dictionary *dictionary = graph->dictionary;
    struct concept concept = {0};
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; i < graph->resources.count && status == GAZ_OK; i++) {
        const struct resource *resource = &graph->all[i];
        const struct string *uri = &graph->resources.items[i];
        bool good = true;
        if (resource->no_concept || !resource->first) continue;
        concept.obsolete = resource->obsolete;
        for (size_t at = resource->first; at && good; at = graph->statements[at - 1].next) {
            const struct statement *statement = &graph->statements[at - 1];
            dictionary->line = statement->line;
            good = concept_add(&concept, dictionary, statement->predicate->part, statement->predicate->scope,
                               (struct field){graph->texts.bytes + statement->begin, statement->size});
        }
        if (good && !resource->blank)
            good = concept_add(&concept, dictionary, CONCEPT_ID, 0, (struct field){uri->bytes, uri->size});
        status = good ? concept_end(dictionary, &concept) : error_memory(dictionary->error);
    }
    concept_free(&concept);
    return status;
}

static gaz_status parse(struct graph *graph, raptor_world *world) {
    enum { CHUNK = 1 << 20 };
    const struct dictionary *dictionary = graph->dictionary;
    const struct raptor *raptor = &graph->raptor;
    raptor->raptor_world_set_log_handler(world, graph, take_message);
    graph->parser = raptor->raptor_new_parser(world, find_syntax(dictionary));
    raptor_uri *base = raptor->raptor_new_uri(world, (const unsigned char *)"http://localhost/");
    if (!graph->parser || !base) graph->status = error_memory(dictionary->error);
    if (graph->status == GAZ_OK) {
        raptor->raptor_parser_set_option(graph->parser, RAPTOR_OPTION_NO_NET, NULL, 1);
        raptor->raptor_parser_set_option(graph->parser, RAPTOR_OPTION_NO_FILE, NULL, 1);
        raptor->raptor_parser_set_option(graph->parser, RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, NULL, 0);
        raptor->raptor_parser_set_statement_handler(graph->parser, graph, take_statement);
        size_t at = byte_order_mark(dictionary->text, dictionary->size);
        int failed = raptor->raptor_parser_parse_start(graph->parser, base);
        while (!failed && graph->status == GAZ_OK && at < dictionary->size) {
            size_t rest = dictionary->size - at;
            size_t size = rest < CHUNK ? rest : CHUNK;
            failed = raptor->raptor_parser_parse_chunk(graph->parser, (const unsigned char *)dictionary->text + at,
                                                       size, size == rest);
            at += size;
        }
        if (failed && graph->status == GAZ_OK)
            graph->status =
                error_set(dictionary->error, GAZ_ERROR_INPUT, error_file_name(dictionary->path), 0, "no RDF");
    }
    if (base) raptor->raptor_free_uri(base);
    if (graph->parser) raptor->raptor_free_parser(graph->parser);
    return graph->status;
}

gaz_status rdf_read(struct dictionary *dictionary) {
    const char *name = error_file_name(dictionary->path);
    struct graph graph = {.dictionary = dictionary};
    gaz_status status;
    if (!find_syntax(dictionary))
        return error_set(dictionary->error, GAZ_ERROR_INPUT, name, 0, "no RDF: neither Turtle, N-Triples nor RDF/XML");
    if (!raptor_load(&graph.raptor)) {
        status = error_set(dictionary->error, GAZ_ERROR_ARGUMENT, name, 0, "RDF, which libraptor2 reads; install it");
    } else {
        raptor_world *world = graph.raptor.raptor_new_world_internal(RAPTOR_VERSION);
        status = world ? parse(&graph, world) : error_memory(dictionary->error);
        if (world) graph.raptor.raptor_free_world(world);
    }
    if (status == GAZ_OK) status = add_resources(&graph);
    raptor_unload(&graph.raptor);
    strings_free(&graph.resources);
    free(graph.all);
    free(graph.statements);
    buffer_free(&graph.texts);
    return status;
}

#endif
