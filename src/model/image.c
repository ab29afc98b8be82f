/* Lays out the model file: builder_finish turns what builder.c has collected into automata, one per tokenization, and
 * those into sections of one image. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "model/automaton_parts.h"
#include "model/builder.h"
#include "model/context.h"

/* ---- Automata ---- */

struct job {
    struct builder *builder;
    uint32_t tokenization;
    struct automaton_parts parts;
    gaz_status status;
    gaz_error error;
};

static bool run_job(void *context, uint64_t number) {
    struct job *job = &((struct job *)context)[number];
    struct builder_tokenization *tokenization = &job->builder->tokenizations[job->tokenization];
    job->status = builder_end_tokens(tokenization, &job->error);
    strings_drop_table(&tokenization->vocabulary);
    struct automaton_parts beside = {0};
    if (job->status == GAZ_OK && tokens_are_masked(job->tokenization))
        job->status = digits_build(&beside, tokenization, &job->error);
    if (job->status == GAZ_OK)
        job->status = automaton_parts_build(&job->parts, job->builder, tokenization, &job->error);
    memcpy(job->parts.beside_digits, beside.beside_digits, sizeof beside.beside_digits);
    return job->status == GAZ_OK;
}

/* ---- Sections ---- */

struct image {
    struct buffer *bytes;
    struct image_section sections[SECTION_LIMIT];
    uint32_t section_count;
    bool ok;
};

static void add_section(struct image *image, uint32_t tokenization, uint32_t kind, const void *bytes, size_t size) {
    static const char zeros[SECTION_ALIGNMENT];
    size_t filling = (SECTION_ALIGNMENT - image->bytes->size % SECTION_ALIGNMENT) % SECTION_ALIGNMENT;
    image->ok = image->ok && buffer_add(image->bytes, zeros, filling);
    image->sections[image->section_count++] = (struct image_section){kind, tokenization, image->bytes->size, size};
    image->ok = image->ok && buffer_add(image->bytes, bytes, size);
}

/* Adds an array and frees it. */
static void move_section(struct image *image, uint32_t tokenization, uint32_t kind, void *array, size_t size) {
    void **owned = array;
    add_section(image, tokenization, kind, *owned, size);
    free(*owned);
    *owned = NULL;
}

/* Outputs whose entries have the same numbers, and go on as these say, need no table. */
static bool are_same(const uint32_t *outputs, uint32_t count, const struct image_entry *entries) {
    for (uint32_t i = 0; i < count; i++)
        if ((outputs[i] & ~OUTPUT_MORE) != i || !(outputs[i] & OUTPUT_MORE) != !(entry_flags(entries[i]) & ENTRY_MORE))
            return false;
    return true;
}

static void move_automaton(struct image *image, uint32_t tokenization, struct automaton_parts *parts,
                           bool with_outputs) {
    const struct image_automaton *header = &parts->header;
    add_section(image, tokenization, SECTION_AUTOMATON, header, sizeof *header);
    if (with_outputs)
        move_section(image, tokenization, SECTION_OUTPUTS, &parts->outputs, header->output_count * sizeof(uint32_t));
    move_section(image, tokenization, SECTION_TOKENS, &parts->tokens,
                 ((size_t)header->token_count + 1) * sizeof *parts->tokens);
    move_section(image, tokenization, SECTION_TOKEN_BYTES, &parts->token_bytes, parts->token_size);
    move_section(image, tokenization, SECTION_RECORDS, &parts->records, header->record_count * sizeof *parts->records);
    move_section(image, tokenization, SECTION_DISPLACEMENTS, &parts->displacements, header->group_count);
    if (header->deep_slots)
        move_section(image, tokenization, SECTION_DEEP, &parts->deep, header->deep_slots * sizeof *parts->deep);
    for (uint32_t i = 0; i < FILTER_END; i++)
        if (header->filter_words[i])
            move_section(image, tokenization, SECTION_FILTER_ONES + i, &parts->filters[i],
                         header->filter_words[i] * sizeof(uint32_t));
    for (uint32_t i = 0; i < DIGITS_SIDES; i++)
        if (parts->beside_digits[i])
            move_section(image, tokenization, SECTION_DIGITS_BEFORE + i, &parts->beside_digits[i],
                         sizeof(struct digits_table));
}

