#include "base/sink.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"

gaz_status sink_write(const gaz_sink *sink, const void *bytes, size_t size, gaz_error *error) {
    if (size == 0) return GAZ_OK;
    if (error) {
        error->status = GAZ_OK;
        error->hint = GAZ_HINT_NONE;
        error->line = 0;
        error->file[0] = 0;
    }
    gaz_status status = sink->write(sink->user, bytes, size, error);
    if (status == GAZ_OK || !error) return status;
    if (error->status != status) return error_set(error, status, sink->name, 0, "cannot write");
    if (!error->file[0]) error_name_file(error, sink->name);
    return status;
}

gaz_status gaz_sink_finish(gaz_sink *sink, gaz_status status, gaz_error *error) {
    gaz_sink ended = *sink;
    *sink = (gaz_sink){0};
    if (!ended.finish) return status;
    gaz_status finished = ended.finish(ended.user, status, status == GAZ_OK ? error : NULL);
    return status == GAZ_OK ? finished : status;
}

/* ---- A file ---- */

static gaz_status write_file(void *user, const void *bytes, size_t size, gaz_error *error) {
    return file_write(user, bytes, size, error);
}

static gaz_status finish_file(void *user, gaz_status status, gaz_error *error) {
    struct file_writer *writer = user;
    if (status == GAZ_OK) status = file_commit(writer, error);
    file_discard(writer);
    free(writer);
    return status;
}

gaz_status gaz_sink_path(gaz_sink *sink, const char *path, gaz_error *error) {
    *sink = (gaz_sink){0};
    if (!path) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_sink_path without a path");
    struct file_writer *writer = malloc(sizeof *writer);
    if (!writer) return error_memory(error);
    gaz_status status = file_create(writer, path, error);
    if (status == GAZ_OK)
        *sink = (gaz_sink){.write = write_file, .finish = finish_file, .user = writer, .name = writer->path};
    else
        free(writer);
    return status;
}

/* ---- A descriptor ---- */

static gaz_status write_descriptor(void *user, const void *bytes, size_t size, gaz_error *error) {
    return file_write_all((int)(intptr_t)user, bytes, size, NULL, error);
}

void gaz_sink_descriptor(gaz_sink *sink, int descriptor, const char *name) {
    *sink = (gaz_sink){.write = write_descriptor, .user = (void *)(intptr_t)descriptor, .name = name};
}

/* ---- Memory ---- */

static gaz_status write_memory(void *user, const void *bytes, size_t size, gaz_error *error) {
    gaz_memory *memory = user;
    struct buffer buffer = {memory->bytes, memory->size, memory->capacity};
    bool good = buffer_add(&buffer, bytes, size);
    *memory = (gaz_memory){buffer.bytes, buffer.size, buffer.capacity};
    return good ? GAZ_OK : error_memory(error);
}

void gaz_sink_memory(gaz_sink *sink, gaz_memory *memory) {
    *sink = (gaz_sink){.write = write_memory, .user = memory};
}

void gaz_memory_free(gaz_memory *memory) {
    if (!memory) return;
    free(memory->bytes);
    *memory = (gaz_memory){0};
}
