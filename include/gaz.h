/* gaz: a gazetteer-driven dictionary tagger.
 *
 * Data flows one way: corpus -> lexicon -> model -> tagger -> spans.
 *
 * Rules that hold for every function here:
 * - A function that can fail returns a gaz_status; GAZ_OK is zero. Its last parameter is a gaz_error, owned by the
 *   caller, that receives file, line and message of the failure; it may be NULL. Any such function may return
 *   GAZ_ERROR_MEMORY; those that read or write files also GAZ_ERROR_IO, those that read annotations, lists or text also
 *   GAZ_ERROR_INPUT.
 * - Out-parameters come first. The caller owns an object received through an out-parameter, and frees it with the
 *   matching _free or _close; a returned pointer, and a pointer to const received through an out-parameter, is
 *   borrowed. On failure the out-parameter is NULL or untouched.
 * - Pointer parameters must not be NULL unless their comment allows it. _free and _close take NULL and cannot fail.
 * - gaz_NAME_init fills a struct of options with the defaults; call it first, then change members. Options that may be
 *   NULL stand for the defaults. What options point to is borrowed as long as the object made with them, or until the
 *   function returns if it makes none, unless a comment says otherwise.
 * - A callback (gaz_progress, gaz_skipped, the functions of a gaz_sink) must not call functions on the object whose
 *   function calls it, except those whose comment allows it, and must return normally.
 * - No function prints, exits, aborts, reads the environment or keeps global state.
 * - Byte strings are (pointer, size) pairs and may hold any byte; file names and types are NUL-terminated.
 */
#ifndef GAZ_H
#define GAZ_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GAZ_VERSION_MAJOR 1
#define GAZ_VERSION_MINOR 0
#define GAZ_VERSION_PATCH 0

#if defined(__GNUC__)
#define GAZ_API __attribute__((visibility("default")))
#else
#define GAZ_API
#endif

/* ---- Status ---------------------------------------------------------------------------------------------------- */

/* The numbers are stable: a new status gets a new number, and an old one never changes its meaning. */
typedef enum gaz_status {
    GAZ_OK = 0,
    GAZ_ERROR_ARGUMENT = 1, /* an argument that the function's comment excludes */
    GAZ_ERROR_MEMORY = 2,   /* an allocation failed */
    GAZ_ERROR_IO = 3,       /* the system refused to open, read, write or rename a file */
    GAZ_ERROR_INPUT = 4,    /* a corpus, list or text is malformed; the error has file and line */
    GAZ_ERROR_MODEL = 5,    /* not a model file, or a truncated or damaged one */
    GAZ_ERROR_VERSION = 6,  /* a model file of another format version */
    GAZ_ERROR_LIMIT = 7,    /* larger than the format can hold; the message names the limit */
    GAZ_ERROR_CLOSED = 8    /* the reader closed the output (a broken pipe); not a fault */
} gaz_status;

/* What the user of the calling program can do about a failure. Messages do not say it, because a command would name an
 * option and a module an argument. The numbers are stable, as those of gaz_status are. */
typedef enum gaz_hint {
    GAZ_HINT_NONE = 0,
    GAZ_HINT_TOKEN_COLUMN = 1,  /* set the column of the tokens: gaz_columns.token_column */
    GAZ_HINT_TAG_COLUMN = 2,    /* set the column of the tags: gaz_columns.tag_column */
    GAZ_HINT_FIELD = 3,         /* set the field with the text: `field` of the options; or leave such records out */
    GAZ_HINT_OFFSETS = 4,       /* set the unit of the offsets: `offsets` of the options; or leave such spans out */
    GAZ_HINT_FORMAT = 5,        /* set the format, or the column of the tags */
    GAZ_HINT_TOKENS_WORDS = 6,  /* build the model with words: GAZ_TOKENS_BOTH or GAZ_TOKENS_WORDS */
    GAZ_HINT_TOKENS_CORPUS = 7, /* build the model with corpus tokens: GAZ_TOKENS_BOTH or GAZ_TOKENS_CORPUS */
    GAZ_HINT_OUTPUT_FOLDER = 8, /* set an output folder: gaz_stream_options.folder */
    GAZ_HINT_MODEL = 9,         /* pass a model file written by gaz_lexicon_build */
    GAZ_HINT_MODEL_TYPES = 10,  /* list the types of the model: gaz_model_type */
    GAZ_HINT_LIST_TYPE = 11,    /* set the type of the list: gaz_import_options.type */
    GAZ_HINT_LIST_FORMAT = 12,  /* set the format of the list to GAZ_LIST_TOKENSREGEX */
    GAZ_HINT_LENIENT = 13,      /* leave such rows, records and spans out: gaz_columns.lenient */
    GAZ_HINT_CORPUS = 14,       /* it is an annotated corpus: gaz_lexicon_harvest makes entries of it */
    GAZ_HINT_COLUMNS = 15,      /* say what the columns hold: gaz_import_options.columns */
    GAZ_HINT_ENCODING = 16,     /* set the encoding of the file: `encoding` of the options */
    GAZ_HINT_UTF16 = 17,        /* set the encoding of the file to UTF-16, UTF-16LE or UTF-16BE */
    GAZ_HINT_ENCODINGS = 18,    /* list the encodings that iconv knows */
    GAZ_HINT_FIELDS = 19,       /* name the members of the records: gaz_corpus_options.fields; or leave them out */
    GAZ_HINT_LABELS = 20,       /* name the labels: gaz_corpus_options.labels; or leave their spans out */
    GAZ_HINT_SEMANTIC_TYPES =
        21,                  /* name the file with the semantic types: gaz_import_options.semantic_types; or a type */
    GAZ_HINT_GAZETTEER = 22, /* set the type of the gazetteer: gaz_import_options.type; or leave the entry out */
    GAZ_HINT_SOURCE = 23,    /* write a format of records: jsonl, doccano, prodigy, label-studio, ... */
    GAZ_HINT_ID_FIELD = 24   /* read jsonl, and write a format of documents */
} gaz_hint;

/* What went wrong. Owned by the caller; every failing function fills all fields. */
typedef struct gaz_error {
    gaz_status status;
    gaz_hint hint;
    uint64_t line;     /* line of `file`, from 1; 0: the failure has no line */
    char file[512];    /* path of the file, shortened if longer; "": the failure has no file */
    char message[512]; /* one sentence without file, line or newline, shortened if longer */
} gaz_error;

/* A short name of a status ("out of memory"). Never NULL, static storage. Thread-safe. */
GAZ_API const char *gaz_status_name(gaz_status status);

/* "1.0.0". Static storage. Thread-safe. */
GAZ_API const char *gaz_version(void);

/* Receives the progress of long work: `done` of `total` units (bytes or steps; a total of 0 is unknown) of `stage`, a
 * static string. Called now and then, in the thread that called the library. `user` is the caller's pointer from the
 * options. */
typedef void (*gaz_progress)(void *user, const char *stage, uint64_t done, uint64_t total);

/* ---- Sink: where output goes ------------------------------------------------------------------------------------- */

/* Receives the bytes that a function writes. Plain data, filled by one of the functions below, or by the caller with
 * callbacks of its own. A function that writes borrows the sink; several may write into one sink, one after the other.
 */
typedef struct gaz_sink {
    /* Takes all `size` bytes and returns GAZ_OK, or fails and fills `error` (may be NULL). GAZ_ERROR_CLOSED means that
     * the reader has closed the output. Called by one thread at a time; a stream calls it from any of its threads. */
    gaz_status (*write)(void *user, const void *bytes, size_t size, gaz_error *error);

    /* Called once, by gaz_sink_finish; may be NULL. `status` is GAZ_OK if the output is complete. */
    gaz_status (*finish)(void *user, gaz_status status, gaz_error *error);

    void *user;       /* passed to both functions */
    const char *name; /* for errors: a path, or "standard output"; NULL = none. Must outlive the sink */
} gaz_sink;

/* Makes a sink for the file `path`. The bytes go to a temporary file beside it, which gaz_sink_finish renames to
 * `path`, replacing the old file as a whole. If `path` is not a regular file (a pipe, /dev/full), it is written in
 * place. Fails if the file cannot be created. The caller must finish the sink. */
GAZ_API gaz_status gaz_sink_path(gaz_sink *sink, const char *path, gaz_error *error);

/* Makes a sink for a file descriptor open for writing, which the caller keeps and closes. A process that writes to
 * pipes should ignore SIGPIPE; writing then fails with GAZ_ERROR_CLOSED once the reader is gone. Finishing is optional.
 */
GAZ_API void gaz_sink_descriptor(gaz_sink *sink, int descriptor, const char *name);

/* Bytes in memory. Zero-initialized: empty. The caller frees them with gaz_memory_free. */
typedef struct gaz_memory {
    char *bytes; /* owned; not NUL-terminated */
    size_t size;
    size_t capacity;
} gaz_memory;

/* Makes a sink that appends to `memory`, which must outlive it. Finishing is optional. */
GAZ_API void gaz_sink_memory(gaz_sink *sink, gaz_memory *memory);
GAZ_API void gaz_memory_free(gaz_memory *memory);

/* Ends a sink and sets it to zero. `status` is the result of the writing. If it is GAZ_OK, a file gets its name, and
 * the result of that is returned. Otherwise the output is discarded, `error` stays as it is, and `status` is returned.
 * A zeroed sink is left alone. */
GAZ_API gaz_status gaz_sink_finish(gaz_sink *sink, gaz_status status, gaz_error *error);

/* ---- Lexicon: entries with evidence ---------------------------------------------------------------------------- */

/* A mutable set of entries. Not thread-safe: one thread at a time. */
typedef struct gaz_lexicon gaz_lexicon;

/* How tags are written in a corpus. */
typedef enum gaz_scheme {
    GAZ_SCHEME_AUTO = 0,
    GAZ_SCHEME_IOB1 = 1,  /* I- everywhere, B- only between two adjacent entities of one type */
    GAZ_SCHEME_IOB2 = 2,  /* B- opens an entity, I- continues it */
    GAZ_SCHEME_BIOES = 3, /* IOB2 with E-/L- for the last and S-/U- for the only token; M- is read as I- */
    GAZ_SCHEME_BARE = 4   /* the type alone; adjacent tokens of one type are one entity */
} gaz_scheme;

/* What separates the columns of a corpus. */
typedef enum gaz_separator {
    GAZ_SEPARATOR_AUTO = 0,
    GAZ_SEPARATOR_TAB = 1,  /* one TAB; a token may hold spaces */
    GAZ_SEPARATOR_BLANK = 2 /* runs of spaces and TABs */
} gaz_separator;

/* How to read a column corpus (the CoNLL family). Zero-initialized: everything is detected. */
typedef struct gaz_columns {
    gaz_scheme scheme;
    gaz_separator separator;
    unsigned token_column; /* from 1 [default: 0, detected] */
    unsigned tag_column;   /* from 1 [default: 0, detected] */
    unsigned id_column;    /* corpora: of the ids of spans, as gaz_write_options.id_column writes it; from 1
                            * [default: 0, none] */
    int lenient;           /* not 0: malformed rows, and in all other formats malformed records and spans, are skipped
                            * and counted; 0: they are errors */
} gaz_columns;

GAZ_API void gaz_columns_init(gaz_columns *columns);

/* The formats of files. The numbers are stable. gaz_format_uses returns what a format can be used for. */
typedef enum gaz_format {
    GAZ_FORMAT_AUTO = 0,  /* input: detected, or the default; output: the default */
    GAZ_FORMAT_CONLL = 1, /* columns: a line is a token; empty lines, <s>, </s> and -DOCSTART- separate sentences */
    GAZ_FORMAT_BRAT = 2,  /* a folder of NAME.txt and NAME.ann, or one such file */
    GAZ_FORMAT_DOCCANO = 3,
    GAZ_FORMAT_LABEL_STUDIO = 4,
    GAZ_FORMAT_SPACY = 5, /* training pairs, one a line */
    GAZ_FORMAT_PRODIGY = 6,
    GAZ_FORMAT_WEBANNO = 7,    /* WebAnno TSV 3, and read also 1 and 2; a file is one document */
    GAZ_FORMAT_JSONL = 8,      /* a JSON object a line, with a text in one of its fields, and spans */
    GAZ_FORMAT_HTML = 9,       /* output: a page in one file that loads nothing; input: any page */
    GAZ_FORMAT_TEXT = 10,      /* raw text, cut by the word tokenizer */
    GAZ_FORMAT_TOKENIZED = 11, /* a line is a sentence; blanks separate tokens */
    GAZ_FORMAT_TSV = 12,       /* a span a line */
    GAZ_FORMAT_ANSI = 13,      /* coloured text, for a terminal */
    GAZ_FORMAT_COUNT = 14,     /* the numbers of sentences, tokens and spans */
    GAZ_FORMAT_ARGILLA = 15,
    GAZ_FORMAT_PUBANNOTATION = 16,
    GAZ_FORMAT_BIOC = 17,        /* as JSON; XML is read too, if the library was built with libxml2 */
    GAZ_FORMAT_JSON_TOKENS = 18, /* JSON objects with tokens, and tags or spans of tokens; written: one of tokens and
                                  * IOB2 tags for each sentence */
    GAZ_FORMAT_PUBTATOR = 19,    /* titles and abstracts, with spans and ids in rows */
    GAZ_FORMAT_ENAMEX = 20,      /* <ENAMEX TYPE="T">, </ENAMEX> in the text; a file is one document */
    GAZ_FORMAT_INLINE_XML = 21,  /* <T>, </T> in the text; a file is one document */
    GAZ_FORMAT_OPENNLP = 22,     /* <START:T>, <END> among tokens; a line is a sentence, empty lines part documents */
    GAZ_FORMAT_BRACKETS = 23,    /* the same with [T and ] */
    GAZ_FORMAT_XML = 25,         /* input: any document of XML */
    GAZ_FORMAT_HTML_INLINE = 26  /* the page or XML document that was tagged, with spans as <mark> elements */
} gaz_format;