/* About what the sections take together, in order not to grow in steps. */
static size_t parts_size(const struct automaton_parts *parts) {
    const struct image_automaton *header = &parts->header;
    size_t size = (size_t)16 * SECTION_ALIGNMENT + parts->token_size +
                  ((size_t)header->token_count + 1) * sizeof *parts->tokens + header->group_count +
                  header->record_count * sizeof *parts->records + header->deep_slots * sizeof *parts->deep +
                  header->output_count * sizeof(uint32_t);
    for (int i = 0; i < FILTER_END; i++) size += header->filter_words[i] * sizeof(uint32_t);
    return size;
}

/* How many entries are never the first of their run. */
static gaz_status count_lower(uint64_t *count, const uint32_t *numbers, size_t entry_count, const struct job *jobs,
                              size_t job_count, gaz_error *error) {
    unsigned char *first = calloc(entry_count + 1, 1);
    if (!first) return error_memory(error);
    for (size_t j = 0; j < job_count; j++) {
        const struct automaton_parts *parts = &jobs[j].parts;
        bool more = false;
        for (uint32_t i = 0; i < parts->header.output_count; i++) {
            if (!more) first[parts->outputs[i] & ~OUTPUT_MORE] = 1;
            more = parts->outputs[i] & OUTPUT_MORE;
        }
    }
    *count = 0;
    for (size_t i = 0; i < entry_count; i++) *count += numbers[i] != UINT32_MAX && !first[i];
    free(first);
    return GAZ_OK;
}

/* ---- Types and entries ---- */

/* Numbers the types by name; `numbers` maps the builder's to them (UINT32_MAX: not used), and comes in with 1 for those
 * that are used. */
static gaz_status add_types(struct image *image, uint32_t *type_count, uint32_t *numbers, const struct builder *builder,
                            gaz_error *error) {
    uint32_t count = builder->types.count;
    uint32_t *sorted = calloc((size_t)count + 1, sizeof *sorted);
    uint32_t *offsets = calloc((size_t)count + 1, sizeof *offsets);
    struct buffer names = {0};
    bool ok = sorted && offsets;
    if (ok) {
        uint32_t used = 0;
        for (uint32_t i = 0; i < count; i++)
            if (numbers[i])
                sorted[used++] = i;
            else
                numbers[i] = UINT32_MAX;
        strings_sort(sorted, used, &builder->types);
        for (uint32_t i = 0; i < used; i++) {
            numbers[sorted[i]] = i;
            const struct string *name = &builder->types.items[sorted[i]];
            ok = ok && buffer_add(&names, name->bytes, (size_t)name->size + 1);
            offsets[i + 1] = (uint32_t)names.size;
        }
        *type_count = used;
        add_section(image, TOKENS_MODEL, SECTION_TYPE_OFFSETS, offsets, ((size_t)used + 1) * 4);
        add_section(image, TOKENS_MODEL, SECTION_TYPE_NAMES, names.bytes, names.size);
    }
    free(sorted);
    free(offsets);
    buffer_free(&names);
    return ok ? GAZ_OK : error_memory(error);
}

/* Numbers the winning entries in the order of the first automaton's outputs, then of the other's, or as they were
 * added. */
static uint32_t number_entries(uint32_t *numbers, const struct builder *builder, const struct job *jobs,
                               size_t job_count) {
    uint32_t count = 0;
    memset(numbers, 0xFF, (builder->entry_count + 1) * sizeof *numbers);
    for (size_t j = 0; j < job_count; j++) {
        const struct automaton_parts *parts = &jobs[j].parts;
        for (uint32_t i = 0; i < parts->header.output_count; i++)
            if (numbers[parts->outputs[i] & ~OUTPUT_MORE] == UINT32_MAX)
                numbers[parts->outputs[i] & ~OUTPUT_MORE] = count++;
    }
    if (!builder->in_order) return count;
    count = 0;
    for (size_t i = 0; i < builder->entry_count; i++)
        if (numbers[i] != UINT32_MAX) numbers[i] = count++;
    return count;
}

