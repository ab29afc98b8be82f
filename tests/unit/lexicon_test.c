#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "lexicon/lexicon.h"

#define HEADER "surface\tannotated\toccurrences\tnested\tprecision\tlog_odds\tstatus\tvariant\tverdict\tpriority\tid\n"

static gaz_lexicon *new_lexicon(void) {
    gaz_lexicon *lexicon;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    return lexicon;
}

static void read_list(gaz_lexicon *lexicon, const char *name) {
    gaz_error error = {0};
    gaz_status status = gaz_lexicon_read(lexicon, path_of(name), NULL, &error);
    if (status != GAZ_OK) print_error("%s:%d: %s\n", error.file, (int)error.line, error.message);
    assert_int_equal(status, GAZ_OK);
}

/* Writes a list and reads it. */
static void read_text(gaz_lexicon *lexicon, const char *name, const char *text) {
    write_file(name, text);
    read_list(lexicon, name);
}

static void write_lists(const gaz_lexicon *lexicon, const char *name) {
    assert_int_equal(gaz_lexicon_write(lexicon, path_of(name), NULL), GAZ_OK);
}

/* Keeps by purity, without cross-validation. */
static gaz_harvest_options simple_rule(double min_purity, uint64_t min_count, uint64_t min_tokens) {
    gaz_harvest_options options;
    gaz_harvest_options_init(&options);
    options.min_purity = min_purity;
    options.min_count = min_count;
    options.min_tokens = min_tokens;
    return options;
}

/* "a b/B-T | c": tokens with their tags, O if there is none; bars end sentences. */
static void harvest(gaz_lexicon *lexicon, const char *corpus, const gaz_harvest_options *options) {
    char text[1000];
    char *end = text;
    for (const char *at = corpus; *at; at += strspn(at, " ")) {
        size_t size = strcspn(at, " ");
        const char *slash = memchr(at, '/', size);
        size_t token = slash ? (size_t)(slash - at) : size;
        if (*at == '|')
            end += sprintf(end, "\n");
        else
            end += sprintf(end, "%.*s\t%.*s\n", (int)token, at, slash ? (int)(size - token - 1) : 1,
                           slash ? slash + 1 : "O");
        at += size;
    }
    write_file("corpus", text);
    const char *const paths[] = {path_of("corpus")};
    const gaz_harvest_options usual = simple_rule(0.25, 1, 1);
    assert_int_equal(gaz_lexicon_harvest(lexicon, paths, 1, options ? options : &usual, NULL, NULL), GAZ_OK);
}

/* NULL if it is not there. */
static const struct entry *find(const gaz_lexicon *lexicon, const char *surface, const char *type) {
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (strcmp(lexicon->surfaces.items[entry->surface].bytes, surface) == 0 &&
            strcmp(lexicon->types.items[entry->type].bytes, type) == 0)
            return entry;
    }
    return NULL;
}

/* Empty if it has none. */
static const char *id_of(const gaz_lexicon *lexicon, const struct entry *entry) {
    return entry->id ? lexicon->ids.items[entry->id - 1].bytes : "";
}

/* "annotated occurrences nested status[ verdict]" */
static void check_entry(const gaz_lexicon *lexicon, const char *surface, const char *type, const char *expected) {
    char text[100];
    const struct entry *entry = find(lexicon, surface, type);
    assert_non_null(entry);
    const char *verdict = entry_verdict_names[entry->verdict];
    snprintf(text, sizeof text, "%d %d %d %s%s%s", (int)entry->annotated, (int)entry->occurrences, (int)entry->nested,
             entry_status_names[entry->status], *verdict ? " " : "", verdict);
    if (strcmp(text, expected) != 0) print_error("%s (%s):\n", surface, type);
    assert_string_equal(text, expected);
}