/* What a format can be used for, as bits of gaz_format_uses. */
enum {
    GAZ_FORMAT_READS_SPANS = 1,      /* corpora and gaz_document_reader: annotated texts */
    GAZ_FORMAT_READS_TEXT = 2,       /* gaz_stream and gaz_explainer read it */
    GAZ_FORMAT_WRITES_DOCUMENTS = 4, /* gaz_document_writer writes it; so does gaz_stream, except conll */
    GAZ_FORMAT_WRITES_SENTENCES = 8, /* gaz_stream writes it sentence by sentence, whatever the size of a document */
    GAZ_FORMAT_READS_MARKUP = 16     /* gaz_stream reads it: the text that it shows is tagged */
};

/* The name of a format in options ("label-studio"), in static storage; NULL if there is no such format. Thread-safe. */
GAZ_API const char *gaz_format_name(gaz_format format);

/* The format with that name; GAZ_FORMAT_AUTO if there is none. Thread-safe. */
GAZ_API gaz_format gaz_format_find(const char *name);

/* GAZ_FORMAT_READS_... and GAZ_FORMAT_WRITES_... bits of a format; 0 if there is no such format. Thread-safe. */
GAZ_API unsigned gaz_format_uses(gaz_format format);

/* The format that follows `format` in the order of listing. GAZ_FORMAT_AUTO gives the first one, and the last one gives
 * GAZ_FORMAT_AUTO. Thread-safe. */
GAZ_API gaz_format gaz_format_next(gaz_format format);

/* The unit of the begin and end of a span. */
typedef enum gaz_offsets {
    GAZ_OFFSETS_DEFAULT = 0, /* the unit that the format defines */
    GAZ_OFFSETS_BYTE = 1,
    GAZ_OFFSETS_CODEPOINT = 2,
    GAZ_OFFSETS_UTF16 = 3,
    GAZ_OFFSETS_GRAPHEME = 4 /* grapheme clusters as doccano counts them (UAX #29 of Unicode 10) */
} gaz_offsets;

/* How to read a corpus. Zero-initialized: everything is detected. */
typedef struct gaz_corpus_options {
    gaz_format format;
    gaz_columns columns; /* GAZ_FORMAT_CONLL only, but for the scheme of tags and `lenient` */
    gaz_offsets offsets; /* JSON formats and PubTator: the unit of the offsets */
    const char *field;   /* JSON formats: the field with the text [default: NULL, "text"]; WebAnno: the span layer
                          * [default: NULL, NamedEntity, else the first of the project's own] */
    const char *fields; /* JSON formats: members of the records, as ROLE=NAME with commas between. ROLE is text, tokens,
                         * spans or tags; or of a span begin, end (exclusive), last (inclusive), length, label or id.
                         * NAME is one of a member; dots select inner ones, numbers elements of arrays [default: NULL,
                         * found among the names that tools use] */
    const char *labels; /* JSON formats: what labels that are numbers stand for: names with commas between, from 0 on,
                         * each perhaps with its number and = before it; or the path of a file *.json with such names:
                         * the features of a data set of Hugging Face, the configuration of a model with id2label, the
                         * label types of doccano [default: NULL, they are errors] */
    const char *encoding; /* of the files, a name that iconv knows [default: NULL, UTF-8] */
    const char *id_field; /* JSON formats but GAZ_FORMAT_JSON_TOKENS: the member that has the id of a document, a string
                           * or a whole number; dots select inner ones [default: NULL, none; in BioC "id"] */
    int reviewed_only; /* not 0: documents whose spans a model suggested, and nobody has touched, are left out [default:
                        * 0; of a harvest: 1] */
} gaz_corpus_options;

GAZ_API void gaz_corpus_options_init(gaz_corpus_options *options);

/* Guesses whether a path is an annotated corpus rather than a list or a folder of lists. A corpus is a folder with .ann
 * files, a file named *.conll, *.iob, *.iob2, *.bio or *.bioes, a *.tsv file that begins as WebAnno's do, a *.pubtator
 * or *.txt file that begins as PubTator's do or has marks of ENAMEX or OpenNLP in its first 4,096 bytes, or a *.json,
 * *.jsonl or *.ndjson file that is not a dictionary; .gz and the like may follow. `found` receives 1 or 0. "-" cannot
 * be read twice and gives 0. `encoding` is as in gaz_corpus_options. */
GAZ_API gaz_status gaz_corpus_recognize(int *found, const char *path, const char *encoding, gaz_error *error);

/* What was found in a corpus, and what was repaired while reading it. Counts are sums over the files; `format` and
 * `detected` are those of the last file. */
typedef struct gaz_corpus_report {
    gaz_format format;
    gaz_columns detected;      /* GAZ_FORMAT_CONLL only: scheme, separator and columns as used */
    unsigned other_tag_column; /* the same: another column that holds tags of entities, from 1; 0 = there is none */
    uint64_t files;
    uint64_t documents; /* with at least one token; columns: as -DOCSTART- lines mark them, or the file if none does */
    uint64_t sentences; /* with at least one token */
    uint64_t tokens;
    uint64_t entities;
    uint64_t comments;        /* lines that begin with # and are not rows */
    uint64_t headers;         /* rows with the names of the columns, which are passed over */
    uint64_t ranges;          /* rows of multiword tokens (3-4) and empty nodes (8.1), which are passed over */
    uint64_t empty_tokens;    /* rows whose token is empty, which are passed over */
    uint64_t ragged_rows;     /* rows that are read, though they have more or fewer columns than most */
    uint64_t crlf_lines;      /* lines that end in CR LF */
    uint64_t byte_order_mark; /* files that begin with one */
    uint64_t stray_inside;    /* I-, E-, M- or L- tags that opened an entity (not counted for IOB1) */
    uint64_t unclosed;        /* BIOES entities without their last tag */
    uint64_t skipped_rows;    /* malformed rows or records left out (lenient) */
    uint64_t skipped_spans;   /* malformed spans left out (lenient) */
    uint64_t widened;         /* spans that cut a token and were widened to whole tokens */
    uint64_t overlapping;     /* spans left out because they overlap a longer one, or one that begins earlier */
    uint64_t discontinuous;   /* spans left out because they have several pieces */
    uint64_t blank;           /* spans left out because they contain no token */
    uint64_t unnamed;         /* documents that do not have an id in gaz_corpus_options.id_field */
    uint64_t unannotated;     /* documents left out because they are not annotated, or were rejected */
    uint64_t unreviewed;      /* documents left out because a model suggested their spans that nobody has touched */
    uint64_t not_utf8;        /* files with bytes that are not UTF-8 (lenient) */
    uint64_t repeated;        /* JSON-MIN: records left out because their text was in one before */
    uint64_t other_layers;    /* WebAnno: span layers other than the one read; the maximum over the files */
    uint64_t relations;       /* PubTator: rows of relations, which are passed over */
    uint64_t mixed_forms;     /* gaz_lexicon_harvest only: words in several normal forms of Unicode; compared in NFC */
    char fields[256];         /* JSON formats: the members that the first span was read from, as in
                               * gaz_corpus_options.fields; "" = there was none */
} gaz_corpus_report;

/* ---- Documents: annotated texts in any format -------------------------------------------------------------------- */

/* One annotated text: text, tokens, sentences and spans. Not thread-safe: one thread at a time may change it; any
 * number of threads may read a document that is not changed. */
typedef struct gaz_document gaz_document;

typedef struct gaz_document_info {
    const char *name;   /* of the file, without folder and ending; NULL = none */
    const char *id;     /* what the document's record calls it, or where a file is a document, the file's name; NULL =
                         * none */
    uint64_t number;    /* of the document in the file, from 1; 0: the document is the whole file */
    const char *text;   /* any bytes, not NUL-terminated */
    uint64_t size;      /* bytes of the text */
    uint64_t tokens;    /* number of tokens */
    uint64_t sentences; /* number of sentences, each with at least one token */
    uint64_t spans;     /* number of spans */
    int unreviewed;     /* not 0: a model suggested the spans, and nobody has touched them, as far as the file tells */
} gaz_document_info;

typedef struct gaz_document_span {
    uint64_t begin;       /* in bytes of the text */
    uint64_t end;         /* in bytes of the text, exclusive */
    uint64_t token_begin; /* first token that the span touches, from 0 */
    uint64_t token_end;   /* one past the last token that the span touches */
    const char *type;     /* never NULL */
    const char *id;       /* of the concept; NULL = none */
    const char *name;     /* of the concept, the preferred one; NULL = none */
    double score;         /* 0 to 1; negative: there is none */
    uint32_t entry;       /* as in gaz_span; UINT32_MAX: the span was not tagged */
    int widened;          /* not 0: the tokens contain bytes outside of the span */
    uint64_t senses;      /* number of its weaker senses */
} gaz_document_span;

/* What else a span may mean. */
typedef struct gaz_document_sense {
    const char *type; /* never NULL */
    const char *id;   /* of the concept; NULL = none */
    const char *name; /* of the concept, the preferred one; NULL = none */
    double score;     /* 0 to 1; negative: there is none */
    uint32_t entry;   /* as in gaz_span; UINT32_MAX: the span was not tagged */
} gaz_document_sense;

/* Gives text and counts. All strings are borrowed until the document is changed, read anew or freed. */
GAZ_API void gaz_document_get_info(gaz_document_info *info, const gaz_document *document);

/* Gives a span; `index` is below gaz_document_info.spans. Spans of a document that was read are in the order of the
 * file, those of a tagged one are sorted by begin. Strings are borrowed as those of gaz_document_get_info. */
GAZ_API void gaz_document_get_span(gaz_document_span *span, const gaz_document *document, uint64_t index);

/* Gives a weaker sense of a span, the strongest first; `number` is below gaz_document_span.senses. Strings are borrowed
 * as those of gaz_document_get_info. */
GAZ_API void gaz_document_get_sense(gaz_document_sense *sense, const gaz_document *document, uint64_t index,
                                    uint64_t number);

/* Gives the bytes [begin, end) of a token; `index` is below gaz_document_info.tokens. */
GAZ_API void gaz_document_get_token(uint64_t *begin, uint64_t *end, const gaz_document *document, uint64_t index);

/* Gives the tokens [begin, end) of a sentence; `index` is below gaz_document_info.sentences. */
GAZ_API void gaz_document_get_sentence(uint64_t *begin, uint64_t *end, const gaz_document *document, uint64_t index);

/* Makes a document with an empty text. */
GAZ_API gaz_status gaz_document_new(gaz_document **document, gaz_error *error);

/* Only for documents from gaz_document_new. */
GAZ_API void gaz_document_free(gaz_document *document);

/* Sets the text, which is copied and cut by the word tokenizer, and removes all spans. `name` (copied) may be NULL. A
 * text of over 2,147,483,647 bytes is GAZ_ERROR_LIMIT. Only for documents from gaz_document_new. */
GAZ_API gaz_status gaz_document_set_text(gaz_document *document, const char *name, const char *text, size_t size,
                                         gaz_error *error);

/* Sets what the document is called, which is copied; NULL or "" = nothing. Only for documents from gaz_document_new,
 * after gaz_document_set_text. */
GAZ_API gaz_status gaz_document_set_id(gaz_document *document, const char *id, gaz_error *error);

/* Sets whether the spans are suggestions that nobody has reviewed. Only for documents from gaz_document_new, after
 * gaz_document_set_text. */
GAZ_API void gaz_document_set_unreviewed(gaz_document *document, int unreviewed);

/* Adds a span of the bytes [begin, end) of the text. `type` is copied. `score` is 0 to 1, or negative for none. A span
 * that contains no token or ends after the text, or a type with a control character, is GAZ_ERROR_ARGUMENT. Only for
 * documents from gaz_document_new. */
GAZ_API gaz_status gaz_document_add_span(gaz_document *document, uint64_t begin, uint64_t end, const char *type,
                                         double score, gaz_error *error);

/* Sets the concept of the newest span: `id` and `name` are copied, and may be NULL. Without a span, or with a control
 * character, that is GAZ_ERROR_ARGUMENT. Only for documents from gaz_document_new. */
GAZ_API gaz_status gaz_document_set_concept(gaz_document *document, const char *id, const char *name, gaz_error *error);

/* Adds a weaker sense to the newest span: type, id, name and score, all of them copied; `entry` is ignored. Refused as
 * by gaz_document_add_span and gaz_document_set_concept. Only for documents from gaz_document_new. */
GAZ_API gaz_status gaz_document_add_sense(gaz_document *document, const gaz_document_sense *sense, gaz_error *error);

/* Reads the documents of one path. Not thread-safe: one thread at a time. */
typedef struct gaz_document_reader gaz_document_reader;

/* Opens a file ("-" is standard input; packed files are unpacked) or a folder: a brat folder, or one of annotated texts
 * in one format, which are read by name. `options` may be NULL. `path` and what the options point to must outlive the
 * reader. */
GAZ_API gaz_status gaz_document_reader_new(gaz_document_reader **reader, const char *path,
                                           const gaz_corpus_options *options, gaz_error *error);
GAZ_API void gaz_document_reader_free(gaz_document_reader *reader);

/* Reads the next document, which is borrowed until the next call; `*document` is NULL after the last one. Documents
 * that are not annotated are left out and counted. After a failure the reader can only be freed. */
GAZ_API gaz_status gaz_document_read(const gaz_document **document, gaz_document_reader *reader, gaz_error *error);

/* Gives what was found so far. Overlapping spans are kept in documents, and not counted. */
GAZ_API void gaz_document_reader_get_report(gaz_corpus_report *report, const gaz_document_reader *reader);

/* What the head of an HTML page says of it. Each may be NULL: it is not said. */
typedef struct gaz_about {
    const char *title;     /* heading */
    const char *model;     /* that tagged the text */
    const char *threshold; /* least score of a span */
    const char *date;      /* on which the page was made */
    const char *command;   /* that made it */
} gaz_about;

typedef struct gaz_write_options {
    gaz_offsets offsets;       /* jsonl, doccano, label-studio: the unit of offsets [default: the format's own] */
    const char *from_name;     /* label-studio: name of the labels in the labelling configuration [default: "label"] */
    const char *to_name;       /* label-studio: name of the text in the labelling configuration [default: "text"] */
    const char *data_key;      /* label-studio: key of the text in a task's data, $KEY in the labelling configuration
                                * [default: "text"] */
    int id_column;             /* not 0: conll gets a last column with the ids of each token's span, | between those of
                                * several senses of its type, _ where there is none */
    const char *id_url;        /* html: address of the page of a concept, which begins with http:// or https://; {id} in
                                * it stands for the id, percent-encoded [default: NULL, ids are no links] */
    const gaz_about *about;    /* html: what the head of the page says [default: NULL, nothing] */
    const char *folder;        /* not NULL: documents go into files of this folder, named after their inputs, or in
                                * brat, webanno and the like after their ids if they have any, and not to the sink; the
                                * folder is created if missing, its parents are not */
    const char *const *inputs; /* with a folder: the input files, so that none of them is overwritten */
    size_t input_count;        /* number of `inputs` */
} gaz_write_options;

