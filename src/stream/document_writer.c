/* gaz_document_writer: documents into files. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/json_string.h"
#include "format/write.h"
#include "stream/output.h"

struct gaz_document_writer {
    const struct format_writer *format;
    struct write_style style;
    struct output output;
    struct document_names names; /* all types so far */
    gaz_document sorted;         /* the document as it is written: its spans may be the copies */
    gaz_document copied;         /* spans and senses, where they are written otherwise than they are */
    struct buffer name;          /* of the open file; a zero byte after it */
    bool open;
    struct buffer pending; /* documents that wait for the types of all */
    struct buffer bytes;   /* scratch */
    gaz_write_report report;
};

void gaz_write_options_init(gaz_write_options *options) {
    *options = (gaz_write_options){0};
}

static gaz_status set_up(gaz_document_writer *writer, const gaz_write_options *options, const gaz_sink *sink,
                         gaz_error *error) {
    const struct format_writer *format = writer->format;
    gaz_offsets unit = options->offsets == GAZ_OFFSETS_DEFAULT ? format->unit : options->offsets;
    if (unit != format->unit && !format->any_unit)
        return error_argument(error, "the offsets of this format cannot be chosen");
    if (options->id_column && format != &conll_writer)
        return error_argument(error, "a column of ids is one of conll output");
    if (options->id_url && !write_is_url(options->id_url))
        return error_argument(error, "the address of a concept begins with http:// or https:// and has {id} in it");
    writer->style = (struct write_style){.unit = {.unit = unit, .replaced = true, .newlines = format->newlines},
                                         .from_name = options->from_name ? options->from_name : "label",
                                         .to_name = options->to_name ? options->to_name : "text",
                                         .data_key = options->data_key ? options->data_key : "text",
                                         .id_url = options->id_url,
                                         .about = options->about,
                                         .id_column = options->id_column != 0};
    writer->output = (struct output){.sink = sink,
                                     .folder = options->folder,
                                     .format = format,
                                     .types = &writer->names.types,
                                     .style = &writer->style,
                                     .ending = format->ending,
                                     .keeps_titles = true};
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < options->input_count && status == GAZ_OK; i++)
        status = output_protect(&writer->output, options->inputs[i], error);
    return status == GAZ_OK ? output_begin(&writer->output, error) : status;
}

gaz_status gaz_document_writer_new(gaz_document_writer **writer, gaz_format format, const gaz_write_options *options,
                                   const gaz_sink *sink, gaz_error *error) {
    gaz_write_options defaults;
    gaz_write_options_init(&defaults);
    if (!writer || (!sink && (!options || !options->folder)))
        return error_argument(error, "gaz_document_writer_new without a sink or a folder");
    if (!format_writer_of(format)) return error_argument(error, "documents are not written in this format");
    *writer = NULL;
    gaz_document_writer *new_writer = calloc(1, sizeof *new_writer);
    if (!new_writer) return error_memory(error);
    new_writer->format = format_writer_of(format);
    gaz_status status = set_up(new_writer, options ? options : &defaults, sink, error);
    if (status != GAZ_OK) {
        gaz_document_writer_free(new_writer);
        return status;
    }
    *writer = new_writer;
    return GAZ_OK;
}

void gaz_document_writer_free(gaz_document_writer *writer) {
    if (!writer) return;
    output_free(&writer->output);
    document_names_free(&writer->names);
    free(writer->copied.spans);
    free(writer->copied.senses);
    buffer_free(&writer->name);
    buffer_free(&writer->pending);
    buffer_free(&writer->bytes);
    free(writer);
}

/* ---- One document ---- */

/* The number that the writer has for a type of the document's. */
static gaz_status add_type(uint32_t *type, gaz_document_writer *writer, const gaz_document *document,
                           gaz_error *error) {
    const struct string *name = &document->names->types.items[*type];
    return document_add_type(type, &writer->copied, name->bytes, name->size, error);
}