static uint32_t next_random(uint32_t below) {
    static uint32_t state = 5;
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

/* ---- Lists ---- */

static void lists_have_three_forms(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    read_text(lexicon, "Bare.tsv", "kernel\n\n  operating   system \nback\\slash\n");
    read_text(lexicon, "Mixed.x.tsv", "kernel\tOne\nuser space\tTwo words\n");
    read_text(
        lexicon, "Full.tsv",
        HEADER
        "kernel\t3\t4\t1\t0.75\t-1.25\tpurity\tplural\tkeep\t-7\tQ1\nback\\\\slash\n\nuser\t\t\t\t\t\t\t\t\t\t\n");
    check_entry(lexicon, "kernel", "Bare", "0 0 0 kept");
    check_entry(lexicon, "operating system", "Bare", "0 0 0 kept");
    check_entry(lexicon, "back\\\\slash", "Bare", "0 0 0 kept");
    check_entry(lexicon, "kernel", "One", "0 0 0 kept");
    assert_non_null(find(lexicon, "user space", "Two words"));
    check_entry(lexicon, "kernel", "Full", "3 4 1 purity keep");
    check_entry(lexicon, "user", "Full", "0 0 0 kept");
    const struct entry *entry = find(lexicon, "kernel", "Full");
    assert_true(entry->precision > 0.7499 && entry->precision < 0.7501);
    assert_int_equal(entry->priority, -7);
    assert_string_equal(id_of(lexicon, entry), "Q1");
    assert_true(entry->log_odds > -1.2501f && entry->log_odds < -1.2499f);
    assert_int_equal(entry->variant, VARIANT_PLURAL);
    assert_true(isinf(find(lexicon, "user", "Full")->log_odds)); /* certain */
    assert_int_equal(find(lexicon, "user", "Full")->variant, VARIANT_NONE);
    assert_int_equal(lexicon->entry_count, 8);
    gaz_lexicon_free(lexicon);
}

static void line_ends_marks_and_columns_do_not_matter(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    read_text(lexicon, "A.tsv",
              "\xEF\xBB\xBFsurface\toccurrences\tremark\tannotated\r\na b\t5\tx\t2\r\nc\t\r\nd\t1\tlast\t1");
    check_entry(lexicon, "a b", "A", "2 5 0 kept");
    check_entry(lexicon, "c", "A", "0 0 0 kept");
    check_entry(lexicon, "d", "A", "1 1 0 kept");
    read_text(lexicon, "B.tsv", "\xEF\xBB\xBFone\r\ntwo words\r\n");
    check_entry(lexicon, "one", "B", "0 0 0 kept");
    check_entry(lexicon, "two words", "B", "0 0 0 kept");
    assert_int_equal(lexicon->entry_count, 5);
    gaz_lexicon_free(lexicon);
}

/* Version 0.1 had other names for three columns. */
static void old_columns_are_read(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    read_text(lexicon, "Old.tsv", "surface\tannotated\tseen\tinside\tprecision\todds\nx y\t3\t5\t1\t0.5\t-1.25\n");
    check_entry(lexicon, "x y", "Old", "3 5 1 kept");
    const struct entry *entry = find(lexicon, "x y", "Old");
    assert_true(entry->log_odds > -1.2501f && entry->log_odds < -1.2499f);
    gaz_lexicon_free(lexicon);
}

static void the_surface_may_stand_in_any_column(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    read_text(lexicon, "C.tsv", "verdict\tannotated\tsurface\ndrop\t7\tx y\n");
    check_entry(lexicon, "x y", "C", "7 0 0 kept drop");
    gaz_lexicon_free(lexicon);
}

static void wrong_lines_are_told(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint64_t line;
        const char *message; /* part of it */
    } cases[] = {
        {"surface\tseen\nok\t1\nx\t1\t2\n", 3, "more columns"},
        {"surface\tseen\n\n\nx\t-1\n", 4, "whole number"},
        {"surface\tseen\r\nx\t1.5\r\n", 2, "whole number"},
        {"surface\tinside\nx\t99999999999999999999\n", 2, "whole number"},
        {"surface\tprecision\nx\t1.01\n", 2, "precision"},
        {"surface\tprecision\nx\tnan\n", 2, "precision"},
        {"surface\tstatus\nx\tgone\n", 2, "status"},
        {"surface\tlog_odds\nx\t1000.5\n", 2, "log_odds"},
        {"surface\tlog_odds\nx\t-1001\n", 2, "log_odds"},
        {"surface\tlog_odds\nx\tinf\n", 2, "log_odds"},
        {"surface\todds\nx\t1e2\n", 2, "log_odds"},
        {"surface\todds\tlog_odds\nx\t1\t1\n", 1, "twice"},
        {"surface\tvariant\nx\tfirst\ny\tplurals\n", 3, "variant"},
        {"surface\tverdict\nx\tmaybe\n", 2, "verdict"},
        {"surface\tverdict\nx\tkeep\ny\tkep\n", 3, "verdict"},
        {"surface\tpriority\nx\t99999999999\n", 2, "priority"},
        {"surface\tpriority\nx\t-1000000001\n", 2, "priority"},
        {"surface\tpriority\nx\t-\n", 2, "priority"},
        {"surface\tpriority\nx\t1.5\n", 2, "priority"},
        {"surface\tannotated\nx\t4294967296\n", 2, "annotated"},
        {"surface\tseen\nok\t1\na\\x\t1\n", 3, "backslash"},
        {"surface\tseen\n \t1\n", 2, "surface is empty"},
        {"surface\tseen\n\t1\n", 2, "surface"},
        {"surface\tseen\tseen\nx\t1\t2\n", 1, "twice"},
        {"one\ntwo\nthree\tB\n", 3, "TAB"},
        {"one\tA\ntwo\n", 2, "surface TAB type"},
        {"one\tA\ntwo\t\n", 2, "surface TAB type"},
        {"one\tA\tx\n", 1, "surface TAB type"},
        {"one\tA\n   \tA\n", 2, "surface is empty"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gaz_lexicon *lexicon = new_lexicon();
        gaz_error error = {0};
        write_file("T.tsv", cases[i].text);
        assert_int_equal(gaz_lexicon_read(lexicon, path_of("T.tsv"), NULL, &error), GAZ_ERROR_INPUT);
        assert_string_equal(error.file, path_of("T.tsv"));
        if (error.line != cases[i].line || !strstr(error.message, cases[i].message))
            print_error("case %zu: line %d: %s\n", i, (int)error.line, error.message);
        assert_int_equal(error.line, cases[i].line);
        assert_non_null(strstr(error.message, cases[i].message));
        assert_int_equal(gaz_lexicon_read(lexicon, folder, NULL, &error), GAZ_ERROR_INPUT); /* the same in a folder */
        assert_int_equal(error.line, cases[i].line);
        gaz_lexicon_free(lexicon);
    }
}

static void what_is_no_list_is_refused(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    gaz_error error;
    assert_int_equal(gaz_lexicon_read(lexicon, path_of("missing"), NULL, &error), GAZ_ERROR_IO);
    write_file(".tsv", "one\n");
    assert_int_equal(gaz_lexicon_read(lexicon, path_of(".tsv"), NULL, &error), GAZ_ERROR_INPUT);
    assert_non_null(strstr(error.message, "type"));
    assert_int_equal(gaz_lexicon_read(lexicon, path_of(".tsv"), "Given", &error), GAZ_OK);
    gaz_lexicon_free(lexicon);
}

/* A token that gaz_lexicon_add takes can be written and read. */
static void any_token_survives_in_a_list(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    const gaz_token tokens[] = {{"a\0b", 3}, {"\xEF\xBB\xBF\r", 4}, {" ", 1}};
    size_t count = gaz_lexicon_add(lexicon, tokens, 3, "T", NULL) == GAZ_OK; /* a zero byte may be refused */
    write_lists(lexicon, "lists");
    read_list(lexicon, "lists");
    assert_int_equal(lexicon->entry_count, count);
    gaz_lexicon_free(lexicon);
}

/* A row with random evidence; some rows are alike. */
static int random_row(char *row, const char *surface) {
    static const char *const precisions[] = {"0", "0.25", "0.3333", "1", ""};
    static const char *const log_odds[] = {"0", "-1.5", "12.0625", "", "-0.0001", "999.9999"};
    static const char *const ids[] = {"", "Q1", "Q2"};
    return sprintf(row, "%s\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t%d\t%s\n", surface, (int)next_random(3),
                   (int)next_random(3), (int)next_random(2), precisions[next_random(5)], log_odds[next_random(6)],
                   entry_status_names[next_random(ENTRY_STATUS_END)], variant_names[next_random(VARIANT_END)],
                   entry_verdict_names[next_random(3)], (int)next_random(3) - 1, ids[next_random(3)]);
}

static void written_lists_come_back_the_same(void **state) {
    (void)state;
    static const char *const types[] = {"Tool_1", "a/b", "100%", "x.y.tsv", "two words", "%2F", ".", "\u00C4", "-"};
    char text[4096] = HEADER;
    for (size_t i = 0; i < 40; i++) {
        char surface[20];
        sprintf(surface, "t%d\\s%d \\\\", (int)i, (int)next_random(9));
        random_row(text + strlen(text), surface);
    }
    gaz_lexicon *lexicon = new_lexicon();
    gaz_lexicon *again = new_lexicon();
    write_file("any", text);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        assert_int_equal(gaz_lexicon_read(lexicon, path_of("any"), types[i], NULL), GAZ_OK);
    write_lists(lexicon, "first");
    read_list(again, "first");
    write_lists(again, "second");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        assert_non_null(find(again, lexicon->surfaces.items[0].bytes, types[i]));
    char command[256];
    snprintf(command, sizeof command, "diff -r %s/first %s/second && [ $(ls %s/first | wc -l) = 27 ]", folder, folder,
             folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(access(path_of("first/a%2Fb.tsv"), F_OK), 0);
    gaz_lexicon_free(lexicon);
    gaz_lexicon_free(again);
}

enum { ENTRY_SHOWN = 100 };

static void show_entry(char text[ENTRY_SHOWN], const gaz_lexicon *lexicon, const struct entry *entry) {
    snprintf(text, ENTRY_SHOWN, "%d %d %d %.4f %d %d %d %s", (int)entry->annotated, (int)entry->occurrences,
             (int)entry->nested, (double)entry->precision, (int)entry->status, (int)entry->verdict, entry->priority,
             id_of(lexicon, entry));
}

/* All entries, each with an id of its own, in the order of these. */
static void show_senses(char text[3 * ENTRY_SHOWN], const gaz_lexicon *lexicon) {
    static const char *const ids[] = {"", "Q1", "Q2"};
    size_t shown = 0;
    text[0] = 0;
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < lexicon->entry_count; i++)
            if (strcmp(id_of(lexicon, &lexicon->entries[i]), ids[k]) == 0) {
                show_entry(text + strlen(text), lexicon, &lexicon->entries[i]);
                shown++;
            }
    assert_int_equal(shown, lexicon->entry_count);
}

/* Whatever the order in which lists with the same surface are read. */
static void merging_does_not_depend_on_the_order(void **state) {
    (void)state;
    static const char *const names[] = {"a.tsv", "b.tsv", "c.tsv"};
    for (int round = 0; round < 200; round++) {
        char first[3 * ENTRY_SHOWN];
        char other[3 * ENTRY_SHOWN];
        for (size_t i = 0; i < 3; i++) {
            char text[300] = HEADER;
            random_row(text + strlen(text), "x y");
            write_file(names[i], text);
        }
        for (size_t order = 0; order < 6; order++) {
            gaz_lexicon *lexicon = new_lexicon();
            for (size_t i = 0; i < 3; i++) {
                size_t list = (order / 2 + (order % 2 ? 3 - i : i)) % 3;
                assert_int_equal(gaz_lexicon_read(lexicon, path_of(names[list]), "T", NULL), GAZ_OK);
            }
            show_senses(order ? other : first, lexicon);
            if (order) assert_string_equal(other, first);
            gaz_lexicon_free(lexicon);
        }
    }
}

/* ---- Verdicts ---- */

static void make_lists(const char *name) {
    assert_int_equal(mkdir(path_of(name), 0700), 0);
}

/* Of one list, and of a folder's with lists before and behind it. */
static void a_type_for_a_verdict_moves_the_entry(void **state) {
    (void)state;
    static const char *const folders[] = {"lists", "written"};
    gaz_lexicon *lexicons[2];
    make_lists("lists");
    write_file("lists/System.tsv", "surface\tannotated\nboot\t1\nmoved here\t5\n");
    write_file("lists/Tool.tsv", "surface\tannotated\tverdict\tpriority\tid\nkernel\t3\tSystem\t\tQ7\n"
                                 "own\t2\tTool\t\t\nlater\t1\tZ/1\t\t\nmoved here\t9\tSystem\t4\t\n");
    write_file("lists/Z%2F1.tsv", "one\n");
    for (size_t i = 0; i < 2; i++) { /* what was read is what a verdict of keep and one of drop would have been */
        lexicons[i] = new_lexicon();
        read_list(lexicons[i], folders[i]);
        check_entry(lexicons[i], "kernel", "Tool", "3 0 0 kept drop");
        check_entry(lexicons[i], "kernel", "System", "0 0 0 kept keep");
        check_entry(lexicons[i], "own", "Tool", "2 0 0 kept keep");
        check_entry(lexicons[i], "later", "Tool", "1 0 0 kept drop");
        check_entry(lexicons[i], "later", "Z/1", "0 0 0 kept keep");
        check_entry(lexicons[i], "moved here", "Tool", "9 0 0 kept drop");
        check_entry(lexicons[i], "moved here", "System", "5 0 0 kept keep");
        check_entry(lexicons[i], "boot", "System", "1 0 0 kept");
        assert_string_equal(id_of(lexicons[i], find(lexicons[i], "kernel", "System")), "Q7");
        assert_int_equal(lexicons[i]->entry_count, 9);
        write_lists(lexicons[i], "written");
    }
    gaz_lexicon_free(lexicons[0]);
    gaz_lexicon_free(lexicons[1]);
}

static void only_types_that_there_are_can_be_verdicts(void **state) {
    (void)state;
    static const char text[] = "surface\tverdict\nfine\tkeep\nx\tSystem\n";
    gaz_error error = {0};
    gaz_lexicon *lexicon = new_lexicon();
    make_lists("lists");
    write_file("lists/System.tsv", "boot\n");
    write_file("lists/Tool.tsv", text);
    write_file("lists/Wrong.tsv", "surface\tverdict\nx\tTool\nx\tToo\n");
    assert_int_equal(gaz_lexicon_read(lexicon, path_of("lists/Tool.tsv"), NULL, &error), GAZ_ERROR_INPUT);
    assert_int_equal(error.line, 3); /* a list by itself has no neighbours */
    read_list(lexicon, "lists/System.tsv");
    read_list(lexicon, "lists/Tool.tsv"); /* now the type is known */
    check_entry(lexicon, "x", "System", "0 0 0 kept keep");
    assert_int_equal(gaz_lexicon_read(lexicon, path_of("lists"), NULL, &error), GAZ_ERROR_INPUT);
    assert_string_equal(error.file, path_of("lists/Wrong.tsv"));
    assert_int_equal(error.line, 3);
    assert_non_null(strstr(error.message, "the type of one of the lists"));
    gaz_lexicon_free(lexicon);
}

static void a_block_list_drops(void **state) {
    (void)state;
    gaz_error error = {0};
    uint64_t blocked = 99;
    gaz_lexicon *lexicon = new_lexicon();
    read_text(lexicon, "T.tsv", "surface\tannotated\tverdict\na b\t3\t\nc\t1\t\nd\t1\t\nback\\\\slash\t1\t\n");
    read_text(lexicon, "U.tsv", "surface\tannotated\tverdict\na b\t2\tkeep\nc\t2\t\n");
    write_file("block", "  a   b\n\nabsent\nc\r\nback\\slash\n");
    assert_int_equal(gaz_lexicon_apply_blocklist(&blocked, lexicon, path_of("block"), &error), GAZ_OK);
    assert_int_equal(blocked, 4);
    check_entry(lexicon, "a b", "T", "3 0 0 kept drop");
    check_entry(lexicon, "a b", "U", "2 0 0 kept keep");
    check_entry(lexicon, "c", "T", "1 0 0 kept drop");
    check_entry(lexicon, "c", "U", "2 0 0 kept drop");
    check_entry(lexicon, "d", "T", "1 0 0 kept");
    check_entry(lexicon, "back\\\\slash", "T", "1 0 0 kept drop");
    assert_int_equal(lexicon->entry_count, 6);
    assert_int_equal(lexicon->types.count, 2);
    write_file("empty", "");
    assert_int_equal(gaz_lexicon_apply_blocklist(NULL, lexicon, path_of("empty"), &error), GAZ_OK);
    blocked = 77;
    assert_int_equal(gaz_lexicon_apply_blocklist(&blocked, lexicon, path_of("missing"), &error), GAZ_ERROR_IO);
    write_file("wrong", "d\ne\tT\n");
    assert_int_equal(gaz_lexicon_apply_blocklist(&blocked, lexicon, path_of("wrong"), &error), GAZ_ERROR_INPUT);
    assert_int_equal(error.line, 2);
    assert_int_equal(blocked, 77);                /* a failure leaves it alone */
    check_entry(lexicon, "d", "T", "1 0 0 kept"); /* all of a list or nothing */
    assert_int_equal(gaz_lexicon_apply_blocklist(&blocked, NULL, path_of("block"), &error), GAZ_ERROR_ARGUMENT);
    gaz_lexicon_free(lexicon);
}

static void entries_share_ids(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    read_text(lexicon, "T.tsv", "surface\tid\na\tQ1\nb\tQ2\nc\tQ1\nd\t\n");
    read_text(lexicon, "U.tsv", "surface\tid\na\tQ2\n");
    assert_int_equal(find(lexicon, "a", "T")->id, find(lexicon, "c", "T")->id);
    assert_int_equal(find(lexicon, "b", "T")->id, find(lexicon, "a", "U")->id);
    assert_int_not_equal(find(lexicon, "a", "T")->id, find(lexicon, "b", "T")->id);
    assert_int_equal(find(lexicon, "d", "T")->id, 0);
    assert_int_equal(lexicon->ids.count, 2);
    gaz_lexicon_free(lexicon);
}

/* ---- Harvesting ---- */

static void evidence_is_counted(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    harvest(lexicon,
            "operating/B-S system/I-S kernel/I-S | the operating system | system/B-S | operating/B-S system/I-S", NULL);
    check_entry(lexicon, "operating system kernel", "S", "1 1 0 kept");
    check_entry(lexicon, "operating system", "S", "1 3 1 kept");
    check_entry(lexicon, "system", "S", "1 4 2 kept");
    assert_int_equal(lexicon->entry_count, 3);
    gaz_lexicon_free(lexicon);
    lexicon = new_lexicon();
    harvest(lexicon, "a/B-T a/I-T a/I-T | a a/B-T a/I-T | a x/B-T y/I-T x/B-T z | y", NULL);
    check_entry(lexicon, "a a a", "T", "1 2 0 kept"); /* its tokens in the second sentence are only partly annotated */
    check_entry(lexicon, "a a", "T", "1 4 2 kept");
    check_entry(lexicon, "x y", "T", "1 1 0 kept");
    check_entry(lexicon, "x", "T", "1 2 1 kept");
    gaz_lexicon_free(lexicon);
}

static void counting_spans_all_sentences(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    FILE *file = fopen(path_of("corpus"), "w");
    for (int i = 0; i < 30000; i++) fprintf(file, "a\tB-T\nb\tI-T\nc\tO\n%s", i % 7 ? "" : "\n");
    for (int i = 0; i < 20000; i++) fprintf(file, "a\t%s\n", i % 2 ? "B-U" : "O"); /* longer than a window */
    fclose(file);
    const char *const paths[] = {path_of("corpus"), path_of("corpus")};
    const gaz_harvest_options options = simple_rule(0.25, 1, 1);
    assert_int_equal(gaz_lexicon_harvest(lexicon, paths, 2, &options, NULL, NULL), GAZ_OK);
    check_entry(lexicon, "a b", "T", "60000 60000 0 kept");
    check_entry(lexicon, "a", "U", "20000 100000 60000 purity");
    gaz_lexicon_free(lexicon);
}

static void a_harvest_leaves_what_a_human_said(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    read_text(lexicon, "T.tsv",
              HEADER
              "cat\t9\t9\t0\t1\t\tkept\t\tdrop\t5\tQ1\naway\ndog\t\t\t\t\t\t\t\tkeep\t\t\nhand\ncow\t4\t4\t0\t1\n");
    harvest(lexicon, "cat/B-T cat dog dog dog hand | new/B-T", NULL);
    check_entry(lexicon, "cat", "T", "1 2 0 kept drop");
    check_entry(lexicon, "dog", "T", "0 3 0 kept keep");
    check_entry(lexicon, "hand", "T", "0 1 0 purity"); /* it occurs, and not as a name */
    check_entry(lexicon, "away", "T", "0 0 0 kept");   /* the corpus says nothing of it */
    check_entry(lexicon, "cow", "T", "4 4 0 kept");    /* not in the corpus */
    check_entry(lexicon, "new", "T", "1 1 0 kept");
    assert_int_equal(find(lexicon, "cat", "T")->priority, 5);
    assert_string_equal(id_of(lexicon, find(lexicon, "cat", "T")), "Q1");
    assert_true(find(lexicon, "cat", "T")->precision < 0.51);
    assert_true(find(lexicon, "hand", "T")->precision < 0.01);
    assert_true(find(lexicon, "away", "T")->precision > 0.99);
    harvest(lexicon, "cat cow new | dog/B-T", NULL); /* three that are no longer annotated */
    check_entry(lexicon, "cat", "T", "0 1 0 purity drop");
    check_entry(lexicon, "cow", "T", "0 1 0 purity");
    check_entry(lexicon, "new", "T", "0 1 0 purity");
    check_entry(lexicon, "dog", "T", "1 1 0 kept keep");
    check_entry(lexicon, "hand", "T", "0 1 0 purity");
    assert_true(find(lexicon, "new", "T")->precision < 0.01);
    gaz_lexicon_counts counts;
    gaz_lexicon_get_counts(&counts, lexicon);
    assert_int_equal(counts.entries * 1000 + counts.kept * 100 + counts.verdicts * 10 + counts.dropped_purity, 6223);
    gaz_lexicon_free(lexicon);
}

static void the_keep_rule_decides(void **state) {
    (void)state;
    static const char corpus[] =
        "p/B-T p p p q/B-T q q q q | m/B-A m/B-A m/B-B t/B-B t/B-A | w/B-A w/B-B w/B-A w w w w w w"
        " | two/B-T words/I-T two/B-T words/I-T";
    static const struct {
        double min_purity;
        uint64_t min_count;
        uint64_t min_tokens;
        const char *status[8]; /* of p, q, m (A, B), t (A, B), w, two words */
    } cases[] = {
        {0.25, 1, 1, {"kept", "purity", "kept", "sense", "kept", "sense", "purity", "kept"}},
        {0, 1, 1, {"kept", "kept", "kept", "sense", "kept", "sense", "kept", "kept"}},
        {0.25, 2, 1, {"count", "purity", "kept", "sense", "count", "count", "purity", "kept"}},
        {0.25, 1, 2, {"tokens", "purity", "tokens", "tokens", "tokens", "tokens", "purity", "kept"}},
        {1, 1, 1, {"purity", "purity", "purity", "purity", "purity", "purity", "purity", "kept"}},
    };
    static const char *const entries[8][2] = {{"p", "T"}, {"q", "T"}, {"m", "A"}, {"m", "B"},
                                              {"t", "A"}, {"t", "B"}, {"w", "A"}, {"two words", "T"}};
    gaz_lexicon *lexicon = new_lexicon();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const gaz_harvest_options options = simple_rule(cases[i].min_purity, cases[i].min_count, cases[i].min_tokens);
        harvest(lexicon, corpus, &options); /* each decides anew */
        for (size_t k = 0; k < 8; k++) {
            const struct entry *entry = find(lexicon, entries[k][0], entries[k][1]);
            assert_string_equal(entry_status_names[entry->status], cases[i].status[k]);
        }
    }
    check_entry(lexicon, "m", "A", "2 3 0 purity");
    check_entry(lexicon, "m", "B", "1 3 0 purity");
    gaz_lexicon_free(lexicon);
}