GAZ_API void gaz_write_options_init(gaz_write_options *options);

typedef struct gaz_write_report {
    uint64_t documents;   /* written */
    uint64_t spans;       /* written */
    uint64_t overlapping; /* spans left out because the format cannot hold overlapping ones */
    uint64_t widened;     /* spans that cut a token and were written as whole tokens */
    uint64_t nameless;    /* documents of several in a file that have an id, for which the format has no place */
    uint64_t unmarked;    /* html-inline: spans where no element can stand, which are not written */
    uint64_t stripped;    /* documents whose records have other fields, for which the format has no place */
} gaz_write_report;

/* Writes documents in one format. Not thread-safe: one thread at a time. */
typedef struct gaz_document_writer gaz_document_writer;

/* `format` must have GAZ_FORMAT_WRITES_DOCUMENTS; brat needs a folder. `options` may be NULL. `sink` may be NULL if the
 * options name a folder. The sink and what the options point to must outlive the writer. */
GAZ_API gaz_status gaz_document_writer_new(gaz_document_writer **writer, gaz_format format,
                                           const gaz_write_options *options, const gaz_sink *sink, gaz_error *error);

/* Frees the writer. Without gaz_document_writer_finish the output may be incomplete; a file in a folder is complete or
 * missing. */
GAZ_API void gaz_document_writer_free(gaz_document_writer *writer);

/* Writes one document. Successive documents with the same name go into one file of the folder. */
GAZ_API gaz_status gaz_document_write(gaz_document_writer *writer, const gaz_document *document, gaz_error *error);

/* Ends the output; to be called after the last document. `report` may be NULL. */
GAZ_API gaz_status gaz_document_writer_finish(gaz_write_report *report, gaz_document_writer *writer, gaz_error *error);

/* Kinds of variants: bits. A harvest makes them from annotated surfaces and judges them by the corpus, which need not
 * have them; gaz_lexicon_add_variants makes them from lists. */
enum {
    GAZ_VARIANT_FIRST = 1 << 1,       /* Operating system, from operating system */
    GAZ_VARIANT_LOWER_FIRST = 1 << 2, /* operating System, from Operating System */
    GAZ_VARIANT_TITLE = 1 << 3,       /* Operating System, from operating system */
    GAZ_VARIANT_UPPER = 1 << 4,       /* OPERATING SYSTEM, from operating system */
    GAZ_VARIANT_LOWER = 1 << 5,       /* operating system, from OPERATING SYSTEM */
    GAZ_VARIANT_PLURAL = 1 << 6,      /* operating systems, from operating system (English) */
    GAZ_VARIANT_SINGULAR = 1 << 7,    /* operating system, from operating systems (English) */
    GAZ_VARIANT_JOINED = 1 << 8,      /* non small cell, nonsmall-cell, from non-small-cell, and the reverse */
    GAZ_VARIANT_ACCENTS = 1 << 9,     /* Sjogren, from Sj\u00F6gren */
    GAZ_VARIANT_POSSESSIVE =
        1 << 10,                    /* Crohn disease, Crohns disease, from Crohn's disease, and the reverse (English) */
    GAZ_VARIANT_GREEK = 1 << 11,    /* IFN-alpha, from IFN-\u03B1, and the reverse */
    GAZ_VARIANT_INVERTED = 1 << 12, /* Acute Myeloid Leukemia, from Leukemia, Myeloid, Acute */
    GAZ_VARIANT_NUMERAL = 1 << 13,  /* type II, from type 2, and the reverse */
    GAZ_VARIANT_BRITISH = 1 << 14,  /* anaemia, from anemia, and the reverse (English) */
    GAZ_VARIANT_DIGITS = 1 << 15,   /* CVE-\d-\d, from CVE-2021-44228: \d is any run of digits */
    GAZ_VARIANT_DEFAULT = 254 | GAZ_VARIANT_ACCENTS | GAZ_VARIANT_DIGITS, /* of a harvest */
    GAZ_VARIANT_ALL = 65534
};

/* How a harvest decides which entries are kept. An entry that is not kept stays in the lexicon and its list, marked
 * with the reason.
 *
 * Unless min_purity is set, each entry is judged on text that it was not harvested from: the corpus is cut into folds
 * of whole documents (blocks of sentences if it has no documents), each fold is tagged with the entries of the others,
 * and a logistic model is trained on how often such entries are right in such contexts. */
typedef struct gaz_harvest_options {
    gaz_corpus_options corpus;  /* how the corpora are read */
    double precision;           /* 0 to 1: maximize recall at this precision [default: 0, maximize F1] */
    int no_context;             /* not 0: entries are judged by themselves, not by the context of their matches */
    unsigned variants;          /* GAZ_VARIANT_... bits [default: GAZ_VARIANT_DEFAULT] */
    double min_purity;          /* 0 to 1: nothing is judged and no variants are made; an entry is kept if at least this
                                 * share of its occurrences is annotated, and that share is its precision
                                 * [default: negative, entries are judged] */
    uint64_t min_count;         /* fewest annotations of an entry that is not of a gazetteer [default: 1] */
    uint64_t min_tokens;        /* fewest tokens of an entry [default: 1] */
    int growth;                 /* not 0: learn what gaz_suggest needs, too, which takes longer */
    const gaz_sink *cross_tags; /* may be NULL. Receives the corpora as columns: token, gold tag, score, tag (IOB2);
                                 * score and tag are by the entries of the other folds, 0 and O where no span is found.
                                 * They are features for a tagger that is trained on the corpora. The spans are those
                                 * that the estimates of the dealt folds count; verdicts have no effect on them. A
                                 * corpus that is too small to be judged is an error */
    unsigned threads;           /* 0 or 1: one thread; the result does not depend on it [default: 0] */
    gaz_progress progress;      /* may be NULL */
    void *user;                 /* for `progress` */
} gaz_harvest_options;

GAZ_API void gaz_harvest_options_init(gaz_harvest_options *options);

/* The spans of a model with a score in one tenth of 0 to 1; the last tenth includes 1. */
typedef struct gaz_eval_bin {
    uint64_t spans;
    double score;     /* mean score of the spans; 0 if there are none */
    double precision; /* share of the spans that is correct; 0 if there are none */
} gaz_eval_bin;

enum { GAZ_EVAL_BINS = 10 };

/* Shares between two bounds, 0 to 1. */
typedef struct gaz_range {
    double low;
    double high;
} gaz_range;

/* The held-out estimates of a harvest: what to expect on new text of the same kind. Shares are 0 to 1.
 *
 * Folds are cut in two ways. Dealt to them in turn, the documents of a fold have neighbours in the others, as new text
 * of the same collection has; thresholds and weights come from these. Five contiguous folds differ from each other as
 * new text from the corpus may. Each range is where four of five new texts, of the size of such a fold, should be:
 * Student's prediction interval from the contiguous folds, widened to hold the figure of the dealt ones. */
typedef struct gaz_estimate {
    int judged;           /* 0: there are no estimates; the corpus is too small, or was not judged */
    int context;          /* not 0: matches are scored by what surrounds them */
    int nested_counted;   /* not 0: nested occurrences count as occurrences of an entry */
    double threshold;     /* least score of a match */
    double min_precision; /* least precision of an entry */
    double precision;     /* of the spans found */
    double recall;        /* of the annotated spans */
    double f1;            /* of both */
    double recall_bound;  /* share of annotated spans whose surface other folds annotate, or a gazetteer has: recall
                           * without variants */
    double calibration;   /* expected calibration error of the scores, 10 bins */
    double min_precision_without_context; /* least precision of an entry where matches are not scored in context */
    double f1_without_context;            /* F1 where matches are not scored in context */
    uint64_t folds;                       /* parts that the corpus was dealt to */
    uint64_t candidates;                  /* matches that were learnt from */
    double wanted_precision;              /* that of gaz_harvest_options; 0: F1 was maximized */
    double best_f1_recall;                /* recall if F1 is maximized; what lies above `recall` is the price */
    gaz_range precision_range;            /* all ranges and what is contiguous: 0 if the lists are of gaz 0.1 */
    gaz_range recall_range;
    gaz_range f1_range;
    double contiguous_precision; /* of all contiguous folds together, at `threshold` */
    double contiguous_recall;
    double contiguous_f1;
    gaz_range contiguous_f1_range;    /* F1 of the worst of these folds and of the best */
    gaz_eval_bin bins[GAZ_EVAL_BINS]; /* of the spans found in the dealt folds: what `calibration` is about */
} gaz_estimate;

/* Numbers of entries in a lexicon. */
typedef struct gaz_lexicon_counts {
    uint64_t entries; /* kept and dropped */
    uint64_t kept;
    uint64_t dropped_purity;    /* too small a share of the occurrences is annotated */
    uint64_t dropped_count;     /* annotated too few times */
    uint64_t dropped_tokens;    /* too few tokens */
    uint64_t dropped_type;      /* the surface is mostly annotated with another type */
    uint64_t dropped_precision; /* the precision on held-out text is too low */
    uint64_t dropped_verdict;   /* the verdict of a person is drop */
    uint64_t variants;          /* kept entries that the corpora do not annotate */
    uint64_t verdicts;          /* entries with a person's verdict, keep or drop */
    uint64_t types;             /* number of types */
} gaz_lexicon_counts;

/* Makes an empty lexicon. */
GAZ_API gaz_status gaz_lexicon_new(gaz_lexicon **lexicon, gaz_error *error);
GAZ_API void gaz_lexicon_free(gaz_lexicon *lexicon);

/* Makes the lexicon remember the file and line of each entry that it reads from now on, for gaz_explainer. `lexicon`
 * may be NULL. */
GAZ_API void gaz_lexicon_track_sources(gaz_lexicon *lexicon);

typedef struct gaz_token {
    const char *bytes; /* not NUL-terminated */
    size_t size;
} gaz_token;

/* How the letters of an entry are compared with those of a text. */
typedef enum gaz_case {
    GAZ_CASE_DEFAULT = 0, /* of an entry: that of its list, or of the model; of a model: exact */
    GAZ_CASE_EXACT = 1,   /* only as it is written */
    GAZ_CASE_IGNORE = 2,  /* in any case */
    GAZ_CASE_AUTO = 3     /* exact if the entry has at most five letters, among them a capital one that is not just the
                           * first of several (WHO, mRNA, pH, X); else in any case */
} gaz_case;

/* What may stand right beside a match in raw text. */
typedef enum gaz_edges {
    GAZ_EDGES_DEFAULT = 0, /* of an entry: that of its list, or of the model; of a model: any token */
    GAZ_EDGES_TOKEN = 1,   /* any token */
    GAZ_EDGES_STRICT = 2   /* not one of . - _ / : @ with a letter or digit behind it: evil.com does not match in
                            * not-evil.com, 10.0.0.1 not in 10.0.0.1.5 */
} gaz_edges;

/* One entry, as a caller gives it. Zero-initialized but for tokens and type: nothing else is known. */
typedef struct gaz_entry {
    const gaz_token *tokens; /* `token_count` strings of 1 to 65,535 bytes each */
    size_t token_count;      /* 1 to 65,535 */
    const char *type;        /* not empty, without control characters */
    const char *id;          /* of the concept, without control characters; NULL or "" = none */
    const char *name;        /* of the concept, the preferred one, without control characters; NULL or "" = none */
    int32_t priority;        /* of senses of one surface, the one with the higher priority comes first */
    gaz_case match_case;
    gaz_edges edges;
} gaz_entry;

GAZ_API void gaz_entry_init(gaz_entry *entry);

/* Adds one entry; everything is copied. If the lexicon has one of the same surface, type and id, the two become one:
 * the higher priority, the stricter case and edges, and the name that is first in the order of bytes count. */
GAZ_API gaz_status gaz_lexicon_add_entry(gaz_lexicon *lexicon, const gaz_entry *entry, gaz_error *error);

/* The same for an entry of which tokens and type are known. */
GAZ_API gaz_status gaz_lexicon_add(gaz_lexicon *lexicon, const gaz_token *tokens, size_t token_count, const char *type,
                                   gaz_error *error);

/* Reads lists: a file, or every .tsv file of a folder (not its subfolders). `type` is the type of a list of bare
 * surfaces [default: NULL, the file's name up to the first dot]. Of two claims to a surface the stronger one is kept; a
 * verdict is never lost. As gaz_lexicon_import with that type: lines of a foreign dictionary that an entry cannot
 * express are skipped. */
GAZ_API gaz_status gaz_lexicon_read(gaz_lexicon *lexicon, const char *path, const char *type, gaz_error *error);

