/* Structs of gaz.h from and to dicts, by tables. */
#ifndef PYTHON_FIELDS_H
#define PYTHON_FIELDS_H

#include "extension.h"

enum field_kind {
    FIELD_FLAG,     /* int: a bool */
    FIELD_INT,      /* int32_t */
    FIELD_UNSIGNED, /* unsigned */
    FIELD_COUNT,    /* uint64_t */
    FIELD_NUMBER,   /* double */
    FIELD_TEXT,     /* const char *; NULL: None */
    FIELD_CHOICE,   /* an enum with a gaz_..._find and a gaz_..._name */
    FIELD_RANGE,    /* gaz_range: a tuple; cannot be set */
    FIELD_PART      /* a struct with a table of its own, whose members are set by their own names; in no dict */
};

/* A table ends with a row without a name. */
struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
    int (*find)(const char *name);
    const char *(*name_of)(int value);
    const struct field *part;
};

/* Sets the members of a struct that a dict names; None leaves the default. Texts are borrowed from the dict's values.
 */
int fields_read(void *structure, const struct field *fields, PyObject *options);

/* All members of a struct as a new dict. */
PyObject *fields_dict(const void *structure, const struct field *fields);

/* gaz_format_find and gaz_format_name as those of other enums are. */
int field_format_find(const char *name);
const char *field_format_name(int value);

/* The value of an enum with that name. `what` is for errors. */
int field_choice(int *value, PyObject *name, int (*find)(const char *name), const char *what);

/* Of gaz_corpus_options. */
extern const struct field corpus_option_fields[];

/* An array of UTF-8 strings made from a sequence of str. Zero-initialized: none. */
struct strings {
    const char **names;
    size_t count;
    PyObject *owner; /* a tuple that holds the strings */
};

/* `sequence` may be None, or NULL. A str is refused: it is a sequence of letters. */
int strings_open(struct strings *strings, PyObject *sequence, const char *what);
void strings_close(struct strings *strings);

#endif
