// The library from C++, as installed: the stream, from a file into a pipe.
//
// Usage: tag_stream MODEL FOLDER. The model is the one of tag_tokens.c. Prints every difference, and exits with 1 if
// there is one.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include <gaz.h>

namespace {

struct ModelClose {
    void operator()(gaz_model *model) const {
        gaz_model_close(model);
    }
};
struct StreamFree {
    void operator()(gaz_stream *stream) const {
        gaz_stream_free(stream);
    }
};
using Model = std::unique_ptr<gaz_model, ModelClose>;
using Stream = std::unique_ptr<gaz_stream, StreamFree>;

int differences = 0;

void expect(const std::string &what, const std::string &got, const std::string &expected) {
    if (got == expected) return;
    std::fprintf(stderr, "%s: expected\n%s\ngot\n%s\n", what.c_str(), expected.c_str(), got.c_str());
    differences++;
}

void need(gaz_status status, const gaz_error &error) {
    if (status != GAZ_OK) throw std::runtime_error(std::string(error.file) + ": " + error.message);
}

Model open_model(const std::string &path) {
    gaz_model *model = nullptr;
    gaz_error error;
    need(gaz_model_open(&model, path.c_str(), 0, &error), error);
    return Model(model);
}

struct Result {
    std::string text;
    gaz_stream_totals totals;
};

// The output is far smaller than what a pipe holds, so that writer and reader can be one thread.
Result tag(const Model &model, const gaz_stream_options &options, const std::string &path) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    gaz_stream *made = nullptr;
    gaz_error error;
    Result result{};
    gaz_sink sink;
    gaz_sink_descriptor(&sink, ends[1], "pipe");
    need(gaz_stream_new(&made, model.get(), &options, &sink, &error), error);
    Stream stream(made);
    need(gaz_stream_file(stream.get(), path.c_str(), &error), error);
    need(gaz_stream_finish(&result.totals, stream.get(), &error), error);
    stream.reset();
    close(ends[1]);
    char bytes[4096];
    for (ssize_t size; (size = read(ends[0], bytes, sizeof bytes)) > 0;)
        result.text.append(bytes, static_cast<std::size_t>(size));
    close(ends[0]);
    return result;
}

void check_formats(const Model &model, const std::string &path) {
    gaz_stream_options options;
    gaz_stream_options_init(&options);
    options.input.format = GAZ_FORMAT_TEXT;
    for (unsigned threads = 1; threads <= 2; threads++) {
        options.threads = threads;
        options.only_matching = 0;
        options.output = GAZ_FORMAT_TSV;
        Result tsv = tag(model, options, path);
        expect("tsv", tsv.text,
               path + "\t1\t3\t8\tOperating_System\t1.0\tLinux\n" + path +
                   "\t1\t13\t29\tConcept\t1.0\toperating system\n" + path +
                   "\t2\t35\t42\tOperating_System\t1.0\t\xC3\x89toile\n" + path +
                   "\t2\t45\t51\tConcept\t1.0\tkernel\n");
        expect("spans", std::to_string(tsv.totals.spans), "4");
        expect("sentences", std::to_string(tsv.totals.sentences), "3");
        expect("tokens", std::to_string(tsv.totals.tokens), "14");

        options.only_matching = 1;
        options.output = GAZ_FORMAT_JSONL;
        expect(
            "jsonl", tag(model, options, path).text,
            "{\"text\": \"Is Linux, an operating system?\", \"spans\": ["
            "{\"start\": 3, \"end\": 8, \"label\": \"Operating_System\", \"score\": 1.0, \"text\": \"Linux\"}, "
            "{\"start\": 13, \"end\": 29, \"label\": \"Concept\", \"score\": 1.0, \"text\": \"operating system\"}]}\n"
            "{\"text\": \"No: \xC3\x89toile's kernel\", \"spans\": ["
            "{\"start\": 4, \"end\": 10, \"label\": \"Operating_System\", \"score\": 1.0, \"text\": "
            "\"\xC3\x89toile\"}, "
            "{\"start\": 13, \"end\": 19, \"label\": \"Concept\", \"score\": 1.0, \"text\": \"kernel\"}]}\n");
    }
}

void check_failures(const Model &model, const std::string &missing) {
    gaz_stream_options options;
    gaz_stream_options_init(&options);
    gaz_stream *made = nullptr;
    gaz_error error;
    int output = open("/dev/null", O_WRONLY);
    gaz_sink sink;
    gaz_sink_descriptor(&sink, output, "/dev/null");
    need(gaz_stream_new(&made, model.get(), &options, &sink, &error), error);
    Stream stream(made);
    expect("missing file", gaz_status_name(gaz_stream_file(stream.get(), missing.c_str(), &error)),
           gaz_status_name(GAZ_ERROR_IO));
    expect("its name", error.file, missing);
    stream.reset();
    close(output);

    options.match.all = 1; // which conll output cannot show
    made = nullptr;
    expect("overlaps", gaz_status_name(gaz_stream_new(&made, model.get(), &options, &sink, &error)),
           gaz_status_name(GAZ_ERROR_ARGUMENT));
    expect("no stream", made ? "a stream" : "none", "none");
}

} // namespace

int main(int count, char **arguments) {
    if (count != 3) {
        std::fprintf(stderr, "usage: %s MODEL FOLDER\n", arguments[0]);
        return 2;
    }
    try {
        const std::string folder = arguments[2];
        const std::string path = folder + "/input.txt";
        std::ofstream(path, std::ios::binary) << "Is Linux, an operating system?\n"
                                                 "No: \xC3\x89toile's kernel\n"
                                                 "nothing\n";
        Model model = open_model(arguments[1]);
        check_formats(model, path);
        check_failures(model, folder + "/missing.txt");
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return EXIT_FAILURE;
    }
    return differences ? EXIT_FAILURE : EXIT_SUCCESS;
}
