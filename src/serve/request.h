/* A request at work, and how it is answered. */
#ifndef SERVE_REQUEST_H
#define SERVE_REQUEST_H

#include "base/buffer.h"
#include "base/json_member.h"
#include "document/document.h"
#include "serve/http.h"
#include "serve/metrics.h"
#include "serve/models.h"

struct request;
struct keeper;

/* A path and what answers it. */
struct route {
    const char *path;
    bool get;                                /* its method: GET, and else POST */
    bool open;                               /* nobody need say who he is */
    void (*answer)(struct request *request); /* sets a status, or waits */
};

/* What all requests have in common. */
struct request_server {
    struct models *models;
    struct metrics *metrics;
    struct keeper *keeper; /* NULL: there is none */
    const char *(*route_path)(size_t number);
};

struct request {
    struct http_exchange *exchange;
    const struct request_server *server;
    const struct route *route;
    struct slot *slot;     /* the model that is named */
    struct served *served; /* its version; given back at the end */
    struct buffer text;    /* for whoever answers; freed at the end */
};

/* ---- What is asked ---- */

/* How texts are tagged. */
struct request_options {
    gaz_match_options match;
    bool usual; /* there is no other wish */
    gaz_offsets offsets;
    const char *types[64];
};

/* Reads the arguments of the query: offsets, min_score, type, all, senses, abbreviations. `offsets` is the default.
 * False: it has been answered. */
bool request_read_options(struct request_options *options, struct request *request, gaz_offsets offsets);

/* Whether the body is of a media type; `other` if it is of none. */
bool request_has_type(const struct request *request, const char *type, bool other);

/* Takes the members of the body, an object of JSON, which borrow from it. False: it has been answered. */
bool request_read_object(struct json_members *members, struct request *request);

/* ---- Texts ---- */

/* Tags a text for an answer. NULL: it has been answered. The document is borrowed until the next text. */
const gaz_document *request_tag(struct request *request, struct tagging *tagging, const char *text, size_t size);

/* Begins to tag with the request's model. False: it has been answered. */
bool request_begin_tagging(struct tagging *tagging, struct request *request, const struct request_options *options);

/* Ends a JSON string's inside in request->text. False: it has been answered. */
bool request_decode(const char **text, size_t *size, struct request *request, const char *value, size_t value_size);

/* ---- Answers ---- */

/* {"error": "..."}, in place of what was written so far. */
void request_fail(struct request *request, unsigned status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same of a failure: of what the client sent, or of the server. */
void request_fail_error(struct request *request, const gaz_error *error);

/* Sends what has been written, as JSON; `good` false: memory is short. */
void request_send_json(struct request *request, bool good);

#endif
