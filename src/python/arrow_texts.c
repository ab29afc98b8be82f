#include "arrow_texts.h"

#include <string.h>

static const struct {
    const char *format;
    enum arrow_layout layout;
    bool binary;
} kinds[] = {{"u", ARROW_OFFSETS_32, false}, {"U", ARROW_OFFSETS_64, false}, {"vu", ARROW_VIEWS, false},
             {"z", ARROW_OFFSETS_32, true},  {"Z", ARROW_OFFSETS_64, true},  {"vz", ARROW_VIEWS, true}};

bool arrow_texts_init(struct arrow_texts *texts, const struct ArrowSchema *schema) {
    *texts = (struct arrow_texts){0};
    if (schema->dictionary) return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(schema->format, kinds[i].format) != 0) continue;
        texts->layout = kinds[i].layout;
        texts->binary = kinds[i].binary;
        return true;
    }
    return false;
}

static const char *or_empty(const char *text) {
    return text ? text : "";
}

/* A view has 16 bytes: the size, and up to twelve bytes of the text, or the number of a buffer and an offset in it. */
static const char *view_at(size_t *size, const struct ArrowArray *array, int64_t at) {
    enum { INLINE_BYTES = 12, FIRST_DATA = 2 };
    const char *view = (const char *)array->buffers[1] + 16 * at;
    int32_t parts[4];
    memcpy(parts, view, sizeof parts);
    *size = (size_t)parts[0];
    if (parts[0] <= INLINE_BYTES) return view + 4;
    return (const char *)array->buffers[FIRST_DATA + parts[2]] + parts[3];
}

const char *arrow_text(size_t *size, const struct arrow_texts *texts, int64_t row) {
    const struct ArrowArray *array = texts->array;
    const unsigned char *valid = array->buffers[0];
    int64_t at = array->offset + row;
    if (valid && array->null_count != 0 && !(valid[at / 8] >> (at % 8) & 1)) return NULL;
    if (texts->layout == ARROW_VIEWS) return view_at(size, array, at);
    const char *bytes = or_empty(array->buffers[2]);
    if (texts->layout == ARROW_OFFSETS_64) {
        const int64_t *ends = array->buffers[1];
        *size = (size_t)(ends[at + 1] - ends[at]);
        return bytes + ends[at];
    }
    const int32_t *ends = array->buffers[1];
    *size = (size_t)(ends[at + 1] - ends[at]);
    return bytes + ends[at];
}
