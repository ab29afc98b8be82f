/* Lines of JSON lines, of which no tree is made: one pass that checks the whole syntax, and UTF-8, and finds the
 * members. */
#ifndef BASE_JSON_SCAN_H
#define BASE_JSON_SCAN_H

#include <stddef.h>

#include "base/json_member.h"

enum json_scanned {
    JSON_SCAN_GOOD,    /* the line holds an object, and json_parse would read it */
    JSON_SCAN_REFUSED, /* it may hold none: json_parse is to say, and why */
    JSON_SCAN_MEMORY   /* out of memory */
};

/* Takes a line apart; blanks around the object belong to the line. What it refuses without a fault: numbers that might
 * be too large for a double, values inside of over a thousand others, over 2 GB, and names with a zero byte. */
enum json_scanned json_scan(struct json_members *members, const char *line, size_t size);

#endif
