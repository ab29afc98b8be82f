/* HTTP/1.1 by libmicrohttpd, which http_library.h loads: requests are given to an owner as a whole. */
#ifndef SERVE_HTTP_H
#define SERVE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "gaz.h"

enum {
    HTTP_OK = 200,
    HTTP_CREATED = 201,
    HTTP_NO_CONTENT = 204,
    HTTP_MOVED = 308,
    HTTP_BAD_REQUEST = 400,
    HTTP_UNAUTHORIZED = 401,
    HTTP_FORBIDDEN = 403,
    HTTP_NOT_FOUND = 404,
    HTTP_METHOD_NOT_ALLOWED = 405,
    HTTP_TOO_LARGE = 413,
    HTTP_UNSUPPORTED_TYPE = 415,
    HTTP_FAILED = 500,
    HTTP_UNAVAILABLE = 503
};

struct http;

/* A request and its answer. One thread at a time has it. */
struct http_exchange {
    struct http *http;
    void *connection; /* the library's */
    const char *method;
    const char *path; /* decoded, without the query */
    struct buffer body;
    bool oversized; /* the body was longer than is allowed, and is not kept */

    unsigned status;      /* of the answer; 0: there is none yet */
    const char *type;     /* its media type, static; NULL: it has no body */
    const char *policy;   /* Content-Security-Policy, there until the end; NULL: nothing may be loaded */
    const char *allow;    /* the methods that the path has, with status 405; static */
    const char *location; /* where to go, with status 308; there until the end */
    struct buffer answer;

    void *user;    /* the owner's */
    int64_t begin; /* when its head had come, in nanoseconds of CLOCK_MONOTONIC */
    bool taken;    /* the owner has had the whole request */
    bool waits;    /* somebody else answers it */
};

/* Whose the requests are. Called by the threads that answer; of one exchange one after the other. */
struct http_owner {
    /* The head of a request has come. Sets a status if the rest need not be looked at. False: out of memory. */
    bool (*begin)(void *owner, struct http_exchange *exchange);

    /* All of it has come. Sets a status and an answer, or calls http_wait. */
    void (*take)(void *owner, struct http_exchange *exchange);

    /* It was answered, or its client is gone. */
    void (*end)(void *owner, struct http_exchange *exchange);

    void *owner;
};

struct http_options {
    const char *address;
    uint16_t port;
    unsigned threads;
    uint64_t body_max;
    unsigned connection_max;
    unsigned seconds_max;
};

/* Listens and answers, in threads of its own. `owner` is copied. */
gaz_status http_start(struct http **http, const struct http_options *options, const struct http_owner *owner,
                      gaz_error *error);

/* The port that is listened at. */
uint16_t http_port(const struct http *http);

/* Closes the connections that are too slow. To be called each second or so. */
void http_tick(struct http *http);

/* Takes no more connections, waits for the answers of at most so many seconds, and frees it. Nobody waits any more. */
void http_stop(struct http *http, unsigned seconds);

/* A header; NULL: there is none. */
const char *http_header(const struct http_exchange *exchange, const char *name);

/* Calls a function with each argument of the query, whose value is "" if it has none, until it returns false. */
void http_each_argument(const struct http_exchange *exchange, bool (*take)(void *user, const char *, const char *),
                        void *user);

/* Calls it with each field of a form, the body as application/x-www-form-urlencoded. False: out of memory. */
bool http_each_field(const struct http_exchange *exchange, bool (*take)(void *user, const char *, const char *),
                     void *user);

/* In `take`: somebody else will set status and answer, and then call http_resume. */
void http_wait(struct http_exchange *exchange);
void http_resume(struct http_exchange *exchange);

/* How many nanoseconds ago the head of the request had come. */
int64_t http_age(const struct http_exchange *exchange);

/* How many connections are open. */
unsigned http_connections(const struct http *http);

#endif
