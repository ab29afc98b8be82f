/* The functions of libraptor2. The library is loaded when RDF is read, and not with gaz: it brings 30 others, which
 * would make each start of the command 12 ms slower. */
#ifndef LEXICON_RAPTOR_H
#define LEXICON_RAPTOR_H

#include <stdbool.h>

#include <raptor2.h>

#define RAPTOR_FUNCTIONS(FUNCTION)                                                                                     \
    FUNCTION(raptor_new_world_internal)                                                                                \
    FUNCTION(raptor_free_world)                                                                                        \
    FUNCTION(raptor_world_set_log_handler)                                                                             \
    FUNCTION(raptor_new_uri)                                                                                           \
    FUNCTION(raptor_free_uri)                                                                                          \
    FUNCTION(raptor_uri_as_counted_string)                                                                             \
    FUNCTION(raptor_new_parser)                                                                                        \
    FUNCTION(raptor_free_parser)                                                                                       \
    FUNCTION(raptor_parser_set_option)                                                                                 \
    FUNCTION(raptor_parser_set_statement_handler)                                                                      \
    FUNCTION(raptor_parser_get_locator)                                                                                \
    FUNCTION(raptor_locator_line)                                                                                      \
    FUNCTION(raptor_parser_parse_start)                                                                                \
    FUNCTION(raptor_parser_parse_chunk)                                                                                \
    FUNCTION(raptor_parser_parse_abort)

struct raptor {
    void *library;
#define MEMBER(name) __typeof__(name) *(name);
    RAPTOR_FUNCTIONS(MEMBER)
#undef MEMBER
};

/* False: the library is not there. To be unloaded in any case. */
bool raptor_load(struct raptor *raptor);
void raptor_unload(struct raptor *raptor);

#endif
