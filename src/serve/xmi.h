/* Reads what is needed of a document of UIMA as XMI: text, tokens, and the annotations of one layer. By libxml2; a
 * document type declaration is refused. */
#ifndef SERVE_XMI_H
#define SERVE_XMI_H

#ifdef GAZ_LIBXML2

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "gaz.h"

struct xmi_range {
    uint64_t begin; /* bytes of the text; while reading, UTF-16 units */
    uint64_t end;
    size_t value; /* of an annotation: where the feature's value begins in the values, which ends with a zero byte */
    int sofa;     /* whose text it is of */
};

struct xmi_ranges {
    struct xmi_range *items; /* owned; by begin, and the longer first */
    size_t count;
    size_t capacity;
};

/* All zero at the beginning. */
struct xmi {
    struct buffer text; /* UTF-8 */
    struct xmi_ranges tokens;
    struct xmi_ranges annotations;
    struct buffer values;
    int sofa;
    bool has_text;
};

/* Reads a document. `layer` and `feature` name the annotations that are wanted, those with that feature; layer NULL:
 * none are. Ranges outside of the text are GAZ_ERROR_INPUT. xmi_free is called after a failure, too. */
gaz_status xmi_read(struct xmi *xmi, const char *bytes, size_t size, const char *layer, const char *feature,
                    gaz_error *error);
void xmi_free(struct xmi *xmi);

/* Whether a text can be the name of a layer, "a.b.C", or, `simple`, of a feature. */
bool xmi_is_name(const char *name, bool simple);

/* Appends the namespace of a layer, "http:///a/b.ecore". False: out of memory. */
bool xmi_add_namespace(struct buffer *out, const char *layer);

/* The last part of a layer's name. */
const char *xmi_local_name(const char *layer);

/* Appends ` NAME="VALUE"`, escaped; U+FFFD for each byte that is not UTF-8, a blank for what XML cannot hold. False:
 * out of memory. */
bool xmi_add_attribute(struct buffer *out, const char *name, const char *value, size_t size);

#endif

#endif
