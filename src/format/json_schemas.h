/* The shapes that annotation tools give a JSON record: where its text is, and where its spans. */
#ifndef FORMAT_JSON_SCHEMAS_H
#define FORMAT_JSON_SCHEMAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/json.h"
#include "format/json_fields.h"
#include "gaz.h"

struct record;

/* A shape. */
struct schema {
    gaz_format format; /* that the report names, and that may be forced */
    struct condition {
        const char *path;
        enum {
            IS_THERE = 1, /* anything but null */
            IS_TEXT,
            IS_OBJECT,
            IS_ARRAY,
            IS_OF_OBJECTS, /* an array that begins with such a value */
            IS_OF_ARRAYS,
            IS_OF_TEXTS
        } kind;
    } conditions[2];                      /* what a record has that is of this shape */
    bool (*is)(struct json_value record); /* what else; NULL: nothing. Without either, an array of spans
                                           * that is found by its name */
    struct field_paths paths;             /* where its members are; NULL: that is looked for */

    /* Takes the record apart. A record that nobody has annotated, or that was rejected, leaves `annotated` false. */
    gaz_status (*take)(struct record *record, gaz_error *error);
    const char *const *own; /* members with a meaning of their own, up to a NULL: others are the user's; NULL: the array
                             * of spans only */
    const char *const *beside; /* where the text is in an object with the user's members: members of the record that are
                                * the user's too, up to a NULL, or those in them, with a dot; NULL: none */
    const char *id;            /* the member with the id of the text; NULL: none, unless one is named */
};

/* A span, as it stands there. */
struct region {
    struct json_value begin; /* unchecked, as are the others; none: absent */
    struct json_value end;
    struct json_value label;
    struct json_value text;  /* the tool's copy of the slice */
    struct json_value score; /* 0 to 1 */
    struct json_value id;    /* of the concept, and its preferred name */
    struct json_value name;
    bool named;             /* label and text are the names of these values */
    enum field_role end_is; /* FIELD_END, FIELD_LAST or FIELD_LENGTH */
    uint32_t part;          /* the part of the text in which offsets count, + 1; 0: in the whole */
    size_t number;          /* from 1, for errors */
};

/* The same, held for all spans of a record: nodes of its tree, of which 0 is none. */
struct held_region {
    uint32_t begin;
    uint32_t end;
    uint32_t label;
    uint32_t number;
    uint32_t more; /* what most have not, + 1; 0: it has not */
};

struct held_more {
    uint32_t text;
    uint32_t score;
    uint32_t id;
    uint32_t name;
    uint32_t part;
    uint8_t end_is;
    bool named;
};

/* A record taken apart. What it points to belongs to the JSON value. All zero but what is said below before the first
 * one; the room is used again. */
struct record {
    const char *name;                 /* of the file, for errors; to be set, as are the next ones */
    const struct field_paths *choice; /* what the user says, the text's among them */
    bool lenient;                     /* spans that cannot be read are left out and counted */
    gaz_offsets forced;               /* unit, or GAZ_OFFSETS_DEFAULT */
    uint64_t line;                    /* where the record begins */

