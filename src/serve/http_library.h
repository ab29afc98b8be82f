/* The functions of libmicrohttpd. The library is loaded when gaz serves, and not with gaz: it brings a dozen others,
 * which would make each start of the command a millisecond slower. */
#ifndef SERVE_HTTP_LIBRARY_H
#define SERVE_HTTP_LIBRARY_H

#include <stdbool.h>

#include <microhttpd.h>

#define HTTP_FUNCTIONS(FUNCTION)                                                                                       \
    FUNCTION(MHD_start_daemon)                                                                                         \
    FUNCTION(MHD_stop_daemon)                                                                                          \
    FUNCTION(MHD_quiesce_daemon)                                                                                       \
    FUNCTION(MHD_get_daemon_info)                                                                                      \
    FUNCTION(MHD_get_connection_info)                                                                                  \
    FUNCTION(MHD_get_connection_values)                                                                                \
    FUNCTION(MHD_lookup_connection_value)                                                                              \
    FUNCTION(MHD_suspend_connection)                                                                                   \
    FUNCTION(MHD_resume_connection)                                                                                    \
    FUNCTION(MHD_create_response_from_buffer)                                                                          \
    FUNCTION(MHD_add_response_header)                                                                                  \
    FUNCTION(MHD_queue_response)                                                                                       \
    FUNCTION(MHD_destroy_response)

struct http_library {
    void *library;
#define MEMBER(name) __typeof__(name) *(name);
    HTTP_FUNCTIONS(MEMBER)
#undef MEMBER
};

/* False: the library is not there. To be unloaded in any case. */
bool http_library_load(struct http_library *library);
void http_library_unload(struct http_library *library);

#endif
