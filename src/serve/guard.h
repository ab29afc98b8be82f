/* Who may ask: the name by which the server is called, the page that a request comes from, and who a client is. */
#ifndef SERVE_GUARD_H
#define SERVE_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "gaz.h"

/* Whether a Host header names this server: an address, localhost, or one of the names. A page elsewhere whose name
 * leads here (DNS rebinding) has another. NULL is none, and good: no browser leaves it out. */
bool guard_knows_host(const char *host, const char *const *names, size_t name_count);

/* Whether a request comes from a page of this server, or from no page at all: Origin and Sec-Fetch-Site, which a
 * browser sends and no page can set. Each may be NULL. */
bool guard_is_own_page(const char *origin, const char *site, const char *host);

/* Who may ask: a list of Authorization headers. */
struct guard_credentials {
    struct buffer list; /* of "Basic ..." and "Bearer ...", a zero byte behind each; owned */
};

/* Reads a file: a line is user:password, or a token; blank ones and those that begin with # are passed over. A file
 * without any is GAZ_ERROR_INPUT. */
gaz_status guard_read(struct guard_credentials *credentials, const char *path, gaz_error *error);
void guard_free(struct guard_credentials *credentials);

/* Whether it is one of them. The time that takes says nothing of them. `header` may be NULL. */
bool guard_admits(const struct guard_credentials *credentials, const char *header);

#endif