/* The formats of lists and dictionaries. */
typedef enum gaz_list_format {
    GAZ_LIST_AUTO = 0,           /* detected */
    GAZ_LIST_PLAIN = 1,          /* lists of gaz, and lines of `surface` or `surface TAB type` */
    GAZ_LIST_PATTERNS = 2,       /* patterns in JSON: spaCy's EntityRuler and SpanRuler, Prodigy */
    GAZ_LIST_GATE = 3,           /* GATE's index file with the .lst files that it names */
    GAZ_LIST_TOKENSREGEX = 4,    /* a mapping of CoreNLP's TokensRegexNER */
    GAZ_LIST_MODEL = 5,          /* a model: its entries with their precision and evidence, but without verdicts,
                                  * priorities, and the weights of contexts, which it does not have */
    GAZ_LIST_OBO = 6,            /* an ontology in OBO: names and synonyms of its terms that are not obsolete */
    GAZ_LIST_DELIMITED = 7,      /* CSV (RFC 4180), TSV and their kin: columns named by the first row, or said */
    GAZ_LIST_UMLS = 8,           /* MRCONSO.RRF of the UMLS, typed by semantic types (TUI) if MRSTY.RRF is there */
    GAZ_LIST_GEONAMES = 9,       /* a dump of GeoNames: names and alternate names, typed by the feature's code */
    GAZ_LIST_SPARKNLP = 10,      /* TYPE|surface, as Spark NLP's EntityRuler has it */
    GAZ_LIST_RDF = 11,           /* SKOS or OWL as Turtle, N-Triples or RDF/XML, if the library has libraptor2 */
    GAZ_LIST_CONCEPTMAPPER = 12, /* XML of UIMA's ConceptMapper: its variants, if the library has libxml2 */
    GAZ_LIST_SKWEAK = 13,  /* a JSON object of lists of names by type, as skweak has it: {"ORG": ["European Union",
                            * ["UN"]]}; a name that is a list has its own tokens */
    GAZ_LIST_IDS = 14,     /* id TAB name */
    GAZ_LIST_FEED = 15,    /* a feed of indicators (hosts, addresses, URLs, hashes), one a line, with comments */
    GAZ_LIST_HOSTS = 16,   /* a hosts file that blocks: `0.0.0.0 host` or `127.0.0.1 host` */
    GAZ_LIST_ADBLOCK = 17, /* rules of ad blockers: those of the form ||host^ */
    GAZ_LIST_STIX = 18, /* STIX 2.1: indicators of a bundle whose patterns are equalities, with their ids and names */
    GAZ_LIST_MISP = 19  /* MISP: attributes of events that are indicators, with their uuids as ids */
} gaz_list_format;

/* How closely a synonym means its concept, as ontologies say it: bits. */
typedef enum gaz_scope {
    GAZ_SCOPE_EXACT = 1,
    GAZ_SCOPE_NARROW = 2, /* it means a part of what the concept means */
    GAZ_SCOPE_BROAD = 4,  /* it means more */
    GAZ_SCOPE_RELATED = 8 /* it means something else that is often meant */
} gaz_scope;

/* Receives each line of a foreign dictionary that is skipped because an entry cannot express it. `reason` has file,
 * line and message, and is borrowed during the call. `user` is the caller's pointer from the options. */
typedef void (*gaz_skipped)(void *user, const gaz_error *reason);

/* What holds for the entries of a list that do not say it themselves. */
typedef struct gaz_list_rule {
    const char *list; /* a path as it is given to gaz_lexicon_import or found in such a folder; or the last parts of
                       * one: PER.tsv is that of people/PER.tsv */
    int priority;     /* -1,000,000,000 to 1,000,000,000; 0 = none */
    gaz_case match_case;
    gaz_edges edges;
    int used; /* set to 1 when such a list is read */
} gaz_list_rule;

/* How to read lists and dictionaries. Zero-initialized: everything is detected. */
typedef struct gaz_import_options {
    gaz_list_format format;
    const char *type;         /* of lines without one [default: NULL, the file's name up to the first dot] */
    gaz_list_rule *rules;     /* of several for a file, those that name it count before those that name its folder, then
                               * the first; borrowed */
    size_t rule_count;        /* number of `rules` */
    unsigned scopes;          /* terminologies: bits of the synonyms that are wanted [default: 0, GAZ_SCOPE_EXACT] */
    const char *const *xrefs; /* terminologies: ids are those of the first of these vocabularies that a concept has a
                               * cross reference to: VOCABULARY, or VOCABULARY=PREFIX, which is put before the id; one
                               * without keeps its own id; borrowed */
    size_t xref_count;        /* number of `xrefs` */
    const char *columns;  /* delimited files: ROLE=COLUMN with commas between, of the roles surface, synonyms, id, name,
                           * type, language, source, suppressed, and columns by number from 1, or by their names in the
                           * first row [default: NULL, what the first row says] */
    char split;           /* delimited files: what stands between synonyms [default: 0, a |] */
    const char *language; /* terminologies that say it: those that are wanted, as they are written there, with commas
                           * between [default: NULL, all] */
    const char *sources;  /* the same for the sources of the UMLS [default: NULL, all] */
    const char *semantic_types; /* the UMLS's MRSTY.RRF [default: NULL, that beside MRCONSO.RRF, if there is one] */
    gaz_edges feed_edges;       /* feeds of indicators: of hosts, addresses, URLs, hashes and e-mail addresses, where no
                                 * rule says it [default: GAZ_EDGES_DEFAULT, strict] */
    int growth;                 /* not 0: read what gaz_suggest needs, too, from a folder of lists */
    const char *encoding;       /* of the lists and dictionaries, a name that iconv knows [default: NULL, UTF-8] */
    int lenient;   /* not 0: a malformed line of a list (GAZ_LIST_PLAIN) is left out and counted as skipped, and
                    * lists may have bytes that are not UTF-8; 0: they are an error */
    int gazetteer; /* not 0: what is read is a gazetteer, and gaz_lexicon_harvest judges its entries by the corpora,
                    * whether these annotate them or not. Verdicts are read; evidence of other corpora, and what
                    * was dropped by it, is not */
    gaz_skipped skipped; /* may be NULL */
    gaz_skipped noted; /* receives which files of a folder are left out, for they are no lists by their names (line 0);
                        * what a list was taken for that may be something else (line 0), and where the UMLS's types are
                        * from (line 0); and if lenient, the first line of each list that is not UTF-8, and so is found
                        * in no text that is; it is read as it is; may be NULL */
    void *user;        /* for `skipped` and `noted` */
} gaz_import_options;

GAZ_API void gaz_import_options_init(gaz_import_options *options);

typedef struct gaz_import_report {
    uint64_t entries;      /* new in the lexicon */
    uint64_t duplicates;   /* read, but there already: of the same surface, type and id */
    uint64_t skipped;      /* lines that an entry cannot express */
    uint64_t comments;     /* lines of lists without a header that begin with # and a blank and have no type; and
                            * those of feeds that are comments */
    uint64_t obsolete;     /* concepts that are left out, for they are obsolete */
    uint64_t other_scopes; /* synonyms that are left out, for their scope is not wanted */
    uint64_t not_wanted;   /* names that are left out, for their language or source is not wanted */
    uint64_t without_xref; /* concepts that keep their own id, for they have no such cross reference */
} gaz_import_report;

/* Reads lists or a foreign dictionary: a file, a folder of lists (.tsv, .txt, .lst), or one without .tsv that has
 * `lists.def` (GATE), `patterns.jsonl` or `patterns` (rulers of spaCy). "-" is standard input; packed files are
 * unpacked (gzip, zstd; xz, bzip2 and lz4 if the library has theirs; others are GAZ_ERROR_INPUT). `options` and
 * `report` may be NULL. After a failure the lexicon has a part of the entries, which the report counts.
 */
GAZ_API gaz_status gaz_lexicon_import(gaz_lexicon *lexicon, const char *path, const gaz_import_options *options,
                                      gaz_import_report *report, gaz_error *error);

/* How entries are exported. */
typedef enum gaz_export_format {
    GAZ_EXPORT_PATTERNS = 0, /* a JSON object a line: label, pattern, and id if the entry has one */
    GAZ_EXPORT_TSV = 1       /* surface TAB type */
} gaz_export_format;

typedef struct gaz_export_options {
    gaz_export_format format;
    int token_patterns; /* patterns only. 0: each surface is one string that the reader's tokenizer cuts, for raw text.
                         * Not 0: each is the list of its tokens, for text tokenized as the corpus is */
} gaz_export_options;

GAZ_API void gaz_export_options_init(gaz_export_options *options);

typedef struct gaz_export_report {
    uint64_t entries;  /* written */
    uint64_t lost;     /* patterns: left out because another type has the stronger claim to the surface */
    uint64_t left_out; /* left out because the surface is not UTF-8 or has nothing visible */
    uint64_t exact;    /* of those written: entries that match in any case, but are written as they are */
} gaz_export_report;

/* Writes the entries that gaz_lexicon_build takes without context, sorted by type and surface. As a list each has a
 * line. In patterns a surface has one type, that of the entry that wins it in a model; surfaces with the same words
 * count as one unless `token_patterns` is set. `options` and `report` may be NULL. */
GAZ_API gaz_status gaz_lexicon_export(const gaz_lexicon *lexicon, const gaz_sink *sink,
                                      const gaz_export_options *options, gaz_export_report *report, gaz_error *error);

/* Adds variants of the kept entries that no corpus annotates, for lists and terminologies: `kinds` are GAZ_VARIANT_...
 * bits. No evidence judges them, and the rules are made for English names: choose the kinds that the lists' language
 * and the text have. A variant has the type, id, name, priority, case and edges of its entry. None is made of a form
 * that is the surface of an entry, kept or dropped: read all lists, and harvest, before. Surfaces of over 1,000 bytes
 * have none. `added` (may be NULL) receives their number. After a failure the lexicon has a part of them. */
GAZ_API gaz_status gaz_lexicon_add_variants(uint64_t *added, gaz_lexicon *lexicon, unsigned kinds, gaz_error *error);

/* Harvests the corpora at `paths` ("-" is standard input; packed files are unpacked): their annotated surfaces become
 * entries with evidence, and `options` decide which are kept. Entries that exist already keep their verdict, priority
 * and id, and get new evidence.
 *
 * Entries of a gazetteer (gaz_import_options.gazetteer) are judged, too: on each fold they are candidates even if the
 * other folds do not annotate them, so that the model learns how often they are right, also those that the corpora do
 * not have. They get the tokens that the corpora have, if the word tokenizer has cut these. A type that the corpora do
 * not annotate is GAZ_ERROR_INPUT, as nothing can judge it, unless the entry has a verdict. Other entries without
 * evidence and verdict are judged in the same way if the corpora have them and their type; else they stay certain.
 *
 * `options` and `report` may be NULL. After a failure the lexicon can only be freed. */
GAZ_API gaz_status gaz_lexicon_harvest(gaz_lexicon *lexicon, const char *const *paths, size_t path_count,
                                       const gaz_harvest_options *options, gaz_corpus_report *report, gaz_error *error);

/* The estimates of the last harvest, or those stored with the lists that were read; all zero if there are none. */
GAZ_API void gaz_lexicon_get_estimate(gaz_estimate *estimate, const gaz_lexicon *lexicon);

/* Reads a block list, one surface a line: entries with one of these surfaces get the verdict drop, unless they have the
 * verdict keep. `blocked` (may be NULL) receives their number. */
GAZ_API gaz_status gaz_lexicon_apply_blocklist(uint64_t *blocked, gaz_lexicon *lexicon, const char *path,
                                               gaz_error *error);

/* Reads a list of verdicts as gaz_review_write writes it: the header names the columns, among them `surface`, `type`
 * and `verdict`. A verdict (keep, drop, or the right type of the surface) replaces that of the entry; a surface that
 * is not an entry becomes one, so that what is dropped is not suggested again. `count` (may be NULL) receives the
 * number of entries that got a verdict. */
GAZ_API gaz_status gaz_lexicon_apply_verdicts(uint64_t *count, gaz_lexicon *lexicon, const char *path,
                                              gaz_error *error);

/* Writes one list per type into `folder`, which is created if missing (its parents are not). Each file is replaced as a
 * whole or not at all. */
GAZ_API gaz_status gaz_lexicon_write(const gaz_lexicon *lexicon, const char *folder, gaz_error *error);

/* The counts of all types together. */
GAZ_API void gaz_lexicon_get_counts(gaz_lexicon_counts *counts, const gaz_lexicon *lexicon);

typedef struct gaz_type_counts {
    const char *name; /* borrowed from the lexicon until it is changed or freed */
    gaz_lexicon_counts counts;
} gaz_type_counts;

/* The counts of each type, in the order of their names: `types` has room for gaz_lexicon_counts.types. */
GAZ_API gaz_status gaz_lexicon_get_type_counts(gaz_type_counts *types, const gaz_lexicon *lexicon, gaz_error *error);

typedef struct gaz_report_options {
    const gaz_about *about;   /* what the head of the page says [default: NULL, nothing] */
    uint64_t rows;            /* most rows of a table of entries [default: 100] */
    const char *const *texts; /* files with raw text: how often they have each entry, and in which lines */
    size_t text_count;        /* number of `texts` */
} gaz_report_options;

GAZ_API void gaz_report_options_init(gaz_report_options *options);

/* Writes an HTML page in one file that loads nothing: the estimates, suggestions (of a list that gaz_suggest_write
 * wrote), the entries most worth reviewing, those most frequent in the texts, the counts of each type, the most
 * frequent dropped entries, lower senses, and what is odd. Verdicts can be given in it, for gaz_lexicon_apply_verdicts.
 * `options` may be NULL. */
GAZ_API gaz_status gaz_lexicon_write_report(const gaz_lexicon *lexicon, const gaz_sink *sink,
                                            const gaz_report_options *options, gaz_error *error);

/* ---- Model: the compiled lexicon ------------------------------------------------------------------------------- */

/* Which tokenizations a model holds. */
typedef enum gaz_tokens {
    GAZ_TOKENS_BOTH = 0,
    GAZ_TOKENS_CORPUS = 1, /* the entries' own tokens: for tokenized and conll input */
    GAZ_TOKENS_WORDS = 2   /* the entries cut by the word tokenizer: for raw text */
} gaz_tokens;

/* How matches of entries that a person has confirmed or written are scored in a model that scores matches in context.
 */
typedef enum gaz_verdicts_score {
    GAZ_VERDICTS_SCORE_AUTO = 0, /* in context if the entry is one token of at most three letters, or one in capitals;
                                  * else they are certain */
    GAZ_VERDICTS_SCORE_CERTAIN = 1, /* they are always found, with score 1 */
    GAZ_VERDICTS_SCORE_CONTEXT = 2 /* in context, from even odds, or those of the entry's evidence if they are better */
} gaz_verdicts_score;

