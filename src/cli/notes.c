#include "notes.h"

#include <string.h>

static const char *file_name(const char *path) {
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

static void count(struct note *note, uint64_t total, const char *path, uint64_t at, bool told) {
    uint64_t more = total - note->total;
    note->total = total;
    if (more == 0 || !told) return;
    note->count += more;
    note->files++;
    if (note->first) return;
    note->first = file_name(path);
    note->at = at;
}

void notes_take(struct notes *notes, const gaz_stream *stream, const char *path) {
    gaz_stream_totals totals;
    gaz_stream_get_totals(&totals, stream);
    bool text = !totals.kind;
    if (!notes->kind) notes->kind = totals.kind;
    count(&notes->kinds, notes->kinds.total + !text, path, 0, true);
    count(&notes->documents, totals.replaced, path, 0, text);
    count(&notes->bytes, totals.invalid, path, totals.first, text);
}

static void print_files(const struct note *note) {
    tell("gaz: %s", note->first);
    if (note->files > 1)
        tell(" and %llu other %s", (unsigned long long)note->files - 1, note->files == 2 ? "file" : "files");
}

static void tell_kinds(const struct notes *notes) {
    bool utf16 = strncmp(notes->kind, "UTF-16", 6) == 0;
    print_files(&notes->kinds);
    tell(notes->kinds.files > 1 ? ": no text in UTF-8, the first is %s; %s\n" : ": is %s, not text in UTF-8; %s\n",
         notes->kind, utf16 ? "--encoding UTF-16LE or UTF-16BE reads it" : "its bytes were tagged as they are");
}

void notes_tell(const struct notes *notes) {
    static const char hint[] = "--encoding names the encoding";
    if (notes->kinds.files) tell_kinds(notes);
    if (notes->documents.files) {
        print_files(&notes->documents);
        tell(": %llu %s not UTF-8; what is not became U+FFFD; %s\n", (unsigned long long)notes->documents.count,
             notes->documents.count == 1 ? "document is" : "documents are", hint);
    }
    if (notes->bytes.files) {
        print_files(&notes->bytes);
        tell(": %llu %s not UTF-8, the first at offset %llu; %s\n", (unsigned long long)notes->bytes.count,
             notes->bytes.count == 1 ? "byte is" : "bytes are", (unsigned long long)notes->bytes.at, hint);
    }
}

void notes_tell_unmarked(const gaz_stream *stream) {
    gaz_stream_totals totals;
    gaz_stream_get_totals(&totals, stream);
    if (totals.unmarked)
        tell("gaz: %llu %s where no mark can stand, as in a title, and %s not marked; --to tsv has all\n",
             (unsigned long long)totals.unmarked, totals.unmarked == 1 ? "span is" : "spans are",
             totals.unmarked == 1 ? "is" : "are");
}

/* What became of a record with a fault, and of several, of which the first is told. */
struct outcome {
    const char *one;
    const char *many;
};

static const struct outcome *record_outcome(int fault, const gaz_stream_options *options) {
    static const struct outcome tagged[GAZ_RECORD_FAULTS] = {
        [GAZ_RECORD_REPLACED] = {"it was written over; --spans-as names another member",
                                 "in which it was written over; --spans-as names another member"},
        [GAZ_RECORD_SOURCE] = {"it was written over by --with-source", "in which it was written over by --with-source"},
        [GAZ_RECORD_NO_ID] = {"this record goes without one", "which go without one"},
    };
    static const struct outcome passed = {"this record was passed through", "which were passed through"};
    static const struct outcome emptied = {"its place is taken by {}", "whose places are taken by {}"};
    static const struct outcome left_out = {"this record was left out", "which were left out"};
    if (tagged[fault].one) return &tagged[fault];
    if (options->output != GAZ_FORMAT_JSONL || options->only_matching) return &left_out;
    return options->spans_only ? &emptied : &passed;
}

void notes_tell_records(const gaz_stream *stream, const gaz_stream_options *options, char **paths) {
    gaz_stream_totals totals;
    gaz_stream_get_totals(&totals, stream);
    for (int fault = 0; fault < GAZ_RECORD_FAULTS; fault++) {
        const gaz_record_count *record = &totals.records[fault];
        const struct outcome *outcome = record_outcome(fault, options);
        if (record->count == 0) continue;
        tell("gaz: %s: line %llu: %s; ", file_name(paths[record->file - 1]), (unsigned long long)record->line,
             gaz_record_fault_name((gaz_record_fault)fault));
        if (record->count == 1)
            tell("%s\n", outcome->one);
        else
            tell("the first of %llu such records, %s\n", (unsigned long long)record->count, outcome->many);
    }
}

void notes_tell_kept(const gaz_stream *stream, const gaz_stream_options *options) {
    gaz_stream_totals totals;
    gaz_stream_get_totals(&totals, stream);
    if (totals.kept == 0) return;
    bool one = totals.kept == 1;
    tell("gaz: %s: %llu %s there already and %s left as %s", options->folder, (unsigned long long)totals.kept,
         one ? "document is" : "documents are", one ? "was" : "were", one ? "it is" : "they are");
    if (options->renew)
        tell(": somebody has touched %s\n", one ? "it" : "them");
    else if (options->output == GAZ_FORMAT_BRAT)
        tell("; --renew writes those again that nobody has touched\n");
    else
        tell("; remove the files of those that are to be written again\n");
}