/* Gives the outputs the entries' numbers in the model. If they are an automaton's own, the entries say where runs go
 * on, for the first automaton of that kind; `with_outputs` tells which ones have to say so themselves. */
static void number_outputs(bool *with_outputs, struct image_entry *entries, const uint32_t *numbers, struct job *jobs,
                           size_t job_count) {
    bool told = false;
    for (size_t j = 0; j < job_count; j++) {
        const struct automaton_parts *parts = &jobs[j].parts;
        bool same = true;
        for (uint32_t i = 0; i < parts->header.output_count; i++) {
            uint32_t *output = &parts->outputs[i];
            *output = numbers[*output & ~OUTPUT_MORE] | (*output & OUTPUT_MORE);
            same = same && (*output & ~OUTPUT_MORE) == i;
        }
        for (uint32_t i = 0; same && !told && i < parts->header.output_count; i++)
            if (parts->outputs[i] & OUTPUT_MORE) entries[i].kind |= (uint32_t)ENTRY_MORE << ENTRY_TYPE_BITS;
        told = told || same;
        with_outputs[j] = !are_same(parts->outputs, parts->header.output_count, entries);
    }
}

static gaz_status add_entries(struct image *image, struct image_header *header, bool *with_outputs,
                              const uint32_t *numbers, const uint32_t *types, const struct builder *builder,
                              struct job *jobs, size_t job_count, gaz_error *error) {
    uint32_t count = header->entry_count;
    struct image_entry *entries = calloc((size_t)count + 1, sizeof *entries);
    if (!entries) return error_memory(error);
    for (size_t i = 0; i < builder->entry_count; i++)
        if (numbers[i] != UINT32_MAX)
            entries[numbers[i]] = (struct image_entry){builder->entries[i].score,
                                                       types[builder->entries[i].type] |
                                                           (uint32_t)builder->entries[i].flags << ENTRY_TYPE_BITS};
    number_outputs(with_outputs, entries, numbers, jobs, job_count);
    for (uint32_t i = 0; i < count; i++) header->entry_flags |= entry_flags(entries[i]);
    add_section(image, TOKENS_MODEL, SECTION_ENTRIES, entries, count * sizeof *entries);
    free(entries);
    return GAZ_OK;
}

static bool has_evidence(const struct image_evidence *evidence) {
    return evidence->annotated || evidence->occurrences || evidence->nested;
}

/* The evidence of the entries that are in the model, if one of them has any. */
static gaz_status add_evidence(struct image *image, const uint32_t *numbers, uint32_t count,
                               const struct builder *builder, gaz_error *error) {
    bool wanted = false;
    for (size_t i = 0; i < builder->evidence_count && !wanted; i++)
        wanted = numbers[i] != UINT32_MAX && has_evidence(&builder->evidence[i]);
    if (!wanted) return GAZ_OK;
    struct image_evidence *evidence = calloc((size_t)count + 1, sizeof *evidence);
    if (!evidence) return error_memory(error);
    for (size_t i = 0; i < builder->evidence_count; i++)
        if (numbers[i] != UINT32_MAX) evidence[numbers[i]] = builder->evidence[i];
    add_section(image, TOKENS_MODEL, SECTION_EVIDENCE, evidence, count * sizeof *evidence);
    free(evidence);
    return GAZ_OK;
}

/* ---- Concepts and surfaces ---- */

/* The numbers that concepts have in the model, sorted as their bytes are; 0 for those that no entry has. */
static uint32_t *number_concepts(uint32_t *count, const uint32_t *numbers, const struct builder *builder) {
    uint32_t *sorted = calloc((size_t)builder->concepts.count + 1, sizeof *sorted);
    uint32_t *places = calloc((size_t)builder->concepts.count + 1, sizeof *places);
    *count = 0;
    for (size_t i = 0; places && i < builder->concept_count; i++)
        if (numbers[i] != UINT32_MAX && builder->entry_concepts[i]) places[builder->entry_concepts[i] - 1] = 1;
    for (uint32_t i = 0; sorted && places && i < builder->concepts.count; i++)
        if (places[i]) sorted[(*count)++] = i;
    if (sorted && places) strings_sort(sorted, *count, &builder->concepts);
    for (uint32_t i = 0; sorted && places && i < *count; i++) places[sorted[i]] = i + 1;
    if (!sorted) {
        free(places);
        places = NULL;
    }
    free(sorted);
    return places;
}