typedef struct gaz_build_options {
    gaz_tokens tokens;      /* [default: GAZ_TOKENS_BOTH] */
    gaz_case match_case;    /* of entries that do not say it [default: GAZ_CASE_EXACT]. If one of the entries has
                             * any case, tokens are case-folded on both sides (Unicode full case folding) */
    gaz_edges edges;        /* of entries that do not say it [default: GAZ_EDGES_TOKEN] */
    int no_normalize;       /* not 0: tokens are not compared in NFC */
    int exact_typography;   /* not 0: in raw text, quotes, dashes, ligatures, full-width and half-width characters
                             * differ from plain ones, and soft hyphens and other invisible characters count */
    int fold_accents;       /* not 0: letters are compared without their accents */
    int turkic;             /* not 0: where case is no matter, I is the capital of dotless i, and a dotted one of i */
    const char *word_signs; /* signs of ASCII that are parts of words in raw text, as letters are; NULL = none */
    int no_context;         /* not 0: the score of a match is its entry's precision, whatever surrounds it */
    gaz_verdicts_score verdicts_score; /* [default: GAZ_VERDICTS_SCORE_AUTO] */
    const gaz_sink
        *conflicts;        /* receives a table of the kept entries above which another one is ranked, that has the
                            * same tokens under a tokenization of the model: the first of them, and what decided
                            * (verdict, priority, precision, annotated, variant, type name, id or surface); may be NULL */
    unsigned threads;      /* 0 or 1: one thread; the result does not depend on it [default: 0] */
    gaz_progress progress; /* may be NULL */
    void *user;            /* for `progress` */
} gaz_build_options;

GAZ_API void gaz_build_options_init(gaz_build_options *options);

typedef struct gaz_build_report {
    uint64_t entries;  /* in the model */
    uint64_t lower;    /* of these, senses above which another one is ranked wherever their tokens occur */
    uint64_t repeated; /* kept entries left out because the model has their tokens with the same type and id */
    uint64_t left_out; /* entries without a token under one of the tokenizations */
    uint64_t weighed;  /* entries that a person has confirmed or written whose matches are scored in context */
} gaz_build_report;

/* Compiles the kept entries into a model file. `path` is replaced as a whole or not at all. `options` and `report` may
 * be NULL. The same entries and options give the same bytes. More entries or tokens than the format can hold are
 * GAZ_ERROR_LIMIT. */
GAZ_API gaz_status gaz_lexicon_build(const gaz_lexicon *lexicon, const char *path, const gaz_build_options *options,
                                     gaz_build_report *report, gaz_error *error);

/* The same, into memory: the bytes of the model file, as gaz_model_open_bytes takes them, become those of `image`,
 * which was zero or freed, and stays so after a failure. */
GAZ_API gaz_status gaz_lexicon_build_bytes(gaz_memory *image, const gaz_lexicon *lexicon,
                                           const gaz_build_options *options, gaz_build_report *report,
                                           gaz_error *error);

/* An immutable compiled lexicon. Any number of threads may use it at once. */
typedef struct gaz_model gaz_model;

/* How a model is opened, as bits. */
enum {
    GAZ_OPEN_TRUSTED = 1, /* without verification, for a file that the process itself wrote: tagging with a damaged
                           * model that was not verified is undefined behaviour */
    GAZ_OPEN_COPY = 2     /* the file is read into memory, and may then be changed or shortened. A file that is mapped
                           * may be replaced or removed, but not written over: that changes the model in use, and a file
                           * that becomes shorter kills the process (SIGBUS). A copy is not shared between processes */
};

/* Opens a model file and maps it, or reads it. `flags`: GAZ_OPEN_... bits, or 0. Not a model or a damaged one is
 * GAZ_ERROR_MODEL, another version of the format GAZ_ERROR_VERSION. */
GAZ_API gaz_status gaz_model_open(gaz_model **model, const char *path, unsigned flags, gaz_error *error);

/* Opens a model from the bytes of a model file, which are copied. As gaz_model_open, but errors name no file. */
GAZ_API gaz_status gaz_model_open_bytes(gaz_model **model, const char *bytes, size_t size, unsigned flags,
                                        gaz_error *error);
GAZ_API void gaz_model_close(gaz_model *model);

/* The bytes of the model file, as gaz_model_open_bytes takes them, borrowed from the model; gaz_model_info.file_size is
 * their number. Thread-safe. */
GAZ_API const char *gaz_model_bytes(const gaz_model *model);

/* One tokenization of a model. */
typedef struct gaz_model_tokenization {
    int present;         /* not 0: the model has this tokenization; 0: all else is 0 */
    int ignore_case;     /* not 0: tokens are compared case-folded */
    int normalize;       /* not 0: tokens are compared in NFC */
    int typography;      /* not 0: quotes, dashes and the like are compared as plain ones */
    int fold_accents;    /* not 0: letters are compared without their accents */
    int turkic;          /* not 0: I is the capital of dotless i */
    char word_signs[40]; /* signs that are parts of words */
    uint64_t entries;    /* under this tokenization */
    uint64_t tokens;     /* distinct tokens */
    uint64_t states;     /* of the automaton */
    uint64_t longest;    /* tokens of the longest entry */
    uint64_t bytes;      /* of its part of the file */
} gaz_model_tokenization;

typedef struct gaz_model_info {
    uint32_t version;              /* of the file format */
    uint64_t file_size;            /* bytes */
    uint64_t checksum;             /* XXH3, 64 bits */
    uint64_t entries;              /* of all tokenizations */
    uint64_t types;                /* number of types */
    int context;                   /* not 0: matches are scored by what surrounds them */
    double min_score;              /* 0 to 1: least score of a match, unless the options of a tagger set another */
    gaz_model_tokenization corpus; /* the entries' own tokens */
    gaz_model_tokenization words;  /* the entries cut by the word tokenizer */
} gaz_model_info;

GAZ_API void gaz_model_get_info(gaz_model_info *info, const gaz_model *model);

/* Gives the lowest score at which the spans of held-out text had at least that precision (0 to 1). Returns 1, or 0 if
 * the model has no estimates or no score is enough. */
GAZ_API int gaz_model_threshold(double *score, const gaz_model *model, double precision);

/* The name of a type, borrowed from the model; NULL if there is no such number. Types are numbered from 0 in the order
 * of their names. */
GAZ_API const char *gaz_model_type(const gaz_model *model, uint32_t type);

/* An entry of a model. All strings are borrowed from the model. */
typedef struct gaz_model_entry {
    const char *type; /* never NULL */
    const char *id;   /* of the concept; NULL = none */
    const char *name; /* of the concept, the preferred one; NULL = none */
    double score;     /* of its matches, 0 to 1, unless the context of a match counts */
    int exact_case;   /* not 0: its letters must be those of the text, though the model ignores case */
    int strict_edges; /* not 0: GAZ_EDGES_STRICT */
} gaz_model_entry;

/* Gives an entry by its number (gaz_span.entry), from 0. Returns 1, or 0 if there is no such number. Thread-safe. */
GAZ_API int gaz_model_get_entry(gaz_model_entry *entry, const gaz_model *model, uint32_t number);

/* A model that is asked as a dictionary is: one thread at a time. */
typedef struct gaz_lookup gaz_lookup;

/* Takes four bytes of memory for each entry. `model` must outlive it. */
GAZ_API gaz_status gaz_lookup_new(gaz_lookup **lookup, const gaz_model *model, gaz_error *error);
GAZ_API void gaz_lookup_free(gaz_lookup *lookup);

/* Finds the entries that a text, as a whole, is the surface of, whatever their score, and even if its case is not
 * theirs. Writes the numbers of the first `capacity` of them, the strongest first, and returns how many there are. */
GAZ_API size_t gaz_lookup_senses(uint32_t *numbers, size_t capacity, gaz_lookup *lookup, const char *text, size_t size);

/* Gives the surface of an entry, its tokens separated by single spaces: as it was written, or, in a model that has only
 * words, with spaces between all of them if it was written with none. A pattern has \d for any digits. Ends with a zero
 * byte that `size` does not count; borrowed until the next call. */
GAZ_API gaz_status gaz_lookup_surface(const char **surface, size_t *size, gaz_lookup *lookup, uint32_t number,
                                      gaz_error *error);

/* Writes these entries, an object in a line each: surface, type, id, name, score, and case and edges if they are exact
 * and strict. */
GAZ_API gaz_status gaz_lookup_write_json(gaz_lookup *lookup, const uint32_t *numbers, size_t count,
                                         const gaz_sink *sink, gaz_error *error);

/* Finds the entries that have an id. Writes the numbers of the first `capacity` of them, ascending, and returns how
 * many there are. `numbers` may be NULL if `capacity` is 0. Thread-safe. Takes time in proportion to the model's
 * entries. */
GAZ_API size_t gaz_model_find_id(uint32_t *numbers, size_t capacity, const gaz_model *model, const char *id);

/* The number of entries of each type: `entries` has room for gaz_model_info.types. Takes time in proportion to the
 * model's entries. Thread-safe. */
GAZ_API void gaz_model_count_types(uint64_t *entries, const gaz_model *model);

/* Writes what gaz_model_get_info gives, and the types with their entries, as one object in a line. A tokenization that
 * the model has not is null. */
GAZ_API gaz_status gaz_model_write_json(const gaz_model *model, const gaz_sink *sink, gaz_error *error);

/* ---- Options of several functions ------------------------------------------------------------------------------- */

/* How unannotated text is read. Whatever takes these options says which of the members it does not support; setting one
 * of those is GAZ_ERROR_ARGUMENT. The strings are borrowed until the object that was made with them is freed. */
typedef struct gaz_input_options {
    gaz_format format;         /* one with GAZ_FORMAT_READS_TEXT; of gaz_stream and gaz_tagger, also one with
                                * GAZ_FORMAT_READS_MARKUP, whose files are documents [default: see where the options
                                * are taken] */
    const char *const *fields; /* jsonl: the fields with texts, with dots between the names of nested ones, and in
                                * arrays a number from 0 or * for all elements ("Records.*.message"); each that an
                                * object has is a text of its own: a string, or an array of bytes, which is decoded.
                                * Only gaz_stream takes several [default: "text"] */
    size_t field_count;        /* number of `fields`; 0 = the default */
    gaz_columns columns;       /* conll: separator, token_column, tag_column, lenient; jsonl: lenient, without which
                                * gaz_stream does not fail either. The scheme may not be set */
    int paragraphs;            /* text, jsonl. Not 0: a sentence ends at a blank line, not at each line end */
    const char *encoding;      /* of files, a name that iconv knows; offsets are those of the text in UTF-8. Bytes that
                                * it has no character for are GAZ_ERROR_INPUT [default: NULL, UTF-8] */
} gaz_input_options;

GAZ_API void gaz_input_options_init(gaz_input_options *options);

/* Which matches are wanted. Whatever takes these options says which of the members it does not support; setting one of
 * those is GAZ_ERROR_ARGUMENT. The kernel's name is borrowed as gaz_input_options.fields are. */
typedef struct gaz_match_options {
    int all;          /* not 0: every match, overlapping ones too; 0: the leftmost longest */
    int senses;       /* not 0: documents and output have all senses of a span, the strongest first; 0: the first
                       * that fits */
    double min_score; /* 0 to 1: a match with a lower score gives way to a shorter one [default: negative, the
                       * model's] */
    const char *const *types; /* matches of these types only; borrowed until the object is made */
    size_t type_count;        /* number of `types`; 0 = all types */
    const char *kernel;       /* "scalar", "avx2", "avx512" or "neon" [default: NULL, the best that the CPU supports] */
    int abbreviations;        /* not 0: short forms that a document defines mean what their long forms do, see below;
                               * not with `all` */
} gaz_match_options;

/* With gaz_match_options.abbreviations, a match that is followed by a short form in parentheses defines it: "copper
 * toxicosis (CT)"; so does one in parentheses behind a short form with a capital letter: "CT (copper toxicosis)". From
 * there to the end of the document, the short form as it is written, where no match overlaps it, is a span with the
 * entry, the senses and the score of the match that defined it. A match of the short form alone gives way if it is of
 * another concept: another id, or, if one has none, another type. A new definition replaces an old one.
 *
 * A short form has 2 to 10 characters in at most two words, a letter, and a letter or digit at its beginning. With n
 * letters and digits, it stands for a match of at most min(n + 5, 2 n) words that begins with the first of them, in any
 * case, has the others behind it in their order, has more characters, and does not hold the short form: A. S. Schwartz
 * and M. A. Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text, PSB 2003, where the
 * long form is the whole match. A document has up to 1,024 short forms at a time; of more, the one that was defined
 * first is forgotten. A sentence of over 1 MiB, which a stream does not hold as a whole, neither defines nor has any.
 */

GAZ_API void gaz_match_options_init(gaz_match_options *options);

/* ---- Tagger: one text or one token sequence at a time ---------------------------------------------------------- */

typedef struct gaz_span {
    uint64_t begin; /* after gaz_tagger_text in bytes of the text, after gaz_tagger_tokens a token number, from 0 */
    uint64_t end;   /* in the unit of `begin`, exclusive */
    uint32_t type;  /* for gaz_model_type */
    uint32_t entry; /* number of the entry in the model */
    double score;   /* 0 to 1 */
} gaz_span;

/* Tagging state for one thread at a time. Allocates in gaz_tagger_new and gaz_tagger_document only; with
 * gaz_match_options.abbreviations also in gaz_tagger_text and gaz_tagger_tokens, and with markup in gaz_tagger_text. */
typedef struct gaz_tagger gaz_tagger;

typedef struct gaz_tagger_options {
    gaz_input_options input; /* format: text [default], tokenized, html or xml; paragraphs. No other member may be set
                              */
    gaz_match_options match; /* abbreviations: each text, or sentence of tokens, is a document */
} gaz_tagger_options;

GAZ_API void gaz_tagger_options_init(gaz_tagger_options *options);

/* `options` may be NULL. `model` must outlive the tagger. */
GAZ_API gaz_status gaz_tagger_new(gaz_tagger **tagger, const gaz_model *model, const gaz_tagger_options *options,
                                  gaz_error *error);
GAZ_API void gaz_tagger_free(gaz_tagger *tagger);

/* With GAZ_FORMAT_HTML or GAZ_FORMAT_XML, the text is a page in UTF-8, whatever it declares: what it shows is tagged,
 * and spans are bytes of the page. XML that is none is GAZ_ERROR_INPUT.
 *
 * Begins to tag raw text (the model needs words), or with GAZ_FORMAT_TOKENIZED tokenized text (the model needs
 * corpus tokens). The text is borrowed until the last gaz_tagger_next. A model without them is GAZ_ERROR_ARGUMENT. */
GAZ_API gaz_status gaz_tagger_text(gaz_tagger *tagger, const char *text, size_t size, gaz_error *error);

/* Begins to tag one sentence of given tokens (the model needs corpus tokens). The tokens and their bytes are borrowed
 * until the last gaz_tagger_next. */
