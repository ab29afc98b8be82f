/* The table of formats: what each is called, how annotated documents are read from it and written in it.
 *
 * A format is a row of the table in format.c and what the row names: NAME_read.c and NAME_write.c. */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include "document/corpus.h"
#include "document/document.h"
#include "document/offsets.h"
#include "gaz.h"

struct document_reader; /* format/read.h */

/* How annotated documents are read. `begin` may keep what it allocates in reader->state, which `end` frees; both may be
 * NULL, and `end` is called after a failure, too. */
struct format_reader {
    bool words;                 /* its texts are cut by the word tokenizer; else it has tokens of its own */
    bool opens;                 /* it opens the path itself; else reader->text holds the whole file */
    const char *const *endings; /* of the names of such files, up to a NULL; NULL = a name says nothing */

    /* Whether the path, or the beginning of a file, is of this format without any doubt; NULL: that cannot be said. */
    gaz_status (*find)(bool *there, const char *path, gaz_error *error);
    bool (*recognize)(const char *text, size_t size);

    /* Fills reader->document, which is clear, with the next document, and counts in reader->report what is left out.
     * Its spans are in any order. `*found` false: there is none left. */
    gaz_status (*begin)(struct document_reader *reader, gaz_error *error);
    gaz_status (*next)(bool *found, struct document_reader *reader, gaz_error *error);
    void (*end)(struct document_reader *reader);

    /* Instead of these three: reads everything into a corpus, tags and all, and completes the report. */
    gaz_status (*read_corpus)(struct corpus *corpus, struct document_reader *reader, gaz_error *error);
};

/* How documents are to be written. */
struct write_style {
    struct offset_unit unit; /* what offsets count */
    const char *from_name;   /* Label Studio's */
    const char *to_name;
    const char *data_key;
    const char *id_url;     /* html: the address of a concept's page, with {id} in it; NULL = none */
    const gaz_about *about; /* html: what its head says; NULL = nothing */
    const char *spans_as;   /* jsonl: the path of the member with the spans; NULL = "spans" */
    bool spans_only;        /* jsonl: records have no other members of their own */
    bool id_column;         /* conll: there is a column of ids */
    uint64_t number;        /* of the document in the output, from 1, for one without a name; 0 = unknown */
    const gaz_model *model; /* that tagged them, for what it knows of an entry; NULL = none */
    /* Takes what is written of a document so far, and empties `out`; false: it could not. NULL: nobody does. */
    bool (*drain)(struct buffer *out, void *context);
    void *drain_context;
};

/* A file that the tool wants in the folder of the documents, which is not made if nothing is written. One that is there
 * is not written over. `suggested`: gaz has tagged documents of the folder. */
struct format_settings {
    const char *name;
    bool (*write)(struct buffer *out, const struct strings *types, bool suggested);
};

/* The member of a record of a text that gaz has tagged, with the number of document/suggestion.h. */
#define FORMAT_SUGGESTION "suggested_by_gaz"

/* Who has made predictions that gaz has written, though they were annotations of a person. */
#define FORMAT_CONVERTED "gaz"

/* Where records keep what belongs to a document as a whole. */
struct format_place {
    const char *id;     /* the member with its id; NULL: the format writes that itself */
    const char *source; /* the member with an object of file, line and offset; NULL: these are members themselves */
    const char *inside; /* the user's object in which these members are; NULL: they are among the user's own */
};

/* How documents are written. The functions append to `out`; false: out of memory. */
struct format_writer {
    const char *ending;  /* of file names: "jsonl" */
    const char *before;  /* all documents of an output; NULL = nothing */
    const char *between; /* two of them */
    const char *after;   /* them all */
    gaz_offsets unit;    /* the default */
    bool any_unit;       /* there is a choice of units */
    bool own_file;       /* a document is a file, */
    bool edited;         /* in which people work: one that is there is not written over */
    gaz_format tells;    /* the format in which such a file says whether they have; GAZ_FORMAT_AUTO: in none */
    bool marks;          /* it is the source that shows the text, in UTF-8, with marks in it */
    bool overlaps;       /* spans may overlap */
    bool whole_tokens;   /* a span is one of tokens; without it, tokens and sentences are not looked at */
    bool newlines;       /* LF stands for CR LF */
    bool nameless;       /* documents have neither id nor name there */
    bool fields;         /* the other fields of a text's record are kept */

    /* NULL: there is none for where a document is from. */
    const struct format_place *place;
    bool (*write)(struct buffer *out, const gaz_document *document, const struct write_style *style);

    /* Fails if the document cannot be written so that it is read as it is. NULL: every document can. */
    gaz_status (*check)(const gaz_document *document, gaz_error *error);

    /* Whether something that a record has (document->source) is written over by its spans. NULL: never, or untold. */
    bool (*replaces)(const gaz_document *document, const struct write_style *style);

    /* What is written before all documents, if that is not `before`; it needs all types. NULL = `before`. */
    bool (*begin)(struct buffer *out, const struct strings *types, const struct write_style *style);

    const struct format_settings *settings; /* up to one without a name; NULL = none */

    /* The ending of the file of a document, if that is not always `ending`. NULL = it is. */
    const char *(*ending_of)(const gaz_document *document);

    /* How many of its spans cannot be written. NULL: all can. */
    uint64_t (*left_out)(const gaz_document *document);

    /* A file that holds the text beside; NULL = none. */
    const char *text_ending;
    bool (*write_text)(struct buffer *out, const gaz_document *document, const struct write_style *style);
};

struct format {
    const char *name; /* for users */
    gaz_format number;
    bool tagged;                        /* gaz tag reads it */
    bool markup;                        /* gaz tag reads it: the text that it shows is tagged */
    bool sentences;                     /* gaz tag writes it sentence by sentence, without documents */
    const struct format_reader *reader; /* NULL: no annotations are read from it */
    const struct format_writer *writer; /* NULL: no documents are written in it */
};

/* The row of a format; NULL: there is none. */
const struct format *format_of(gaz_format number);

/* The rows one after the other; NULL behind the last one. */
const struct format *format_at(size_t index);

/* NULL: documents are not written so. */
const struct format_writer *format_writer_of(gaz_format number);

/* ---- What the rows name ---- */

extern const struct format_reader conll_reader;
extern const struct format_reader brat_reader;
extern const struct format_reader json_reader; /* finds out, if need be, which tool's the records are */
extern const struct format_reader json_tokens_reader;
extern const struct format_reader webanno_reader;
extern const struct format_reader pubtator_reader;
extern const struct format_reader enamex_reader; /* one for all dialects of inline_dialect.h */
extern const struct format_reader inline_xml_reader;
extern const struct format_reader opennlp_reader;
extern const struct format_reader brackets_reader;
extern const struct format_reader html_inline_reader;

extern const struct format_writer argilla_writer;
extern const struct format_writer bioc_writer;
extern const struct format_writer conll_writer;
extern const struct format_writer brat_writer;
extern const struct format_writer doccano_writer;
extern const struct format_writer html_writer;
extern const struct format_writer html_inline_writer;
extern const struct format_writer jsonl_writer;
extern const struct format_writer label_studio_writer;
extern const struct format_writer prodigy_writer;
extern const struct format_writer pubannotation_writer;
extern const struct format_writer spacy_writer;
extern const struct format_writer webanno_writer;
extern const struct format_writer pubtator_writer;
extern const struct format_writer json_tokens_writer;
extern const struct format_writer enamex_writer;
extern const struct format_writer inline_xml_writer;
extern const struct format_writer opennlp_writer;
extern const struct format_writer brackets_writer;

#endif
