#include "base/json_path.h"

#include <string.h>

/* The size of the path's first step. */
static size_t step_size(const char *path) {
    return strcspn(path, ".");
}

/* What is left behind the first step; NULL: nothing. */
static const char *behind_step(const char *path, size_t step) {
    return path[step] ? path + step + 1 : NULL;
}

static bool is_every(const char *step, size_t size) {
    return size == 1 && *step == '*';
}

static bool is_number(const char *step, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (step[i] < '0' || step[i] > '9') return false;
    return size > 0;
}

static bool has_step(const char *path, bool (*is)(const char *step, size_t size)) {
    for (; path; path = behind_step(path, step_size(path)))
        if (is(path, step_size(path))) return true;
    return false;
}

bool json_path_is_many(const char *path) {
    return has_step(path, is_every);
}

bool json_path_has_arrays(const char *path) {
    return has_step(path, is_every) || has_step(path, is_number);
}

/* ---- Walking ---- */

struct walk {
    struct buffer *way; /* the path so far, with a dot behind each step */
    json_visit *visit;
    void *context;
    size_t found_count;
    bool failed; /* out of memory */
};

static void walk_value(struct walk *walk, const struct json_member *value, const char *path);

/* Goes on from a value that the way has a name for. */
static void reach(struct walk *walk, const struct json_member *value, const char *name, size_t size, const char *path) {
    struct buffer *way = walk->way;
    size_t before = way->size;
    bool good = buffer_add(way, name, size);
    if (good && path) {
        good = buffer_add_byte(way, '.');
        if (good) walk_value(walk, value, path);
    } else if (good) {
        good = buffer_add_byte(way, 0) && walk->visit(walk->context, value, way->bytes, way->size - 1);
        walk->found_count++;
    }
    if (!good) walk->failed = true;
    way->size = before;
}

static void walk_array(struct walk *walk, const struct json_member *array, const char *path) {
    size_t step = step_size(path);
    bool every = is_every(path, step);
    if (!every && !is_number(path, step)) return;
    struct buffer number = {0};
    struct json_member element = {0};
    size_t at = 0;
    for (uint64_t i = 0; json_next_element(&element.value, &element.value_size, &at, array->value, array->value_size);
         i++) {
        number.size = 0;
        if (!buffer_add_number(&number, i)) walk->failed = true;
        if (walk->failed) break;
        if (every || (number.size == step && memcmp(number.bytes, path, step) == 0))
            reach(walk, &element, number.bytes, number.size, behind_step(path, step));
    }
    buffer_free(&number);
}

/* Finds the last member of that name, in a list of members or else in a value. */
static bool find(struct json_member *found, const struct json_members *members, const struct json_member *outer,
                 const char *name, size_t size) {
    return members ? json_last_member(found, members, name, size) : json_last_member_in(found, outer, name, size);
}

/* Names may have dots in them: the whole path is tried first, then its beginnings, until one leads somewhere. */
static void walk_names(struct walk *walk, const struct json_members *members, const struct json_member *outer,
                       const char *path) {
    struct json_member inner;
    size_t found_before = walk->found_count;
    if (find(&inner, members, outer, path, strlen(path))) reach(walk, &inner, path, strlen(path), NULL);
    for (const char *dot = strchr(path, '.'); dot; dot = strchr(dot + 1, '.')) {
        if (walk->found_count > found_before || walk->failed) return;
        if (find(&inner, members, outer, path, (size_t)(dot - path)))
            reach(walk, &inner, path, (size_t)(dot - path), dot + 1);
    }
}

static void walk_value(struct walk *walk, const struct json_member *value, const char *path) {
    if (value->value[0] == '[')
        walk_array(walk, value, path);
    else if (value->value[0] == '{')
        walk_names(walk, NULL, value, path);
}

bool json_each(const struct json_members *members, const char *path, struct buffer *way, json_visit *visit,
               void *context) {
    struct walk walk = {.way = way, .visit = visit, .context = context};
    way->size = 0;
    walk_names(&walk, members, NULL, path);
    return !walk.failed;
}