GAZ_API gaz_status gaz_tagger_tokens(gaz_tagger *tagger, const gaz_token *tokens, size_t token_count, gaz_error *error);

/* Tags a whole text, as gaz_tagger_text does, and gives it as a document with tokens, sentences and spans. The document
 * is borrowed from the tagger until the next call; the text is borrowed as long. Allocates memory in proportion to the
 * text. The text of a page's document is what it shows; gaz_document_writer knows the page. */
GAZ_API gaz_status gaz_tagger_document(const gaz_document **document, gaz_tagger *tagger, const char *text, size_t size,
                                       gaz_error *error);

/* Gives the next span, in the order of begin; of several matches at one token (gaz_tagger_options.all) the longest
 * comes first. Returns 1, or 0 after the last one. */
GAZ_API int gaz_tagger_next(gaz_span *span, gaz_tagger *tagger);

/* Gives the next weaker sense of the newest span, with the same begin and end, that fits the text and has the least
 * score. Returns 1, or 0 after the last one. */
GAZ_API int gaz_tagger_next_sense(gaz_span *span, gaz_tagger *tagger);

/* ---- Stream: files in, a file out ------------------------------------------------------------------------------ */

/* What a document is, in the formats of annotation tools. With jsonl input it is always a record. */
typedef enum gaz_document_unit {
    GAZ_DOCUMENT_DEFAULT = 0, /* a line for jsonl output, a file for the others */
    GAZ_DOCUMENT_FILE = 1,
    GAZ_DOCUMENT_LINE = 2 /* conll input: a sentence */
} gaz_document_unit;

typedef struct gaz_stream_options {
    gaz_input_options input;    /* format [default: tokenized]. columns.tag_column needs replace_tag */
    gaz_match_options match;    /* `all` not for conll and ansi output, whose spans cannot overlap. abbreviations: a
                                 * document is that of the output, see gaz_document_unit; in columns, -DOCSTART- and the
                                 * like begin another; a file for tsv, ansi, conll and count. Sentences of files as
                                 * documents are tagged by one thread, in their order */
    gaz_format output;          /* one that gaz_stream writes [default: conll] */
    gaz_offsets offsets;        /* tsv, jsonl, doccano, label-studio output: the unit of offsets [default: bytes for
                                 * tsv, UTF-16 for doccano, code points for the others] */
    gaz_document_unit document; /* formats of annotation tools: what a document is */
    const char *folder;         /* not NULL: the output of each input file goes into files of this folder, and not to
                                 * the sink. The folder is created if missing. Each file is replaced as a whole or not
                                 * at all, without waiting for the disk */
    const char *const *inputs;  /* with a folder: the files to come, so that none is overwritten by the output of an
                                 * earlier one; borrowed until gaz_stream_new returns */
    size_t input_count;         /* number of `inputs` */
    const char *from_name;      /* label-studio: name of the labels in the labelling configuration [default: "label"] */
    const char *to_name;        /* label-studio: name of the text in the labelling configuration [default: "text"] */
    const char *data_key;       /* label-studio: as in gaz_write_options */
    const char *id_url;         /* html: as in gaz_write_options */
    const gaz_about *about;     /* html: as in gaz_write_options; must outlive the stream */
    int id_column;              /* conll: as in gaz_write_options; `match.senses` gives several senses */
    int score_column;           /* not 0: conll gets a column with the score of each token's span before that of the
                                 * tags, 0 where there is none */
    gaz_scheme scheme;          /* conll output: how tags are written [default: IOB2] */
    int replace_tag;            /* conll to conll. Not 0: the tag column input.columns.tag_column [default: the last] is
                                 * overwritten; 0: a column is appended */
    const char *spans_as;  /* jsonl to jsonl: the member with the spans, with dots between the names of nested ones;
                            * objects on the way are made or kept [default: "spans"] */
    int spans_only;        /* jsonl to jsonl. Not 0: the spans are the only member, but for what id_field and
                            * with_source ask for; a record that cannot be tagged becomes {} */
    const char *id_field;  /* jsonl input, output of documents: the member that has the id of a record, a string or a
                            * whole number, as in gaz_corpus_options. With a folder, files of single documents are
                            * named after it, by one thread [default: NULL, none] */
    int with_source;       /* not 0: records of jsonl, doccano, prodigy, label-studio, argilla, pubannotation and bioc
                            * output say which file they are from ("standard input" for "-"), which line, from 1, and
                            * which byte of the unpacked file, from 0, in the text that `input.encoding` becomes.
                            * Columns: the first row of a sentence. A part of a sentence of over 1 MiB says where it
                            * begins itself; in columns, where the sentence does */
    int only_matching;     /* not 0: sentences, or documents, without a span are left out */
    int renew;             /* brat: documents that have files in the folder are left as they are, and counted; not 0:
                            * those that nobody has touched since gaz wrote them are written again [default: 0] */
    int strict;            /* jsonl input. Not 0: a record that cannot be tagged is GAZ_ERROR_INPUT; 0: it is passed
                            * through as it is to jsonl output, left out of others and with only_matching, and
                            * counted in gaz_stream_totals.records. Not with input.columns.lenient */
    unsigned threads;      /* 0 or 1: the caller's only; the output does not depend on it [default: 0] */
    gaz_progress progress; /* may be NULL; counts input bytes */

    /* Called each time that input has been read and before any of it is tagged, in the thread that called the library,
     * but not inside a sentence that is longer than 1 MiB. It may call gaz_stream_set_model: the lines that have just
     * come are then tagged with the new model. May be NULL. */
    void (*before_block)(void *user);
    void *user; /* for both functions */
} gaz_stream_options;

GAZ_API void gaz_stream_options_init(gaz_stream_options *options);

/* What can be wrong with a record of JSON lines. The numbers are stable. */
typedef enum gaz_record_fault {
    GAZ_RECORD_SYNTAX = 0,    /* the line is not one JSON value */
    GAZ_RECORD_SURROGATE = 1, /* a string has half of a pair of surrogates */
    GAZ_RECORD_NUMBER = 2,    /* a number is beyond a double */
    GAZ_RECORD_DEPTH = 3,     /* values lie in too many others: over 2048 */
    GAZ_RECORD_NO_OBJECT = 4, /* the value is no object */
    GAZ_RECORD_NO_FIELD = 5,  /* the object has none of the fields */
    GAZ_RECORD_NO_TEXT = 6,   /* none of the fields that it has is a text */
    GAZ_RECORD_REPLACED = 7,  /* jsonl output; a tagged record: it had a member where its spans are written, which they
                               * have replaced */
    GAZ_RECORD_SOURCE = 8, /* a tagged record: it had a member where its source is written, which that has replaced */
    GAZ_RECORD_NO_ID = 9   /* a tagged record: it has no id in gaz_stream_options.id_field */
} gaz_record_fault;

enum { GAZ_RECORD_FAULTS = 10 /* how many there are */ };

/* A short text for a fault ("not JSON"). Never NULL, static storage. Thread-safe. */
GAZ_API const char *gaz_record_fault_name(gaz_record_fault fault);

/* Records with a fault. */
typedef struct gaz_record_count {
    uint64_t count;
    uint64_t file; /* of the first: which call of gaz_stream_file read it, from 1 */
    uint64_t line; /* of the first, from 1; 0 if there is none, like `file` */
} gaz_record_count;

typedef struct gaz_stream_totals {
    uint64_t sentences; /* with at least one token */
    uint64_t tokens;    /* read */
    uint64_t spans;     /* written */
    uint64_t replaced;  /* documents and JSON lines in which bytes that are not UTF-8 became U+FFFD */
    uint64_t kept;      /* documents that were not written because they have files in the folder already */
    uint64_t invalid;   /* other bytes of raw text that are not UTF-8 */
    uint64_t first;     /* of them, in the newest file that has any: its offset in bytes */
    uint64_t unmarked;  /* html-inline output: spans where no element can stand, which are not in the output */
    const char *kind;   /* what the newest file is, static: "a PNG image"; NULL: text, as far as can be seen */
    gaz_record_count records[GAZ_RECORD_FAULTS]; /* jsonl input, by gaz_record_fault */
} gaz_stream_totals;

/* Tags files one after the other into one sink, or into a folder. Memory is bounded whatever the size of the input or
 * of its lines; only a document, or a line of JSON, is held as a whole. Output is written before the stream waits for
 * more input. When the reader closes the output, the stream fails with GAZ_ERROR_CLOSED. Not thread-safe: one thread at
 * a time, besides those that it starts itself. After a failure it can only be freed, unless gaz_stream_is_usable. */
typedef struct gaz_stream gaz_stream; /* neither used nor freed in a forked process: its threads are missing there */

/* `model` and `sink` must outlive the stream, the model only until gaz_stream_set_model gives it another. `sink` may be
 * NULL if the options name a folder. */
GAZ_API gaz_status gaz_stream_new(gaz_stream **stream, const gaz_model *model, const gaz_stream_options *options,
                                  const gaz_sink *sink, gaz_error *error);
GAZ_API void gaz_stream_free(gaz_stream *stream);

/* Goes on with another model: between two files, or between two sentences or documents of a file, in
 * gaz_stream_options.before_block. What was read before is tagged with the old model, which may be closed when this
 * returns. `types` and `min_score` of `match` hold for the new model; the rest stays as it was. Abbreviations that the
 * file has defined so far are forgotten; what stands before the documents of a file, and the settings in a folder, are
 * not written again. After a failure the stream goes on with the old model. */
GAZ_API gaz_status gaz_stream_set_model(gaz_stream *stream, const gaz_model *model, const gaz_match_options *match,
                                        gaz_error *error);

/* Tags one file ("-" is standard input). When it returns, all output of the file has been written. If the file cannot
 * be opened, or not be read to its end (it is damaged, or packed in an unknown way), what could be read of it has been
 * tagged, unless it is a document as a whole or its output is a file of its own: then there is no output of it. */
GAZ_API gaz_status gaz_stream_file(gaz_stream *stream, const char *path, gaz_error *error);

/* The same of a file whose documents and files of output are called by another name: a relative path, such as that
 * inside of a folder which is tagged with all that is in it. The folders in it are made in the output's; a document's
 * files have one name, in which a slash is written as %2F. Where output says which file a line is from, that is the
 * path. */
GAZ_API gaz_status gaz_stream_file_as(gaz_stream *stream, const char *path, const char *name, gaz_error *error);

/* Not 0 if the stream can go on with other files: nothing has failed, or only reading a file. */
GAZ_API int gaz_stream_is_usable(const gaz_stream *stream);

/* Not 0 if gaz_stream_options.input is tokenized and the first block of the first file has punctuation attached to
 * words, as raw text has. The progress function may call it. */
GAZ_API int gaz_stream_looks_raw(const gaz_stream *stream);

/* Not 0 if gaz_stream_options.input is tokenized or text and each line of the first block of the first file has a token
 * and its tag, as column files have. The progress function may call it. */
GAZ_API int gaz_stream_looks_columns(const gaz_stream *stream);

/* Gives the totals of the files so far. Called after each file, it shows which one is no text, or has bytes that are
 * not UTF-8. */
GAZ_API void gaz_stream_get_totals(gaz_stream_totals *totals, const gaz_stream *stream);

/* Ends the output (the line of GAZ_FORMAT_COUNT is written here) and gives the totals; `totals` may be NULL. */
GAZ_API gaz_status gaz_stream_finish(gaz_stream_totals *totals, gaz_stream *stream, gaz_error *error);

/* ---- Grep: the lines with a match -------------------------------------------------------------------------------- */

/* What is written of the selected lines. The numbers are stable. */
typedef enum gaz_grep_output {
    GAZ_GREP_LINES = 0,   /* the lines, byte for byte */
    GAZ_GREP_MATCHES = 1, /* each match, on a line of its own */
    GAZ_GREP_COUNTS = 2,  /* of each file how many there are */
    GAZ_GREP_WITH = 3,    /* the names of the files that have one, which are read as far as the first one */
    GAZ_GREP_WITHOUT = 4, /* the names of the files that have none */
    GAZ_GREP_NOTHING = 5
} gaz_grep_output;

typedef struct gaz_grep_options {
    gaz_match_options match; /* `senses` and `abbreviations` may not be set */
    const char *encoding;    /* as in gaz_input_options; lines are then written in UTF-8 [default: NULL, UTF-8] */
    gaz_grep_output output;
    int invert;       /* not 0: the lines without a match are selected */
    uint64_t limit;   /* the most lines that are selected in a file [default: UINT64_MAX] */
    uint64_t before;  /* GAZ_GREP_LINES: how many lines are written before a selected one, */
    uint64_t after;   /* and behind one */
    int groups;       /* not 0: -- stands between lines that do not follow one another in a file */
    int names;        /* not 0: the name of the file stands before each line, match and count */
    int line_numbers; /* not 0: the number of the line, from 1, stands before each line and match */
    int byte_offsets; /* not 0: the offset of each line or match in its file, in bytes from 0, stands before it */
    int zero_byte;    /* not 0: a zero byte stands behind names, in place of a colon, hyphen or line end */
    int colours;      /* not 0: in colours, for a terminal */
    int text;         /* not 0: lines of files with zero bytes are written, too */
    int entries;      /* not 0: count what gaz_grep_entry_matches gives */
    unsigned threads; /* 0 or 1: the caller's only; the output does not depend on it [default: 0] */
    void (*before_block)(void *user); /* called when lines have been read, before they are looked through; may call
                                       * gaz_grep_set_model. NULL: nothing is */
    void *user;
} gaz_grep_options;

GAZ_API void gaz_grep_options_init(gaz_grep_options *options);

/* Selects lines of raw text that have a match, or that have none, in files one after the other, and writes them into
 * one sink as grep does. A sentence is a line. Memory is bounded by the longest line, and by the lines before a
 * selected one that are wanted. Output is written before more input is waited for. Not thread-safe: one thread at a
 * time, besides those that it starts itself. */
typedef struct gaz_grep gaz_grep;

/* The model needs words. Model and sink must outlive the object; `options` may be NULL. */
GAZ_API gaz_status gaz_grep_new(gaz_grep **grep, const gaz_model *model, const gaz_grep_options *options,
                                const gaz_sink *sink, gaz_error *error);
GAZ_API void gaz_grep_free(gaz_grep *grep);

