#include "serve/about.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/json_writer.h"

void about_answer_health(struct request *request) {
    struct json_writer json = {.out = &request->exchange->answer};
    json_put_open(&json, NULL, "{");
    json_put_text(&json, "status", "UP");
    json_put_text(&json, "model_class", "gaz");
    json_put_text(&json, "model_version", request->served->version);
    json_put_close(&json, "}");
    json_put_raw(&json, "\n");
    request_send_json(request, !json.failed);
}

static void put_model(struct json_writer *json, struct slot *slot) {
    gaz_model_info info;
    struct served *served = served_take(slot);
    gaz_model_get_info(&info, served->model);
    json_put_open(json, NULL, "{");
    json_put_text(json, "name", slot->name);
    json_put_text(json, "model_version", served->version);
    json_put_number(json, "entries", info.entries);
    json_put_open(json, "types", "[");
    for (uint32_t i = 0; i < info.types; i++) json_put_text(json, NULL, gaz_model_type(served->model, i));
    json_put_close(json, "]");
    json_put_close(json, "}");
    served_give_back(served);
}

void about_answer_models(struct request *request) {
    struct json_writer json = {.out = &request->exchange->answer};
    const struct models *models = request->server->models;
    json_put_open(&json, NULL, "{");
    json_put_text(&json, "model", request->slot->name);
    json_put_open(&json, "models", "[");
    for (size_t i = 0; i < models->count; i++) put_model(&json, &models->slots[i]);
    json_put_close(&json, "]");
    json_put_close(&json, "}");
    json_put_raw(&json, "\n");
    request_send_json(request, !json.failed);
}

static bool add_model(struct buffer *out, struct slot *slot) {
    char line[192];
    gaz_model_info info;
    struct served *served = served_take(slot);
    gaz_model_get_info(&info, served->model);
    served_give_back(served);
    (void)snprintf(line, sizeof line, "gaz_model_entries{model=\"%.64s\",checksum=\"%016" PRIx64 "\"} %" PRIu64 "\n",
                   slot->name, info.checksum, info.entries);
    return buffer_add_text(out, line);
}

void about_answer_metrics(struct request *request) {
    struct buffer *out = &request->exchange->answer;
    const struct models *models = request->server->models;
    char line[96];
    bool good = metrics_write(out, request->server->metrics, request->server->route_path) &&
                metrics_add_head(out, "gaz_model_entries", "gauge", "Entries of the models that are served.");
    for (size_t i = 0; i < models->count && good; i++) good = add_model(out, &models->slots[i]);
    (void)snprintf(line, sizeof line, "gaz_connections %u\n", http_connections(request->exchange->http));
    good = good && metrics_add_head(out, "gaz_connections", "gauge", "Connections that are open.") &&
           buffer_add_text(out, line);
    request_send_json(request, good);
    if (good) request->exchange->type = "text/plain; version=0.0.4";
}