/* The bytes of the concepts: a zero byte behind each id and each name. */
static bool add_concept_bytes(struct image *image, const uint32_t *places, uint32_t count,
                              const struct builder *builder) {
    uint32_t *of = calloc((size_t)count + 1, sizeof *of);
    uint32_t *offsets = malloc(((size_t)count + 1) * sizeof *offsets);
    struct buffer bytes = {0};
    bool good = of && offsets;
    for (uint32_t i = 0; good && i < builder->concepts.count; i++)
        if (places[i]) of[places[i] - 1] = i;
    for (uint32_t i = 0; good && i < count; i++) {
        const struct string *key = &builder->concepts.items[of[i]];
        size_t begin = bytes.size;
        offsets[i] = (uint32_t)begin;
        good = buffer_add(&bytes, key->bytes, (size_t)key->size + 1) && bytes.size <= UINT32_MAX;
        if (good) *(char *)memchr(bytes.bytes + begin, '\n', bytes.size - begin) = 0;
    }
    if (good) {
        offsets[count] = (uint32_t)bytes.size;
        add_section(image, TOKENS_MODEL, SECTION_CONCEPT_OFFSETS, offsets, ((size_t)count + 1) * sizeof *offsets);
        add_section(image, TOKENS_MODEL, SECTION_CONCEPT_BYTES, bytes.bytes, bytes.size);
    }
    free(of);
    free(offsets);
    buffer_free(&bytes);
    return good;
}

/* The ids and names of the entries in the model, if one of them has any. */
static gaz_status add_concepts(struct image *image, struct image_header *header, const uint32_t *numbers,
                               const struct builder *builder, gaz_error *error) {
    if (builder->concept_count == 0) return GAZ_OK;
    uint32_t *concepts = calloc((size_t)header->entry_count + 1, sizeof *concepts);
    uint32_t *places = number_concepts(&header->concept_count, numbers, builder);
    bool good = concepts && places;
    if (good && header->concept_count) {
        for (size_t i = 0; i < builder->concept_count; i++)
            if (numbers[i] != UINT32_MAX && builder->entry_concepts[i])
                concepts[numbers[i]] = places[builder->entry_concepts[i] - 1];
        add_section(image, TOKENS_MODEL, SECTION_CONCEPTS, concepts, header->entry_count * sizeof *concepts);
        good = add_concept_bytes(image, places, header->concept_count, builder);
    }
    free(concepts);
    free(places);
    return good ? GAZ_OK : error_memory(error);
}

/* The surfaces that are not written as they are compared, in the order of the entries' numbers. */
static gaz_status add_surfaces(struct image *image, const uint32_t *numbers, uint32_t count,
                               const struct builder *builder, gaz_error *error) {
    if (builder->written_count == 0) return GAZ_OK;
    uint32_t *offsets = calloc((size_t)count + 2, sizeof *offsets);
    char *bytes = malloc(builder->surfaces.size + 1);
    bool good = offsets && bytes;
    for (size_t i = 0; good && i < builder->written_count; i++) { /* the sizes first */
        uint32_t number = numbers[builder->written[i].entry];
        uint32_t begin = i ? builder->written[i - 1].end : 0;
        if (number != UINT32_MAX) offsets[number + 1] = builder->written[i].end - begin;
    }
    for (uint32_t i = 0; good && i < count; i++) offsets[i + 1] += offsets[i];
    for (size_t i = 0; good && i < builder->written_count; i++) {
        uint32_t number = numbers[builder->written[i].entry];
        uint32_t begin = i ? builder->written[i - 1].end : 0;
        if (number != UINT32_MAX)
            memcpy(bytes + offsets[number], builder->surfaces.bytes + begin, builder->written[i].end - begin);
    }
    if (good) {
        add_section(image, TOKENS_MODEL, SECTION_SURFACE_OFFSETS, offsets, ((size_t)count + 1) * sizeof *offsets);
        add_section(image, TOKENS_MODEL, SECTION_SURFACE_BYTES, bytes, offsets[count]);
    }
    free(offsets);
    free(bytes);
    return good ? GAZ_OK : error_memory(error);
}

