/* What paths there are: the table. */
#ifndef SERVE_ROUTES_H
#define SERVE_ROUTES_H

#include "serve/request.h"

/* Finds who answers a path, behind /m/NAME. `*path_known`: the path has another method. NULL: there is nobody. */
const struct route *routes_find(bool *path_known, const char *path, bool get);

/* How many routes there are, the number of one, and its path. */
size_t routes_count(void);
size_t routes_number(const struct route *route);
const char *routes_path(size_t number);

#endif
