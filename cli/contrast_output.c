// SPDX-License-Identifier: GPL-3.0-or-later
// Forms chosen by name or suffix; files are written whole or not at all.
#include "cli/contrast_output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/contrasts.h"
#include "reports/compare/contrast_emitter.h"

enum { EXIT_UNDECIDED = 3 };

struct contrast_output {
    const char *format, *path;
};

void contrast_outputs_add(struct contrast_outputs *outputs, const char *format, const char *path)
{
    outputs->more =
        alloc_resized(outputs->more, outputs->more_count + 1, sizeof(struct contrast_output));
    outputs->more[outputs->more_count++] = (struct contrast_output){format, path};
}

error_t contrast_outputs_parse(int key, char *argument, struct contrast_outputs *outputs)
{
    switch (key) {
    case 'f':
        outputs->format = argument;
        return 0;
    case 'o':
        outputs->path = argument;
        return 0;
    case 'j':
        outputs->format = "json";
        return 0;
    case CONTRAST_KEY_HTML:
        contrast_outputs_add(outputs, "html", argument);
        return 0;
    case CONTRAST_KEY_MARKDOWN:
        contrast_outputs_add(outputs, "markdown", argument);
        return 0;
    case CONTRAST_KEY_JUNIT:
        contrast_outputs_add(outputs, "junit", argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

void contrast_outputs_done(struct contrast_outputs *outputs)
{
    free(outputs->more);
    *outputs = (struct contrast_outputs){0};
}

// --- which form ---------------------------------------------------------------------------------

static const struct contrast_emitter *find_form(const char *name, struct err *err)
{
    const struct contrast_emitter *emitter = contrast_emitter_find(name);
    if (emitter)
        return emitter;
    scope_free const char **names = alloc_zeroed(contrast_emitter_count, sizeof *names);
    for (size_t i = 0; i < contrast_emitter_count; i++)
        names[i] = contrast_emitters[i].name;
    scope_free char *hint = nearest_hint(name, names, contrast_emitter_count);
    err_input(err, "--format: there is no form '%s'%s", name, hint);
    return NULL;
}

static const struct contrast_emitter *form_of_suffix(const char *path, struct err *err)
{
    static const struct {
        const char *suffix, *form;
    } suffixes[] = {{".txt", "text"}, {".md", "markdown"}, {".html", "html"},
                    {".htm", "html"}, {".json", "json"},   {".xml", "junit"}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof suffixes / sizeof *suffixes; i++)
        if (strcmp(dot, suffixes[i].suffix) == 0)
            return find_form(suffixes[i].form, err);
    err_input(err,
              "%s: its suffix names no form; .txt, .md, .html, .json or .xml is wanted, or "
              "--format",
              path);
    return NULL;
}

static const struct contrast_emitter *main_form(const struct contrast_outputs *outputs,
                                                struct err *err)
{
    if (outputs->format)
        return find_form(outputs->format, err);
    if (output_is_standard(outputs->path))
        return find_form("text", err);
    return form_of_suffix(outputs->path, err);
}

int contrast_outputs_check(const struct contrast_outputs *outputs, struct err *err)
{
    if (!main_form(outputs, err) || output_check(outputs->path, err) < 0)
        return -EINVAL;
    for (size_t i = 0; i < outputs->more_count; i++)
        if (!find_form(outputs->more[i].format, err) ||
            output_check(outputs->more[i].path, err) < 0)
            return -EINVAL;
    return 0;
}

// --- written ------------------------------------------------------------------------------------

static int write_one(const struct contrast_emitter *emitter, const char *path,
                     const struct contrasts *contrasts, bool is_strict, struct err *err)
{
    scope_strbuf struct strbuf out = {0};
    bool is_printed = output_is_standard(path);
    if (is_printed && strcmp(emitter->name, "text") == 0)
        contrast_emit_text_in(contrasts, is_strict, output_columns(), &out);
    else
        emitter->emit(contrasts, is_strict, &out);
    if (is_printed) {
        fwrite(strbuf_text(&out), 1, out.length, stdout);
        return 0;
    }
    int r = path_write(path, strbuf_text(&out), out.length, 0644, err);
    if (r < 0)
        options_blame_path(err);
    return r;
}

int contrast_outputs_write(const struct contrast_outputs *outputs,
                           const struct contrasts *contrasts, bool is_strict, struct err *err)
{
    const struct contrast_emitter *emitter = main_form(outputs, err);
    int r = emitter ? write_one(emitter, outputs->path, contrasts, is_strict, err) : -EINVAL;
    for (size_t i = 0; r == 0 && i < outputs->more_count; i++)
        r = write_one(contrast_emitter_find(outputs->more[i].format), outputs->more[i].path,
                      contrasts, is_strict, err);
    return r;
}

int contrast_exit_code(const struct contrasts *contrasts, bool is_strict)
{
    bool is_open = contrasts->overall == CONTRAST_UNDECIDED || contrasts->unmatched_count > 0 ||
                   contrasts->counts[CONTRAST_ONE_SIDED] > 0;
    if (contrasts->overall == CONTRAST_WORSE)
        return EXIT_NOT_GOOD_ENOUGH;
    return is_strict && is_open ? EXIT_UNDECIDED : EXIT_FINE;
}