/* ---- The scoring model ---- */

/* The column of each of the model's types in the weights of the scoring model; none: the number of columns. */
static void find_columns(uint32_t *columns, const struct builder *builder, const uint32_t *types) {
    const struct strings *known = builder->scoring->types;
    for (uint32_t i = 0; i < builder->types.count; i++) {
        if (types[i] == UINT32_MAX) continue;
        uint32_t column = 0;
        while (column < known->count && strcmp(known->items[column].bytes, builder->types.items[i].bytes) != 0)
            column++;
        columns[types[i]] = column;
    }
}

/* The weights with the model's types for columns; types that the scoring model does not know have zeros. */
static void lay_out_weights(float *weights, uint32_t type_count, const uint32_t *columns,
                            const struct builder_context *scoring) {
    uint32_t known = scoring->types->count;
    uint32_t from = context_columns(known);
    uint32_t to = context_columns(type_count);
    for (uint32_t row = 0; row < 2 * CONTEXT_ROWS; row++) {
        const float *source = scoring->weights + (size_t)row * from;
        float *target = weights + (size_t)row * to;
        for (uint32_t i = 0; i < type_count; i++) target[i] = columns[i] < known ? source[columns[i]] : 0;
        memcpy(target + type_count, source + known, (to - type_count) * sizeof *target);
    }
    uint64_t rest = context_weight_count(0) - (uint64_t)2 * CONTEXT_ROWS * context_columns(0);
    memcpy(weights + (size_t)2 * CONTEXT_ROWS * to, scoring->weights + (size_t)2 * CONTEXT_ROWS * from,
           rest * sizeof *weights);
}

/* `numbers` are those of the entries in the model, `types` those of the types; UINT32_MAX = not in it. */
static gaz_status add_scoring(struct image *image, const struct image_header *header, const struct builder *builder,
                              const uint32_t *numbers, const uint32_t *types, gaz_error *error) {
    const struct builder_context *scoring = builder->scoring;
    if (!scoring) return GAZ_OK;
    if (scoring->point_count)
        add_section(image, TOKENS_MODEL, SECTION_POINTS, scoring->points,
                    scoring->point_count * sizeof *scoring->points);
    if (!scoring->types || header->type_count >= CONTEXT_TYPES_MAX) return GAZ_OK;
    size_t weight_count = context_weight_count(header->type_count);
    uint32_t *columns = malloc(((size_t)header->type_count + 1) * sizeof *columns);
    float *weights = malloc(weight_count * sizeof *weights);
    struct image_prior *priors = malloc(((size_t)header->entry_count + 1) * sizeof *priors);
    bool ok = columns && weights && priors;
    if (ok) {
        find_columns(columns, builder, types);
        lay_out_weights(weights, header->type_count, columns, scoring);
        for (size_t i = 0; i < builder->entry_count; i++)
            if (numbers[i] != UINT32_MAX)
                priors[numbers[i]] =
                    i < builder->prior_count ? builder->priors[i] : (struct image_prior){.log_odds = INFINITY};
        struct image_context context = {.threshold = scoring->threshold, .word_slots = scoring->word_slots};
        add_section(image, TOKENS_MODEL, SECTION_CONTEXT, &context, sizeof context);
        add_section(image, TOKENS_MODEL, SECTION_WEIGHTS, weights, weight_count * sizeof *weights);
        add_section(image, TOKENS_MODEL, SECTION_PRIORS, priors, header->entry_count * sizeof *priors);
        add_section(image, TOKENS_MODEL, SECTION_WORDS, scoring->words, scoring->word_slots * sizeof *scoring->words);
    }
    free(columns);
    free(weights);
    free(priors);
    return ok ? GAZ_OK : error_memory(error);
}

/* ---- The file ---- */