/* Copies a span with its senses. */
static gaz_status copy_span(gaz_document_writer *writer, const gaz_document *document, const struct document_span *from,
                            gaz_error *error) {
    struct document_span span = *from;
    span.sense_count = 0;
    gaz_status status = add_type(&span.type, writer, document, error);
    if (status == GAZ_OK) status = document_add_span(&writer->copied, &span, error);
    for (uint32_t i = 1; i <= from->sense_count && status == GAZ_OK; i++) {
        struct document_sense sense = document_get_sense(document, from, i);
        status = add_type(&sense.type, writer, document, error);
        if (status == GAZ_OK) status = document_add_sense(&writer->copied, &sense, error);
    }
    return status;
}

/* Whether the writer has the same numbers for the types of all spans. New types are added, in the order of the spans.
 */
static gaz_status compare_types(bool *same, gaz_document_writer *writer, const gaz_document *document,
                                gaz_error *error) {
    gaz_status status = GAZ_OK;
    uint32_t known = 0; /* of the document's first types, all are the same */
    *same = true;
    for (size_t i = 0; i < document->span_count && *same; i++) {
        const struct document_span *span = &document->spans[i];
        for (uint32_t number = 0; number <= span->sense_count && *same; number++) {
            uint32_t type = document_get_sense(document, span, number).type;
            uint32_t own = type;
            if (type < known) continue;
            status = add_type(&own, writer, document, error);
            if (status != GAZ_OK) return status;
            *same = own == type;
            if (type == known) known++;
        }
    }
    return status;
}

/* Copies the spans, with types of the writer's own, sorts them, and leaves out what the format cannot hold. */
static gaz_status copy_spans(gaz_document_writer *writer, const gaz_document *document, gaz_error *error) {
    gaz_document *copied = &writer->copied;
    gaz_document own = *copied;
    gaz_status status = GAZ_OK;
    *copied = *document;
    copied->names = &writer->names;
    copied->spans = own.spans;
    copied->span_capacity = own.span_capacity;
    copied->senses = own.senses;
    copied->sense_capacity = own.sense_capacity;
    copied->span_count = copied->sense_count = 0;
    for (size_t i = 0; i < document->span_count && status == GAZ_OK; i++)
        status = copy_span(writer, document, &document->spans[i], error);
    if (status != GAZ_OK) return status;
    if (!writer->format->overlaps) writer->report.overlapping += document_drop_overlapping(copied);
    document_sort_spans(copied);
    writer->sorted = *copied;
    return GAZ_OK;
}

/* Makes the spans what is written. Mostly nothing is to be done: then they are not copied. */
static gaz_status sort_spans(gaz_document_writer *writer, const gaz_document *document, gaz_error *error) {
    gaz_document *sorted = &writer->sorted;
    bool same;
    writer->copied.names = &writer->names;
    gaz_status status = compare_types(&same, writer, document, error);
    if (status != GAZ_OK) return status;
    *sorted = *document;
    sorted->names = &writer->names;
    if (!same || !document_is_sorted(document, writer->format->overlaps)) status = copy_spans(writer, document, error);
    if (status != GAZ_OK) return status;
    writer->report.spans += sorted->span_count;
    for (size_t i = 0; i < sorted->span_count && writer->format->whole_tokens; i++)
        writer->report.widened += sorted->spans[i].widened;
    return GAZ_OK;
}

/* Whether a field has the document's id. */
static bool is_id(const gaz_document *document, const struct json_member *member) {
    const char *id = document->id ? document->id : "";
    size_t size = strlen(id);
    if (member->value[0] == '"') return json_stands_for(member->value + 1, member->value_size - 2, id, size);
    return member->value_size == size && memcmp(member->value, id, size) == 0;
}

/* Whether the record of a text has other fields. */
static bool has_fields(const gaz_document *document) {
    const struct json_members *source = document->source;
    for (size_t i = 0; source && i < source->count; i++) {
        const struct json_member *member = &source->items[i];
        bool told = document->markup && json_member_is(member, "markup");
        if (!told && !json_member_is(member, document->field) && !write_is_foreign(document, member) &&
            !is_id(document, member))
            return true;
    }
    return false;
}

