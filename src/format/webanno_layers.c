#include "format/webanno_layers.h"

#include <string.h>

#include "format/webanno_fields.h"

static bool contains(const struct field *field, const char *text) {
    return memmem(field->bytes, field->size, text, strlen(text)) != NULL;
}

/* Whether a layer's name is that one, or ends so behind a dot. */
static bool is_called(const struct field *layer, const char *name) {
    size_t size = strlen(name);
    if (layer->size < size || memcmp(layer->bytes + layer->size - size, name, size) != 0) return false;
    return layer->size == size || layer->bytes[layer->size - size - 1] == '.';
}

/* How likely a span layer holds the entities: the one that is wanted, else the named entities, else the project's own
 * rather than what the tokens' grammar is. 0: it is not wanted. */
static unsigned rank_layer(const struct webanno_layers *layers, const struct field *layer) {
    if (layers->wanted) return is_called(layer, layers->wanted);
    if (is_called(layer, "NamedEntity")) return 3;
    return contains(layer, ".lexmorph.") || contains(layer, ".segmentation.") ? 1 : 2;
}

enum { NO_FEATURE = UINT_MAX };

/* The places of a layer's features: "value", or else the first that is no slot, whose columns are two; "identifier", or
 * NO_FEATURE. */
static void find_features(unsigned *count, unsigned *value, unsigned *id, const char *at, const char *end) {
    struct field field;
    bool has_value = false;
    bool target = false; /* the feature before was a slot */
    *value = *id = NO_FEATURE;
    for (*count = 0; webanno_next_field(&field, &at, end, '|'); ++*count) {
        bool slot = field.size > 5 && memcmp(field.bytes, "ROLE_", 5) == 0;
        bool named = field_is(&field, "value");
        if (!slot && !target && !has_value && (named || *value == NO_FEATURE)) {
            *value = *count;
            has_value = named;
        }
        if (field_is(&field, "identifier")) *id = *count;
        target = slot;
    }
    if (*value == NO_FEATURE) *value = 0;
}

void webanno_layers_add(struct webanno_layers *layers, const struct rows_line *line) {
    const char *at = line->bytes + 6;
    const char *end = line->bytes + line->size;
    struct field name = {at, 0};
    unsigned features;
    unsigned value;
    unsigned id;
    (void)webanno_next_field(&name, &at, end, '|');
    find_features(&features, &value, &id, at, end);
    if (memcmp(line->bytes, "#T_SP=", 6) == 0) {
        unsigned rank = rank_layer(layers, &name);
        layers->count++;
        if (rank > layers->rank) {
            layers->rank = rank;
            layers->value = layers->columns + value;
            layers->id = id == NO_FEATURE ? WEBANNO_NO_COLUMN : layers->columns + id;
        }
    }
    layers->columns += features ? features : 1;
}