/* Types and entries: what belongs to no automaton. */
static gaz_status add_common(struct image *image, struct image_header *header, bool *with_outputs,
                             struct builder *builder, struct job *jobs, size_t job_count, gaz_error *error) {
    uint32_t *numbers = malloc((builder->entry_count + 1) * sizeof *numbers);
    uint32_t *types = calloc((size_t)builder->types.count + 1, sizeof *types);
    gaz_status status = numbers && types ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK) {
        header->entry_count = number_entries(numbers, builder, jobs, job_count);
        status = count_lower(&builder->lower_count, numbers, builder->entry_count, jobs, job_count, error);
    }
    if (status == GAZ_OK) {
        for (size_t i = 0; i < builder->entry_count; i++)
            if (numbers[i] != UINT32_MAX) types[builder->entries[i].type] = 1;
        status = add_types(image, &header->type_count, types, builder, error);
    }
    if (status == GAZ_OK)
        status = add_entries(image, header, with_outputs, numbers, types, builder, jobs, job_count, error);
    if (status == GAZ_OK) status = add_evidence(image, numbers, header->entry_count, builder, error);
    if (status == GAZ_OK) status = add_concepts(image, header, numbers, builder, error);
    if (status == GAZ_OK) status = add_surfaces(image, numbers, header->entry_count, builder, error);
    if (status == GAZ_OK) status = add_scoring(image, header, builder, numbers, types, error);
    free(numbers);
    free(types);
    return status;
}

static gaz_status assemble(struct buffer *bytes, struct builder *builder, struct job *jobs, size_t job_count,
                           gaz_error *error) {
    static const char tables[sizeof(struct image_header) + SECTION_LIMIT * sizeof(struct image_section)];
    struct image image = {.bytes = bytes, .ok = true};
    struct image_header header = {.magic = FORMAT_MAGIC, .version = FORMAT_VERSION};
    size_t expected = sizeof tables + builder->entry_count * sizeof(struct image_entry) +
                      builder->evidence_count * sizeof(struct image_evidence) +
                      builder->concept_count * sizeof(uint32_t) + builder->surfaces.size;
    for (size_t j = 0; j < job_count; j++) expected += parts_size(&jobs[j].parts);
    if (!buffer_reserve(bytes, expected) || !buffer_add(bytes, tables, sizeof tables)) return error_memory(error);
    bool with_outputs[TOKENS_END] = {false};
    gaz_status status = add_common(&image, &header, with_outputs, builder, jobs, job_count, error);
    if (status != GAZ_OK) return status;
    for (size_t j = 0; j < job_count; j++)
        move_automaton(&image, jobs[j].tokenization, &jobs[j].parts, with_outputs[j]);
    if (!image.ok) return error_memory(error);
    header.section_count = image.section_count;
    header.file_size = bytes->size;
    memcpy(bytes->bytes + sizeof header, image.sections, image.section_count * sizeof *image.sections);
    header.checksum =
        hash_bytes(bytes->bytes + sizeof header, bytes->size - sizeof header, hash_bytes(&header, sizeof header, 0));
    memcpy(bytes->bytes, &header, sizeof header);
    return GAZ_OK;
}

gaz_status builder_finish(struct buffer *image, struct builder *builder, unsigned threads, gaz_progress progress,
                          void *context, gaz_error *error) {
    struct job *jobs = calloc(TOKENS_END, sizeof *jobs);
    if (!jobs) return error_memory(error);
    size_t count = 0;
    for (uint32_t tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++)
        if (builder->tokenizations[tokenization].wanted)
            jobs[count++] = (struct job){.builder = builder, .tokenization = tokenization};
    if (count == 0) {
        free(jobs);
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "a model needs one tokenization at least");
    }
    if (progress) progress(context, "compiling", 0, 2);
    parallel_run(&(struct parallel){.threads = threads}, count, run_job, jobs);
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        status = jobs[i].status;
        if (status != GAZ_OK && error) *error = jobs[i].error;
    }
    if (progress) progress(context, "compiling", 1, 2);
    if (status == GAZ_OK) status = assemble(image, builder, jobs, count, error);
    if (progress) progress(context, "compiling", 2, 2);
    for (size_t i = 0; i < count; i++) automaton_parts_free(&jobs[i].parts);
    free(jobs);
    if (status != GAZ_OK) buffer_free(image);
    return status;
}