/* What was found in one file. */
typedef struct gaz_grep_result {
    uint64_t lines; /* selected */
    int binary;     /* not 0: a line was selected and not written, for the file has zero bytes; the rest was not read */
    int broken;     /* not 0: the failure is not one of the file; the object can only be freed */
} gaz_grep_result;

/* Goes on with another model: between two files, or two lines of one, in gaz_grep_options.before_block. The old model
 * may be closed when this returns. `types` and `min_score` of `match` hold for the new one. Not if entries are counted.
 * After a failure the search goes on with the old model. */
GAZ_API gaz_status gaz_grep_set_model(gaz_grep *grep, const gaz_model *model, const gaz_match_options *match,
                                      gaz_error *error);

/* Looks for lines in one file ("-" is standard input; packed files are unpacked). A file is binary if there is a zero
 * byte in the first block that is read of it, and from a line on that has one. When it returns, all output of the file
 * has been written. After a failure to read it others can follow, unless the result is `broken`. When the reader of the
 * output closes it, this fails with GAZ_ERROR_CLOSED. `result` is filled in after a failure too; it may be NULL. */
GAZ_API gaz_status gaz_grep_file(gaz_grep *grep, const char *path, gaz_grep_result *result, gaz_error *error);

/* How many matches of an entry of the model were in selected lines so far; 0 without gaz_grep_options.entries. */
GAZ_API uint64_t gaz_grep_entry_matches(const gaz_grep *grep, uint32_t entry);

/* ---- Explaining: why a span was tagged, or was not --------------------------------------------------------------- */

/* Why a candidate (an entry that occurs in the text) was tagged or not, or why a span is not a candidate. */
typedef enum gaz_reason {
    GAZ_REASON_TAGGED = 0,
    GAZ_REASON_SHORTER = 1,      /* the other candidate begins at the same token and is longer */
    GAZ_REASON_OVERLAPS = 2,     /* it begins inside the other candidate */
    GAZ_REASON_SCORE = 3,        /* its score is below the threshold */
    GAZ_REASON_TRIES = 4,        /* 8 longer entries begin at the same token, and no more are tried */
    GAZ_REASON_FILTERED = 5,     /* its type is not one of gaz_explain_options.types */
    GAZ_REASON_CLAIM = 6,        /* the other candidate has the same surface and is ranked above; see `decided_by` */
    GAZ_REASON_DROPPED = 7,      /* the entry is in the lists but not kept; see `status` and `verdict` */
    GAZ_REASON_NOT_IN_MODEL = 8, /* the lists keep the entry, but the model was not built from them */

    /* Of a queried span that is not an entry: */
    GAZ_REASON_UNKNOWN = 9,     /* there is no such entry; see gaz_explanation.near_misses */
    GAZ_REASON_CUTS_TOKEN = 10, /* it begins or ends inside the token at other_begin to other_end */
    GAZ_REASON_SENTENCE = 11,   /* it crosses the end of a sentence, which is at other_begin */
    GAZ_REASON_NO_TOKEN = 12,   /* it contains no token */
    GAZ_REASON_LONG_TOKEN = 13, /* the token at other_begin to other_end is longer than a token of an entry can be */

    GAZ_REASON_CASE = 14,  /* the entry's case must be exact, and the text has another one */
    GAZ_REASON_EDGES = 15, /* the entry's edges are strict, and it touches a part of a longer name */
    GAZ_REASON_DIGITS = 16 /* the entry matches any digits, and the other candidate is the one with the text's own */
} gaz_reason;

/* The terms of a score's log odds. */
typedef struct gaz_score_parts {
    double entry;                 /* the entry's own; infinite: certain in any context */
    double left_shape;            /* the shape of the token before the match */
    double left_word;             /* how often the word before the match is a part of such spans */
    double right_shape;           /* the shape of the token after the match */
    double right_word;            /* how often the word after the match is a part of such spans */
    double both;                  /* both shapes together */
    double shorter;               /* a longer entry at the same token was rejected; 0 if none was */
    double sum;                   /* of all of them */
    const char *left_shape_name;  /* "lower", "Capitalized", ... */
    const char *left_word_name;   /* "never a part", ... */
    const char *right_shape_name; /* as left_shape_name */
    const char *right_word_name;  /* as left_word_name */
} gaz_score_parts;

/* An entry that occurs in the text, or a queried span. All strings are borrowed until the next call. */
typedef struct gaz_candidate {
    uint64_t begin;       /* bytes of gaz_explanation.text */
    uint64_t end;         /* bytes of gaz_explanation.text, exclusive */
    uint64_t input_begin; /* in the input, in the unit of gaz_explanation.begin */
    uint64_t input_end;   /* in the input, in the unit of gaz_explanation.end */
    gaz_reason reason;
    const char *type;     /* of the entry; NULL: the span is not an entry */
    const char *surface;  /* of the entry, as in lists; NULL: not known without lists */
    const char *list;     /* the file that the entry was read from; NULL = not known */
    uint64_t line;        /* of the entry in `list`, from 1; 0: not known */
    int has_evidence;     /* not 0: the next three are known */
    uint64_t annotated;   /* times that the corpus annotates the surface with this type */
    uint64_t occurrences; /* times that the surface occurs in the corpus */
    uint64_t nested;      /* times that it occurs inside a longer annotated entity */
    double precision;     /* of the entry, 0 to 1 */
    const char *status;   /* of the entry in its list: "kept", "purity", ...; NULL = not known */
    const char *verdict;  /* of the entry in its list: "", "keep" or "drop"; NULL = not known */
    const char *variant;  /* the kind of variant that the entry is, "" for none; NULL = not known */
    const char *id;       /* of the entry's concept; NULL = none */
    const char *name;     /* of the entry's concept, the preferred one; NULL = none */
    int priority;         /* of the entry in its list */
    int scored;           /* not 0: the entry is in the model, and `score` is known */
    double score;         /* 0 to 1 */
    int has_parts;        /* not 0: the score depends on the context, and `parts` is known */
    gaz_score_parts parts;

    /* The other candidate, token or position that the reason is about; all zero if there is none. */
    uint64_t other_begin;       /* bytes of gaz_explanation.text */
    uint64_t other_end;         /* bytes of gaz_explanation.text, exclusive */
    uint64_t other_input_begin; /* in the input, in the unit of gaz_explanation.begin */
    uint64_t other_input_end;   /* in the input, in the unit of gaz_explanation.end */
    const char *other_type;     /* of the other candidate; NULL = none */
    double other_score;         /* of the other candidate, 0 to 1 */
    const char *decided_by;     /* GAZ_REASON_CLAIM: what ranks the other candidate above: "verdict", "priority",
                                 * "precision", "annotated", "type name", "id" or "surface"; else NULL */
} gaz_candidate;

/* An entry that differs little from a queried span. All strings are borrowed until the next call. */
typedef struct gaz_near_miss {
    const char *surface; /* as in lists */
    const char *type;
    const char *kind; /* how it differs: "tokens", "case", "accents", "normalization", "typography", "punctuation", or a
                       * kind of variant */
    const char *status;  /* as in gaz_candidate */
    const char *verdict; /* as in gaz_candidate */
    const char *list;    /* as in gaz_candidate */
    uint64_t line;       /* as in gaz_candidate */
} gaz_near_miss;

/* Why a span was tagged, or was not. Everything is borrowed until the next call. */
typedef struct gaz_explanation {
    const char *file;        /* of the input; NULL = none */
    const char *text;        /* a part of the input, the text of a record, or the tokens of columns joined with
                              * spaces; not NUL-terminated */
    size_t text_size;        /* bytes */
    uint64_t line;           /* in which the span begins, or of the record, from 1; columns: number of the
                              * sentence, from 1 */
    uint64_t begin;          /* of the span in the input, or in the text of the record, in
                              * gaz_explain_options.offsets, from 0; columns: token of the sentence, from 0 */
    uint64_t end;            /* of the span, in the unit of `begin`, exclusive */
    uint64_t sentence_begin; /* of the sentence with the span, in bytes of `text` */
    uint64_t sentence_end;   /* of the sentence with the span, in bytes of `text`, exclusive */
    const char
        *differs;                  /* how the span differs from the queried surface, if that occurs nowhere: "case",
                                    * "accents", "normalization", "typography" or "tokens" (the bytes are a part of tokens); else NULL */
    double threshold;              /* least score of a match, 0 to 1 */
    gaz_candidate span;            /* what is explained */
    const gaz_candidate *rejected; /* the other candidates that overlap it, by begin, at one token the longest first */
    size_t rejected_count;         /* at most 100 */
    const gaz_candidate *covering; /* the tagged candidate that overlaps a span which is not tagged; NULL = none */
    const gaz_near_miss *near_misses; /* of a queried span that is not an entry */
    size_t near_miss_count;           /* at most 20 */
    int lists_differ;                 /* not 0: the model was built from other lists */
} gaz_explanation;

typedef struct gaz_explain_options {
    gaz_input_options input; /* format [default: text]. columns.tag_column may not be set */
    gaz_match_options match; /* `all` and `abbreviations` may not be set */
    gaz_offsets offsets;     /* the unit of gaz_explainer_span and of the output [default: bytes] */
} gaz_explain_options;

GAZ_API void gaz_explain_options_init(gaz_explain_options *options);

/* Explains one input at a time. Not thread-safe: one thread at a time. */
typedef struct gaz_explainer gaz_explainer;

/* `lexicon` (may be NULL) is what the model was built from, read after gaz_lexicon_track_sources; without it, dropped
 * entries and those that lost their surface are not known. `options` may be NULL. Model and lexicon must outlive the
 * explainer. */
GAZ_API gaz_status gaz_explainer_new(gaz_explainer **explainer, const gaz_model *model, const gaz_lexicon *lexicon,
                                     const gaz_explain_options *options, gaz_error *error);
GAZ_API void gaz_explainer_free(gaz_explainer *explainer);

/* Makes a text in memory the input. It is borrowed until the next input or gaz_explainer_free. */
GAZ_API gaz_status gaz_explainer_text(gaz_explainer *explainer, const char *text, size_t size, gaz_error *error);

/* Makes a file the input ("-" is standard input; packed files are unpacked). Memory is bounded by the longest sentence
 * or record, and by the queried spans. */
GAZ_API gaz_status gaz_explainer_file(gaz_explainer *explainer, const char *path, gaz_error *error);

/* Explains the next span that tagging the input gives. `*explanation` is borrowed until the next call, and NULL after
 * the last span. */
GAZ_API gaz_status gaz_explainer_next(const gaz_explanation **explanation, gaz_explainer *explainer, gaz_error *error);

/* Queries a surface, which is copied: until the next input, gaz_explainer_next explains its occurrences, tagged or not,
 * from the beginning of a text, or from where a file has been read to. If its tokens do not occur, at most ten
 * occurrences in another case or normalization are explained; if there are none of these either, at most ten of its
 * bytes inside tokens. */
GAZ_API gaz_status gaz_explainer_why(gaz_explainer *explainer, const char *surface, size_t size, gaz_error *error);

/* Explains the span at a position given as in gaz_explanation.line, begin and end; `line` is used for columns and
 * records only. A position outside of the input, or an empty one, is GAZ_ERROR_ARGUMENT. In a text in memory positions
 * may come in any order, and gaz_explainer_next is not affected. A file is read once: positions must ascend, and
 * gaz_explainer_next continues after them. */
GAZ_API gaz_status gaz_explainer_place(const gaz_explanation **explanation, gaz_explainer *explainer, uint64_t line,
                                       uint64_t begin, uint64_t end, gaz_error *error);

/* As gaz_explainer_place without a line, for input that has neither columns nor records. */
GAZ_API gaz_status gaz_explainer_span(const gaz_explanation **explanation, gaz_explainer *explainer, uint64_t begin,
                                      uint64_t end, gaz_error *error);

typedef enum gaz_explain_format {
    GAZ_EXPLAIN_TEXT = 0,    /* plain text */
    GAZ_EXPLAIN_COLOURS = 1, /* text with colours, for a terminal */
    GAZ_EXPLAIN_JSON = 2     /* one object on one line */
} gaz_explain_format;

/* Writes the latest explanation. Without one it fails with GAZ_ERROR_ARGUMENT. */
GAZ_API gaz_status gaz_explainer_write(gaz_explainer *explainer, const gaz_sink *sink, gaz_explain_format format,
                                       gaz_error *error);

/* ---- Review: what a human should look at first ------------------------------------------------------------------- */

/* Finds the entries most worth reviewing: those that occur often in the texts added where it is uncertain whether a
 * match is right. Not thread-safe: one thread at a time. */
typedef struct gaz_review gaz_review;

/* Parameters as for gaz_explainer_new. With a lexicon, dropped entries are listed too, and entries with a verdict are
 * not. */
GAZ_API gaz_status gaz_review_new(gaz_review **review, const gaz_model *model, const gaz_lexicon *lexicon,
                                  const gaz_explain_options *options, gaz_error *error);
GAZ_API void gaz_review_free(gaz_review *review);

/* Adds a text or a file ("-" is standard input; packed files are unpacked). Memory is bounded by the entries of model
 * and lists and by the longest sentence or record, whatever the size of the files. */
GAZ_API gaz_status gaz_review_text(gaz_review *review, const char *text, size_t size, gaz_error *error);
GAZ_API gaz_status gaz_review_file(gaz_review *review, const char *path, gaz_error *error);

/* Writes the `count` entries with the highest gain as a list with a verdict column to fill in, for
 * gaz_lexicon_apply_verdicts. The gain of an entry is the sum of score * (1 - score) over the occurrences that are
 * tagged, or that are not tagged only because their score is too low or the entry was dropped. Entries that no corpus
 * has anything to say of come last, those with the most matches first. A column has ids if the model or the lexicon has
 * any. */
GAZ_API gaz_status gaz_review_write(gaz_review *review, const gaz_sink *sink, size_t count, gaz_error *error);

/* ---- Suggestions: names in raw text that the lists lack --------------------------------------------------------- */

/* Finds names that a lexicon lacks in the texts added, by what a harvest has learnt (gaz_harvest_options.growth) on
 * parts of the corpus from the names that the other parts lack. Not thread-safe: one thread at a time.
 *
 * Memory is bounded, whatever the size of the texts: of each surface that may be a name, sums over its occurrences and
 * three examples are kept. When there are 2^20 surfaces, the half whose best occurrence is the least likely is
 * forgotten, and counted anew if it is found again. The result depends on the texts and their order, and not on the
 * number of threads. */