/* ---- Conflicts ---- */

/* The type that a model gives the surface `x y`; NULL if none. */
static char type_of(const gaz_lexicon *lexicon) {
    static const gaz_token tokens[] = {{"x", 1}, {"y", 1}};
    gaz_model *model;
    gaz_tagger *tagger;
    gaz_span span;
    assert_int_equal(gaz_lexicon_build(lexicon, path_of("model"), NULL, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_model_open(&model, path_of("model"), 0, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_new(&tagger, model, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_tokens(tagger, tokens, 2, NULL), GAZ_OK);
    char type = gaz_tagger_next(&span, tagger) ? *gaz_model_type(model, span.type) : 0;
    assert_int_equal(gaz_tagger_text(tagger, "x y", 3, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_next(&span, tagger) ? *gaz_model_type(model, span.type) : 0, type);
    gaz_tagger_free(tagger);
    gaz_model_close(model);
    return type;
}

static void conflicts_are_settled(void **state) {
    (void)state;
    static const struct {
        char winner;
        const char *a; /* annotated, precision, status, verdict, priority of the entry with type A */
        const char *b;
    } cases[] = {
        {'B', "9\t1\tkept\t\t5", "1\t0.1\tkept\tkeep\t"},   {'A', "1\t0.1\tkept\t\t1", "9\t1\tkept\t\t"},
        {'B', "9\t0.5\tkept\t\t", "1\t0.6\tkept\t\t"},      {'B', "2\t0.5\tkept\t\t", "3\t0.5\tkept\t\t"},
        {'A', "2\t0.5\tkept\t\t", "2\t0.5\tkept\t\t"},      {'B', "9\t1\tkept\tdrop\t9", "1\t0.1\tkept\t\t"},
        {'B', "9\t1\tpurity\t\t9", "1\t0.1\tkept\t\t"},     {'A', "0\t0\tpurity\tkeep\t", "9\t1\tkept\t\t9"},
        {'B', "9\t1\tkept\tkeep\t", "1\t0\tkept\tkeep\t1"}, {'A', "1\t0.1\tkept\t\t", "9\t1\tkept\t\t-1"},
        {0, "9\t1\tkept\tdrop\t", "9\t1\ttype\t\t"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t first = 0; first < 2; first++) {
            gaz_lexicon *lexicon = new_lexicon();
            for (size_t k = 0; k < 2; k++) {
                bool is_a = k == first;
                char text[200];
                sprintf(text, "surface\tannotated\tprecision\tstatus\tverdict\tpriority\nx y\t%s\n",
                        is_a ? cases[i].a : cases[i].b);
                read_text(lexicon, is_a ? "A.tsv" : "B.tsv", text);
            }
            if (type_of(lexicon) != cases[i].winner) print_error("case %zu\n", i);
            assert_int_equal(type_of(lexicon), cases[i].winner);
            gaz_lexicon_free(lexicon);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(lists_have_three_forms),
        WITH_FOLDER(line_ends_marks_and_columns_do_not_matter),
        WITH_FOLDER(old_columns_are_read),
        WITH_FOLDER(the_surface_may_stand_in_any_column),
        WITH_FOLDER(wrong_lines_are_told),
        WITH_FOLDER(what_is_no_list_is_refused),
        WITH_FOLDER(any_token_survives_in_a_list),
        WITH_FOLDER(written_lists_come_back_the_same),
        WITH_FOLDER(merging_does_not_depend_on_the_order),
        WITH_FOLDER(a_type_for_a_verdict_moves_the_entry),
        WITH_FOLDER(only_types_that_there_are_can_be_verdicts),
        WITH_FOLDER(a_block_list_drops),
        WITH_FOLDER(entries_share_ids),
        WITH_FOLDER(evidence_is_counted),
        WITH_FOLDER(counting_spans_all_sentences),
        WITH_FOLDER(a_harvest_leaves_what_a_human_said),
        WITH_FOLDER(the_keep_rule_decides),
        WITH_FOLDER(conflicts_are_settled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
