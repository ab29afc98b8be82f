#include "base/json_writer.h"
#include "base/decimal.h"

#include <math.h>
#include <stdio.h>

#include "base/json.h"

static void check(struct json_writer *json, bool good) {
    json->failed = json->failed || !good;
}

void json_put_raw(struct json_writer *json, const char *text) {
    check(json, !json->failed && buffer_add_text(json->out, text));
}

static void put_inside(struct json_writer *json, const char *bytes, size_t size) {
    json_put_raw(json, "\"");
    check(json, !json->failed && json_add_text(json->out, bytes, size));
    json_put_raw(json, "\"");
}

/* What stands before a value. */
static void begin_value(struct json_writer *json, const char *name) {
    if (json->begun) json_put_raw(json, json->compact ? "," : ", ");
    json->begun = true;
    if (!name) return;
    put_inside(json, name, strlen(name));
    json_put_raw(json, json->compact ? ":" : ": ");
}

void json_put_open(struct json_writer *json, const char *name, const char *bracket) {
    begin_value(json, name);
    json_put_raw(json, bracket);
    json->begun = false;
}

void json_put_close(struct json_writer *json, const char *bracket) {
    json_put_raw(json, bracket);
    json->begun = true;
}

void json_put_bytes(struct json_writer *json, const char *name, const char *bytes, size_t size) {
    begin_value(json, name);
    put_inside(json, bytes, size);
}

void json_put_text(struct json_writer *json, const char *name, const char *text) {
    if (text) json_put_bytes(json, name, text, strlen(text));
}

void json_put_number(struct json_writer *json, const char *name, uint64_t number) {
    begin_value(json, name);
    check(json, !json->failed && buffer_add_number(json->out, number));
}

void json_put_integer(struct json_writer *json, const char *name, int64_t number) {
    begin_value(json, name);
    if (number < 0) json_put_raw(json, "-");
    uint64_t size = number < 0 ? -(uint64_t)number : (uint64_t)number;
    check(json, !json->failed && buffer_add_number(json->out, size));
}

void json_put_decimal(struct json_writer *json, const char *name, double number) {
    begin_value(json, name);
    if (isfinite(number))
        check(json, !json->failed && decimal_add(json->out, number));
    else
        json_put_raw(json, "null");
}

void json_put_real(struct json_writer *json, const char *name, double number) {
    char digits[64];
    size_t size = 0;
    snprintf(digits, sizeof digits, "%.10g", isfinite(number) ? number : 0);
    for (size_t i = 0; digits[i]; i++) { /* the locale's point may be another, of several bytes */
        bool point = !strchr("0123456789+-e", digits[i]);
        if (!point || size == 0 || digits[size - 1] != '.') digits[size++] = point ? '.' : digits[i];
    }
    digits[size] = 0;
    json_put_literal(json, name, isfinite(number) ? digits : "null");
}

void json_put_literal(struct json_writer *json, const char *name, const char *literal) {
    begin_value(json, name);
    json_put_raw(json, literal);
}