/* Writes what has come of the open file, and closes it. */
static gaz_status end_file(gaz_document_writer *writer, gaz_error *error) {
    struct buffer *pending = &writer->pending;
    gaz_status status = output_write(&writer->output, pending->bytes, pending->size, true, error);
    pending->size = 0;
    writer->open = false;
    return status == GAZ_OK ? output_end_file(&writer->output, error) : status;
}

/* Begins with the file that a document belongs to, unless it is open. All go into one without a folder. */
static gaz_status choose_file(gaz_document_writer *writer, const gaz_document *document, gaz_error *error) {
    const char *name = document->name ? document->name : "document";
    bool same = writer->output.folder ? writer->open && strcmp(writer->name.bytes, name) == 0
                                      : writer->open && !writer->format->own_file;
    if (same) return GAZ_OK;
    gaz_status status = writer->open ? end_file(writer, error) : GAZ_OK;
    writer->name.size = 0;
    if (status == GAZ_OK && (!buffer_add_text(&writer->name, name) || !buffer_add_byte(&writer->name, 0)))
        status = error_memory(error);
    if (status == GAZ_OK) status = output_begin_named(&writer->output, name, error);
    writer->open = status == GAZ_OK;
    return status;
}

struct drain {
    struct output *output;
    gaz_status status;
    gaz_error *error;
};

static bool drain(struct buffer *out, void *context) {
    struct drain *drain = context;
    drain->status = output_write(drain->output, out->bytes, out->size, true, drain->error);
    out->size = 0;
    return drain->status == GAZ_OK;
}

static gaz_status add_document(gaz_document_writer *writer, gaz_error *error) {
    const struct format_writer *format = writer->format;
    struct buffer *bytes = format->begin ? &writer->pending : &writer->bytes;
    struct drain context = {&writer->output, GAZ_OK, error};
    writer->bytes.size = 0;
    writer->style.number = writer->report.documents;
    writer->style.drain = format->begin ? NULL : drain;
    writer->style.drain_context = &context;
    bool good = (!format->between || buffer_add_text(bytes, format->between)) &&
                format->write(bytes, &writer->sorted, &writer->style);
    writer->style.drain = NULL;
    writer->style.drain_context = NULL;
    if (!good) return context.status == GAZ_OK ? error_memory(error) : context.status;
    return output_write(&writer->output, writer->bytes.bytes, writer->bytes.size, true, error);
}

gaz_status gaz_document_write(gaz_document_writer *writer, const gaz_document *document, gaz_error *error) {
    if (!writer || !document) return error_argument(error, "gaz_document_write without a writer or document");
    gaz_status status = sort_spans(writer, document, error);
    if (status == GAZ_OK && writer->format->check) status = writer->format->check(&writer->sorted, error);
    if (status != GAZ_OK) return status;
    writer->report.documents++;
    writer->output.suggested |= document->unreviewed;
    writer->report.nameless += writer->format->nameless && document->id && document->number;
    if (writer->format->left_out) writer->report.unmarked += writer->format->left_out(&writer->sorted);
    writer->report.stripped += !writer->format->fields && has_fields(document);
    bool written;
    if (writer->format->own_file && writer->output.folder)
        return output_write_own(&written, &writer->output, &writer->sorted, &writer->style, error);
    status = choose_file(writer, document, error);
    return status == GAZ_OK ? add_document(writer, error) : status;
}

gaz_status gaz_document_writer_finish(gaz_write_report *report, gaz_document_writer *writer, gaz_error *error) {
    if (!writer) return error_argument(error, "gaz_document_writer_finish without a writer");
    if (report) *report = writer->report;
    gaz_status status = end_file(writer, error);
    if (status == GAZ_OK) status = output_write_settings(&writer->output, error);
    return status == GAZ_OK ? output_finish(&writer->output, error) : status;
}
