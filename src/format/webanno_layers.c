#include "format/webanno_layers.h"

#include <string.h>

#include "base/error.h"
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

static const unsigned NO_FEATURE = UINT_MAX;

/* The places of a layer's features: "value", or else the first that is no slot, whose columns are two; "identifier", or
 * NO_FEATURE. */
static void find_features(unsigned *count, unsigned *value, unsigned *id, const char *at, const char *end) {
    struct field field;
    bool has_value = false;
    bool target = false; /* the feature before was a slot */
    *value = *id = NO_FEATURE;
    for (*count = 0; webanno_next_field(&field, &at, end, '|'); ++*count) {
        field = field_trim(field);
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

/* Adds a layer of spans, with the places of its features. */
static void add_spans(struct webanno_layers *layers, const struct field *name, unsigned value, unsigned id) {
    unsigned rank = rank_layer(layers, name);
    layers->count++;
    if (rank <= layers->rank) return;
    layers->rank = rank;
    layers->name = *name;
    layers->value = layers->columns + value;
    layers->id = id == NO_FEATURE ? WEBANNO_NO_COLUMN : layers->columns + id;
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
    if (memcmp(line->bytes, "#T_SP=", 6) == 0) add_spans(layers, &name, value, id);
    layers->columns += features ? features : 1;
}

void webanno_layers_add_old(struct webanno_layers *layers, const struct rows_line *line) {
    static const char relation[] = "AttachTo=";
    const char *at = line->bytes;
    const char *end = at + line->size;
    struct field layer;
    while (webanno_next_field(&layer, &at, end, '#')) {
        const char *features = layer.bytes;
        const char *stop = layer.bytes + layer.size;
        struct field name = {features, 0};
        unsigned count;
        unsigned value;
        unsigned id;
        (void)webanno_next_field(&name, &features, stop, '|');
        name = field_trim(name);
        find_features(&count, &value, &id, features, stop);
        bool relations = memmem(layer.bytes, layer.size, relation, sizeof relation - 1);
        if (name.size && count && !relations) add_spans(layers, &name, value, id);
        layers->columns += count;
    }
}

bool webanno_layers_find(struct field *values, struct field *ids, const struct webanno_layers *layers, const char *at,
                         const char *end) {
    bool has_ids = layers->id != WEBANNO_NO_COLUMN;
    unsigned last = has_ids && layers->id > layers->value ? layers->id : layers->value;
    *values = *ids = (struct field){0};
    for (unsigned i = 0; layers->rank && i <= last; i++) {
        struct field field;
        if (!webanno_next_field(&field, &at, end, '\t')) return false;
        if (i == layers->value) *values = field;
        if (has_ids && i == layers->id) *ids = field;
    }
    return true;
}

gaz_status webanno_layers_refuse(const struct webanno_layers *layers, const char *name, const char *where,
                                 gaz_error *error) {
    return error_set(error, GAZ_ERROR_INPUT, name, 0, "has no span layer \"%.100s\" among its %llu; %s", layers->wanted,
                     (unsigned long long)layers->count, where);
}
