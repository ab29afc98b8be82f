#include "lexicon/surface.h"
#include "lexicon/variant_forms.h"
#include "text/digits.h"

bool variant_write_digits(struct buffer *form, const struct string *surface, unsigned number) {
    bool wanted =
        number == 0 && digits_any(surface->bytes, surface->size) && !surface_is_pattern(surface->bytes, surface->size);
    return !wanted || surface_add_masked(form, surface->bytes, surface->size);
}