typedef struct gaz_suggest gaz_suggest;

typedef struct gaz_suggest_options {
    gaz_input_options input;  /* how the texts are read [default: text] */
    const char *const *types; /* suggest names of these types only; borrowed until gaz_suggest_new returns */
    size_t type_count;        /* number of `types` [default: 0, all types] */
    unsigned threads;         /* 0 or 1: one thread; the result does not depend on it [default: 0] */
    gaz_progress progress;    /* may be NULL */
    void *user;               /* for `progress` */
} gaz_suggest_options;

GAZ_API void gaz_suggest_options_init(gaz_suggest_options *options);

/* A lexicon that was not harvested with gaz_harvest_options.growth, or read with gaz_import_options.growth from lists
 * that were, is GAZ_ERROR_INPUT. It must outlive the object, unchanged. `options` may be NULL. */
GAZ_API gaz_status gaz_suggest_new(gaz_suggest **suggest, const gaz_lexicon *lexicon,
                                   const gaz_suggest_options *options, gaz_error *error);
GAZ_API void gaz_suggest_free(gaz_suggest *suggest);

/* Adds a text or a file ("-" is standard input; packed files are unpacked). */
GAZ_API gaz_status gaz_suggest_add_text(gaz_suggest *suggest, const char *text, size_t size, gaz_error *error);
GAZ_API gaz_status gaz_suggest_add_file(gaz_suggest *suggest, const char *path, gaz_error *error);

/* Writes at most `count` suggestions as a list with a verdict column to fill in, for gaz_lexicon_apply_verdicts:
 * surface, type, the probability that this is a name of that type, the number of occurrences, examples. Those with the
 * highest product of probability and number come first. */
GAZ_API gaz_status gaz_suggest_write(gaz_suggest *suggest, const gaz_sink *sink, size_t count, gaz_error *error);

/* Writes those of the first `count` suggestions that are at least so probable into lists of their own,
 * Type.suggested.tsv in a folder of lists, replacing what was accepted earlier. They are kept, with the probability as
 * precision, and are scored in context as the entries of the lists are. The next harvest into the folder removes them,
 * unless a person gave them a verdict. `accepted` (may be NULL) receives their number. */
GAZ_API gaz_status gaz_suggest_accept(uint64_t *accepted, gaz_suggest *suggest, const char *folder, double probability,
                                      size_t count, gaz_error *error);

/* ---- Evaluation: predicted spans against gold ones --------------------------------------------------------------- */

/* Counts over all gold files that were added. Not thread-safe: one thread at a time. */
typedef struct gaz_eval gaz_eval;

typedef struct gaz_eval_options {
    gaz_corpus_options corpus; /* how the gold files are read */
    int strict;                /* not 0: entities are those of seqeval's strict mode, not those of conlleval */
    int entries;               /* not 0: keep what gaz_eval_write_entries needs */
    int agreement;             /* not 0: count what gaz_eval_get_agreement needs */
    int documents;             /* not 0: count what gaz_eval_get_document needs */
    int differences;           /* not 0: keep what gaz_eval_write_differences needs */
    int page;                  /* not 0: keep what gaz_eval_write_page needs */
    gaz_match_options match;   /* of models; `all` and `types` may not be set */
    gaz_progress progress;     /* may be NULL */
    void *user;                /* for `progress` */
} gaz_eval_options;

GAZ_API void gaz_eval_options_init(gaz_eval_options *options);

/* `options` may be NULL. */
GAZ_API gaz_status gaz_eval_new(gaz_eval **eval, const gaz_eval_options *options, gaz_error *error);
GAZ_API void gaz_eval_free(gaz_eval *eval);

/* Tags the tokens of a gold file ("-" is standard input) with the model, in the tag scheme of the file, and adds the
 * result of comparing the two. The model needs corpus tokens; for annotated raw text, which the word tokenizer cuts, it
 * needs words. After a failure the evaluation can only be freed. */
GAZ_API gaz_status gaz_eval_add_model(gaz_eval *eval, const gaz_model *model, const char *gold, gaz_error *error);

/* Compares the file or folder `predicted` with the gold one `gold`, and adds the result. The predictions are the tags
 * in the last column of a column file, or the spans of an annotated text. `gold` may be NULL: then the last but one
 * column of `predicted` has the gold tags. After a failure the evaluation can only be freed.
 *
 * Documents are paired by name if each has one of its own: an id in its record, or the name of its file if both paths
 * are folders. Those on one side only are left out and counted; those with another text there are GAZ_ERROR_INPUT, or
 * with columns.lenient are left out. Otherwise both must have the same tokens in the same order. */
GAZ_API gaz_status gaz_eval_add_file(gaz_eval *eval, const char *predicted, const char *gold, gaz_error *error);

/* Like gaz_eval_add_file, with the gaps of one prediction filled from another: the spans of the file `fill` that
 * overlap none of the predicted ones are predictions too. `fill` is read as `predicted` is, and may be NULL. */
GAZ_API gaz_status gaz_eval_add_filled(gaz_eval *eval, const char *predicted, const char *fill, const char *gold,
                                       gaz_error *error);

/* A span is correct if its begin, end and type are. A quotient without spans to divide by is 0, as in conlleval. */
typedef struct gaz_eval_scores {
    uint64_t gold;
    uint64_t found;   /* predicted */
    uint64_t correct; /* both gold and predicted */
    double precision; /* 0 to 1: correct / found */
    double recall;    /* 0 to 1: correct / gold */
    double f1;        /* 0 to 1: harmonic mean of both */
} gaz_eval_scores;

/* What was repaired while reading. Tags are repaired unless gaz_eval_options.strict is set, which reads improper ones
 * as no entity. */
typedef struct gaz_eval_repairs {
    uint64_t stray_inside; /* as in gaz_corpus_report */
    uint64_t unclosed;     /* as in gaz_corpus_report */
    uint64_t widened;      /* spans of annotated texts, widened to whole tokens, strict or not */
    uint64_t left_out;     /* overlapping, discontinuous and blank spans */
    uint64_t unannotated;  /* documents left out because they are not annotated, or were rejected */
    uint64_t unreviewed;   /* documents left out because a model suggested their spans, and nobody has touched them */
    uint64_t malformed;    /* rows, records and spans left out because they are malformed (lenient) */
} gaz_eval_repairs;

typedef struct gaz_eval_result {
    int strict;        /* as in gaz_eval_options */
    gaz_scheme scheme; /* of the last gold file */
    uint64_t files;
    uint64_t sentences;
    uint64_t tokens;
    uint64_t correct_tags; /* tokens whose predicted tag is the gold one, prefix and type */
    double accuracy;       /* 0 to 1: correct_tags / tokens */
    gaz_eval_scores all;   /* of all types */
    gaz_eval_scores ids;   /* spans with an id, whatever their type: correct if the gold's same span has it, as one of
                            * its senses */
    gaz_eval_scores document_ids; /* the sets of ids of all documents */
    uint64_t types;               /* with a gold or predicted span */
    gaz_eval_repairs gold_repairs;
    gaz_eval_repairs predicted_repairs; /* of gaz_eval_add_file and gaz_eval_add_filled */
    uint64_t documents;                 /* that gaz_eval_get_document knows */
    uint64_t only_predicted;            /* documents left out because the gold does not have them, */
    uint64_t only_gold;                 /* because the predictions do not, */
    uint64_t differing;                 /* or because they have other texts there */

    /* Of gaz_eval_add_model only: */
    uint64_t model_files; /* gold files that a model has tagged; 0: all that follows is 0 */
    uint64_t model_gold;  /* gold spans of these files */
    uint64_t reachable;   /* gold spans whose tokens are an entry of the model, whatever its type and score */
    double recall_bound;  /* 0 to 1: reachable / model_gold, which recall cannot exceed */
    uint64_t scored;      /* spans in the bins */
    gaz_eval_bin bins[GAZ_EVAL_BINS];
    double calibration_error; /* 0 to 1: mean |score - precision| of the bins, weighted by their spans */
} gaz_eval_result;

/* Gives the result over all files added so far. */
GAZ_API void gaz_eval_get_result(gaz_eval_result *result, const gaz_eval *eval);

/* Gives the scores of one type; `index` is below gaz_eval_result.types, in the bytewise order of the type names. `name`
 * is borrowed from the evaluation until the next file is added. */
GAZ_API void gaz_eval_get_type(const char **name, gaz_eval_scores *scores, const gaz_eval *eval, size_t index);

/* Gives the name of a document that was left out; `index` is below that number of gaz_eval_result. The name is borrowed
 * from the evaluation until the next file is added. */
GAZ_API const char *gaz_eval_get_only_predicted(const gaz_eval *eval, size_t index);
GAZ_API const char *gaz_eval_get_only_gold(const gaz_eval *eval, size_t index);
GAZ_API const char *gaz_eval_get_differing(const gaz_eval *eval, size_t index);

/* Gives name and scores of one document, in the order of the gold; `index` is below gaz_eval_result.documents, which
 * needs gaz_eval_options.documents. `name` is borrowed from the evaluation until the next file is added. */
GAZ_API void gaz_eval_get_document(const char **name, gaz_eval_scores *scores, const gaz_eval *eval, size_t index);

/* What two annotators agree about. */
typedef enum gaz_eval_units {
    GAZ_EVAL_SPANS = 0, /* the distinct ranges of tokens that either side has a span at: its type, or none where a side
                         * has no span of this range */
    GAZ_EVAL_TOKENS = 1 /* the tokens: the type of the span over each, or none */
} gaz_eval_units;

/* Agreement of the predictions with the gold, as of two annotators. */
typedef struct gaz_eval_agreement {
    uint64_t units;
    uint64_t agreed; /* with the same value on both sides */
    double observed; /* 0 to 1: agreed / units; NAN if there are none */
    double kappa;    /* -1 to 1: Cohen's (1960); NAN: undefined, for all values are the same */
    double alpha;    /* -1 to 1: Krippendorff's for nominal data (2004); NAN: undefined, the same */
} gaz_eval_agreement;

/* Gives the agreement over all files added so far, which needs gaz_eval_options.agreement; without it there are no
 * units. */
GAZ_API void gaz_eval_get_agreement(gaz_eval_agreement *agreement, const gaz_eval *eval, gaz_eval_units units);

/* Gives the agreement on one type: whether units have it or not. `index` as for gaz_eval_get_type. */
GAZ_API void gaz_eval_get_type_agreement(gaz_eval_agreement *agreement, const gaz_eval *eval, gaz_eval_units units,
                                         size_t index);

/* Gives the number of units with the value `predicted` on one side and `gold` on the other: indexes as for
 * gaz_eval_get_type; gaz_eval_result.types itself stands for none. */
GAZ_API uint64_t gaz_eval_get_confusion(const gaz_eval *eval, gaz_eval_units units, size_t predicted, size_t gold);

/* Writes a table of the spans that are not on both sides: TABs separate the columns document, begin, end, surface,
 * predicted, gold and kind, and the first line names them. begin and end are code points of the document's text, or
 * tokens of the document in column files. predicted and gold are the types on the two sides, empty where there is no
 * span with this begin and end. kind is type (both sides have the span), boundary (the other side has one that
 * overlaps), only predicted or only gold. Needs gaz_eval_options.differences; without it, it fails with
 * GAZ_ERROR_ARGUMENT. */
GAZ_API gaz_status gaz_eval_write_differences(const gaz_eval *eval, const gaz_sink *sink, gaz_error *error);

/* Writes a page of HTML that loads nothing: where documents differ, the predictions on the left, the gold on the right,
 * and how far both agree on spans. `about` may be NULL. Needs gaz_eval_options.page; without it, it fails with
 * GAZ_ERROR_ARGUMENT. */
GAZ_API gaz_status gaz_eval_write_page(const gaz_eval *eval, const gaz_about *about, const gaz_sink *sink,
                                       gaz_error *error);

/* Writes result and types as one JSON object on one line. */
GAZ_API gaz_status gaz_eval_write_json(const gaz_eval *eval, const gaz_sink *sink, gaz_error *error);

/* Writes a table of the entries that fired or were missed, the worst first: TABs separate the columns, and the first
 * line names them. Needs gaz_eval_options.entries; without it, it fails with GAZ_ERROR_ARGUMENT. */
GAZ_API gaz_status gaz_eval_write_entries(const gaz_eval *eval, const gaz_sink *sink, gaz_error *error);

/* ---- Names of values --------------------------------------------------------------------------------------------- */

/* PREFIX_name gives the name of a value of an enum, as used in options and output ("iob2"), in static storage; NULL if
 * there is no such value. PREFIX_find gives the value with a name, or -1. Thread-safe. */
GAZ_API const char *gaz_scheme_name(int value);
GAZ_API int gaz_scheme_find(const char *name);
GAZ_API const char *gaz_separator_name(int value);
GAZ_API int gaz_separator_find(const char *name);
GAZ_API const char *gaz_offsets_name(int value);
GAZ_API int gaz_offsets_find(const char *name);
GAZ_API const char *gaz_list_format_name(int value);
GAZ_API int gaz_list_format_find(const char *name);
GAZ_API const char *gaz_export_format_name(int value);
GAZ_API int gaz_export_format_find(const char *name);
GAZ_API const char *gaz_tokens_name(int value);
GAZ_API int gaz_tokens_find(const char *name);
GAZ_API const char *gaz_case_name(int value);
GAZ_API int gaz_case_find(const char *name);
GAZ_API const char *gaz_verdicts_score_name(int value);
GAZ_API int gaz_verdicts_score_find(const char *name);
GAZ_API const char *gaz_edges_name(int value);
GAZ_API int gaz_edges_find(const char *name);
GAZ_API const char *gaz_reason_name(int value);
GAZ_API int gaz_reason_find(const char *name);

/* gaz_variant_name gives the name of one bit of gaz_harvest_options.variants ("lower-first"), in static storage; NULL
 * if it is not one. gaz_variant_find gives the bit with a name, or 0. Thread-safe. */
GAZ_API const char *gaz_variant_name(unsigned bit);
GAZ_API unsigned gaz_variant_find(const char *name);

#ifdef __cplusplus
}
#endif

#endif
