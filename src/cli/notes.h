/* What gaz tag tells of its inputs when it has read all: those that are no text, or not UTF-8, and records with faults.
 */
#ifndef CLI_NOTES_H
#define CLI_NOTES_H

#include "command.h"

/* Documents or bytes that are not UTF-8, and the files that they are in; or files that are no text. */
struct note {
    uint64_t total; /* so far, with what is not told */
    uint64_t count;
    uint64_t files;
    const char *first; /* of the files */
    uint64_t at;       /* where it begins in that */
};

/* All zero at the beginning. */
struct notes {
    struct note kinds; /* files that are no text: what else is in them is not told */
    const char *kind;  /* of the first */
    struct note documents;
    struct note bytes;
};

/* Takes what the stream says of the file that it has just read. */
void notes_take(struct notes *notes, const gaz_stream *stream, const char *path);

/* Tells it: a line for each kind of fault. */
void notes_tell(const struct notes *notes);

/* Tells how many documents stay as they are in the folder. */
void notes_tell_kept(const gaz_stream *stream, const gaz_stream_options *options);
/* Tells of spans that could not be marked in their pages. */
void notes_tell_unmarked(const gaz_stream *stream);

/* Tells of records with a fault: a line for each fault. */
void notes_tell_records(const gaz_stream *stream, const gaz_stream_options *options, char **paths);

#endif