    struct json_value value;     /* the record */
    const struct schema *schema; /* NULL: no shape that is known */
    bool known;                  /* the record is of that shape, which is not only forced */
    struct field_paths paths;    /* of the members that are taken */
    bool annotated;              /* false: nobody has, or it was rejected; the rest is empty then */
    const char *text;
    size_t size;
    struct buffer made;       /* holds the text, if it is put together, */
    struct buffer text_name;  /* the name of the text's field, */
    struct buffer spans_name; /* and that of the spans', if the record alone knows them */
    const char *text_field;   /* what the text's field is called; NULL: it is in an array, or put together */
    const char *holder; /* the member of which that field is one, as of data in Label Studio; NULL: of the record */
    const struct markup *shown;   /* the text is what this shows; NULL: there is no markup; borrowed */
    const struct markup *counted; /* of the same source, the text that offsets count in; NULL: the source; borrowed */
    bool is_markup;               /* the text is HTML, and offsets count in its text nodes */
    enum { MARKUP_UNKNOWN, MARKUP_NONE, MARKUP_SHOWN } markup; /* of the newest task with spans */
    const char *label;       /* the best name of a label so far; borrowed from the table of them */
    struct field_paths told; /* where the first span's parts are, as a user would say it */
    struct held_region *regions;
    size_t region_count;
    size_t region_capacity;
    struct held_more *mores;
    size_t more_count;
    size_t more_capacity;
    struct record_part { /* of a text that is put together */
        uint64_t from;   /* its offset as the tool has it, and in the text */
        uint64_t to;
    } * parts;
    size_t part_count;
    size_t part_capacity;
    uint64_t units;         /* of the newest part */
    uint64_t suggestion;    /* what it says of the spans that gaz suggested; 0: nothing, or that they were confirmed */
    bool unreviewed;        /* the spans are suggestions: nobody has annotated the record */
    bool seen;              /* a list of annotations was seen */
    bool repeats;           /* there may be several records of the text, one for each annotator */
    uint64_t skipped;       /* spans left out as malformed, so far */
    uint64_t discontinuous; /* spans in several pieces left out, so far */
};

/* The shape of a record; NULL: none that is known. `format` is one of the JSON formats, or GAZ_FORMAT_AUTO. */
const struct schema *schema_find(struct json_value value, const struct field_paths *choice, gaz_format format);

/* Takes a value apart. */
gaz_status record_take(struct record *record, struct json_value value, gaz_format format, gaz_error *error);

/* Whether a record that is not known to be annotated has what may be annotations: a list of objects or lists. */
bool record_may_be_annotated(struct json_value value);

/* Whether a record has a string under a name that texts have. */
bool record_has_text(struct json_value value);

/* The bytes of a region's label, and of its copy of the text; NULL: it has none that is a string. */
const char *region_label(size_t *size, const struct region *region);
const char *region_text(size_t *size, const struct region *region);

/* Gives back what holds the regions. */
void record_free_regions(struct record *record);
void record_free(struct record *record);

/* ---- For the shapes ---- */

gaz_status record_refuse(const struct record *record, gaz_hint hint, gaz_error *error, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

gaz_status record_add_region(struct record *record, const struct region *region, gaz_error *error);

/* One of its regions. */
struct region record_region(const struct record *record, size_t number);

/* Gives one that has no score the one that stands there. */
gaz_status record_score_region(struct record *record, size_t number, struct json_value score, gaz_error *error);

/* Keeps a member's name with a zero byte behind it. */
gaz_status record_keep_name(const char **name, struct buffer *kept, struct json_value member, gaz_error *error);

/* Adds a region for each of the labels of an array, or one for a label. */
gaz_status record_add_labelled(struct record *record, const struct region *region, struct json_value label,
                               gaz_error *error);

/* Takes one item: an object, or an array of begin, end and label. */
typedef gaz_status take_function(struct record *record, struct json_value item, size_t number, gaz_error *error);
take_function record_take_item;

/* Takes all items of an array; that there is none says that nobody has annotated the record. */
gaz_status record_take_all(struct record *record, struct json_value array, take_function *take, gaz_error *error);

/* Takes the spans in the array that the schema names, or that is found. */
gaz_status record_take_spans(struct record *record, gaz_error *error);

/* The array of a record that holds its spans, and its name; none: there is no such array. */
struct json_value record_find_spans(const char **path, struct json_value value);

/* Those of the tools. */
gaz_status take_task(struct record *record, gaz_error *error);
gaz_status take_plain_task(struct record *record, gaz_error *error);
bool is_plain_task(struct json_value value);
gaz_status take_argilla(struct record *record, gaz_error *error);
gaz_status take_old_argilla(struct record *record, gaz_error *error);
gaz_status take_bioc(struct record *record, gaz_error *error);
gaz_status take_pubannotation(struct record *record, gaz_error *error);
gaz_status take_map(struct record *record, gaz_error *error);
bool is_map(struct json_value value);

#endif
